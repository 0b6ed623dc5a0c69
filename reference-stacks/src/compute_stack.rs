//! The backend on Fargate behind a load balancer, and the frontend behind CloudFront.

use synthesizer::aws_cloudfront::{
    AddBehaviorOptions, AllowedMethods, BehaviorOptions, CachePolicy, Distribution, DistributionProps,
    ErrorResponse, Origin, OriginAccessIdentity, OriginRequestPolicy, ViewerProtocolPolicy,
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
use synthesizer::aws_route53::{ARecord, CloudFrontTarget, RecordSetOptions, RecordTarget};
use synthesizer::aws_s3::{BlockPublicAccess, Bucket, BucketProps};
use synthesizer::aws_s3_deployment::{BucketDeployment, BucketDeploymentProps, Source};
use synthesizer::aws_secretsmanager::{Secret, SecretProps};
use synthesizer::{Error, Result, Stack, Text};

use crate::{DataStack, Deployment, DnsStack, NetworkStack, StackBuilder};

/// The compute stack.
#[derive(Debug, Clone)]
pub struct ComputeStack {
    /// The stack itself.
    pub stack: Stack,
}

impl ComputeStack {
    /// The stack with all that is in it.
    pub fn new(
        deployment: &Deployment<'_>,
        dns: &DnsStack,
        network: &NetworkStack,
        data: &DataStack,
    ) -> Result<ComputeStack> {
        let stack = deployment.stack("compute-stack")?;
        backend(&stack, dns, network, data)?;
        stack.step("frontend", || frontend(&stack, dns, network))?;
        stack.finish("compute-stack", ComputeStack { stack: stack.stack().clone() })
    }
}

fn backend(stack: &StackBuilder<'_>, dns: &DnsStack, network: &NetworkStack, data: &DataStack) -> Result<()> {
    let cluster = stack.make(
        "cluster",
        Cluster::new,
        ClusterProps { vpc: Some(network.vpc.clone()), ..ClusterProps::default() },
    )?;

    let app_secret_key = stack.make(
        "app-secret-key",
        Secret::new,
        SecretProps { description: Some("Yoctogram App JWT Signing Key".into()), ..SecretProps::default() },
    )?;

    let task_definition = stack.make(
        "fargate-task-definition",
        FargateTaskDefinition::new,
        FargateTaskDefinitionProps {
            cpu: Some(512),
            memory_limit_mib: Some(2048),
            runtime_platform: Some(RuntimePlatform {
                operating_system_family: Some(OperatingSystemFamily::Linux),
                cpu_architecture: Some(CpuArchitecture::Arm64),
            }),
            ..FargateTaskDefinitionProps::default()
        },
    )?;

    let database_secret =
        data.aurora_db.secret().ok_or_else(|| Error::message("the database has no secret"))?;
    stack.step("grants", || {
        let role = task_definition.task_role();
        stack.step("grant-database-secret", || database_secret.grant_read(role, &[]).map(drop))?;
        stack.step("grant-signing-key", || app_secret_key.grant_read(role, &[]).map(drop))?;
        stack.step("grant-public-images", || data.s3_public_images.grant_read_write(role, "*").map(drop))?;
        stack.step("grant-private-images", || data.s3_private_images.grant_read_write(role, "*").map(drop))
    })?;

    container(stack, data, &task_definition, database_secret, &app_secret_key)?;

    stack.step("service", || service(stack, dns, network, data, cluster, task_definition))
}

fn service(
    stack: &StackBuilder<'_>,
    dns: &DnsStack,
    network: &NetworkStack,
    data: &DataStack,
    cluster: Cluster,
    task_definition: TaskDefinition,
) -> Result<()> {
    let fargate_service = stack.make(
        "fargate-service",
        ApplicationLoadBalancedFargateService::new,
        ApplicationLoadBalancedFargateServiceProps {
            cluster: Some(cluster),
            task_definition: Some(task_definition),
            domain_name: Some(format!("api.{}", stack.settings().app_domain()).into()),
            domain_zone: Some(dns.hosted_zone.clone()),
            certificate: Some(network.backend_certificate.clone()),
            redirect_http: true,
            ..ApplicationLoadBalancedFargateServiceProps::default()
        },
    )?;
    connect(stack, data, &fargate_service)
}

/// How the load balancer knows that the service works, and the way to the database, as the course gives them.
pub(crate) fn connect(
    stack: &StackBuilder<'_>,
    data: &DataStack,
    fargate_service: &ApplicationLoadBalancedFargateService,
) -> Result<()> {
    let health_check = stack.amend(
        "target-group-health-check",
        elbv2::HealthCheck { path: Some("/api/v1/health".to_owned()), ..elbv2::HealthCheck::default() },
    )?;
    fargate_service.target_group().configure_health_check(health_check);

    stack.step("allow-to-database", || {
        fargate_service.service().connections().allow_to(
            &data.aurora_db,
            Port::tcp(5432),
            Some("the backend talks to its database"),
        )
    })
}

fn container(
    stack: &StackBuilder<'_>,
    data: &DataStack,
    task_definition: &TaskDefinition,
    database_secret: &Secret,
    app_secret_key: &Secret,
) -> Result<()> {
    let settings = stack.settings();
    let environment: [(&str, Text); 7] = [
        ("PRODUCTION", "true".into()),
        ("DEBUG", "false".into()),
        ("FORWARD_FACING_NAME", settings.app_domain().into()),
        ("PUBLIC_IMAGES_BUCKET", data.s3_public_images.bucket_name()),
        ("PRIVATE_IMAGES_BUCKET", data.s3_private_images.bucket_name()),
        ("PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION", data.cloudfront_public_images.distribution_domain_name()),
        ("PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION", data.cloudfront_private_images.distribution_domain_name()),
    ];
    let database_secrets = settings.db_secret_mapping.iter().map(|(variable, field)| {
        ((*variable).to_owned(), EcsSecret::from_secrets_manager(database_secret, Some(field)))
    });
    let app_secret = ("SECRET_KEY".to_owned(), EcsSecret::from_secrets_manager(app_secret_key, None));
    let image = DockerImageAssetProps {
        directory: settings.yoctogram_app_dir.clone(),
        ..DockerImageAssetProps::default()
    };
    stack.make(
        "app-container",
        |_, id, options| task_definition.add_container(id, options),
        ContainerDefinitionOptions {
            port_mappings: vec![PortMapping::new(80)],
            environment: environment.into_iter().collect(),
            secrets: database_secrets.chain([app_secret]).collect(),
            health_check: Some(HealthCheck::new([
                "CMD-SHELL",
                "curl -f http://localhost/api/v1/health/ || exit 1",
            ])),
            logging: Some(LogDriver::aws_logs(AwsLogDriverProps {
                stream_prefix: settings.id("fargate"),
                log_retention: Some(RetentionDays::OneWeek),
                ..AwsLogDriverProps::default()
            })?),
            ..ContainerDefinitionOptions::new(ContainerImage::from_asset(image))
        },
    )?;
    Ok(())
}

/// The site and the distribution that serves it.
pub(crate) fn frontend(stack: &StackBuilder<'_>, dns: &DnsStack, network: &NetworkStack) -> Result<()> {
    let settings = stack.settings();

    let site = site(stack)?;
    let api = HttpOrigin::new(format!("api.{}", settings.app_domain()), HttpOriginProps::default())?;
    let frontend_distribution = stack.make(
        "frontend-distribution",
        Distribution::new,
        DistributionProps {
            default_root_object: Some("index.html".to_owned()),
            additional_behaviors: vec![(
                "/api/*".to_owned(),
                BehaviorOptions {
                    origin: api,
                    options: AddBehaviorOptions {
                        viewer_protocol_policy: Some(ViewerProtocolPolicy::RedirectToHttps),
                        allowed_methods: Some(AllowedMethods::AllowAll),
                        cache_policy: Some(CachePolicy::caching_disabled()),
                        origin_request_policy: Some(OriginRequestPolicy::all_viewer()),
                        ..AddBehaviorOptions::default()
                    },
                },
            )],
            domain_names: vec![settings.app_domain().into()],
            certificate_arn: Some(network.frontend_certificate.certificate_arn()),
            error_responses: vec![ErrorResponse {
                http_status: 404,
                response_http_status: Some(200),
                response_page_path: Some("/index.html".to_owned()),
                ..ErrorResponse::default()
            }],
            ..DistributionProps::new(BehaviorOptions {
                origin: site,
                options: AddBehaviorOptions {
                    viewer_protocol_policy: Some(ViewerProtocolPolicy::RedirectToHttps),
                    ..AddBehaviorOptions::default()
                },
            })
        },
    )?;

    frontend_record(stack, dns, &frontend_distribution)
}

/// What the distribution serves: the built site in a bucket, as the course gives it.
pub(crate) fn site(stack: &StackBuilder<'_>) -> Result<Origin> {
    let frontend_bucket = stack.make(
        "frontend-deployment-bucket",
        Bucket::new,
        BucketProps { block_public_access: Some(BlockPublicAccess::BLOCK_ALL), ..BucketProps::default() },
    )?;

    let access_identity = stack.make("frontend-access-identity", OriginAccessIdentity::new, None)?;
    stack.step("frontend-grant", || frontend_bucket.grant_read(&access_identity, "*").map(drop))?;

    stack.put(
        "frontend-deployment",
        BucketDeployment::new,
        BucketDeploymentProps::new(
            vec![Source::asset(stack.settings().yoctogram_web_dir.join("dist"))],
            frontend_bucket.clone(),
        ),
    )?;

    S3Origin::new(
        &frontend_bucket,
        S3OriginProps { origin_access_identity: Some(access_identity), ..S3OriginProps::default() },
    )
}

/// The site's name, as the course gives it.
pub(crate) fn frontend_record(
    stack: &StackBuilder<'_>,
    dns: &DnsStack,
    frontend_distribution: &Distribution,
) -> Result<()> {
    stack.put(
        "frontend-domain",
        |scope, id, options| {
            let target = RecordTarget::from_alias(CloudFrontTarget::new(frontend_distribution));
            ARecord::new(scope, id, target, options)
        },
        RecordSetOptions::named(&dns.hosted_zone, stack.settings().app_domain()),
    )
}
