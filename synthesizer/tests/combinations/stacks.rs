//! `fixtures/combinations/stacks.py`

use synthesizer::aws_iam::{AccountRootPrincipal, PolicyStatement, Role, RoleProps, ServicePrincipal};
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::aws_sns::{Topic, TopicProps};
use synthesizer::{
    App, ArnComponents, BootstraplessSynthesizer, CfnOutput, CfnOutputProps, CfnParameter, CfnParameterProps,
    CfnResource, CliCredentialsStackSynthesizer, Construct, DefaultStackSynthesizer, Environment, Fn,
    NestedStack, NestedStackProps, PhysicalName, RemovalPolicy, Result, Stack, StackProps, StackSynthesizer,
    Stage, StageProps, Text, Token, TypeHint, Value, entries, object, text,
};

use crate::support::{assert_all_equal, combinations, env, named_stack};
use crate::surroundings::{key, small_vpc};

fn topic(scope: &dyn Construct, id: &str) -> Result<Topic> {
    Topic::new(scope, id, TopicProps::default())
}

fn output(scope: &dyn Construct, id: &str, value: impl Into<Text>) -> Result<()> {
    CfnOutput::new(scope, id, CfnOutputProps::new(value)).map(drop)
}

fn east() -> Option<Environment> {
    Some(Environment::new("123456789012", "us-east-1"))
}

fn cross_stack_references(app: &App) -> Result<()> {
    let (first, second, third) =
        (named_stack(app, "First")?, named_stack(app, "Second")?, named_stack(app, "Third")?);
    let vpc = small_vpc(&first)?;
    let topic = topic(&first, "Topic")?;
    let key = key(&first, "Key")?;
    output(&second, "Arn", topic.topic_arn())?;
    let name = topic.topic_name();
    output(&second, "Name", text!["name: ", &name, ", again ", &name])?;
    output(&second, "Block", vpc.vpc_cidr_block()?)?;
    output(&second, "Group", vpc.vpc_default_security_group().unwrap())?;
    output(&second, "Zones", Fn::join(",", vpc.availability_zones()))?;
    let subnets: Vec<Text> = vpc.private_subnets().iter().map(|subnet| subnet.subnet_id()).collect();
    output(&third, "Subnets", Fn::join(",", subnets))?;
    let listed = CfnResource::new(&first, "Endpoint", "AWS::EC2::VPCEndpoint", Value::Undefined)?;
    let entries = listed.get_att_as("DnsEntries", TypeHint::StringList);
    first.export_string_list_value_as(Token::Reference(entries), "Entries")?;
    first.export_value(&topic.topic_arn())?;
    first.export_value_as(key.get_att("Arn"), "the-key")?;
    let role = Role::new(&third, "Role", RoleProps::assumed_by(AccountRootPrincipal::new()))?;
    role.add_to_policy(PolicyStatement::allow(["kms:Decrypt"], [key.get_att("Arn")])?)?;
    topic.grant_publish(&role).map(drop)
}

fn stack_options(app: &App) -> Result<()> {
    let first = Stack::new(
        app,
        "First",
        StackProps {
            env: env(),
            stack_name: Some("course-first".to_owned()),
            description: Some("the first".to_owned()),
            termination_protection: true,
            ..StackProps::default()
        },
    )?;
    let second = Stack::new(
        app,
        "Second",
        StackProps {
            env: env(),
            stack_name: Some("course-second".to_owned()),
            analytics_reporting: Some(false),
            ..StackProps::default()
        },
    )?;
    let third = Stack::new(
        app,
        "Third",
        StackProps { env: env(), suppress_template_indentation: Some(true), ..StackProps::default() },
    )?;
    output(&second, "Arn", topic(&first, "Topic")?.topic_arn())?;
    third.add_dependency(&second)?;
    third.add_transform("AWS::Serverless-2016-10-31")?;
    third.add_template_metadata("Own", object! { "a" => 1 })?;
    third.set_template_format_version("2010-09-09")?;
    topic(&third, "Topic").map(drop)
}

