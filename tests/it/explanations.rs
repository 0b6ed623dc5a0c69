//! What `infragrade explain` says of our checks is true of the reference, and the pages in `docs/checks` say the same.

use std::fs;
use std::process::Command;

use infragrade::policy::{Explanations, Pack, explanations};
use serde_json::Value;

use crate::support::{SUNET, fixtures, read, root};

fn ours() -> Explanations {
    explanations(None).unwrap()
}

fn infragrade(arguments: &[&str]) -> (i32, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_infragrade")).args(arguments).current_dir(root()).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn every_check_is_explained_the_same_in_the_binary_and_in_the_folder() {
    let pack = Pack::builtin().unwrap();
    let ids: Vec<_> = pack.catalogue().checks.iter().map(|check| check.id.clone()).collect();
    assert!(ids.iter().all(|id| ours().contains_key(id)), "{ids:?}");
    assert_eq!(ours().len(), ids.len());
    assert_eq!(ours(), explanations(Some(&root().join("rules"))).unwrap());
}

/// Whether a value holds what a pattern names: `…` is anything, and elements of a list may be among others.
fn holds(value: &Value, pattern: &Value) -> bool {
    match (value, pattern) {
        (_, Value::String(text)) if text == "…" => true,
        (Value::Object(value), Value::Object(pattern)) => {
            pattern.iter().all(|(key, pattern)| value.get(key).is_some_and(|value| holds(value, pattern)))
        }
        (Value::Array(values), Value::Array(patterns)) => {
            patterns.iter().all(|pattern| values.iter().any(|value| holds(value, pattern)))
        }
        (value, pattern) => value == pattern,
    }
}

#[test]
fn the_template_of_an_explanation_is_in_the_references() {
    let reference = read(&fixtures().join("reference"));
    let resources: Vec<&Value> =
        reference.stacks.iter().flat_map(|stack| stack.resources()).map(|(_, resource)| resource).collect();
    for (id, explanation) in ours() {
        let template = explanation.template.replace("SUNET", SUNET);
        let pattern: Value = yaml_serde::from_str(&template).unwrap();
        for (name, pattern) in pattern.as_object().unwrap() {
            assert!(resources.iter().any(|resource| holds(resource, pattern)), "{id}: {name}");
        }
    }
    let other = serde_json::json!({"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}});
    assert!(!resources.iter().any(|resource| holds(resource, &other)));
}

/// Line by line, commas at the end apart.
#[test]
fn what_an_explanation_says_to_write_is_what_the_reference_app_writes() {
    let stacks = ["network", "data", "compute"];
    let app =
        stacks.map(|stack| fs::read_to_string(fixtures().join(format!("cdk/cdk/{stack}_stack.py"))).unwrap());
    let code = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().trim_end_matches(',').to_owned());
        lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
    };
    let written = code(&app.concat());
    for (id, explanation) in ours() {
        for line in code(&explanation.after) {
            assert!(written.contains(&line), "{id}: {line}");
        }
        let before = code(&explanation.before);
        assert!(before != code(&explanation.after) && !before.is_empty(), "{id}");
    }
}

#[test]
fn explanations_fit_a_hundred_columns() {
    for id in ours().keys() {
        let (status, text) = infragrade(&["explain", id]);
        assert_eq!(status, 0);
        assert!(!text.contains('\u{1b}'), "no colours where nobody looks");
        // An address is no use in pieces.
        let wide = text.lines().find(|line| line.chars().count() > 100 && !line.contains("https://docs.aws"));
        assert_eq!(wide, None, "{id}");
    }
}

#[test]
fn a_part_of_an_id_lists_what_is_below() {
    let (status, text) = infragrade(&["explain", "network.vpc"]);
    assert_eq!(status, 0);
    insta::assert_snapshot!(text, @r"
    Network Stack / Virtual Private Cloud (VPC)
       2  network.vpc.single  One VPC
       2  network.vpc.cidr    VPC address space

    2 checks, 4 points
    ");
    assert_eq!(infragrade(&["explain", "network.vp"]).0, 2, "no half of a name");
}

#[test]
fn the_pages_are_current() {
    let (status, text) = infragrade(&["checks", "--docs", "docs/checks", "--check"]);
    assert_eq!(status, 0, "{text}");
}

#[test]
fn pages_are_written_compared_and_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    let docs = docs.to_str().unwrap();
    assert_eq!(infragrade(&["checks", "--docs", docs]).0, 0);
    assert_eq!(infragrade(&["checks", "--docs", docs, "--check"]).0, 0);
    let page = |name: &str| folder.path().join("docs").join(name);
    fs::copy(page("network.vpc.cidr.md"), page("network.vpc.gone.md")).unwrap();
    fs::write(page("notes.md"), "my own").unwrap();
    fs::remove_file(page("data.images.cors.md")).unwrap();
    let (status, text) = infragrade(&["checks", "--docs", docs, "--check"]);
    assert_eq!(status, 1);
    assert!(
        text.contains("network.vpc.gone.md is not") && text.contains("data.images.cors.md is not"),
        "{text}"
    );
    assert_eq!(infragrade(&["checks", "--docs", docs]).0, 0);
    assert!(page("notes.md").exists() && !page("network.vpc.gone.md").exists());
    assert_eq!(infragrade(&["checks", "--docs", docs, "--check"]).0, 0);
}
