//! The recorded assignment, made with the library: all its files are equal.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod compute;
mod data;
mod network;

use std::path::Path;

use synthesizer::compare::{Recording, compare};
use synthesizer::{App, AppProps, Environment, Json, Map, Result, Stack, StackProps};

const SITE: &str = "yoctogram.codyho.infracourse.cloud";

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

fn context() -> Map<Json> {
    let file = std::fs::read_to_string(fixtures().join("cdk/cdk.json")).unwrap();
    let mut context =
        Json::parse(&file).unwrap().as_object().unwrap().get("context").unwrap().as_object().unwrap().clone();
    for key in ["aws:cdk:enable-path-metadata", "aws:cdk:enable-asset-metadata", "aws:cdk:version-reporting"]
    {
        context.insert(key, Json::Bool(true));
    }
    let zones = ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"].map(Json::from);
    let key = "availability-zones:account=123456789012:region=us-west-2";
    context.insert(key, Json::Array(zones.to_vec()));
    context
}

fn stack(app: &App, name: &str) -> Result<Stack> {
    let env = Some(Environment::new("123456789012", "us-west-2"));
    Stack::new(app, &format!("yoctogram-{name}-stack"), StackProps { env, ..StackProps::default() })
}

fn make(app: &App) -> Result<()> {
    let zone = network::zone(&stack(app, "dns")?)?;
    let network_stack = stack(app, "network")?;
    let network = network::Network::new(&network_stack, &zone)?;
    let data_stack = stack(app, "data")?;
    let data = data::Data::new(&data_stack, &network.vpc)?;
    let compute_stack = stack(app, "compute")?;
    compute::make(&compute_stack, &zone, &network, &data)?;
    data_stack.add_dependency(&network_stack)?;
    compute_stack.add_dependency(&data_stack)
}

#[test]
fn all_files_equal_the_recording() {
    let runtime = Some("Python/3.11.7".to_owned());
    let app = App::new(AppProps { context: context(), runtime, ..AppProps::default() });
    make(&app).unwrap();
    let recording = Recording::from_folder(&fixtures().join("reference")).unwrap();
    assert_eq!(recording.files.len(), 10);
    let differences: Vec<String> = compare(&recording, &app.synth().unwrap())
        .unwrap()
        .into_iter()
        .filter_map(|file| file.difference.map(|difference| format!("{}: {difference}", file.file)))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
