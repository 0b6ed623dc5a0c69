//! What a service behind a network load balancer can be told.

use super::{ApplicationLoadBalancedServiceRecordType, ApplicationLoadBalancedTaskImageOptions};
use crate::aws_ec2::{SubnetSelection, Vpc};
use crate::aws_ecs::{
    CapacityProviderStrategy, CloudMapOptions, Cluster, DeploymentCircuitBreaker, DeploymentControllerType,
    FargatePlatformVersion, PropagatedTagSource, RuntimePlatform, TaskDefinition,
};
use crate::aws_elasticloadbalancingv2::NetworkLoadBalancer;
use crate::aws_route53::HostedZone;
use crate::duration::Duration;
use crate::value::Text;

/// Which record is made for a service's name.
pub type NetworkLoadBalancedServiceRecordType = ApplicationLoadBalancedServiceRecordType;

/// The one container of a service whose task is made.
pub type NetworkLoadBalancedTaskImageOptions = ApplicationLoadBalancedTaskImageOptions;

/// What a service can be told. It needs a task definition or an image.
#[derive(Clone)]
pub struct NetworkLoadBalancedFargateServiceProps {
    /// What it runs in; one for the stack is made if neither this nor a VPC is given.
    pub cluster: Option<Cluster>,
    /// The VPC of a cluster that is made.
    pub vpc: Option<Vpc>,
    /// What runs.
    pub task_definition: Option<TaskDefinition>,
    /// The container of a task that is made.
    pub task_image_options: Option<NetworkLoadBalancedTaskImageOptions>,
    /// Units of processor of a task that is made.
    pub cpu: Option<u32>,
    /// Memory in MiB of a task that is made.
    pub memory_limit_mib: Option<u32>,
    /// What a task that is made runs on.
    pub runtime_platform: Option<RuntimePlatform>,
    /// How many tasks run, at least one.
    pub desired_count: Option<u32>,
    /// The load balancer; made if not given.
    pub load_balancer: Option<NetworkLoadBalancer>,
    /// Whether the internet reaches a load balancer that is made.
    pub public_load_balancer: bool,
    /// Port of the listener; 80 if not given.
    pub listener_port: Option<u16>,
    /// The service's name in the domain name system.
    pub domain_name: Option<Text>,
    /// The zone of that name.
    pub domain_zone: Option<HostedZone>,
    /// Which record is made for it.
    pub record_type: NetworkLoadBalancedServiceRecordType,
    /// Name of the service.
    pub service_name: Option<String>,
    /// Whether tasks get public addresses.
    pub assign_public_ip: bool,
    /// Subnets of the tasks.
    pub task_subnets: Option<SubnetSelection>,
    /// The least tasks during a deployment, in percent of the count.
    pub min_healthy_percent: Option<u32>,
    /// The most tasks during a deployment, in percent of the count.
    pub max_healthy_percent: Option<u32>,
    /// How long the load balancer's bad answers do not count.
    pub health_check_grace_period: Option<Duration>,
    /// Whether a deployment that fails is stopped.
    pub circuit_breaker: Option<DeploymentCircuitBreaker>,
    /// Who deploys.
    pub deployment_controller: Option<DeploymentControllerType>,
    /// Whether tasks are tagged with cluster and service.
    pub enable_ecs_managed_tags: bool,
    /// Where else tasks get tags from.
    pub propagate_tags: Option<PropagatedTagSource>,
    /// Whether commands can be run in containers.
    pub enable_execute_command: Option<bool>,
    /// Which kinds of Fargate it runs on.
    pub capacity_provider_strategies: Option<Vec<CapacityProviderStrategy>>,
    /// Version of Fargate.
    pub platform_version: Option<FargatePlatformVersion>,
    /// The name by which others find it without the load balancer.
    pub cloud_map_options: Option<CloudMapOptions>,
}

impl Default for NetworkLoadBalancedFargateServiceProps {
    fn default() -> Self {
        NetworkLoadBalancedFargateServiceProps {
            cluster: None,
            vpc: None,
            task_definition: None,
            task_image_options: None,
            cpu: None,
            memory_limit_mib: None,
            runtime_platform: None,
            desired_count: None,
            load_balancer: None,
            public_load_balancer: true,
            listener_port: None,
            domain_name: None,
            domain_zone: None,
            record_type: NetworkLoadBalancedServiceRecordType::Alias,
            service_name: None,
            assign_public_ip: false,
            task_subnets: None,
            min_healthy_percent: None,
            max_healthy_percent: None,
            health_check_grace_period: None,
            circuit_breaker: None,
            deployment_controller: None,
            enable_ecs_managed_tags: false,
            propagate_tags: None,
            enable_execute_command: None,
            capacity_provider_strategies: None,
            platform_version: None,
            cloud_map_options: None,
        }
    }
}
