//! CloudFront: origins, behaviours and their options.

use synthesizer::aws_cloudfront::{
    AddBehaviorOptions, AllowedMethods, BehaviorOptions, CachePolicy, CachedMethods, Distribution,
    DistributionAttributes, DistributionProps, EdgeLambda, ErrorResponse, Function, FunctionAssociation,
    FunctionEventType, FunctionProps, GeoRestriction, HttpVersion, KeyGroup, KeyGroupProps,
    LambdaEdgeEventType, Origin, OriginAccessIdentity, OriginProps, OriginProtocolPolicy, OriginSslPolicy,
    PriceClass, PublicKey, PublicKeyProps, SecurityPolicyProtocol, SslMethod, ViewerProtocolPolicy,
};
use synthesizer::aws_cloudfront_origins::{
    HttpOrigin, HttpOriginProps, LoadBalancerV2Origin, OriginGroup, S3Origin, S3OriginProps,
};
use synthesizer::aws_elasticloadbalancingv2::{ApplicationLoadBalancer, ApplicationLoadBalancerProps};
use synthesizer::aws_iam::{
    IResourceWithPolicy, PolicyStatement, PolicyStatementProps, Role, RoleProps, ServicePrincipal,
};
use synthesizer::aws_s3::{Bucket, BucketProps, ObjectOwnership};
use synthesizer::{
    App, AppProps, CfnOutput, CfnOutputProps, CfnResource, Construct, ConstructInfo, Duration, Node,
    RemovalPolicy, Result, Stack, object, props, text,
};

use crate::support::{NO_PATHS, USUAL, assert_equal, named_stack};
use crate::surroundings::{imported_vpc, stack};

fn http(domain_name: &str) -> Result<Origin> {
    HttpOrigin::new(domain_name, HttpOriginProps::default())
}

fn s3(bucket: &Bucket) -> Result<Origin> {
    S3Origin::new(bucket, S3OriginProps::default())
}

pub(crate) fn plain_props() -> Result<DistributionProps> {
    Ok(DistributionProps::new(BehaviorOptions::new(&http("example.org")?)))
}

fn bucket(scope: &Stack, id: &str) -> Result<Bucket> {
    Bucket::new(scope, id, BucketProps::default())
}

#[test]
fn http_options() {
    assert_equal("http-options", USUAL, |app| {
        let scope = stack(app)?;
        // The CDK's imported certificate is a construct.
        Node::new(&scope, "Certificate", ConstructInfo::RESOURCE)?;
        let third = DistributionProps {
            http_version: Some(HttpVersion::Http2And3),
            price_class: Some(PriceClass::PriceClass100),
            enable_ipv6: Some(false),
            enabled: Some(false),
            comment: Some("a long comment ".repeat(10)),
            web_acl_id: Some("arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b".to_owned()),
            ..plain_props()?
        };
        Distribution::new(&scope, "Third", third)?;
        let first = DistributionProps {
            http_version: Some(HttpVersion::Http1_1),
            price_class: Some(PriceClass::PriceClassAll),
            certificate_arn: Some("arn:aws:acm:us-east-1:123456789012:certificate/aa-bb".into()),
            domain_names: vec!["example.com".into(), "www.example.com".into()],
            minimum_protocol_version: Some(SecurityPolicyProtocol::TlsV1_2_2019),
            ssl_support_method: Some(SslMethod::Vip),
            ..plain_props()?
        };
        Distribution::new(&scope, "First", first)?;
        Ok(())
    });
}

#[test]
fn geo_restrictions() {
    assert_equal("geo-restrictions", NO_PATHS, |app| {
        let scope = stack(app)?;
        let kinds = [
            ("Allowed", GeoRestriction::allowlist(&["US", "CA"])?),
            ("Denied", GeoRestriction::denylist(&["XX"])?),
        ];
        for (name, restriction) in kinds {
            let props = DistributionProps { geo_restriction: Some(restriction), ..plain_props()? };
            Distribution::new(&scope, name, props)?;
        }
        Ok(())
    });
}

