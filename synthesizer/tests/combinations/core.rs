//! `fixtures/combinations/core.py`

use synthesizer::aws_iam::{
    AccountRootPrincipal, ManagedPolicy, PolicyStatement, Role, RoleProps, ServicePrincipal,
};
use synthesizer::aws_kms::{Key, KeyProps};
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::aws_sns::{Topic, TopicProps};
use synthesizer::custom_resources::{
    AwsCustomResource, AwsCustomResourcePolicy, AwsCustomResourceProps, AwsSdkCall, PhysicalResourceId,
};
use synthesizer::{
    Annotations, App, Aws, CfnCondition, CfnMapping, CfnMappingProps, CfnOutput, CfnOutputProps,
    CfnParameter, CfnParameterProps, CfnResource, CfnRule, CfnRuleProps, Construct, Fn, Json, Map, Node,
    RemovalPolicy, Result, Stack, StackProps, TagProps, Tags, Text, Token, UniqueResourceNameOptions, Value,
    entries, object, props, text, to_json_string,
};

use crate::support::{assert_all_equal, combinations, env, named_stack, stack};
use crate::surroundings::{key, small_vpc};

fn topic(scope: &dyn Construct, id: &str) -> Result<Topic> {
    Topic::new(scope, id, TopicProps::default())
}

fn output(scope: &dyn Construct, id: &str, value: impl Into<Text>) -> Result<()> {
    CfnOutput::new(scope, id, CfnOutputProps::new(value)).map(drop)
}

fn outputs_and_parameters(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let name = CfnParameter::new(
        &scope,
        "Name",
        CfnParameterProps {
            r#type: Some("String".to_owned()),
            default: Some("course".into()),
            allowed_pattern: Some("[a-z]+".to_owned()),
            description: Some("a name".to_owned()),
            constraint_description: Some("small letters".to_owned()),
            min_length: Some(3),
            max_length: Some(9),
            no_echo: Some(true),
            ..CfnParameterProps::default()
        },
    )?;
    let count = CfnParameter::new(
        &scope,
        "Count",
        CfnParameterProps {
            r#type: Some("Number".to_owned()),
            default: Some(2.into()),
            min_value: Some(1),
            max_value: Some(5),
            ..CfnParameterProps::default()
        },
    )?;
    let listed = CfnParameter::new(
        &scope,
        "List",
        CfnParameterProps {
            r#type: Some("CommaDelimitedList".to_owned()),
            default: Some("a,b".into()),
            ..CfnParameterProps::default()
        },
    )?;
    let small = CfnCondition::new(&scope, "Small", Fn::condition_equals(count.value_as_number(), 1))?;
    let large = CfnCondition::new(&scope, "Large", Fn::condition_not(&small))?;
    let small_x =
        Fn::condition_and(vec![(&small).into(), Fn::condition_equals(name.value_as_string(), "x")])?;
    let either = CfnCondition::new(&scope, "Either", Fn::condition_or(vec![(&large).into(), small_x])?)?;
    let sizes = [("us-west-2", entries! { "size" => "s" }), ("us-east-1", entries! { "size" => "m" })];
    let mapping = sizes.into_iter().collect();
    let mapping = CfnMapping::new(&scope, "Map", CfnMappingProps { mapping, lazy: None })?;
    let table = [("a", entries! { "b" => "c" })].into_iter().collect();
    let lazy = CfnMapping::new(&scope, "LazyMap", CfnMappingProps { mapping: table, lazy: Some(true) })?;
    let first = Fn::select(0, &listed.value_as_list());
    let a_or_b = Fn::condition_contains(vec!["a".into(), "b".into()], first);
    CfnRule::new(
        &scope,
        "Rule",
        CfnRuleProps {
            rule_condition: Some(Fn::condition_equals(name.value_as_string(), "course")),
            assertions: vec![(a_or_b, "a or b".to_owned())],
        },
    )?;
    let topic = CfnResource::new(
        &scope,
        "Topic",
        "AWS::SNS::Topic",
        object! {
            "TopicName" => name.value_as_string(),
            "DisplayName" => Fn::condition_if(either.logical_id(), "small", Fn::ref_("AWS::NoValue")),
        },
    )?;
    topic.set_condition(&large);
    CfnOutput::new(
        &scope,
        "Size",
        CfnOutputProps {
            description: Some("s".to_owned()),
            ..CfnOutputProps::new(mapping.find_in_map(Fn::ref_("AWS::Region"), "size")?)
        },
    )?;
    CfnOutput::new(
        &scope,
        "Lazy",
        CfnOutputProps {
            export_name: Some("lazy".into()),
            ..CfnOutputProps::new(lazy.find_in_map("a", "b")?)
        },
    )?;
    let conditional = CfnOutputProps { condition: Some(large), ..CfnOutputProps::new(topic.ref_()) };
    CfnOutput::new(&scope, "Conditional", conditional)?;
    output(&scope, "Joined", Fn::join_list("-", listed.value_as_list()))
}