fn environments(app: &App) -> Result<()> {
    let account = Environment { account: Some("123456789012".to_owned()), region: None };
    let region = Environment { account: None, region: Some("eu-central-1".to_owned()) };
    let environments =
        [("None", None), ("Account", Some(account)), ("Region", Some(region)), ("Both", east())];
    for (name, env) in environments {
        let scope = Stack::new(app, name, StackProps { env, ..StackProps::default() })?;
        let website_index_document = Some("index.html".to_owned());
        let bucket =
            Bucket::new(&scope, "Bucket", BucketProps { website_index_document, ..BucketProps::default() })?;
        let logs = ServicePrincipal::new("logs.amazonaws.com");
        bucket.grant_read(&Role::new(&scope, "Role", RoleProps::assumed_by(logs))?, "*")?;
        output(&scope, "Url", bucket.bucket_website_url())?;
        let arn =
            ArnComponents { service: "sns".into(), resource: "topic".into(), ..ArnComponents::default() };
        output(&scope, "Arn", scope.format_arn(arn)?)?;
    }
    Ok(())
}

fn stages(app: &App) -> Result<()> {
    for (name, account) in [("Test", "123456789012"), ("Live", "210987654321")] {
        let env = Some(Environment::new(account, "us-west-2"));
        let stage = Stage::new(app, name, StageProps { env, ..StageProps::default() })?;
        let data = Stack::new(&stage, "Data", StackProps::default())?;
        let topic_of_data = topic(&data, "Topic")?;
        let stack_name = (name == "Live").then(|| "named".to_owned());
        let site = Stack::new(&stage, "Site", StackProps { stack_name, ..StackProps::default() })?;
        output(&site, "Arn", topic_of_data.topic_arn())?;
        let stage_name = Some("inner".to_owned());
        let inner = Stage::new(&stage, "Inner", StageProps { stage_name, ..StageProps::default() })?;
        topic(&Stack::new(&inner, "Deep", StackProps::default())?, "Topic")?;
    }
    topic(&named_stack(app, "Beside")?, "Topic").map(drop)
}

fn nested_stacks(app: &App) -> Result<()> {
    let (scope, other) = (named_stack(app, "Parent")?, named_stack(app, "Other")?);
    let topic_above = topic(&scope, "Topic")?;
    let first = NestedStack::new(
        &scope,
        "First",
        NestedStackProps {
            description: Some("the first".to_owned()),
            parameters: entries! { "Own" => "value" },
            ..NestedStackProps::default()
        },
    )?;
    CfnParameter::new(&first, "Own", CfnParameterProps::default())?;
    let bucket = Bucket::new(&first, "Bucket", BucketProps::default())?;
    output(&first, "TopicArn", topic_above.topic_arn())?;
    let retained =
        NestedStackProps { removal_policy: Some(RemovalPolicy::Retain), ..NestedStackProps::default() };
    let second = NestedStack::new(&scope, "Second", retained)?;
    output(&second, "BucketArn", bucket.bucket_arn())?;
    let deep = NestedStack::new(&second, "Deep", NestedStackProps::default())?;
    output(&deep, "DeepArn", topic_above.topic_arn())?;
    topic(&deep, "Inside")?;
    output(&scope, "FromFirst", bucket.bucket_name())?;
    output(&other, "FromOther", bucket.bucket_name())?;
    second.add_dependency(&first)
}

fn synthesizers(app: &App) -> Result<()> {
    let qualifier = DefaultStackSynthesizer {
        qualifier: Some("course".to_owned()),
        file_assets_bucket_name: Some("files-${Qualifier}".to_owned()),
        ..DefaultStackSynthesizer::default()
    };
    let roles = DefaultStackSynthesizer {
        deploy_role_arn: Some("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/deploy".to_owned()),
        cloud_formation_execution_role: Some(String::new()),
        generate_bootstrap_version_rule: Some(false),
        bucket_prefix: Some("assets/".to_owned()),
        ..DefaultStackSynthesizer::default()
    };
    let kinds: [(&str, StackSynthesizer); 5] = [
        ("Qualifier", qualifier.into()),
        ("Roles", roles.into()),
        ("Cli", CliCredentialsStackSynthesizer::default().into()),
        ("None", BootstraplessSynthesizer::default().into()),
        ("Old", StackSynthesizer::Legacy),
    ];
    for (name, synthesizer) in kinds {
        let props = StackProps { env: env(), synthesizer: Some(synthesizer), ..StackProps::default() };
        topic(&Stack::new(app, name, props)?, "Topic")?;
    }
    Ok(())
}

