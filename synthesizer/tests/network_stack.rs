//! The DNS and network stacks of the recorded assignment, made with the library.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use synthesizer::aws_certificatemanager::*;
use synthesizer::aws_ec2::*;
use synthesizer::aws_route53::{PublicHostedZone, PublicHostedZoneProps};
use synthesizer::compare::{Recording, compare};
use synthesizer::{App, AppProps, Environment, Json, Map, Result, Stack, StackProps, Text};

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

fn make(app: &App) -> Result<()> {
    let stack = |name: &str| {
        let env = Some(Environment::new("123456789012", "us-west-2"));
        Stack::new(app, name, StackProps { env, ..StackProps::default() })
    };
    let dns = stack("yoctogram-dns-stack")?;
    let props = PublicHostedZoneProps::new("codyho.infracourse.cloud");
    let zone = PublicHostedZone::new(&dns, "yoctogram-hosted-zone", props)?;
    let network = stack("yoctogram-network-stack")?;
    let subnets = |name: &str, kind| SubnetConfiguration {
        cidr_mask: Some(24),
        ..SubnetConfiguration::new(name, kind)
    };
    let props = VpcProps {
        availability_zones: Some(["us-west-2a", "us-west-2b"].map(Text::from).to_vec()),
        ip_addresses: Some(IpAddresses::cidr("10.0.0.0/16")),
        subnet_configuration: Some(vec![
            subnets("public", SubnetType::Public),
            subnets("private-egress", SubnetType::PrivateWithEgress),
            subnets("private-isolated", SubnetType::PrivateIsolated),
        ]),
        ..VpcProps::default()
    };
    Vpc::new(&network, "yoctogram-vpc", props)?;
    let names = ["*.codyho.infracourse.cloud", "*.yoctogram.codyho.infracourse.cloud"];
    let backend = CertificateProps {
        subject_alternative_names: Some(names.map(Text::from).to_vec()),
        validation: Some(CertificateValidation::from_dns(Some(&zone))),
        ..CertificateProps::new("codyho.infracourse.cloud")
    };
    Certificate::new(&network, "yoctogram-backend-certificate", backend)?;
    let frontend = DnsValidatedCertificateProps {
        region: Some("us-east-1".to_owned()),
        ..DnsValidatedCertificateProps::new("yoctogram.codyho.infracourse.cloud", &zone)
    };
    DnsValidatedCertificate::new(&network, "yoctogram-frontend-certificate", frontend).map(drop)
}

#[test]
fn the_network_stack_equals_the_recording_but_for_exports() {
    let runtime = Some("Python/3.11.7".to_owned());
    let app = App::new(AppProps { context: context(), runtime, ..AppProps::default() });
    make(&app).unwrap();
    let assembly = app.synth().unwrap();
    let recording = Recording::from_folder(&fixtures().join("reference")).unwrap();
    let compared = compare(&recording, &assembly).unwrap();
    let difference = |file: &str| {
        compared
            .iter()
            .find(|compared| compared.file == file)
            .unwrap()
            .difference
            .as_ref()
            .map(ToString::to_string)
    };
    assert_eq!(difference("yoctogram-dns-stack.template.json"), None);
    // What the other stacks import is exported only when they are there.
    let network = difference("yoctogram-network-stack.template.json").unwrap();
    assert!(network.starts_with("/Outputs: theirs {"), "{network}");
    assert!(network.ends_with("ours nothing"), "{network}");
}
