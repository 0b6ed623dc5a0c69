//! The compute stack.

use synthesizer::aws_cloudfront::{
    AddBehaviorOptions, AllowedMethods, BehaviorOptions, CachePolicy, Distribution, DistributionProps,
    ErrorResponse, OriginAccessIdentity, OriginRequestPolicy, ViewerProtocolPolicy,
};
use synthesizer::aws_cloudfront_origins::{HttpOrigin, HttpOriginProps, S3Origin, S3OriginProps};
use synthesizer::aws_ec2::{Connectable, Port};
use synthesizer::aws_ecr_assets::DockerImageAssetProps;
use synthesizer::aws_ecs::{
    AwsLogDriverProps, Cluster, ClusterProps, ContainerDefinitionOptions, ContainerImage, CpuArchitecture,
    FargateTaskDefinition, FargateTaskDefinitionProps, HealthCheck, LogDriver, OperatingSystemFamily,
    PortMapping, RuntimePlatform, Secret as EcsSecret, TaskDefinition,
};
use synthesizer::aws_ecs_patterns::{
    ApplicationLoadBalancedFargateService, ApplicationLoadBalancedFargateServiceProps,
};
use synthesizer::aws_elasticloadbalancingv2 as elbv2;
use synthesizer::aws_logs::RetentionDays;
use synthesizer::aws_route53::{ARecord, CloudFrontTarget, HostedZone, RecordSetOptions, RecordTarget};
use synthesizer::aws_s3::{BlockPublicAccess, Bucket, BucketProps};
use synthesizer::aws_s3_deployment::{BucketDeployment, BucketDeploymentProps, Source};
use synthesizer::aws_secretsmanager::{Secret, SecretProps};
use synthesizer::{Result, Stack, Text};

use crate::data::Data;
use crate::network::Network;
use crate::{SITE, fixtures};

pub(crate) fn make(scope: &Stack, zone: &HostedZone, network: &Network, data: &Data) -> Result<()> {
    backend(scope, zone, network, data)?;
    frontend(scope, zone, network)
}

fn backend(scope: &Stack, zone: &HostedZone, network: &Network, data: &Data) -> Result<()> {
    let props = ClusterProps { vpc: Some(network.vpc.clone()), ..ClusterProps::default() };
    let cluster = Cluster::new(scope, "yoctogram-cluster", props)?;
    let props =
        SecretProps { description: Some("Yoctogram App JWT Signing Key".into()), ..SecretProps::default() };
    let app_key = Secret::new(scope, "yoctogram-app-secret-key", props)?;
    let props = FargateTaskDefinitionProps {
        cpu: Some(512),
        memory_limit_mib: Some(2048),
        runtime_platform: Some(RuntimePlatform {
            operating_system_family: Some(OperatingSystemFamily::Linux),
            cpu_architecture: Some(CpuArchitecture::Arm64),
        }),
        ..FargateTaskDefinitionProps::default()
    };
    let task = FargateTaskDefinition::new(scope, "yoctogram-fargate-task-definition", props)?;
    data.database.secret().unwrap().grant_read(task.task_role(), &[])?;
    app_key.grant_read(task.task_role(), &[])?;
    data.public_images.s3_bucket().grant_read_write(task.task_role(), "*")?;
    data.private_images.s3_bucket().grant_read_write(task.task_role(), "*")?;
    container(&task, data, &app_key)?;
    let props = ApplicationLoadBalancedFargateServiceProps {
        cluster: Some(cluster),
        task_definition: Some(task),
        domain_name: Some(format!("api.{SITE}").into()),
        domain_zone: Some(zone.clone()),
        certificate: Some(network.backend_certificate.clone()),
        redirect_http: true,
        ..ApplicationLoadBalancedFargateServiceProps::default()
    };
    let service = ApplicationLoadBalancedFargateService::new(scope, "yoctogram-fargate-service", props)?;
    let health =
        elbv2::HealthCheck { path: Some("/api/v1/health".to_owned()), ..elbv2::HealthCheck::default() };
    service.target_group().configure_health_check(health);
    let why = Some("the backend talks to its database");
    service.service().connections().allow_to(&data.database, Port::tcp(5432), why)
}

