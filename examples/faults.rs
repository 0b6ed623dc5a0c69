//! Prints the table of all recordings against the checks that they fail: `cargo run --release --example faults`.

#![allow(clippy::print_stdout, reason = "a table for a person")]

#[path = "../tests/it/support.rs"]
mod support;

use std::collections::BTreeSet;

use infragrade::policy::{Error, Pack};
use infragrade::report::Status;
use support::{graded, read, variants, with_status};

fn main() -> Result<(), Error> {
    let mut pack = Pack::builtin()?;
    let mut differing = 0;
    println!("{:<46} {:>6} {:>7}  fails", "recording", "points", "blocked");
    for variant in variants() {
        let report = graded(&mut pack, &read(&variant.directory()));
        let failed = with_status(&report, Status::Fail);
        let expected: BTreeSet<_> = variant.fails.iter().collect();
        let as_expected = failed.iter().collect::<BTreeSet<_>>() == expected;
        differing += usize::from(!as_expected);
        let mark = if as_expected { "" } else { "  << not as the recording says" };
        let failed = if failed.is_empty() { "nothing".to_owned() } else { failed.join(" ") };
        let blocked = report.count(Status::Blocked);
        println!("{:<46} {:>6} {:>7}  {failed}{mark}", variant.name, report.score, blocked);
    }
    println!("{differing} not as expected");
    Ok(())
}
