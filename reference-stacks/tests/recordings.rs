//! Every variant that is recorded equals its recording.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use reference_stacks::recordings::Recordings;
use reference_stacks::{Settings, Variant, variant};
use synthesizer::Json;
use synthesizer::compare::{Files, Recording, comparable_files, first_difference};

/// Stacks whose templates and asset manifests are compared byte for byte.
const WHOLE: [&str; 3] = ["yoctogram-dns-stack", "yoctogram-network-stack", "yoctogram-data-stack"];

/// The CDK orders the exports by numbers that it counts up while it makes things; here they come in the order of use.
const EXPORTS_IN_ANOTHER_ORDER: [&str; 2] = ["buckets-typed-by-hand", "database-secrets-mapping-reversed"];

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

#[test]
fn variants_equal_their_recordings() {
    let recordings = Recordings::open(fixtures()).unwrap();
    let settings = Settings::of_recordings(fixtures());
    let mut differences = Vec::new();
    for variant in variant::all() {
        let recording = recordings.get(variant.name).unwrap();
        let Some(recording) = recording else { panic!("{} is not recorded", variant.name) };
        let assembly = match variant.synthesize(recordings.app_props().unwrap(), &settings) {
            Ok(assembly) => assembly,
            Err(error) => {
                differences.push(format!("{}: {error}", variant.name));
                continue;
            }
        };
        let ours = comparable_files(&recording, &assembly).unwrap();
        differences.extend(differences_of(variant, &recording, &ours));
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

fn differences_of(variant: &Variant, recording: &Recording, ours: &Files) -> Vec<String> {
    let mut differences = Vec::new();
    for (file, content) in ours {
        let Some(recorded) = recording.files.get(file) else {
            if file != "tree.json" {
                differences.push(format!("{}/{file}: not in the recording", variant.name));
            }
            continue;
        };
        let reordered = EXPORTS_IN_ANOTHER_ORDER.contains(&variant.name) && file.starts_with(WHOLE[2]);
        let difference = if !reordered && WHOLE.iter().any(|stack| file.starts_with(stack)) {
            (recorded != content).then(|| "the bytes differ".to_owned())
        } else if file.ends_with(".template.json") {
            of_resources(recorded, content)
        } else {
            None
        };
        differences.extend(difference.map(|difference| format!("{}/{file}: {difference}", variant.name)));
    }
    differences
}

/// Whether a resource waits for the deployment of the site, which tags the bucket.
fn waits(id: &str) -> bool {
    id == "CDKMetadata" || id.starts_with("yoctogramfrontenddeploymentbucket")
}

/// Compares what a template of an unfinished stack holds already.
fn of_resources(recorded: &[u8], ours: &[u8]) -> Option<String> {
    let (recorded, ours) = (resources(recorded), resources(ours));
    let (recorded, ours) = (recorded.as_object().unwrap(), ours.as_object().unwrap());
    ours.iter().find_map(|(id, resource)| match recorded.get(id) {
        _ if waits(id) => None,
        None => Some(format!("{id}: not in the recording")),
        Some(theirs) => first_difference(theirs, resource).map(|difference| format!("{id}{difference}")),
    })
}

fn resources(template: &[u8]) -> Json {
    let template = Json::parse(std::str::from_utf8(template).unwrap()).unwrap();
    template.as_object().unwrap().get("Resources").unwrap().clone()
}