#[test]
fn distribution_logs() {
    assert_equal("distribution-logs", USUAL, |app| {
        let scope = stack(app)?;
        let object_ownership = Some(ObjectOwnership::ObjectWriter);
        let logs = Bucket::new(&scope, "Logs", BucketProps { object_ownership, ..BucketProps::default() })?;
        let made = DistributionProps { enable_logging: Some(true), ..plain_props()? };
        Distribution::new(&scope, "Made", made)?;
        let given = DistributionProps {
            log_bucket: Some(logs),
            log_file_prefix: Some("cdn/".to_owned()),
            log_includes_cookies: Some(true),
            ..plain_props()?
        };
        Distribution::new(&scope, "Given", given)?;
        Ok(())
    });
}

#[test]
fn failover_origins() {
    assert_equal("failover-origins", USUAL, |app| {
        let scope = stack(app)?;
        let (first, second) = (bucket(&scope, "First")?, bucket(&scope, "Second")?);
        let buckets = OriginGroup::new(&s3(&first)?, &s3(&second)?, None);
        let servers = OriginGroup::new(&http("a.example.com")?, &http("b.example.com")?, Some(&[404, 503]));
        let props = DistributionProps {
            additional_behaviors: vec![("/api/*".to_owned(), BehaviorOptions::new(&servers))],
            ..DistributionProps::new(BehaviorOptions::new(&buckets))
        };
        Distribution::new(&scope, "Distribution", props)?;
        Ok(())
    });
}

fn full_origin() -> Result<Origin> {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let origin = OriginProps {
        origin_path: Some("/v1".to_owned()),
        connection_attempts: Some(2),
        connection_timeout: Some(Duration::seconds(7)),
        custom_headers: vec![header("x-secret", "s"), header("x-other", "o")],
        origin_shield_region: Some("us-west-2".to_owned()),
        origin_id: Some("full".to_owned()),
        ..OriginProps::default()
    };
    let props = HttpOriginProps {
        origin,
        protocol_policy: Some(OriginProtocolPolicy::MatchViewer),
        http_port: Some(8080),
        https_port: Some(8443),
        origin_ssl_protocols: vec![OriginSslPolicy::TlsV1_2],
        read_timeout: Some(Duration::seconds(45)),
        keepalive_timeout: Some(Duration::seconds(30)),
    };
    HttpOrigin::new("full.example.com", props)
}

#[test]
fn http_origins() {
    assert_equal("http-origins", USUAL, |app| {
        let scope = stack(app)?;
        let vpc = imported_vpc(&scope)?;
        let balancer =
            ApplicationLoadBalancerProps { internet_facing: true, ..ApplicationLoadBalancerProps::new(&vpc) };
        let balancer = ApplicationLoadBalancer::new(&scope, "Balancer", balancer)?;
        let website =
            BucketProps { website_index_document: Some("index.html".to_owned()), ..BucketProps::default() };
        let website = Bucket::new(&scope, "Website", website)?;
        let plain_http = HttpOriginProps {
            protocol_policy: Some(OriginProtocolPolicy::HttpOnly),
            ..HttpOriginProps::default()
        };
        let unshielded = HttpOriginProps {
            origin: OriginProps { origin_shield_disabled: true, ..OriginProps::default() },
            ..HttpOriginProps::default()
        };
        let origins = [
            ("/full", full_origin()?),
            ("/balancer", LoadBalancerV2Origin::new(&balancer, plain_http)?),
            ("/website", s3(&website)?),
            ("/shield", HttpOrigin::new("shield.example.com", unshielded)?),
        ];
        let behaviors =
            origins.iter().map(|(path, origin)| ((*path).to_owned(), BehaviorOptions::new(origin)));
        let props = DistributionProps { additional_behaviors: behaviors.collect(), ..plain_props()? };
        Distribution::new(&scope, "Distribution", props).map(drop)
    });
}

