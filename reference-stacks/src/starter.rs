//! What students begin with, and the least filled in that lets it synthesize. To be read beside the finished stacks.

use synthesizer::aws_certificatemanager::{Certificate, CertificateProps};
use synthesizer::aws_cloudfront::{BehaviorOptions, Distribution, DistributionProps};
use synthesizer::aws_ec2::{Vpc, VpcProps};
use synthesizer::aws_ecr_assets::DockerImageAssetProps;
use synthesizer::aws_ecs::{
    Cluster, ClusterProps, ContainerDefinitionOptions, ContainerImage, FargateTaskDefinition,
    FargateTaskDefinitionProps, PortMapping, TaskDefinition,
};
use synthesizer::aws_ecs_patterns::{
    ApplicationLoadBalancedFargateService, ApplicationLoadBalancedFargateServiceProps,
};
use synthesizer::aws_rds::{
    AuroraPostgresEngineVersion, DatabaseClusterEngine, ServerlessCluster, ServerlessClusterProps,
};
use synthesizer::aws_secretsmanager::{Secret, SecretProps};
use synthesizer::{Result, Stack};

use crate::{DataStack, Deployment, DnsStack, NetworkStack, StackBuilder, Variant};
use crate::{compute_stack, network_stack};

/// What students begin with.
pub(crate) const STARTER: Variant = Variant {
    name: "starter",
    says: "what students begin with, and the least filled in that lets it synthesize",
    fails: &[
        "network.subnets.zones",
        "network.subnets.isolated",
        "network.subnets.mask",
        "network.certificate.alternative_names",
        "network.certificate.validation",
        "data.database.subnets",
        "data.database.name",
        "data.database.password_characters",
        "compute.task.cpu",
        "compute.task.memory",
        "compute.task.architecture",
        "compute.grants.database_secret",
        "compute.grants.signing_key",
        "compute.grants.public_images",
        "compute.grants.private_images",
        "compute.container.runtime_environment",
        "compute.container.bucket_environment",
        "compute.container.distribution_environment",
        "compute.container.database_secrets",
        "compute.container.signing_key",
        "compute.container.health_check",
        "compute.container.logging",
        "compute.service.placement",
        "compute.frontend.https",
        "compute.frontend.root_object",
        "compute.frontend.api_origin",
        "compute.frontend.domain",
        "compute.frontend.certificate",
        "compute.frontend.not_found",
    ],
    change: |changes| changes.stacks_of(stacks),
};

fn stacks(deployment: &Deployment<'_>) -> Result<()> {
    let dns = DnsStack::new(deployment)?;
    let network = network(deployment, &dns)?;
    let data = data(deployment)?;
    let compute = compute(deployment, &dns, &network, &data)?;

    data.stack.add_dependency(&network.stack)?;
    compute.add_dependency(&data.stack)
}

fn network(deployment: &Deployment<'_>, dns: &DnsStack) -> Result<NetworkStack> {
    let stack = deployment.stack("network-stack")?;

    let vpc = stack.make("vpc", Vpc::new, VpcProps::default())?;

    let backend_certificate = stack.make(
        "backend-certificate",
        Certificate::new,
        CertificateProps::new(stack.settings().sunet_dns_root()),
    )?;

    let frontend_certificate = network_stack::frontend_certificate(&stack, dns)?;

    let stack = stack.stack().clone();
    Ok(NetworkStack { stack, vpc, backend_certificate, frontend_certificate })
}

fn data(deployment: &Deployment<'_>) -> Result<DataStack> {
    let stack = deployment.stack("data-stack")?;

    let version = AuroraPostgresEngineVersion::of("13.10", "13");
    let aurora_db = stack.make(
        "aurora-serverless",
        ServerlessCluster::new,
        ServerlessClusterProps::new(DatabaseClusterEngine::aurora_postgres(Some(version))),
    )?;

    DataStack::with_images(&stack, aurora_db.into())
}

fn compute(
    deployment: &Deployment<'_>,
    dns: &DnsStack,
    network: &NetworkStack,
    data: &DataStack,
) -> Result<Stack> {
    let stack = deployment.stack("compute-stack")?;
    backend(&stack, network, data)?;
    frontend(&stack, dns)?;
    Ok(stack.stack().clone())
}

fn backend(stack: &StackBuilder<'_>, network: &NetworkStack, data: &DataStack) -> Result<()> {
    let cluster = stack.make(
        "cluster",
        Cluster::new,
        ClusterProps { vpc: Some(network.vpc.clone()), ..ClusterProps::default() },
    )?;

    stack.make(
        "app-secret-key",
        Secret::new,
        SecretProps { description: Some("Yoctogram App JWT Signing Key".into()), ..SecretProps::default() },
    )?;

    let task_definition = stack.make(
        "fargate-task-definition",
        FargateTaskDefinition::new,
        FargateTaskDefinitionProps::default(),
    )?;

    container(stack, &task_definition)?;

    let fargate_service = stack.make(
        "fargate-service",
        ApplicationLoadBalancedFargateService::new,
        ApplicationLoadBalancedFargateServiceProps {
            cluster: Some(cluster),
            task_definition: Some(task_definition),
            ..ApplicationLoadBalancedFargateServiceProps::default()
        },
    )?;
    compute_stack::connect(stack, data, &fargate_service)
}

fn container(stack: &StackBuilder<'_>, task_definition: &TaskDefinition) -> Result<()> {
    let image = DockerImageAssetProps {
        directory: stack.settings().yoctogram_app_dir.clone(),
        ..DockerImageAssetProps::default()
    };
    stack.make(
        "app-container",
        |_, id, options| task_definition.add_container(id, options),
        ContainerDefinitionOptions {
            port_mappings: vec![PortMapping::new(80)],
            ..ContainerDefinitionOptions::new(ContainerImage::from_asset(image))
        },
    )?;
    Ok(())
}

fn frontend(stack: &StackBuilder<'_>, dns: &DnsStack) -> Result<()> {
    let site = compute_stack::site(stack)?;
    let frontend_distribution = stack.make(
        "frontend-distribution",
        Distribution::new,
        DistributionProps::new(BehaviorOptions::new(&site)),
    )?;
    compute_stack::frontend_record(stack, dns, &frontend_distribution)
}
