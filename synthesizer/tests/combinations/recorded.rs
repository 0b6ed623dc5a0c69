//! Comparing with the recordings.

use std::path::Path;

use synthesizer::compare::{Recording, compare};
use synthesizer::{App, AppProps, Json, Map, Result};

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

/// The options of the CLI that a combination is recorded with.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    pub(crate) version_reporting: bool,
    pub(crate) path_metadata: bool,
    pub(crate) asset_metadata: bool,
    /// Feature flags that are not as in `cdk.json`.
    pub(crate) context: &'static [(&'static str, bool)],
}

/// What combinations are recorded with that say nothing else.
pub(crate) const USUAL: Options =
    Options { version_reporting: false, path_metadata: true, asset_metadata: true, context: &[] };

/// Without construct paths in the templates.
pub(crate) const NO_PATHS: Options = Options { path_metadata: false, ..USUAL };

fn context(options: Options) -> Map<Json> {
    let file = std::fs::read_to_string(fixtures().join("cdk/cdk.json")).unwrap();
    let parsed = Json::parse(&file).unwrap();
    let mut context: Map<Json> = Map::new();
    for (key, value) in parsed.as_object().unwrap().get("context").unwrap().as_object().unwrap().iter() {
        context.insert(key, value.clone());
    }
    context.insert("aws:cdk:version-reporting", Json::Bool(options.version_reporting));
    if options.path_metadata {
        context.insert("aws:cdk:enable-path-metadata", Json::Bool(true));
    }
    if options.asset_metadata {
        context.insert("aws:cdk:enable-asset-metadata", Json::Bool(true));
    }
    let zones = ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"].map(Json::from);
    context.insert("availability-zones:account=123456789012:region=us-west-2", Json::Array(zones.to_vec()));
    for (key, value) in options.context {
        context.insert(*key, Json::Bool(*value));
    }
    context
}

/// Makes the combination and compares every file of its assembly with the recording of this name.
#[track_caller]
pub(crate) fn assert_equal(name: &str, options: Options, make: impl FnOnce(&App) -> Result<()>) {
    let mut recordings = Recording::all_of_archive(&fixtures().join("combinations.tar.xz")).unwrap();
    let place = recordings.iter().position(|recording| recording.name == name);
    let recording = recordings.swap_remove(place.unwrap_or_else(|| panic!("no recording {name}")));
    let runtime = Some("Python/3.11.7".to_owned());
    let app = App::new(AppProps { context: context(options), runtime, ..AppProps::default() });
    make(&app).unwrap();
    let assembly = app.synth().unwrap();
    if let Ok(folder) = std::env::var("KEEP_COMBINATIONS") {
        assembly.write_to(&Path::new(&folder).join(name)).unwrap();
    }
    let differences: Vec<String> = compare(&recording, &assembly)
        .unwrap()
        .into_iter()
        .filter_map(|file| file.difference.map(|difference| format!("{}: {difference}", file.file)))
        .collect();
    assert!(differences.is_empty(), "{name}\n{}", differences.join("\n"));
}
