//! What a load-balanced service can be told.

use crate::aws_certificatemanager::Certificate;
use crate::aws_ec2::{SecurityGroup, SubnetSelection, Vpc};
use crate::aws_ecs::{
    CapacityProviderStrategy, Cluster, ContainerImage, DeploymentCircuitBreaker, DeploymentControllerType,
    FargatePlatformVersion, LogDriver, PropagatedTagSource, RuntimePlatform, Secret, TaskDefinition,
};
use crate::aws_elasticloadbalancingv2::{
    ApplicationLoadBalancer, ApplicationProtocol, ApplicationProtocolVersion, SslPolicy,
};
use crate::aws_iam::Role;
use crate::aws_route53::HostedZone;
use crate::duration::Duration;
use crate::json::Map;
use crate::value::Text;

/// Which record is made for a service's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ApplicationLoadBalancedServiceRecordType {
    /// An alias of the load balancer.
    #[default]
    Alias,
    /// One that says that the name is the load balancer's.
    Cname,
    /// None.
    None,
}

/// The one container of a service whose task is made.
#[derive(Clone)]
pub struct ApplicationLoadBalancedTaskImageOptions {
    /// What runs in it.
    pub image: ContainerImage,
    /// `web` if not given.
    pub container_name: Option<String>,
    /// 80 if not given.
    pub container_port: Option<u16>,
    /// Whether its output goes to CloudWatch where no driver is given.
    pub enable_logging: bool,
    /// Where its output goes.
    pub log_driver: Option<LogDriver>,
    /// The environment.
    pub environment: Map<Text>,
    /// Secrets in the environment.
    pub secrets: Vec<(String, Secret)>,
    /// Labels.
    pub docker_labels: Map<Text>,
    /// Instead of the image's command.
    pub command: Option<Vec<Text>>,
    /// Instead of the image's entry point.
    pub entry_point: Option<Vec<Text>>,
    /// What starting it needs.
    pub execution_role: Option<Role>,
    /// What it may do.
    pub task_role: Option<Role>,
    /// Name of all revisions of the task.
    pub family: Option<String>,
}

impl ApplicationLoadBalancedTaskImageOptions {
    /// A container of this image, with logs.
    pub fn new(image: ContainerImage) -> ApplicationLoadBalancedTaskImageOptions {
        ApplicationLoadBalancedTaskImageOptions {
            image,
            container_name: None,
            container_port: None,
            enable_logging: true,
            log_driver: None,
            environment: Map::new(),
            secrets: Vec::new(),
            docker_labels: Map::new(),
            command: None,
            entry_point: None,
            execution_role: None,
            task_role: None,
            family: None,
        }
    }
}

/// What a load-balanced service can be told. It needs a task definition or an image.
#[derive(Clone)]
pub struct ApplicationLoadBalancedFargateServiceProps {
    /// What it runs in; one for the stack is made if neither this nor a VPC is given.
    pub cluster: Option<Cluster>,
    /// The VPC of a cluster that is made.
    pub vpc: Option<Vpc>,
    /// What runs.
    pub task_definition: Option<TaskDefinition>,
    /// The container of a task that is made.
    pub task_image_options: Option<ApplicationLoadBalancedTaskImageOptions>,
    /// Units of processor of a task that is made.
    pub cpu: Option<u32>,
    /// Memory in MiB of a task that is made.
    pub memory_limit_mib: Option<u32>,
    /// What a task that is made runs on.
    pub runtime_platform: Option<RuntimePlatform>,
    /// How many tasks run, at least one.
    pub desired_count: Option<u32>,
    /// The load balancer; made if not given.
    pub load_balancer: Option<ApplicationLoadBalancer>,
    /// Name of a load balancer that is made.
    pub load_balancer_name: Option<String>,
    /// Whether the internet reaches a load balancer that is made.
    pub public_load_balancer: bool,
    /// How long connections may be idle, one to 4,000 seconds.
    pub idle_timeout: Option<Duration>,
    /// Protocol of the listener: HTTPS with a certificate, else HTTP, if not given.
    pub protocol: Option<ApplicationProtocol>,
    /// Version of HTTP that tasks speak.
    pub protocol_version: Option<ApplicationProtocolVersion>,
    /// Port of the listener; made of the protocol if not given.
    pub listener_port: Option<u16>,
    /// Whether everyone reaches the listener.
    pub open_listener: bool,
    /// Which protocols and ciphers the listener takes.
    pub ssl_policy: Option<SslPolicy>,
    /// Protocol that tasks speak, HTTP if not given.
    pub target_protocol: Option<ApplicationProtocol>,
    /// Certificate of the listener; made for the domain if HTTPS is wanted and none is given.
    pub certificate: Option<Certificate>,
    /// Whether HTTP is redirected to HTTPS.
    pub redirect_http: bool,
    /// The service's name in the domain name system.
    pub domain_name: Option<Text>,
    /// The zone of that name.
    pub domain_zone: Option<HostedZone>,
    /// Which record is made for it.
    pub record_type: ApplicationLoadBalancedServiceRecordType,
    /// Name of the service.
    pub service_name: Option<String>,
    /// Whether tasks get public addresses.
    pub assign_public_ip: bool,
    /// Subnets of the tasks.
    pub task_subnets: Option<SubnetSelection>,
    /// Security groups of the tasks.
    pub security_groups: Vec<SecurityGroup>,
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
}

impl Default for ApplicationLoadBalancedFargateServiceProps {
    fn default() -> Self {
        ApplicationLoadBalancedFargateServiceProps {
            cluster: None,
            vpc: None,
            task_definition: None,
            task_image_options: None,
            cpu: None,
            memory_limit_mib: None,
            runtime_platform: None,
            desired_count: None,
            load_balancer: None,
            load_balancer_name: None,
            public_load_balancer: true,
            idle_timeout: None,
            protocol: None,
            protocol_version: None,
            listener_port: None,
            open_listener: true,
            ssl_policy: None,
            target_protocol: None,
            certificate: None,
            redirect_http: false,
            domain_name: None,
            domain_zone: None,
            record_type: ApplicationLoadBalancedServiceRecordType::Alias,
            service_name: None,
            assign_public_ip: false,
            task_subnets: None,
            security_groups: Vec::new(),
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
        }
    }
}
