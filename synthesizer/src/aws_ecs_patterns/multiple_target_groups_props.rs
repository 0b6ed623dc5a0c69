//! What a service on several target groups can be told.

use super::ApplicationLoadBalancedTaskImageOptions;
use crate::aws_certificatemanager::Certificate;
use crate::aws_ec2::Vpc;
use crate::aws_ecs::{
    CloudMapOptions, Cluster, FargatePlatformVersion, PropagatedTagSource, Protocol, RuntimePlatform,
    TaskDefinition,
};
use crate::aws_elasticloadbalancingv2::{ApplicationProtocol, SslPolicy};
use crate::aws_route53::HostedZone;
use crate::duration::Duration;
use crate::value::Text;

/// A listener of a load balancer that is made.
#[derive(Clone)]
pub struct ApplicationListenerProps {
    /// Its id, by which target groups name it.
    pub name: String,
    /// Its protocol: HTTPS with a certificate, else HTTP, if not given.
    pub protocol: Option<ApplicationProtocol>,
    /// Its port; made of the protocol if not given.
    pub port: Option<u16>,
    /// Its certificate; made for the domain if HTTPS is wanted and none is given.
    pub certificate: Option<Certificate>,
    /// Which protocols and ciphers it takes.
    pub ssl_policy: Option<SslPolicy>,
}

impl ApplicationListenerProps {
    /// A listener for HTTP.
    pub fn new(name: &str) -> ApplicationListenerProps {
        let name = name.to_owned();
        ApplicationListenerProps { name, protocol: None, port: None, certificate: None, ssl_policy: None }
    }
}

/// A load balancer that is made.
#[derive(Clone)]
pub struct ApplicationLoadBalancerSpec {
    /// Its id.
    pub name: String,
    /// Its listeners, at least one.
    pub listeners: Vec<ApplicationListenerProps>,
    /// Whether the internet reaches it.
    pub public_load_balancer: bool,
    /// How long connections may be idle, one to 4,000 seconds.
    pub idle_timeout: Option<Duration>,
    /// Its name in the domain name system.
    pub domain_name: Option<Text>,
    /// The zone of that name.
    pub domain_zone: Option<HostedZone>,
}

impl ApplicationLoadBalancerSpec {
    /// A load balancer that the internet reaches.
    pub fn new(name: &str, listeners: Vec<ApplicationListenerProps>) -> ApplicationLoadBalancerSpec {
        ApplicationLoadBalancerSpec {
            name: name.to_owned(),
            listeners,
            public_load_balancer: true,
            idle_timeout: None,
            domain_name: None,
            domain_zone: None,
        }
    }
}

/// A port of the service, and which requests it gets: with neither path nor host all that no other gets.
#[derive(Debug, Clone, Default)]
pub struct ApplicationTargetProps {
    /// The container's port; added to the container if it has not got it yet.
    pub container_port: u16,
    /// TCP if not given.
    pub protocol: Option<Protocol>,
    /// The first listener if not given.
    pub listener: Option<String>,
    /// The rule with the lowest number goes first; to be given with a path or a host.
    pub priority: Option<u32>,
    /// Such as `/admin/*`.
    pub path_pattern: Option<String>,
    /// Such as `admin.example.com`.
    pub host_header: Option<String>,
}

/// What a service can be told. It needs a task definition or an image.
#[derive(Clone, Default)]
pub struct ApplicationMultipleTargetGroupsFargateServiceProps {
    /// What it runs in; one for the stack is made if neither this nor a VPC is given.
    pub cluster: Option<Cluster>,
    /// The VPC of a cluster that is made.
    pub vpc: Option<Vpc>,
    /// What runs.
    pub task_definition: Option<TaskDefinition>,
    /// The container of a task that is made. Ports of target groups are added to it.
    pub task_image_options: Option<ApplicationLoadBalancedTaskImageOptions>,
    /// Units of processor of a task that is made.
    pub cpu: Option<u32>,
    /// Memory in MiB of a task that is made.
    pub memory_limit_mib: Option<u32>,
    /// What a task that is made runs on.
    pub runtime_platform: Option<RuntimePlatform>,
    /// How many tasks run, at least one.
    pub desired_count: Option<u32>,
    /// The load balancers; one with one listener for HTTP if none are given.
    pub load_balancers: Vec<ApplicationLoadBalancerSpec>,
    /// The ports of the service; the container's first one if none are given.
    pub target_groups: Vec<ApplicationTargetProps>,
    /// Name of the service.
    pub service_name: Option<String>,
    /// Whether tasks get public addresses.
    pub assign_public_ip: bool,
    /// How long the load balancers' bad answers do not count.
    pub health_check_grace_period: Option<Duration>,
    /// Whether tasks are tagged with cluster and service.
    pub enable_ecs_managed_tags: bool,
    /// Where else tasks get tags from.
    pub propagate_tags: Option<PropagatedTagSource>,
    /// Whether commands can be run in containers.
    pub enable_execute_command: Option<bool>,
    /// Version of Fargate.
    pub platform_version: Option<FargatePlatformVersion>,
    /// The name by which others find it without the load balancer.
    pub cloud_map_options: Option<CloudMapOptions>,
}
