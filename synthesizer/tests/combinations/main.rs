//! Combinations of options that the assignment does not use, against recordings of the real CDK
//! (`fixtures/combinations/*.py`): one function here for each function there, with the same name.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod balancers;
mod bucket_keys;
mod buckets;
mod certificates;
mod cloudfront_to_s3;
mod containers;
mod core;
mod database;
mod database_instances;
mod deployment;
mod distributions;
mod headers;
mod iam;
mod logs;
mod network;
mod old_distributions;
mod secrets;
mod service_discovery;
mod services;
mod stacks;
mod support;
mod surroundings;
mod tasks;
mod zones;

/// A combination that is recorded and has no function here would be compared with nothing.
#[test]
fn every_combination_is_here() {
    let read = |folder: std::path::PathBuf, extension: &str| -> String {
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let wanted = paths.filter(|path| path.extension().is_some_and(|known| known == extension));
        wanted.map(|path| std::fs::read_to_string(path).unwrap()).collect()
    };
    let python = read(support::fixtures().join("combinations"), "py");
    let rust = read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/combinations"), "rs");
    let recorded = python.lines().filter_map(|line| line.strip_prefix("def ")?.split_once("(app: App)"));
    let missing: Vec<&str> =
        recorded.map(|(name, _)| name).filter(|name| !rust.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