#[test]
fn behaviors() {
    assert_equal("behaviors", NO_PATHS, |app| {
        let scope = stack(app)?;
        let bucket = bucket(&scope, "Bucket")?;
        let origin = OriginProps { origin_path: Some("/site".to_owned()), ..OriginProps::default() };
        let shared = S3Origin::new(&bucket, S3OriginProps { origin, ..S3OriginProps::default() })?;
        let default = AddBehaviorOptions {
            allowed_methods: Some(AllowedMethods::AllowGetHeadOptions),
            cached_methods: Some(CachedMethods::CacheGetHeadOptions),
            compress: Some(false),
            smooth_streaming: Some(true),
            viewer_protocol_policy: Some(ViewerProtocolPolicy::HttpsOnly),
            ..AddBehaviorOptions::default()
        };
        let forbidden =
            ErrorResponse { http_status: 403, ttl: Some(Duration::minutes(1)), ..ErrorResponse::default() };
        let failed = ErrorResponse {
            http_status: 500,
            response_page_path: Some("/sorry.html".to_owned()),
            ..ErrorResponse::default()
        };
        let props = DistributionProps {
            additional_behaviors: vec![("/a/*".to_owned(), BehaviorOptions::new(&shared))],
            error_responses: vec![forbidden, failed],
            ..DistributionProps::new(BehaviorOptions { origin: shared.clone(), options: default })
        };
        let distribution = Distribution::new(&scope, "Distribution", props)?;
        let compressed = AddBehaviorOptions { compress: Some(true), ..AddBehaviorOptions::default() };
        distribution.add_behavior("/b/*", &s3(&bucket)?, compressed)?;
        let cache_policy = Some(CachePolicy::from_cache_policy_id(&scope, "P", "1-2")?);
        let cached = AddBehaviorOptions { cache_policy, ..AddBehaviorOptions::default() };
        distribution.add_behavior("/c/*", &shared, cached)
    });
}

#[test]
fn signed_urls() {
    assert_equal("signed-urls", USUAL, |app| {
        let scope = stack(app)?;
        let key = PublicKeyProps {
            encoded_key: "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n".to_owned(),
            public_key_name: None,
            comment: Some("2026".to_owned()),
        };
        let items = vec![PublicKey::new(&scope, "Key", key)?];
        let comment = Some("signers".to_owned());
        let group =
            KeyGroup::new(&scope, "Keys", KeyGroupProps { items, comment, ..KeyGroupProps::default() })?;
        let identity = OriginAccessIdentity::from_origin_access_identity_id(&scope, "Identity", "E123")?;
        let destroyed =
            BucketProps { removal_policy: Some(RemovalPolicy::Destroy), ..BucketProps::default() };
        let bucket = Bucket::new(&scope, "Bucket", destroyed)?;
        let props = S3OriginProps { origin_access_identity: Some(identity), ..S3OriginProps::default() };
        let options = AddBehaviorOptions { trusted_key_groups: vec![group], ..AddBehaviorOptions::default() };
        let behavior = BehaviorOptions { origin: S3Origin::new(&bucket, props)?, options };
        Distribution::new(&scope, "Distribution", DistributionProps::new(behavior))?;
        OriginAccessIdentity::new(&scope, "Own", Some("mine"))?;
        Ok(())
    });
}

#[test]
fn origin_access_control() {
    assert_equal("origin-access-control", USUAL, |app| {
        let scope = stack(app)?;
        let bucket = bucket(&scope, "Bucket")?;
        let config = props! {
            "Name" => "control",
            "OriginAccessControlOriginType" => "s3",
            "SigningBehavior" => "always",
            "SigningProtocol" => "sigv4",
        };
        let control = CfnResource::typed(
            &scope,
            "Control",
            "AWS::CloudFront::OriginAccessControl",
            props! { "OriginAccessControlConfig" => config },
        )?;
        let props = DistributionProps::new(BehaviorOptions::new(&s3(&bucket)?));
        let distribution = Distribution::new(&scope, "Distribution", props)?;
        let raw = CfnResource::at(&distribution.node().default_child().unwrap()).unwrap();
        raw.add_property_override(
            "DistributionConfig.Origins.0.OriginAccessControlId",
            control.get_att("Id"),
        );
        raw.add_property_override("DistributionConfig.Origins.0.S3OriginConfig.OriginAccessIdentity", "");
        raw.add_property_deletion_override("DistributionConfig.IPV6Enabled");
        let source = text![
            "arn:aws:cloudfront::",
            scope.account()?,
            ":distribution/",
            distribution.distribution_id(),
        ];
        let condition = object! { "AWS:SourceArn" => source };
        bucket.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
            principals: vec![ServicePrincipal::new("cloudfront.amazonaws.com").into()],
            actions: vec!["s3:GetObject".into()],
            resources: vec![bucket.arn_for_objects("*")],
            conditions: [("StringEquals", condition)].into_iter().collect(),
            ..PolicyStatementProps::default()
        })?)?;
        Ok(())
    });
}

