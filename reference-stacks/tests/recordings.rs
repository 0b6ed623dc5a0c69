//! Every variant that is recorded equals its recording.

use std::path::Path;

use reference_stacks::recordings::Recordings;
use reference_stacks::{Settings, variant};
use synthesizer::compare::compare;

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
        differences.extend(different);
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
