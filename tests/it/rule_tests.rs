//! `infragrade test`: what failed and why, and what the tests do not reach.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use crate::support::root;

const RULES: &str = "package a

evens contains x if {
	some x in input.xs
	x % 2 == 0
}

sign(x) := \"negative\" if {
	x < 0
} else := \"positive\"
";

const TESTS: &str = "package a_test

import data.a

test_passes if {
	a.evens == {2, 4} with input as {\"xs\": [1, 2, 4]}
}

test_another_set if {
	xs := [1, 2, 4]
	a.evens == {2, 6} with input as {\"xs\": xs}
}

test_turned_round if set() == a.evens with input as {\"xs\": [2]}

test_no_comparison if {
	found := a.evens with input as {\"xs\": []}
	count(found) > 0
}

test_of_another_value := \"yes\"

test_prints if {
	print(\"sign of 1:\", a.sign(1))
	a.sign(1) == \"negative\"
}
";

fn pack(tests: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.rego"), RULES).unwrap();
    fs::write(folder.path().join("a_test.rego"), tests).unwrap();
    folder
}

/// The exit status, standard output without times, and standard error.
fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_infragrade"))
        .args(["test", "."])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let untimed = |line: &str| match line.rsplit_once("  ") {
        Some((before, after)) if after.ends_with(" ms") => format!("{before}\n"),
        _ => format!("{line}\n"),
    };
    let stdout = text(output.stdout).lines().map(untimed).collect();
    (output.status.code().unwrap(), stdout, text(output.stderr))
}

#[test]
fn failures_show_the_line_and_both_sides() {
    let (status, shown, _) = run(&pack(TESTS), &[]);
    assert_eq!(status, 1);
    insta::assert_snapshot!(shown);
}

#[test]
fn lines_that_no_test_reaches_are_shown() {
    let passing = &TESTS[..TESTS.find("test_another_set").unwrap()];
    let (status, shown, _) = run(&pack(passing), &["--coverage"]);
    assert_eq!(status, 0);
    insta::assert_snapshot!(shown);
    assert_eq!(run(&pack(passing), &["--coverage-threshold", "60"]).0, 1);
    assert_eq!(run(&pack(passing), &["--coverage-threshold", "30"]).0, 0);
    assert_eq!(run(&pack(passing), &["--coverage-threshold", "130"]).0, 2);
}

#[test]
fn a_file_that_no_test_touches_is_uncovered() {
    let folder = pack("package a_test\n\ntest_nothing if true\n");
    let (status, shown, _) = run(&folder, &["--coverage-threshold", "1"]);
    assert_eq!(status, 1);
    assert!(shown.contains("0.0 %  ./a.rego  (0 of"), "{shown}");
}

#[test]
fn an_empty_run_is_a_failure() {
    let folder = pack(TESTS);
    let (status, shown, error) = run(&folder, &["--filter", "nope"]);
    assert_eq!((status, shown.as_str()), (2, ""));
    insta::assert_snapshot!(error, @"error: --filter nope: no test in . has this in its path (--verbose lists all)");
    let none = pack("package a_test\n");
    let (status, _, error) = run(&none, &[]);
    assert_eq!(status, 2);
    insta::assert_snapshot!(error, @"error: .: no test in it: rules whose name begins with test_, in files *_test.rego, are tests");
}

#[test]
fn our_own_tests_reach_every_line() {
    let output = Command::new(env!("CARGO_BIN_EXE_infragrade"))
        .args(["test", "rules", "--coverage-threshold", "100"])
        .current_dir(root())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("100.0 %  of all lines"), "{text}");
}
