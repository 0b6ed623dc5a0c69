//! The registry says what the recorder's lists say.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use reference_stacks::variant;
use serde::Deserialize;

#[derive(Deserialize)]
struct Listed {
    says: String,
    #[serde(default)]
    fails: Vec<String>,
}

fn listed() -> BTreeMap<String, Listed> {
    let mut listed = BTreeMap::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/variants")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        listed.extend(toml::from_str::<BTreeMap<String, Listed>>(&text).unwrap());
    }
    listed
}

#[test]
fn variants_say_what_the_lists_say() {
    let listed = listed();
    for variant in variant::all() {
        let Some(entry) = listed.get(variant.name) else { continue };
        assert_eq!(variant.says, entry.says, "{}", variant.name);
        let fails: BTreeSet<&str> = variant.fails.iter().copied().collect();
        let theirs: BTreeSet<&str> = entry.fails.iter().map(String::as_str).collect();
        assert_eq!(fails, theirs, "{}", variant.name);
    }
}

#[test]
fn names_are_unique() {
    let mut names = BTreeSet::new();
    for variant in variant::all() {
        assert!(names.insert(variant.name), "{} is there twice", variant.name);
    }
}
