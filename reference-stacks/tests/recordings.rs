//! Every variant that is recorded equals its recording.

mod support;

use reference_stacks::recordings::Recordings;
use reference_stacks::{Settings, Variant, variant};
use support::{ask_all, fixtures};
use synthesizer::compare::{Recording, compare};
use synthesizer::{AppProps, Json, Result};

/// Options of the CDK's command line, as names of recordings have them, and what they set in the context.
const OPTIONS: [(&str, &str); 3] = [
    ("no-version", "aws:cdk:version-reporting"),
    ("no-path", "aws:cdk:enable-path-metadata"),
    ("no-asset", "aws:cdk:enable-asset-metadata"),
];

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

/// Without path metadata, asset metadata or version reporting; everywhere else all three are on.
#[test]
fn with_options_of_the_command_line_they_equal_too() {
    let props = Recordings::open(fixtures()).unwrap().app_props().unwrap();
    let (mut compared, mut different) = (Vec::new(), Vec::new());
    for recording in Recording::all_of_archive(&fixtures().join("combinations.tar.xz")).unwrap() {
        let Some((name, options)) = recording.name.split_once('+') else { continue };
        let Some(variant) = variant::named(name) else { continue };
        let mut props = props.clone();
        for option in options.split('+') {
            let (_, key) = OPTIONS.iter().find(|(known, _)| *known == option).unwrap();
            props.context.insert(*key, Json::Bool(false));
        }
        different.extend(differences(variant, &recording, props));
        compared.push(recording.name);
    }
    assert!(different.is_empty(), "\n{}", different.join("\n"));
    for options in ["no-version", "no-version+no-asset", "no-version+no-path", "no-version+no-path+no-asset"]
    {
        assert!(compared.contains(&format!("reference+{options}")), "{compared:?}");
    }
}
