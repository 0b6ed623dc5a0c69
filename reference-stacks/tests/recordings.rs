//! Every variant that is recorded equals its recording.

mod support;

use reference_stacks::recordings::Recordings;
use reference_stacks::{Settings, Variant};
use support::{ask_all, fixtures};
use synthesizer::compare::{Recording, compare};
use synthesizer::{AppProps, Result};

/// Where a variant differs from a recording of it.
fn differences(variant: &Variant, recording: &Recording, props: AppProps) -> Vec<String> {
    let settings = Settings::of_recordings(fixtures());
    let compared = || -> Result<_> { compare(recording, &variant.synthesize(props, &settings)?) };
    match compared() {
        Err(error) => vec![format!("{}: {error}", recording.name)],
        Ok(files) => {
            let different = files.into_iter().filter_map(|file| Some((file.file, file.difference?)));
            different.map(|(file, difference)| format!("{}/{file}: {difference}", recording.name)).collect()
        }
    }
}

#[test]
fn variants_equal_their_recordings() {
    let recordings = Recordings::open(fixtures()).unwrap();
    let differences = ask_all(
        || recordings.app_props().unwrap(),
        |props, variant| match recordings.get(variant.name).unwrap() {
            None => vec![format!("{} is not recorded", variant.name)],
            Some(recording) => differences(variant, &recording, props.clone()),
        },
    )
    .concat();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
