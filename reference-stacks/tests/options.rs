//! Variants that are recorded with options of the command line too, their trees among the files.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use reference_stacks::recordings::Recordings;
use reference_stacks::{Settings, variant};
use support::fixtures;
use synthesizer::compare::{Recording, compare};
use synthesizer::{AppProps, Json};

/// What an option in a recording's name switches off.
fn switched_off(option: &str) -> &'static str {
    match option {
        "no-version" => "aws:cdk:version-reporting",
        "no-path" => "aws:cdk:enable-path-metadata",
        "no-asset" => "aws:cdk:enable-asset-metadata",
        other => panic!("the recordings name an option {other:?}, which this test does not know"),
    }
}

fn differences_of(recording: &Recording, props: AppProps) -> Option<Vec<String>> {
    let mut parts = recording.name.split('+');
    let variant = variant::named(parts.next()?)?;
    let mut props = props;
    for option in parts {
        props.context.insert(switched_off(option), Json::Bool(false));
    }
    let assembly = match variant.synthesize(props, &Settings::of_recordings(fixtures())) {
        Ok(assembly) => assembly,
        Err(error) => return Some(vec![format!("{}: {error}", recording.name)]),
    };
    let compared = compare(recording, &assembly).unwrap();
    let different = compared.into_iter().filter_map(|file| Some((file.file, file.difference?)));
    Some(different.map(|(file, difference)| format!("{}/{file}: {difference}", recording.name)).collect())
}

#[test]
fn variants_equal_what_is_recorded_with_options() {
    let recordings = Recordings::open(fixtures()).unwrap();
    let all = Recording::all_of_archive(&fixtures().join("combinations.tar.xz")).unwrap();
    let compared: Vec<(&str, Vec<String>)> = all
        .iter()
        .filter(|recording| recording.name.contains('+'))
        .filter_map(|recording| {
            let differences = differences_of(recording, recordings.app_props().unwrap())?;
            Some((recording.name.as_str(), differences))
        })
        .collect();
    for name in ["reference+no-version+no-path+no-asset", "app-one-stack+no-version", "app-stage+no-version"]
    {
        assert!(compared.iter().any(|(compared, _)| *compared == name), "{name} is not compared");
    }
    let differences: Vec<String> = compared.into_iter().flat_map(|(_, differences)| differences).collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