fn intrinsic_functions(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let topic = topic(&scope, "Topic")?;
    let (arn, name) = (topic.topic_arn(), topic.topic_name());
    let in_account = text![scope.account()?, "/", scope.region()?, "/", &arn];
    let values: [(&str, Text); 18] = [
        ("Join", Fn::join(":", ["a".into(), arn.clone(), "b".into(), "c".into()])),
        ("Nested", Fn::join("", ["x".into(), Fn::join("", ["y".into(), name.clone()]), "z".into()])),
        ("Sub", Fn::sub_with("${AWS::Region}-${name}", object! { "name" => &name })),
        ("Split", Fn::select(2, &Fn::split(":", &arn))),
        ("SplitConstant", Fn::select(1, &Fn::split("/", &"a/b/c".into()))),
        ("Select", Fn::select(0, &vec![Text::from("first"), name.clone()].into())),
        ("Base64", Fn::base64(text!["#!/bin/sh\necho ", &name])),
        ("Cidr", Fn::select(0, &Fn::cidr("10.0.0.0/16", 4, Some("8"))?.into())),
        ("Zones", Fn::select(0, &Fn::get_azs(Some("us-east-1")).into())),
        ("Import", Fn::import_value("elsewhere")),
        ("Attribute", Fn::get_att("Raw", "Arn").into()),
        ("Find", Fn::find_in_map("Map", "a", "b")),
        ("Length", Token::as_string(Fn::len(Fn::split(",", &name)))),
        ("Json", Fn::to_json_string(object! { "a" => vec![Value::from(1), (&name).into()] })),
        ("Text", text![in_account, "/", scope.url_suffix(), "/", scope.partition()?]),
        ("Stack", text![scope.stack_id()?, " ", scope.stack_name()?]),
        ("Secret", "{{resolve:ssm:name:1}}".into()),
        (
            "JsonText",
            to_json_string(object! {
                "b" => &arn,
                "a" => object! { "list" => vec![Value::from(1), true.into(), Value::Undefined, "quo\"te".into()] },
            }),
        ),
    ];
    values.into_iter().try_for_each(|(name, value)| output(&scope, name, value))
}

fn tags(app: &App) -> Result<()> {
    Tags::of(app).add("course", "cloud", TagProps::default());
    let tags = entries! { "stack" => "first", "zeta" => "z" };
    let scope =
        synthesizer::Stack::new(app, "Stack", StackProps { env: env(), tags, ..StackProps::default() })?;
    let priority = |priority| TagProps { priority: Some(priority), ..TagProps::default() };
    Tags::of(&scope).add("owner", "cody", priority(300));
    let vpc = small_vpc(&scope)?;
    Tags::of(&vpc).add("owner", "network", TagProps::default());
    Tags::of(&vpc).add("Name", "the VPC", TagProps::default());
    let subnets = || vec!["AWS::EC2::Subnet".to_owned()];
    let only = TagProps { include_resource_types: subnets(), ..TagProps::default() };
    Tags::of(&vpc).add("only", "subnets", only);
    let not = TagProps { exclude_resource_types: subnets(), ..TagProps::default() };
    Tags::of(&vpc).add("not", "subnets", not);
    let bucket = Bucket::new(&scope, "Bucket", BucketProps::default())?;
    Tags::of(&bucket).remove("course", TagProps::default());
    let launched = TagProps { apply_to_launched_instances: Some(false), ..TagProps::default() };
    Tags::of(&bucket).add("launched", "no", launched);
    let role = Role::new(&scope, "Role", RoleProps::assumed_by(AccountRootPrincipal::new()))?;
    Tags::of(&role).add("owner", "nobody", priority(50));
    CfnResource::new(&scope, "Raw", "AWS::SNS::Topic", object! { "TopicName" => "untagged" })?;
    let own = [("own", "1"), ("course", "x")].map(|(key, value)| props! { "Key" => key, "Value" => value });
    CfnResource::typed(&scope, "Level1", "AWS::SNS::Topic", props! { "Tags" => own })?;
    Ok(())
}

