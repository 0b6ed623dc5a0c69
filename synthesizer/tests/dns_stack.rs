//! The DNS stack of the recorded assignment, made with the library.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use synthesizer::aws_route53::{HostedZone, PublicHostedZone, PublicHostedZoneProps};
use synthesizer::compare::{Recording, comparable_files, compare, first_difference};
use synthesizer::{
    App, AppProps, CfnOutput, CfnOutputProps, CloudAssembly, Environment, Json, Map, Stack, StackProps,
};

const DNS: &str = "yoctogram-dns-stack";

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

/// The context that the recordings were made with.
fn context() -> Map<Json> {
    let file = std::fs::read_to_string(fixtures().join("cdk/cdk.json")).unwrap();
    let mut context = Json::parse(&file).unwrap().as_object().unwrap().get("context").unwrap().clone();
    let Json::Object(context) = &mut context else { panic!("context is no object") };
    for key in ["aws:cdk:enable-path-metadata", "aws:cdk:enable-asset-metadata", "aws:cdk:version-reporting"]
    {
        context.insert(key, Json::Bool(true));
    }
    context.clone()
}

fn env() -> Option<Environment> {
    Some(Environment::new("123456789012", "us-west-2"))
}

fn dns_stack(app: &App, env: Option<Environment>) -> (Stack, HostedZone) {
    let stack = Stack::new(app, DNS, StackProps { env, ..StackProps::default() }).unwrap();
    let props = PublicHostedZoneProps::new("codyho.infracourse.cloud");
    let zone = PublicHostedZone::new(&stack, "yoctogram-hosted-zone", props).unwrap();
    (stack, zone)
}

/// The zone and a stack that uses its id.
fn synthesize(env: Option<Environment>) -> CloudAssembly {
    let runtime = Some("Python/3.11.7".to_owned());
    let app = App::new(AppProps { context: context(), runtime, ..AppProps::default() });
    let (_, zone) = dns_stack(&app, env.clone());
    let consumer = Stack::new(&app, "consumer", StackProps { env, ..StackProps::default() }).unwrap();
    CfnOutput::new(&consumer, "ZoneId", CfnOutputProps::new(zone.hosted_zone_id())).unwrap();
    app.synth().unwrap()
}

fn at<'a>(json: &'a Json, path: &[&str]) -> &'a Json {
    path.iter().fold(json, |json, key| json.as_object().unwrap().get(key).unwrap())
}

fn parsed(content: &[u8]) -> Json {
    Json::parse(std::str::from_utf8(content).unwrap()).unwrap()
}

/// Compares the files of the DNS stack.
fn assert_files_equal(mut recording: Recording, assembly: &CloudAssembly) {
    recording.files.retain(|file, _| file.starts_with(DNS));
    assert_eq!(recording.files.len(), 2);
    let compared = compare(&recording, assembly).unwrap();
    for comparison in compared.iter().filter(|comparison| comparison.file.starts_with(DNS)) {
        assert_eq!(comparison.difference, None, "{}", comparison.file);
    }
}

#[test]
fn files_of_the_stack_equal_the_recording() {
    let recording = Recording::from_folder(&fixtures().join("reference")).unwrap();
    assert_files_equal(recording, &synthesize(env()));
}

#[test]
fn files_of_an_environment_agnostic_stack_equal_the_recording() {
    let mut recordings = Recording::all_of_archive(&fixtures().join("recorded.tar.xz")).unwrap();
    let place = recordings.iter().position(|recording| recording.name == "app-environment-agnostic").unwrap();
    assert_files_equal(recordings.swap_remove(place), &synthesize(None));
}

#[test]
fn entries_of_the_manifest_and_the_tree_equal_the_recording() {
    let recording = Recording::from_folder(&fixtures().join("reference")).unwrap();
    let files = comparable_files(&recording, &synthesize(env())).unwrap();
    let assets = format!("{DNS}.assets");
    let places: [(&str, &[&str]); 4] = [
        ("manifest.json", &["artifacts", DNS]),
        ("manifest.json", &["artifacts", &assets]),
        ("manifest.json", &["artifacts", "Tree"]),
        ("tree.json", &["tree", "children", DNS]),
    ];
    for (file, path) in places {
        let (theirs, ours) = (parsed(&recording.files[file]), parsed(&files[file]));
        assert_eq!(first_difference(at(&theirs, path), at(&ours, path)), None, "{file} {path:?}");
    }
}

#[test]
fn the_consumer_imports_and_waits() {
    let assembly = synthesize(env());
    let template = parsed(assembly.file("consumer.template.json").unwrap());
    let import = at(&template, &["Outputs", "ZoneId", "Value"]).stringify(0);
    let name = "yoctogram-dns-stack:ExportsOutputRefyoctogramhostedzone8F58E672F6E6C4D7";
    assert_eq!(import, format!("{{\"Fn::ImportValue\":\"{name}\"}}"));
    let manifest = parsed(assembly.file("manifest.json").unwrap());
    let dependencies = at(&manifest, &["artifacts", "consumer", "dependencies"]).stringify(0);
    assert_eq!(dependencies, "[\"yoctogram-dns-stack\",\"consumer.assets\"]");
}

#[test]
fn a_cycle_is_refused() {
    let app = App::new(AppProps { context: context(), ..AppProps::default() });
    let (dns, zone) = dns_stack(&app, env());
    let consumer = Stack::new(&app, "consumer", StackProps { env: env(), ..StackProps::default() }).unwrap();
    CfnOutput::new(&consumer, "ZoneId", CfnOutputProps::new(zone.hosted_zone_id())).unwrap();
    dns.add_dependency(&consumer).unwrap();
    let error = app.synth().unwrap_err().to_string();
    assert_eq!(
        error,
        "'yoctogram-dns-stack' depends on 'consumer' \
         ({yoctogram-dns-stack}.addDependency({consumer})). Adding this dependency \
         (consumer -> yoctogram-dns-stack/yoctogram-hosted-zone/Resource.Ref) would create a cyclic reference."
    );
}

#[test]
fn the_assembly_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let assembly = synthesize(env());
    assembly.write_to(folder.path()).unwrap();
    for file in assembly.files() {
        assert_eq!(std::fs::read(folder.path().join(&file.path)).unwrap(), file.content);
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("cdk.out")).unwrap(), "{\"version\":\"34.0.0\"}");
}
