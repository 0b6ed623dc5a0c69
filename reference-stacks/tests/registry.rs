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

/// Faults that are recorded and not in the registry count too: the rules are held against both.
#[test]
fn every_check_is_failed_by_three_faults_or_more() {
    let mut faults: BTreeMap<String, Vec<String>> =
        listed().into_iter().map(|(name, entry)| (name, entry.fails)).collect();
    for variant in variant::all() {
        let fails = variant.fails.iter().copied().map(str::to_owned).collect();
        faults.insert(variant.name.to_owned(), fails);
    }
    faults.remove("starter");

    let pack = Pack::builtin().unwrap();
    let checks = pack.catalogue().checks.iter().map(|check| check.id.as_str());
    let failed_by =
        |id: &str| faults.values().filter(|fails| fails.iter().any(|failed| failed == id)).count();
    let few: Vec<String> = checks
        .map(|id| (id, failed_by(id)))
        .filter(|(_, faults)| *faults < 3)
        .map(|(id, faults)| format!("{id}: {faults}"))
        .collect();
    assert!(few.is_empty(), "{few:?}");
}