fn long_ids(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let mut deep = Node::group(&scope, &"A".repeat(100))?;
    for part in ["B", "C"] {
        deep = Node::group(&deep, &part.repeat(100))?;
    }
    let bucket = |scope: &Node, id: &str| Bucket::new(scope, id, BucketProps::default()).map(drop);
    bucket(&deep, "Bucket")?;
    for name in ["with-dashes", "with.dots", "mit Ümläuten", "under_scores", "Default", "Resource", "a1"] {
        bucket(&Node::group(&scope, &format!("In{name}"))?, name)?;
    }
    bucket(&Node::group(&Node::group(&scope, "Default")?, "Same")?, "Same")?;
    bucket(&Node::group(&Node::group(&Node::group(&scope, "Twice")?, "Twice")?, "TwiceOver")?, "Over")?;
    let hidden = Node::group(&Node::group(&scope, "Visible")?, "Resource")?;
    let cfn_topic =
        |scope: &dyn Construct, id: &str| CfnResource::typed(scope, id, "AWS::SNS::Topic", Value::Undefined);
    let topic = cfn_topic(&hidden, "Default")?;
    let renamed = cfn_topic(&scope, "Renamed")?;
    renamed.node().override_logical_id("Chosen")?;
    let kept = cfn_topic(&scope, "Direct")?;
    scope.rename_logical_id("Direct", "Direct2")?;
    let constructs =
        [("Topic", topic.node()), ("Deep", &deep), ("Renamed2", renamed.node()), ("Kept", kept.node())];
    for (name, node) in constructs {
        output(&scope, &format!("Unique{name}"), node.unique_id()?)?;
        let options = UniqueResourceNameOptions {
            max_length: 30,
            separator: "-",
            ..UniqueResourceNameOptions::default()
        };
        output(&scope, &format!("Short{name}"), node.unique_resource_name(options)?)?;
    }
    Ok(())
}

fn raw_resources(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let rule = props! { "Id" => "r", "Status" => "Enabled", "ExpirationInDays" => 3 };
    let bucket = CfnResource::typed(
        &scope,
        "Bucket",
        "AWS::S3::Bucket",
        props! {
            "BucketName" => "raw",
            "VersioningConfiguration" => props! { "Status" => "Enabled" },
            "LifecycleConfiguration" => props! { "Rules" => [rule] },
        },
    )?;
    bucket.add_property_override("LifecycleConfiguration.Rules.0.Prefix", "tmp/");
    bucket.add_property_override("Tags", [object! { "Key" => "a", "Value" => "b" }]);
    bucket.add_property_deletion_override("VersioningConfiguration.Status");
    bucket.add_override("Properties.With\\.Dot", "x");
    bucket.add_override("UpdatePolicy", object! { "Own" => true });
    bucket.add_deletion_override("Properties.BucketName");
    bucket.add_metadata("Own", object! { "k" => ["v"] });
    bucket.apply_removal_policy(RemovalPolicy::RetainOnUpdateOrDelete)?;
    let camel = object! {
        "innerKey" => 1,
        "empty" => Map::<Value>::new(),
        "none" => Value::Undefined,
        "list" => Vec::<Value>::new(),
    };
    let properties = object! { "Camel" => camel, "Zero" => 0, "No" => false };
    let raw = CfnResource::new(&scope, "Raw", "Custom::Thing", properties)?;
    raw.add_dependency(&bucket)?;
    let other =
        CfnResource::new(&scope, "Other", "AWS::CloudFormation::WaitConditionHandle", Value::Undefined)?;
    raw.add_dependency(&other)?;
    raw.remove_dependency(&other);
    raw.set_version("1.0");
    raw.set_description("raw");
    output(&scope, "Attribute", raw.get_att("Some.Attribute"))
}

