//! The data stack of the recorded assignment, made with the library.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::rc::Rc;

use synthesizer::aws_cloudfront::{ResponseHeadersCorsBehavior, ResponseHeadersPolicyProps};
use synthesizer::aws_ec2::{
    Connectable, IpAddresses, SubnetConfiguration, SubnetSelection, SubnetType, Vpc, VpcProps,
};
use synthesizer::aws_rds::{
    AuroraPostgresEngineVersion, Credentials, CredentialsOptions, DatabaseClusterEngine, ServerlessCluster,
    ServerlessClusterProps,
};
use synthesizer::aws_s3::{BucketProps, CorsRule, HttpMethods};
use synthesizer::aws_solutions_constructs::{CloudFrontToS3, CloudFrontToS3Props};
use synthesizer::compare::{Recording, compare};
use synthesizer::{
    App, AppProps, CfnOutput, CfnOutputProps, Environment, Json, Map, Result, Stack, StackProps, Text,
};

const DATA: &str = "yoctogram-data-stack";
const SITE: &str = "https://yoctogram.codyho.infracourse.cloud";

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
    Stack::new(app, name, StackProps { env, ..StackProps::default() })
}

fn vpc(app: &App) -> Result<Vpc> {
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
    Vpc::new(&stack(app, "yoctogram-network-stack")?, "yoctogram-vpc", props)
}

fn images(scope: &Stack, kind: &str) -> Result<CloudFrontToS3> {
    let cors = CorsRule {
        allowed_headers: vec!["*".into()],
        allowed_methods: vec![
            HttpMethods::Get,
            HttpMethods::Head,
            HttpMethods::Put,
            HttpMethods::Post,
            HttpMethods::Delete,
        ],
        allowed_origins: vec![SITE.into()],
        ..CorsRule::default()
    };
    let headers = ResponseHeadersPolicyProps {
        response_headers_policy_name: Some(format!("yoctogram-{kind}-images")),
        cors_behavior: Some(ResponseHeadersCorsBehavior {
            access_control_allow_headers: vec!["*".to_owned()],
            access_control_allow_methods: ["GET", "HEAD", "OPTIONS"].map(str::to_owned).to_vec(),
            access_control_allow_origins: vec![SITE.into()],
            origin_override: true,
            ..ResponseHeadersCorsBehavior::default()
        }),
        ..ResponseHeadersPolicyProps::default()
    };
    let props = CloudFrontToS3Props {
        bucket_props: Some(Rc::new(move |bucket: &mut BucketProps| bucket.cors = vec![cors.clone()])),
        insert_http_security_headers: Some(false),
        response_headers_policy_props: Some(headers),
        ..CloudFrontToS3Props::default()
    };
    CloudFrontToS3::new(scope, &format!("yoctogram-{kind}-images-s3-cloudfront"), props)
}

fn make(app: &App) -> Result<()> {
    let vpc = vpc(app)?;
    let data = stack(app, DATA)?;
    let version = AuroraPostgresEngineVersion::of("13.10", "13");
    let owner = CredentialsOptions {
        exclude_characters: Some(" !\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~".to_owned()),
        ..CredentialsOptions::default()
    };
    let props = ServerlessClusterProps {
        vpc: Some(vpc),
        vpc_subnets: Some(SubnetSelection::of_type(SubnetType::PrivateIsolated)),
        default_database_name: Some("yoctogram".to_owned()),
        credentials: Some(Credentials::from_username("yoctogram", owner)),
        ..ServerlessClusterProps::new(DatabaseClusterEngine::aurora_postgres(Some(version)))
    };
    let cluster = ServerlessCluster::new(&data, "yoctogram-aurora-serverless", props)?;
    let images = [images(&data, "public")?, images(&data, "private")?];
    let mut imported = vec![cluster.secret().unwrap().secret_arn()];
    imported.extend(images.iter().map(|pattern| pattern.s3_bucket().bucket_arn()));
    imported.extend(images.iter().map(|pattern| pattern.s3_bucket().bucket_name()));
    let distributions = images.iter().map(CloudFrontToS3::cloud_front_web_distribution);
    imported.extend(distributions.map(|distribution| distribution.distribution_domain_name()));
    imported.push(cluster.connections().security_groups()[0].security_group_id());
    import(app, imported)
}

/// In the place of the compute stack, which imports these in this order.
fn import(app: &App, values: Vec<Text>) -> Result<()> {
    let scope = stack(app, "yoctogram-compute-stack")?;
    for (number, value) in values.into_iter().enumerate() {
        CfnOutput::new(&scope, &format!("Value{number}"), CfnOutputProps::new(value))?;
    }
    Ok(())
}

#[test]
fn files_of_the_stack_equal_the_recording() {
    let runtime = Some("Python/3.11.7".to_owned());
    let app = App::new(AppProps { context: context(), runtime, ..AppProps::default() });
    make(&app).unwrap();
    let assembly = app.synth().unwrap();
    let mut recording = Recording::from_folder(&fixtures().join("reference")).unwrap();
    recording.files.retain(|file, _| file.starts_with(DATA));
    assert_eq!(recording.files.len(), 2);
    let differences: Vec<String> = compare(&recording, &assembly)
        .unwrap()
        .into_iter()
        .filter(|compared| compared.file.starts_with(DATA))
        .filter_map(|file| file.difference.map(|difference| format!("{}: {difference}", file.file)))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
