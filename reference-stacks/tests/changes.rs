//! Changes that cannot be made are refused, not overlooked.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use reference_stacks::{Changes, Settings, synthesize};
use synthesizer::AppProps;
use synthesizer::aws_ec2::VpcProps;

fn refused(change: fn(&mut Changes)) -> String {
    let fixtures = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"));
    let mut changes = Changes::default();
    change(&mut changes);
    synthesize(AppProps::default(), &Settings::of_recordings(fixtures), &changes).unwrap_err().to_string()
}

#[test]
fn a_piece_that_no_stack_makes_is_named() {
    let said = refused(|changes| changes.rename("vcp", "network"));
    assert_eq!(said, "a change is about \"vcp\", which no stack makes");
}

#[test]
fn a_piece_that_others_need_is_not_left_out() {
    let said = refused(|changes| changes.leave_out("vpc"));
    assert_eq!(said, "\"vpc\" cannot be left out: others need it");
}

#[test]
fn a_piece_of_another_type_is_named() {
    let said = refused(|changes| changes.props("cluster", |_: &mut VpcProps| {}));
    assert!(said.contains("\"cluster\" is no ") && said.contains("VpcProps"), "{said}");
}