fn container(task: &TaskDefinition, data: &Data, app_key: &Secret) -> Result<()> {
    let (public, private) = (&data.public_images, &data.private_images);
    let domain = |images: &synthesizer::aws_solutions_constructs::CloudFrontToS3| {
        images.cloud_front_web_distribution().distribution_domain_name()
    };
    let environment: [(&str, Text); 7] = [
        ("PRODUCTION", "true".into()),
        ("DEBUG", "false".into()),
        ("FORWARD_FACING_NAME", SITE.into()),
        ("PUBLIC_IMAGES_BUCKET", public.s3_bucket().bucket_name()),
        ("PRIVATE_IMAGES_BUCKET", private.s3_bucket().bucket_name()),
        ("PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION", domain(public)),
        ("PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION", domain(private)),
    ];
    let database = |variable: &str, field| {
        let secret = EcsSecret::from_secrets_manager(data.database.secret().unwrap(), Some(field));
        (variable.to_owned(), secret)
    };
    let secrets = vec![
        database("POSTGRES_HOST", "host"),
        database("POSTGRES_PORT", "port"),
        database("POSTGRES_USER", "username"),
        database("POSTGRES_PASSWORD", "password"),
        database("POSTGRES_DB", "dbname"),
        ("SECRET_KEY".to_owned(), EcsSecret::from_secrets_manager(app_key, None)),
    ];
    let image =
        DockerImageAssetProps { directory: fixtures().join("app"), ..DockerImageAssetProps::default() };
    let check = ["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 1"];
    let options = ContainerDefinitionOptions {
        port_mappings: vec![PortMapping::new(80)],
        environment: environment.into_iter().collect(),
        secrets,
        health_check: Some(HealthCheck::new(check)),
        logging: Some(LogDriver::aws_logs(AwsLogDriverProps {
            stream_prefix: "yoctogram-fargate".to_owned(),
            log_retention: Some(RetentionDays::OneWeek),
            ..AwsLogDriverProps::default()
        })?),
        ..ContainerDefinitionOptions::new(ContainerImage::from_asset(image))
    };
    task.add_container("yoctogram-app-container", options).map(drop)
}

fn frontend(scope: &Stack, zone: &HostedZone, network: &Network) -> Result<()> {
    let props =
        BucketProps { block_public_access: Some(BlockPublicAccess::BLOCK_ALL), ..BucketProps::default() };
    let bucket = Bucket::new(scope, "yoctogram-frontend-deployment-bucket", props)?;
    let identity = OriginAccessIdentity::new(scope, "yoctogram-frontend-access-identity", None)?;
    bucket.grant_read(&identity, "*")?;
    let site = Source::asset(fixtures().join("web/dist"));
    let props = BucketDeploymentProps::new(vec![site], bucket.clone());
    BucketDeployment::new(scope, "yoctogram-frontend-deployment", props)?;
    let distribution = distribution(scope, &bucket, identity, network)?;
    let target = RecordTarget::from_alias(CloudFrontTarget::new(&distribution));
    ARecord::new(scope, "yoctogram-frontend-domain", target, RecordSetOptions::named(zone, SITE)).map(drop)
}

fn distribution(
    scope: &Stack,
    bucket: &Bucket,
    identity: OriginAccessIdentity,
    network: &Network,
) -> Result<Distribution> {
    let https = || AddBehaviorOptions {
        viewer_protocol_policy: Some(ViewerProtocolPolicy::RedirectToHttps),
        ..AddBehaviorOptions::default()
    };
    let site = S3OriginProps { origin_access_identity: Some(identity), ..S3OriginProps::default() };
    let api = AddBehaviorOptions {
        allowed_methods: Some(AllowedMethods::AllowAll),
        cache_policy: Some(CachePolicy::caching_disabled()),
        origin_request_policy: Some(OriginRequestPolicy::all_viewer()),
        ..https()
    };
    let api_origin = HttpOrigin::new(format!("api.{SITE}"), HttpOriginProps::default())?;
    let props = DistributionProps {
        default_root_object: Some("index.html".to_owned()),
        additional_behaviors: vec![(
            "/api/*".to_owned(),
            BehaviorOptions { origin: api_origin, options: api },
        )],
        domain_names: vec![SITE.into()],
        certificate_arn: Some(network.frontend_certificate.certificate_arn()),
        error_responses: vec![ErrorResponse {
            http_status: 404,
            response_http_status: Some(200),
            response_page_path: Some("/index.html".to_owned()),
            ..ErrorResponse::default()
        }],
        ..DistributionProps::new(BehaviorOptions { origin: S3Origin::new(bucket, site)?, options: https() })
    };
    Distribution::new(scope, "yoctogram-frontend-distribution", props)
}
