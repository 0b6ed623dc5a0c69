//! Every variant that is recorded equals its recording.

use std::path::Path;

use reference_stacks::recordings::Recordings;
use reference_stacks::{Settings, variant};
use synthesizer::compare::compare;

/// Exports come in the order in which the CDK first meets the references to them. Before that it merges statements, and
/// sorts their resources as text, in which a reference is `${Token[TOKEN.N]}`: N counts all tokens that the process has
/// made. So 993 and 1006 are in the order 1006, 993. In this recording, made after many others in one process, the two
/// buckets have such numbers; recorded alone, the CDK's order is that of the numbers, which is ours.
const EXPORTS_IN_ANOTHER_ORDER: [&str; 1] = ["buckets-typed-by-hand"];

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
        let compared = compare(&recording, &assembly).unwrap();
        let different = compared.into_iter().filter_map(|file| Some((file.file, file.difference?)));
        let different = different.map(|(file, difference)| format!("{}/{file}: {difference}", variant.name));
        differences.extend(different.filter(|_| !EXPORTS_IN_ANOTHER_ORDER.contains(&variant.name)));
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