#[test]
fn edge_functions() {
    assert_equal("edge-functions", NO_PATHS, |app| {
        let scope = stack(app)?;
        let code = "function handler(e) { return e.request }";
        let comment = Some("adds nothing".to_owned());
        let function =
            Function::new(&scope, "Function", FunctionProps { comment, ..FunctionProps::new(code) })?;
        let function_name = Some("named".to_owned());
        let named =
            Function::new(&scope, "Named", FunctionProps { function_name, ..FunctionProps::new("//") })?;
        // The CDK's imported version is a construct, and so is its function.
        for (id, class) in [
            ("VersionFunction", "aws-cdk-lib.aws_lambda.FunctionBase"),
            ("Version", "aws-cdk-lib.aws_lambda.QualifiedFunctionBase"),
        ] {
            Node::new(&scope, id, ConstructInfo::cdk(class))?;
        }
        let options = AddBehaviorOptions {
            function_associations: vec![
                FunctionAssociation { event_type: FunctionEventType::ViewerRequest, function },
                FunctionAssociation { event_type: FunctionEventType::ViewerResponse, function: named },
            ],
            edge_lambdas: vec![EdgeLambda {
                event_type: LambdaEdgeEventType::OriginRequest,
                function_version_arn: "arn:aws:lambda:us-east-1:123456789012:function:edge:3".into(),
                include_body: Some(true),
            }],
            ..AddBehaviorOptions::default()
        };
        let behavior = BehaviorOptions { origin: http("example.org")?, options };
        Distribution::new(&scope, "Distribution", DistributionProps::new(behavior))?;
        Ok(())
    });
}

#[test]
fn distribution_grants() {
    assert_equal("distribution-grants", USUAL, |app| {
        let scope = stack(app)?;
        let ecs = ServicePrincipal::new("ecs-tasks.amazonaws.com");
        let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs))?;
        let own = Distribution::new(&scope, "Own", plain_props()?)?;
        own.grant_create_invalidation(&role)?;
        let attributes = DistributionAttributes {
            distribution_id: "E42".into(),
            domain_name: "d42.cloudfront.net".into(),
        };
        let imported = Distribution::from_distribution_attributes(&scope, "Imported", attributes)?;
        imported.grant_create_invalidation(&role)?;
        own.grant(&role, &["cloudfront:GetDistribution"])?;
        CfnOutput::new(&scope, "Domain", CfnOutputProps::new(own.distribution_domain_name()))?;
        Ok(())
    });
}

#[test]
fn distribution_of_another_stack() {
    assert_equal("distribution-of-another-stack", USUAL, |app| {
        let (store, site) = (named_stack(app, "Store")?, named_stack(app, "Site")?);
        let bucket = bucket(&store, "Bucket")?;
        let identity = OriginAccessIdentity::new(&store, "Identity", None)?;
        let props = S3OriginProps { origin_access_identity: Some(identity), ..S3OriginProps::default() };
        let behavior = BehaviorOptions::new(&S3Origin::new(&bucket, props)?);
        Distribution::new(&site, "Distribution", DistributionProps::new(behavior))?;
        Ok(())
    });
}

#[test]
fn impossible_distributions_are_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let refused = |id: &str, change: fn(&mut DistributionProps)| {
        let mut props = plain_props().unwrap();
        change(&mut props);
        Distribution::new(&scope, id, props).err().unwrap().to_string()
    };
    let error = refused("Everything", |props| {
        let behavior = props.default_behavior.clone();
        props.additional_behaviors.push(("*".to_owned(), behavior));
    });
    assert_eq!(error, "Stack/Everything: Only the default behavior can have a path pattern of '*'");
    let error = refused("Region", |props| {
        props.certificate_arn = Some("arn:aws:acm:us-west-2:1:certificate/a".into());
    });
    assert_eq!(
        error,
        "Stack/Region: Distribution certificates must be in the us-east-1 region and the certificate you provided is \
         in us-west-2."
    );
    let error = refused("Nameless", |props| {
        props.certificate_arn = Some("arn:aws:acm:us-east-1:1:certificate/a".into());
    });
    assert_eq!(
        error,
        "Stack/Nameless: Must specify at least one domain name to use a certificate with a distribution"
    );
    let error = refused("Error", |props| {
        props.error_responses.push(ErrorResponse { http_status: 404, ..ErrorResponse::default() });
    });
    assert_eq!(
        error,
        "Stack/Error: A custom error response without either a 'responseHttpStatus', 'ttl' or 'responsePagePath' is \
         not valid."
    );
}
