//! The same with other services, or with other kinds of them.

use synthesizer::Duration;
use synthesizer::Result;
use synthesizer::aws_certificatemanager::{
    CertificateProps, CertificateValidation, DnsValidatedCertificateProps,
};
use synthesizer::aws_cloudfront::{
    Behavior, CloudFrontAllowedMethods, CloudFrontWebDistribution, CloudFrontWebDistributionProps,
    CustomErrorResponse, CustomOriginConfig, Distribution, ForwardedValues, OriginSource, S3OriginConfig,
    SourceConfiguration, ViewerCertificate, ViewerCertificateOptions,
};
use synthesizer::aws_ec2::{
    FlowLogOptions, GatewayVpcEndpointAwsService, GatewayVpcEndpointOptions, SecurityGroup,
    SecurityGroupProps, SubnetSelection, SubnetType, Vpc,
};
use synthesizer::aws_ecr_assets::{DockerImageAsset, DockerImageAssetProps, Platform};
use synthesizer::aws_ecs::{
    AwsLogDriverMode, AwsLogDriverProps, ContainerDefinitionOptions, ContainerImage, LogDriver,
};
use synthesizer::aws_ecs_patterns::ApplicationLoadBalancedFargateServiceProps;
use synthesizer::aws_logs::{LogGroup, LogGroupProps, RetentionDays};
use synthesizer::aws_rds::{ServerlessClusterProps, SubnetGroup, SubnetGroupProps};
use synthesizer::aws_route53::{HostedZone, HostedZoneAttributes, RecordSetOptions};

use crate::{Changes, StackBuilder, Variant};

/// The same with other services, or with other kinds of them.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "vpc-flow-log-and-endpoint",
        says: "the VPC has a flow log and a gateway endpoint for S3 too",
        fails: &[],
        change: |changes| {
            changes.after("vpc", |vpc: &mut Vpc, _| {
                vpc.add_flow_log("flow-log", FlowLogOptions::default())?;
                let s3 = GatewayVpcEndpointOptions::new(GatewayVpcEndpointAwsService::S3);
                vpc.add_gateway_endpoint("s3", s3).map(drop)
            });
        },
    },
    Variant {
        name: "zone-imported",
        says: "the other stacks import the zone by the id of the one that the DNS stack makes",
        fails: &[],
        change: import_zone,
    },
    Variant {
        name: "database-own-subnet-and-security-groups",
        says: "the database is given a subnet group and a security group of its own",
        fails: &[],
        change: |changes| {
            changes.props_in("aurora-serverless", |database: &mut ServerlessClusterProps, stack| {
                let vpc: Vpc = stack.made("vpc")?;
                let subnets = SubnetGroupProps {
                    description: "where the database lies".to_owned(),
                    vpc: vpc.clone(),
                    vpc_subnets: Some(SubnetSelection::of_type(SubnetType::PrivateIsolated)),
                    subnet_group_name: None,
                    removal_policy: None,
                };
                let subnets = SubnetGroup::new(stack.scope(), &stack.id("database-subnets"), subnets)?;
                let (id, group) = (stack.id("database-security-group"), SecurityGroupProps::new(&vpc));
                database.vpc_subnets = None;
                database.subnet_group = Some(subnets);
                database.security_groups = Some(vec![SecurityGroup::new(stack.scope(), &id, group)?]);
                Ok(())
            });
        },
    },
    Variant {
        name: "container-image-asset",
        says: "the image is a DockerImageAsset",
        fails: &[],
        change: |changes| {
            changes.props_in("app-container", |container: &mut ContainerDefinitionOptions, stack| {
                let image = DockerImageAssetProps {
                    directory: stack.settings().yoctogram_app_dir.clone(),
                    platform: Some(Platform::linux_arm64()),
                    ..DockerImageAssetProps::default()
                };
                let image = DockerImageAsset::new(stack.scope(), &stack.id("image"), image)?;
                container.image = ContainerImage::from_docker_image_asset(&image);
                Ok(())
            });
        },
    },
    Variant {
        name: "logging-own-group",
        says: "the container logs to a log group of the student's own, kept one week",
        fails: &[],
        change: |changes| {
            changes.props_in("app-container", |container: &mut ContainerDefinitionOptions, stack| {
                let group = LogGroupProps {
                    log_group_name: Some("/yoctogram/backend".to_owned()),
                    retention: RetentionDays::OneWeek,
                    ..LogGroupProps::default()
                };
                container.logging = Some(LogDriver::aws_logs(AwsLogDriverProps {
                    stream_prefix: stack.id("fargate"),
                    log_group: Some(LogGroup::new(stack.scope(), &stack.id("logs"), group)?),
                    mode: Some(AwsLogDriverMode::NonBlocking),
                    ..AwsLogDriverProps::default()
                })?);
                Ok(())
            });
        },
    },
    Variant {
        name: "frontend-legacy-distribution",
        says: "the distribution is the old CloudFrontWebDistribution, with forwarded values",
        fails: &[],
        change: |changes| changes.replace("frontend-distribution", legacy_distribution),
    },
];