fn removal_policies(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let policies = [
        ("DESTROY", RemovalPolicy::Destroy),
        ("RETAIN", RemovalPolicy::Retain),
        ("RETAIN_ON_UPDATE_OR_DELETE", RemovalPolicy::RetainOnUpdateOrDelete),
    ];
    for (name, policy) in policies {
        let props = BucketProps { removal_policy: Some(policy), ..BucketProps::default() };
        Bucket::new(&scope, &format!("Bucket{name}"), props)?;
        key(&scope, &format!("Key{name}"))?.apply_removal_policy(policy)?;
    }
    let properties = props! { "AvailabilityZone" => "us-west-2a", "Size" => 1 };
    let volume = CfnResource::typed(&scope, "Volume", "AWS::EC2::Volume", properties)?;
    volume.apply_removal_policy(RemovalPolicy::Snapshot)?;
    topic(&scope, "Topic")?.apply_removal_policy(RemovalPolicy::Retain)?;
    let raw = CfnResource::new(&scope, "Raw", "AWS::SNS::Topic", Value::Undefined)?;
    raw.apply_removal_policies(RemovalPolicy::Retain, false)
}

fn sdk_calls(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let call = AwsSdkCall {
        parameters: entries! { "Name" => "/course/name", "WithDecryption" => true },
        physical_resource_id: Some(PhysicalResourceId::Of("name".into())),
        ..AwsSdkCall::new("SSM", "getParameter")
    };
    let found = AwsCustomResource::new(
        &scope,
        "Found",
        AwsCustomResourceProps {
            on_update: Some(call.clone()),
            policy: Some(AwsCustomResourcePolicy::from_sdk_calls(["*"])),
            ..AwsCustomResourceProps::default()
        },
    )?;
    let get_parameter = PolicyStatement::allow(["ssm:GetParameter"], ["*"])?;
    AwsCustomResource::new(
        &scope,
        "Again",
        AwsCustomResourceProps {
            on_create: Some(call),
            resource_type: Some("Custom::Again".to_owned()),
            install_latest_aws_sdk: Some(true),
            policy: Some(AwsCustomResourcePolicy::from_statements(vec![get_parameter])),
            ..AwsCustomResourceProps::default()
        },
    )?;
    output(&scope, "Value", found.get_response_field("Parameter.Value")?)
}

fn construct_dependencies(app: &App) -> Result<()> {
    let (first, second) = (named_stack(app, "First")?, named_stack(app, "Second")?);
    let group = Node::group(&first, "Group")?;
    let (b, a) = (topic(&group, "B")?, topic(&group, "A")?);
    let vpc = small_vpc(&first)?;
    let late = topic(&first, "Late")?;
    late.node().add_dependency(&group);
    late.node().add_dependency(vpc.internet_connectivity_established());
    b.node().add_dependency(&a);
    let far = topic(&second, "Far")?;
    far.node().add_dependency(&late);
    let role = Role::new(&first, "Role", RoleProps::assumed_by(AccountRootPrincipal::new()))?;
    role.add_to_policy(PolicyStatement::allow(["s3:*"], ["*"])?)?;
    late.node().add_dependency(&role);
    Ok(())
}

fn annotations(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let topic = topic(&scope, "Topic")?;
    Annotations::of(&topic).add_warning("mind the gap");
    Annotations::of(&topic).add_warning_v2("course:gap", "mind the other gap");
    Annotations::of(&scope).add_info("for your information");
    topic.node().add_metadata("own", object! { "a" => 1 });
    Annotations::of(&topic).acknowledge_warning("course:gap");
    Ok(())
}