fn names_across_environments(app: &App) -> Result<()> {
    let west = named_stack(app, "West")?;
    let east = Stack::new(app, "East", StackProps { env: east(), ..StackProps::default() })?;
    let bucket_name = Some(PhysicalName::generate_if_needed());
    let bucket = Bucket::new(&west, "Bucket", BucketProps { bucket_name, ..BucketProps::default() })?;
    let root = || RoleProps::assumed_by(AccountRootPrincipal::new());
    let role_name = Some(PhysicalName::generate_if_needed());
    let role = Role::new(&west, "Role", RoleProps { role_name, ..root() })?;
    let reader = Role::new(&east, "Reader", root())?;
    bucket.grant_read(&reader, "*")?;
    output(&east, "RoleArn", role.role_arn())
}

fn cross_region_references(app: &App) -> Result<()> {
    let carried = |env| StackProps { env, cross_region_references: true, ..StackProps::default() };
    let west = Stack::new(app, "West", carried(env()))?;
    let east = Stack::new(app, "East", carried(east()))?;
    output(&west, "Arn", topic(&east, "Topic")?.topic_arn())
}

#[test]
fn stacks_equal_the_cdk() {
    assert_all_equal(combinations![
        cross_stack_references,
        stack_options,
        environments,
        stages,
        nested_stacks,
        names_across_environments,
        cross_region_references,
        synthesizers.without_paths(),
    ]);
}

#[test]
fn a_nested_stack_cannot_wait_for_its_parent() {
    let app = App::new(synthesizer::AppProps::default());
    let parent = named_stack(&app, "Parent").unwrap();
    let nested = NestedStack::new(&parent, "Nested", NestedStackProps::default()).unwrap();
    let refused = nested.add_dependency(&parent).unwrap_err().to_string();
    assert_eq!(refused, "Nested stack 'Parent/Nested' cannot depend on a parent stack 'Parent'");
    let outside = NestedStack::new(&app, "Outside", NestedStackProps::default()).unwrap_err().to_string();
    assert_eq!(outside, "Nested stacks must be defined within scope of another non-nested stack");
}

#[test]
fn a_resource_without_a_name_is_not_known_elsewhere() {
    let app = App::new(synthesizer::AppProps::default());
    let west = named_stack(&app, "West").unwrap();
    let east = Stack::new(&app, "East", StackProps { env: east(), ..StackProps::default() }).unwrap();
    let bucket = Bucket::new(&west, "Bucket", BucketProps::default()).unwrap();
    output(&east, "Name", bucket.bucket_name()).unwrap();
    assert_eq!(
        app.synth().unwrap_err().to_string(),
        "Cannot use resource 'West/Bucket' in a cross-environment fashion, the resource's physical name must be explicit \
         set or use `PhysicalName.GENERATE_IF_NEEDED`"
    );
}

#[test]
fn assets_need_a_bucket_that_the_synthesizer_knows() {
    let app = App::new(synthesizer::AppProps::default());
    let asset = synthesizer::FileAssetSource {
        file_name: "file.txt".to_owned(),
        zip_directory: false,
        source_hash: "0".repeat(64),
    };
    let refused = |id: &str, synthesizer: StackSynthesizer| {
        let props = StackProps { synthesizer: Some(synthesizer), ..StackProps::default() };
        Stack::new(&app, id, props).unwrap().add_file_asset(&asset).unwrap_err().to_string()
    };
    assert_eq!(
        refused("None", BootstraplessSynthesizer::default().into()),
        "Cannot add assets to a Stack that uses the BootstraplessSynthesizer"
    );
    assert!(refused("Old", StackSynthesizer::Legacy).contains("use the DefaultStackSynthesizer"));
}
