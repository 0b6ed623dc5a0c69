//! `infragrade lint`: a small pack that is clean, and one for each mistake, found at its place.

use std::fs;
use std::path::Path;
use std::process::Command;

use infragrade::lint::{Finding, lint};
use tempfile::TempDir;

use crate::support::root;

const MAIN: &str = "\
# METADATA
# title: A pack
# custom:
#   points: 2
#   sections: [One]
package rules
";

const ONE: &str = r#"# METADATA
# title: One bucket
# description: There is a bucket.
# custom:
#   points: 2
#   requires: []
#   handout: One
#   order: 1
#   help: add a bucket
package checks.a.one

violation contains {"type": "AWS::S3::Bucket", "message": "there is no bucket"} if {
	count(_buckets) == 0
}

_buckets := {id | some id, resource in input.Resources; resource.Type == "AWS::S3::Bucket"}
"#;

const TEST: &str = r#"package checks.a.one_test

import data.checks.a.one

test_without_a_bucket if {
	found := one.violation with input as {"Resources": {}}
	found == {{"type": "AWS::S3::Bucket", "message": "there is no bucket"}}
}
"#;

type Files = Vec<(&'static str, String)>;

/// The clean pack, with a file changed or added.
fn with(name: &'static str, text: impl Into<String>) -> Files {
    let mut files: Files = [("main.rego", MAIN), ("a/one.rego", ONE), ("a/one_test.rego", TEST)]
        .map(|(name, text)| (name, text.to_owned()))
        .to_vec();
    files.retain(|(known, _)| *known != name);
    files.push((name, text.into()));
    files
}

/// The clean pack, in whose check something else is written.
fn instead(from: &str, to: &str) -> Files {
    assert!(ONE.contains(from), "{from}");
    with("a/one.rego", ONE.replace(from, to))
}

/// The clean pack, with more rules in its check.
fn also(rules: &str) -> Files {
    with("a/one.rego", format!("{ONE}\n{rules}\n"))
}

fn pack(files: &Files) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What is found, as `code file: what is marked`; line numbers are those of the marked text.
fn findings(folder: &Path) -> Vec<String> {
    let found = lint(folder).unwrap();
    let describe = |finding: &Finding| {
        let name = finding.file.strip_prefix(folder).unwrap().display().to_string();
        let text = found.files.get(&finding.file).map_or("", |text| &text[finding.bytes.clone()]);
        let line = found
            .files
            .get(&finding.file)
            .map_or(0, |text| text[..finding.bytes.start].matches('\n').count() + 1);
        format!("{} {name}:{line}: {text}", finding.code)
    };
    found.findings.iter().map(describe).collect()
}

#[test]
fn our_own_pack_and_the_smallest_are_clean() {
    assert_eq!(findings(&root().join("rules")), [""; 0]);
    assert_eq!(findings(pack(&with("main.rego", MAIN)).path()), [""; 0]);
}

#[test]
fn mistakes_in_what_a_pack_says_of_itself() {
    let two = |requires: &str| {
        let two = ONE.replace("a.one", "a.two").replace("requires: []", &format!("requires: [{requires}]"));
        with("a/two.rego", two)
    };
    let points = "points: 4";
    let both = |requires: &str, of_one: &str| {
        let mut files = two(requires);
        files.retain(|(name, _)| *name == "a/two.rego" || name.ends_with("_test.rego"));
        files.push(("main.rego", MAIN.replace("points: 2", points)));
        files.push(("a/one.rego", ONE.replace("requires: []", of_one)));
        files
    };
    for (name, files, expected) in [
        (
            "no METADATA",
            instead(&ONE[..ONE.find("package").unwrap()], ""),
            "pack a/one.rego:1: package checks.a.one",
        ),
        ("a field is missing", instead("#   help: add a bucket\n", ""), "pack a/one.rego:5: #   points: 2"),
        ("a field is unknown", instead("help:", "hlep:"), "pack a/one.rego:9: #   hlep: add a bucket"),
        (
            "points do not add up",
            with("main.rego", MAIN.replace("2", "3")),
            "pack main.rego:4: #   points: 3",
        ),
        ("points below zero", instead("points: 2", "points: -2"), "pack a/one.rego:5: #   points: -2"),
        (
            "an unknown section",
            instead("handout: One", "handout: Two"),
            "pack a/one.rego:7: #   handout: Two",
        ),
        (
            "an unknown requirement",
            both("a.three", "requires: []"),
            "pack a/two.rego:6: #   requires: [a.three]",
        ),
        ("a circle", both("a.one", "requires: [a.two]"), "pack a/one.rego:6: #   requires: [a.two]"),
        ("an id twice", with("a/two.rego", ONE), "pack a/two.rego:10: package checks.a.one"),
        (
            "a package of another place",
            instead("checks.a.one", "checks.b"),
            "pack a/one.rego:10: package checks.b",
        ),
        (
            "a library of another place",
            with("lib/x.rego", "package lib.y\n\nf(x) := x\n"),
            "package-path lib/x.rego:1: lib.y",
        ),
        ("not Rego", also("x := {"), "syntax a/one.rego:19: "),
    ] {
        let found = findings(pack(&files).path());
        assert!(found.iter().any(|finding| finding == expected), "{name}: {found:#?}");
    }
}

#[test]
fn mistakes_in_rules() {
    for (files, expected) in [
        (also("violation[msg] {\n\tmsg := \"old\"\n}"), "v0-syntax a/one.rego:18: violation[msg] {"),
        (
            also("_wrong if {\n\tsome r in input.Resources\n\tnot startswith(r.Properties.Name, \"a\")\n}"),
            "undefined-under-not a/one.rego:20: r.Properties.Name",
        ),
        (
            also("_known := {\"a\": 1}\n\n_wrong if not _known[input.Resources.x]"),
            "undefined-under-not a/one.rego:20: input.Resources.x",
        ),
        (also("_wrong if not input.x.y in {1}"), "undefined-under-not a/one.rego:18: input.x.y"),
        (
            also("_half(x) := 1 if x == 2\n\n_wrong if not count(_half(3)) == 0"),
            "undefined-under-not a/one.rego:20: _half(3)",
        ),
        (
            also("_wrong := x if {\n\tsome r in input.Resources\n\tx := r.Properties.Name\n}"),
            "uncertain-binding a/one.rego:20: r.Properties.Name",
        ),
        (
            also("_wrong if {\n\tsome r in input.Resources\n\tsome x in r.Properties.List\n\tx == 1\n}"),
            "uncertain-collection a/one.rego:20: r.Properties.List",
        ),
        (
            also("_wrong := 1 if {\n\tsome x in _buckets\n\tx == \"a\"\n} else := 2"),
            "loop-before-else a/one.rego:19: _buckets",
        ),
        (also("_wrong[k] contains v if some k, v in input.paths"), "keyed-set a/one.rego:18: _wrong[k"),
        (also("_wrong := {p | walk(input.paths, [p, _])}"), "walk a/one.rego:18: walk(input.paths, [p, _])"),
        (
            also("_wrong := {p | p := input.missing_context[_]}"),
            "wildcard a/one.rego:18: input.missing_context[_]",
        ),
        (also("_f(_buckets) := _buckets"), "shadowing a/one.rego:18: _buckets"),
        (
            instead("\nviolation", "\nimport data.lib.x\n\nviolation"),
            "unused-import a/one.rego:12: import data.lib.x",
        ),
        (
            instead("\nviolation", "\nimport rego.v1\n\nviolation"),
            "needless-import a/one.rego:12: import rego.v1",
        ),
        (also("_wrong := http.send({})"), "forbidden-builtin a/one.rego:18: http.send"),
        (also("_wrong := time.now_ns()"), "forbidden-builtin a/one.rego:18: time.now_ns"),
        (also("_wrong := rand.intn(\"a\", 3)"), "forbidden-builtin a/one.rego:18: rand.intn"),
        (also("_wrong := opa.runtime()"), "forbidden-builtin a/one.rego:18: opa.runtime"),
        (also("_wrong := net.lookup_ip_addr(\"a\")"), "forbidden-builtin a/one.rego:18: net.lookup_ip_addr"),
        (also("_wrong := io.jwt.decode(\"a\")"), "forbidden-builtin a/one.rego:18: io.jwt.decode"),
        (
            also("_wrong if {\n\tsome resource in input.Resources\n\tresuorce.Type == \"a\"\n}"),
            "unknown-name a/one.rego:20: resuorce",
        ),
        (also("_wrong := startwith(\"a\", \"b\")"), "unknown-function a/one.rego:18: startwith"),
        (also("_wrong := data.lib.cfn.tetx(1)"), "unknown-function a/one.rego:18: data.lib.cfn.tetx"),
        (instead("violation contains", "violations contains"), "no-violation a/one.rego:10: checks.a.one"),
        (
            instead(
                "{\"type\": \"AWS::S3::Bucket\", \"message\": \"there is no bucket\"}",
                "\"there is no bucket\"",
            ),
            "string-violation a/one.rego:12: there is no bucket",
        ),
        (
            also("violation contains message if {\n\tmessage := sprintf(\"%d\", [1])\n}"),
            "string-violation a/one.rego:19: sprintf(\"%d\", [1])",
        ),
        (
            also("violation contains {\"message\": \"x\"} if count(_buckets) > 9"),
            "placeless-violation a/one.rego:18: {\"message\": \"x\"}",
        ),
        (
            also("violation contains _text if count(_buckets) == 0\n\n_text := \"none\""),
            "unusable a/one.rego:10: package checks.a.one",
        ),
        (also("test_x if true"), "test-package a/one.rego:18: test_x"),
        (
            with("a/one_test.rego", TEST.replace("one_test", "tests")),
            "test-package a/one_test.rego:1: checks.a.tests",
        ),
        (
            instead("count(_buckets) == 0", "some _ in _buckets"),
            "passes-on-nothing a/one.rego:10: package checks.a.one",
        ),
        (
            with("a/one_test.rego", "package checks.a.one_test\n\ntest_x if true\n"),
            "untested a/one.rego:10: package checks.a.one",
        ),
        (
            with("a/one_test.rego", TEST.replace("found ==", "count(found) < 5 #")),
            "untested a/one.rego:10: package checks.a.one",
        ),
    ] {
        let found = findings(pack(&files).path());
        assert!(found.iter().any(|finding| finding == expected), "{expected}\n{found:#?}");
    }
}

/// What looks like a mistake and is none.
#[test]
fn right_rules_are_left_alone() {
    for rules in [
        "_right if not input.Resources.x",
        "_right if {\n\tsome r in input.Resources\n\tnot r.Properties.Name == \"a\"\n}",
        "_right if {\n\tsome r in input.Resources\n\tnot object.get(r, \"Type\", \"\") in {\"a\"}\n}",
        "_f(found) := 1 if {\n\tnot startswith(found.text, \"a\")\n} else := 2",
        "_f(xs) := 1 if {\n\tcount({x | some x in xs; x > 1}) > 0\n} else := 2",
        "_right := {p | some i; p := [1, 2][i]; i > 0}",
        "_right if { [1, x] = [1, 2]; x > 1 }",
        "_right := {k: v | some k, v in input.paths}",
    ] {
        let found = findings(pack(&also(rules)).path());
        assert_eq!(found, [""; 0], "{rules}");
    }
}

#[test]
fn findings_are_shown_as_rustc_would_and_the_exit_status_tells() {
    let run = |folder: &Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_infragrade"))
            .args(["lint", "pack"])
            .current_dir(folder)
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let at_pack = |files: &Files| {
        let moved = files.iter().map(|(name, text)| (format!("pack/{name}"), text));
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in moved {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        run(folder.path())
    };
    assert_eq!(at_pack(&with("main.rego", MAIN)), (0, "3 files, 0 errors, 0 warnings\n".to_owned()));
    let (status, shown) = at_pack(&also(
        "_wrong if {\n\tsome r in input.Resources\n\tnot startswith(r.Properties.Name, \"a\")\n}\n\n_x := {p | p := input.missing_context[_]}",
    ));
    assert_eq!(status, 1);
    insta::assert_snapshot!(shown);
    assert_eq!(run(tempfile::tempdir().unwrap().path()).0, 2, "no such folder");
}