const IMPORTED_ZONE: &str = "imported-zone";

fn import_zone(changes: &mut Changes) {
    changes.before("vpc", |stack| {
        let made: HostedZone = stack.made("hosted-zone")?;
        let attributes = HostedZoneAttributes {
            hosted_zone_id: made.hosted_zone_id(),
            zone_name: stack.settings().sunet_dns_root().into(),
        };
        let new = HostedZone::from_hosted_zone_attributes;
        stack.make(IMPORTED_ZONE, new, attributes).map(drop)
    });
    changes.props_in("backend-certificate", |certificate: &mut CertificateProps, stack| {
        let zone = stack.made(IMPORTED_ZONE)?;
        certificate.validation = Some(CertificateValidation::from_dns(Some(&zone)));
        Ok(())
    });
    changes.props_in("frontend-certificate", |certificate: &mut DnsValidatedCertificateProps, stack| {
        certificate.hosted_zone = stack.made(IMPORTED_ZONE)?;
        Ok(())
    });
    changes.props_in("fargate-service", |service: &mut ApplicationLoadBalancedFargateServiceProps, stack| {
        service.domain_zone = Some(stack.made(IMPORTED_ZONE)?);
        Ok(())
    });
    changes.props_in("frontend-domain", |record: &mut RecordSetOptions, stack| {
        record.zone = stack.made(IMPORTED_ZONE)?;
        Ok(())
    });
}

fn legacy_distribution(stack: &StackBuilder<'_>) -> Result<Distribution> {
    let settings = stack.settings();
    let at_once = Some(Duration::seconds(0));
    let api = Behavior {
        path_pattern: Some("/api/*".to_owned()),
        allowed_methods: CloudFrontAllowedMethods::All,
        default_ttl: at_once,
        min_ttl: at_once,
        max_ttl: at_once,
        forwarded_values: Some(ForwardedValues {
            query_string: true,
            headers: vec!["*".to_owned()],
            cookies: Some("all".to_owned()),
            ..ForwardedValues::default()
        }),
        ..Behavior::default()
    };
    let api_server = OriginSource::Custom(CustomOriginConfig::new(format!("api.{}", settings.app_domain())));
    let site = OriginSource::S3(S3OriginConfig {
        s3_bucket_source: stack.made("frontend-deployment-bucket")?,
        origin_access_identity: Some(stack.made("frontend-access-identity")?),
    });
    let everything_else = Behavior { is_default_behavior: true, ..Behavior::default() };
    let aliases = vec![settings.app_domain().into()];
    let certificate = ViewerCertificate::from_acm_certificate(
        &stack.made("frontend-certificate")?,
        ViewerCertificateOptions { aliases, ..ViewerCertificateOptions::default() },
    );
    CloudFrontWebDistribution::new(
        stack.scope(),
        &stack.id("frontend-distribution"),
        CloudFrontWebDistributionProps {
            viewer_certificate: Some(certificate),
            origin_configs: vec![
                SourceConfiguration::new(api_server, vec![api]),
                SourceConfiguration::new(site, vec![everything_else]),
            ],
            error_configurations: vec![CustomErrorResponse {
                error_code: 404,
                response_code: Some(200),
                response_page_path: Some("/index.html".to_owned()),
                ..CustomErrorResponse::default()
            }],
            ..CloudFrontWebDistributionProps::default()
        },
    )
}