fn other_feature_flags(app: &App) -> Result<()> {
    for (name, env) in [("Here", env()), ("Any", None)] {
        let scope = Stack::new(app, name, StackProps { env, ..StackProps::default() })?;
        let bucket = Bucket::new(&scope, "Bucket", BucketProps::default())?;
        let ec2 = ServicePrincipal::new("ec2.amazonaws.com");
        let role = Role::new(&scope, "Role", RoleProps::assumed_by(ec2))?;
        role.add_managed_policy(ManagedPolicy::from_aws_managed_policy_name("ReadOnlyAccess"));
        bucket.grant_read(&role, "*")?;
        let alias = Key::new(&scope, "Key", KeyProps::default())?.add_alias("alias/course")?;
        output(&scope, "Alias", alias.alias_name())?;
    }
    Ok(())
}

#[test]
fn the_core_equals_the_cdk() {
    assert_all_equal(combinations![
        outputs_and_parameters,
        intrinsic_functions,
        tags,
        long_ids.without_paths(),
        raw_resources.without_paths(),
        removal_policies,
        construct_dependencies,
        sdk_calls,
        annotations,
        other_feature_flags
            .with("@aws-cdk/core:enablePartitionLiterals", false)
            .with("@aws-cdk/aws-iam:standardizedServicePrincipals", false)
            .with("@aws-cdk/aws-s3:createDefaultLoggingPolicy", false)
            .with("@aws-cdk/aws-kms:aliasNameRef", false)
            .with("@aws-cdk/core:target-partitions", Json::Array(vec!["aws".into()])),
    ]);
}

#[test]
fn incomplete_sdk_calls_are_refused() {
    let app = App::new(synthesizer::AppProps::default());
    let scope = stack(&app).unwrap();
    let refused = |id: &str, on_create: Option<AwsSdkCall>, policy: Option<AwsCustomResourcePolicy>| {
        let props = AwsCustomResourceProps { on_create, policy, ..AwsCustomResourceProps::default() };
        AwsCustomResource::new(&scope, id, props).err().unwrap().to_string()
    };
    let any = || Some(AwsCustomResourcePolicy::from_sdk_calls(["*"]));
    let call = AwsSdkCall::new("S3", "listBuckets");
    assert_eq!(
        refused("Nothing", None, any()),
        "Stack/Nothing: At least `onCreate`, `onUpdate` or `onDelete` must be specified."
    );
    assert_eq!(
        refused("Powerless", Some(call.clone()), None),
        "Stack/Powerless: At least one of `policy` or `role` (or both) must be specified."
    );
    assert_eq!(
        refused("Unknown", Some(call), any()),
        "Stack/Unknown: 'physicalResourceId' must be specified for 'onCreate' call."
    );
}

#[test]
fn what_a_mapping_does_not_have_is_refused() {
    let app = App::new(synthesizer::AppProps::default());
    let scope = stack(&app).unwrap();
    let table = |inner: Map<Value>| [("a", inner)].into_iter().collect();
    let props = CfnMappingProps { mapping: table(entries! { "b-c" => 1 }), lazy: None };
    assert_eq!(
        CfnMapping::new(&scope, "Dashed", props).err().unwrap().to_string(),
        "Attribute name 'b-c' must contain only alphanumeric characters."
    );
    let props = CfnMappingProps { mapping: table(entries! { "b" => "c" }), lazy: Some(true) };
    let mapping = CfnMapping::new(&scope, "Map", props).unwrap();
    let refused = |top: &str, second: &str| mapping.find_in_map(top, second).unwrap_err().to_string();
    assert_eq!(refused("x", "b"), "Stack/Map: Mapping doesn't contain top-level key 'x'");
    assert_eq!(refused("a", "x"), "Stack/Map: Mapping doesn't contain second-level key 'x'");
    assert_eq!(mapping.find_in_map_or("x", "b", "default").unwrap(), "default");
    assert!(mapping.find_in_map(Aws::region(), "b").unwrap().is_unresolved());
}
