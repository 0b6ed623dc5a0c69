//! The registry says what the recorder's lists say.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use infragrade::policy::Pack;
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
fn all_that_is_recorded_is_there_and_says_the_same() {
    let listed = listed();
    let recorded: BTreeSet<&str> = listed.keys().map(String::as_str).collect();
    assert_eq!(variant::all().map(|variant| variant.name).collect::<BTreeSet<_>>(), recorded);
    for variant in variant::all() {
        let entry = &listed[variant.name];
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

/// What students begin with is no fault that was made to test a check.
#[test]
fn every_check_is_failed_by_three_faults_or_more() {
    let pack = Pack::builtin().unwrap();
    let checks = pack.catalogue().checks.iter().map(|check| check.id.as_str());
    let failed_by = |id: &str| {
        variant::all().filter(|variant| variant.name != "starter" && variant.fails.contains(&id)).count()
    };
    let few: Vec<String> = checks
        .map(|id| (id, failed_by(id)))
        .filter(|(_, faults)| *faults < 3)
        .map(|(id, faults)| format!("{id}: {faults}"))
        .collect();
    assert!(few.is_empty(), "{few:?}");
}
