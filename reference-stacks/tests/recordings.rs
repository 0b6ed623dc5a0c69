//! Every variant that is recorded equals its recording.

mod support;

use reference_stacks::recordings::Recordings;
use reference_stacks::{Settings, Variant, variant};
use support::{ask_all, fixtures};
use synthesizer::compare::{Recording, compare};
use synthesizer::{AppProps, Json, Result};

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

/// What an option of the command line, in a recording's name, switches off.
fn switched_off(option: &str) -> &'static str {
    match option {
        "no-version" => "aws:cdk:version-reporting",
        "no-path" => "aws:cdk:enable-path-metadata",
        "no-asset" => "aws:cdk:enable-asset-metadata",
        other => panic!("the recordings name an option {other:?}, which this test does not know"),
    }
}

/// Everywhere else all three are on. `tree.json` is among the files here.
#[test]
fn with_options_of_the_command_line_they_equal_too() {
    let props = Recordings::open(fixtures()).unwrap().app_props().unwrap();
    let mut recordings = Recording::all_of_archive(&fixtures().join("combinations.tar.xz")).unwrap();
    recordings.retain(|recording| recording.name.contains('+'));
    assert!(recordings.iter().any(|recording| recording.name == "reference+no-version+no-path+no-asset"));
    let different = recordings.iter().flat_map(|recording| {
        let mut parts = recording.name.split('+');
        let variant = parts.next().and_then(variant::named);
        let Some(variant) = variant else {
            return vec![format!("{}: there is no such variant", recording.name)];
        };
        let mut props = props.clone();
        for option in parts {
            props.context.insert(switched_off(option), Json::Bool(false));
        }
        differences(variant, recording, props)
    });
    let different: Vec<String> = different.collect();
    assert!(different.is_empty(), "\n{}", different.join("\n"));
}
