//! Packs from a directory: what is refused and where, time limits, and packs of earlier years.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::support::{SUNET, fixtures, graded, read, root};
use infragrade::input;
use infragrade::policy::{Limits, Pack};
use infragrade::report::Status;
use tempfile::TempDir;

const MAIN: &str =
    "# METADATA\n# title: A pack\n# custom:\n#   points: 3\n#   sections: [One, Two]\npackage rules\n";

/// A check worth `points`, with more METADATA and a body.
fn check(id: &str, points: u32, section: &str, requires: &str, body: &str) -> String {
    format!(
        "# METADATA\n# title: About {id}\n# description: It holds.\n# custom:\n#   points: {points}\n#   requires: [{requires}]\n\
         #   handout: {section}\n#   order: 1\n#   help: do it\npackage checks.{id}\n\n{body}\n"
    )
}

const NOTHING: &str = "violation contains x if {\n\tsome x in []\n}";

fn pack(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn refusal(files: &[(&str, &str)]) -> String {
    let folder = pack(files);
    let error = Pack::from_directory(folder.path()).err().expect("refused");
    error.to_string().replace(&folder.path().display().to_string(), "PACK")
}

#[test]
fn a_pack_that_does_not_fit_together_is_refused_with_its_place() {
    let good = check("a.one", 1, "One", "", NOTHING);
    let other = check("b.two", 2, "Two", "a.one", NOTHING);
    assert!(
        Pack::from_directory(
            pack(&[("main.rego", MAIN), ("a/one.rego", &good), ("b/two.rego", &other)]).path()
        )
        .is_ok()
    );

    let edited = |from: &str, to: &str| good.replace(from, to);
    let with = |two: &str| refusal(&[("main.rego", MAIN), ("a/one.rego", &good), ("b/two.rego", two)]);
    let only = |one: &str| refusal(&[("main.rego", MAIN), ("a/one.rego", one)]);
    let cases = [
        ("nothing", refusal(&[("readme.md", "")])),
        ("no pack file", refusal(&[("a/one.rego", &good)])),
        ("no metadata", only("package checks.a.one\n")),
        ("missing field", only(&edited("#   help: do it\n", ""))),
        ("unknown field", only(&edited("#   help:", "#   hlep:"))),
        ("unknown field of OPA's", only(&edited("# description:", "# descripton:"))),
        ("not YAML", only(&edited("# title: About a.one", "# title: [a"))),
        ("points are a word", only(&edited("points: 1", "points: many"))),
        ("points are negative", only(&edited("points: 1", "points: -1"))),
        ("unknown section", only(&edited("handout: One", "handout: Oen"))),
        ("points do not add up", only(&good)),
        ("another file than its package", refusal(&[("main.rego", MAIN), ("a/two.rego", &good)])),
        ("two with one id", refusal(&[("main.rego", MAIN), ("a/one.rego", &good), ("b/two.rego", &good)])),
        ("requires an unknown check", with(&check("b.two", 2, "Two", "a.none", NOTHING))),
        ("requires itself", with(&check("b.two", 2, "Two", "b.two", NOTHING))),
        ("no rego", with(&check("b.two", 2, "Two", "", "violation contains x if {\n\tx := \n}"))),
    ];
    insta::assert_snapshot!(cases.map(|(name, message)| format!("{name}:\n  {message}\n")).concat());
}

#[test]
fn a_circle_of_requirements_is_refused() {
    let one = check("a.one", 1, "One", "b.two", NOTHING);
    let two = check("b.two", 2, "Two", "a.one", NOTHING);
    let message = refusal(&[("main.rego", MAIN), ("a/one.rego", &one), ("b/two.rego", &two)]);
    assert_eq!(message, "PACK/a/one.rego:6: requires: a.one requires itself, directly or through others");
}

#[test]
fn a_check_that_loops_is_stopped_and_the_others_count() {
    let endless = "violation contains x if {\n\tsome x in numbers.range(1, 100000000)\n\tsome y in numbers.range(1, 1000)\n\tx * y == 0.5\n}";
    let endless = endless.replace("100000000", "100000");
    let looping = check("a.one", 1, "One", "", &endless);
    let other = check("b.two", 2, "Two", "", NOTHING);
    let folder = pack(&[("main.rego", MAIN), ("a/one.rego", &looping), ("b/two.rego", &other)]);
    let mut pack = Pack::from_directory(folder.path()).unwrap();
    let document = input::build(&read(&fixtures().join("reference")), SUNET);
    let limits = Limits { check: Duration::from_millis(100), total: Duration::from_millis(400) };
    let evaluations = pack.evaluate(document, &limits);
    let error = evaluations[0].as_ref().unwrap_err();
    assert!(error.contains("exceeded"), "{error}");
    assert_eq!(evaluations[1].as_ref().unwrap().len(), 0);
}

#[test]
fn an_error_inside_a_builtin_is_undefined_and_stops_nothing() {
    let odd = "violation contains \"x\" if {\n\tsome resource in input.Resources\n\tto_number(resource.Type) > 0\n}";
    let folder = pack(&[
        ("main.rego", &MAIN.replace("points: 3", "points: 1")),
        ("a/one.rego", &check("a.one", 1, "One", "", odd)),
    ]);
    let report =
        graded(&mut Pack::from_directory(folder.path()).unwrap(), &read(&fixtures().join("reference")));
    assert_eq!((report.score, report.count(Status::Pass)), (1.0, 1));
}

#[test]
fn a_violation_that_is_no_object_is_the_packs_fault() {
    let folder = pack(&[
        ("main.rego", &MAIN.replace("points: 3", "points: 1")),
        ("a/one.rego", &check("a.one", 1, "One", "", "violation contains \"a string\"")),
    ]);
    let report =
        graded(&mut Pack::from_directory(folder.path()).unwrap(), &read(&fixtures().join("reference")));
    assert!(report.has_errors());
    assert!(report.checks[0].error.as_ref().unwrap().contains("lib.result"));
}

const EARLIER: &str = r#"package rules

vpcs[id] { input.Resources[id].Type == "AWS::EC2::VPC" }

violations[msg] {
	count(vpcs) != 1
	msg := sprintf("expected one VPC, found %d", [count(vpcs)])
}

violations[msg] {
	some id
	vpcs[id]
	input.Resources[id].Properties.CidrBlock != "10.0.0.0/16"
	msg := sprintf("VPC %s has the wrong CIDR", [id])
}

default pass = false

pass { count(violations) == 0 }

main = {"pass": pass, "violations": violations}
"#;

#[test]
fn packs_of_earlier_years_run_unchanged() {
    let folder = pack(&[("vpc.rego", EARLIER)]);
    let grade = |variant: &str| {
        let report =
            graded(&mut Pack::from_directory(folder.path()).unwrap(), &read(&fixtures().join(variant)));
        let messages =
            report.checks[0].violations.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>();
        (report.score, report.max_score, messages)
    };
    assert_eq!(grade("reference"), (90.0, 90.0, vec![]));
    let message = "VPC yoctogramvpcC5F577CF has the wrong CIDR".to_owned();
    assert_eq!(grade("vpc-cidr-10-1"), (88.0, 90.0, vec![message]));
}

/// The query that those packs answered is answered by ours.
#[test]
fn the_pack_answers_the_earlier_query() {
    let answer = |variant: &str| {
        let mut engine = regorus::Engine::new();
        for file in infragrade::policy::pack::source::read(&root().join("rules")).unwrap() {
            infragrade::policy::pack::compile::add(&mut engine, &file).unwrap();
        }
        engine.set_input(input::build(&read(Path::new(&fixtures().join(variant))), SUNET));
        serde_json::to_value(engine.eval_rule("data.rules.main".to_owned()).unwrap()).unwrap()
    };
    assert_eq!(answer("reference"), serde_json::json!({"pass": true, "violations": []}));
    let faulty = answer("vpc-cidr-10-1");
    assert_eq!(faulty["pass"], false);
    let violations = faulty["violations"].as_array().unwrap();
    assert_eq!(violations.len(), 1);
    assert!(violations[0].as_str().unwrap().starts_with("network.vpc.cidr: "), "{violations:?}");
}
