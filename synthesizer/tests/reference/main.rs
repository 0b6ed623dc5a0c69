//! The recorded assignment, made with the library: all its files are equal.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod compute;
mod data;
mod network;

use std::path::Path;

use synthesizer::compare::{Recording, compare};
use synthesizer::{
    App, AppProps, Construct, Environment, Json, Map, Result, Stack, StackProps, Stage, StageProps,
};

const SITE: &str = "yoctogram.codyho.infracourse.cloud";

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

fn context(version_reporting: bool) -> Map<Json> {
    let file = std::fs::read_to_string(fixtures().join("cdk/cdk.json")).unwrap();
    let mut context =
        Json::parse(&file).unwrap().as_object().unwrap().get("context").unwrap().as_object().unwrap().clone();
    for key in ["aws:cdk:enable-path-metadata", "aws:cdk:enable-asset-metadata", "aws:cdk:version-reporting"]
    {
        context.insert(key, Json::Bool(true));
    }
    context.insert("aws:cdk:version-reporting", Json::Bool(version_reporting));
    let zones = ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"].map(Json::from);
    let key = "availability-zones:account=123456789012:region=us-west-2";
    context.insert(key, Json::Array(zones.to_vec()));
    context
}

fn stack(scope: &dyn Construct, name: &str) -> Result<Stack> {
    let env = Some(Environment::new("123456789012", "us-west-2"));
    Stack::new(scope, &format!("yoctogram-{name}-stack"), StackProps { env, ..StackProps::default() })
}

fn make(scope: &dyn Construct) -> Result<()> {
    let zone = network::zone(&stack(scope, "dns")?)?;
    let network_stack = stack(scope, "network")?;
    let network = network::Network::new(&network_stack, &zone)?;
    let data_stack = stack(scope, "data")?;
    let data = data::Data::new(&data_stack, &network.vpc)?;
    let compute_stack = stack(scope, "compute")?;
    compute::make(&compute_stack, &zone, &network, &data)?;
    data_stack.add_dependency(&network_stack)?;
    compute_stack.add_dependency(&data_stack)
}

fn app(version_reporting: bool) -> App {
    let runtime = Some("Python/3.11.7".to_owned());
    App::new(AppProps { context: context(version_reporting), runtime, ..AppProps::default() })
}

fn assert_files_equal(app: &App, recording: &Recording) {
    let differences: Vec<String> = compare(recording, &app.synth().unwrap())
        .unwrap()
        .into_iter()
        .filter_map(|file| file.difference.map(|difference| format!("{}: {difference}", file.file)))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn all_files_equal_the_recording() {
    let app = app(true);
    make(&app).unwrap();
    let recording = Recording::from_folder(&fixtures().join("reference")).unwrap();
    assert_eq!(recording.files.len(), 10);
    assert_files_equal(&app, &recording);
}

#[test]
fn all_files_in_a_stage_equal_the_recording() {
    let app = app(false);
    make(&Stage::new(&app, "production", StageProps::default()).unwrap()).unwrap();
    let recordings = Recording::all_of_archive(&fixtures().join("combinations.tar.xz")).unwrap();
    let recording = recordings.iter().find(|recording| recording.name == "app-stage+no-version").unwrap();
    assert_files_equal(&app, recording);
}
