//! Every recorded deployment against the checks: single faults fail what they are aimed at, alternatives nothing.

use std::collections::BTreeSet;

use crate::support::{graded, read, variants, with_status};
use infragrade::policy::Pack;
use infragrade::report::Status;

#[test]
fn every_recording_fails_exactly_what_it_says() {
    let mut pack = Pack::builtin().unwrap();
    let mut wrong = Vec::new();
    for variant in variants() {
        let report = graded(&mut pack, &read(&variant.directory()));
        let expected: BTreeSet<String> = variant.fails.iter().cloned().collect();
        let failed: BTreeSet<String> = with_status(&report, Status::Fail).into_iter().collect();
        if failed != expected || report.has_errors() {
            wrong.push(format!("{}: fails {failed:?}, should fail {expected:?}", variant.name));
        }
        if expected.is_empty() && report.score < report.max_score {
            wrong.push(format!("{}: {} points, should have all", variant.name, report.score));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_is_failed_by_a_fault() {
    let failed: BTreeSet<String> = variants()
        .into_iter()
        .filter(|variant| variant.name != "starter")
        .flat_map(|variant| variant.fails)
        .collect();
    let pack = Pack::builtin().unwrap();
    let never: Vec<_> =
        pack.catalogue().checks.iter().map(|check| &check.id).filter(|id| !failed.contains(*id)).collect();
    assert!(never.is_empty(), "no fault fails {never:?}");
}

#[test]
fn a_fault_that_fails_several_checks_says_why() {
    for variant in variants().iter().filter(|variant| variant.group != "starter" && variant.fails.len() > 1) {
        assert!(variant.because.is_some(), "{} fails {:?} and does not say why", variant.name, variant.fails);
    }
}

#[test]
fn the_recordings_are_as_many_as_they_should_be() {
    let variants = variants();
    let alternatives = variants.iter().filter(|variant| variant.group == "alternatives").count();
    let faults =
        variants.iter().filter(|variant| !variant.fails.is_empty() && variant.name != "starter").count();
    assert!(alternatives >= 15 && faults >= 54, "{alternatives} alternatives, {faults} faults");
}

#[test]
fn nothing_earns_points_where_nothing_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("empty.template.json"), r#"{"Resources": {}}"#).unwrap();
    let report = graded(&mut Pack::builtin().unwrap(), &read(folder.path()));
    assert_eq!(report.score, 0.0, "{:?}", with_status(&report, Status::Pass));
}
