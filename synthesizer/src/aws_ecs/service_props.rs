//! What a service can be told.

use super::{CloudMapOptions, Cluster, ServiceConnectProps, TaskDefinition};
use crate::aws_ec2::{SecurityGroup, SubnetSelection};
use crate::duration::Duration;
use crate::props;
use crate::value::Value;

/// What a service can be told.
#[derive(Clone)]
pub struct FargateServiceProps {
    /// What it runs in.
    pub cluster: Cluster,
    /// What runs.
    pub task_definition: TaskDefinition,
    /// How many tasks run; one if not given.
    pub desired_count: Option<u32>,
    /// Its name; CloudFormation makes one if not given.
    pub service_name: Option<String>,
    /// Whether tasks get public addresses.
    pub assign_public_ip: bool,
    /// The public subnets if tasks get public addresses, else the private ones, if not given.
    pub vpc_subnets: Option<SubnetSelection>,
    /// Security groups of the tasks; one is made if none are given.
    pub security_groups: Vec<SecurityGroup>,
    /// The most tasks during a deployment, in percent of the count; 200 if not given.
    pub max_healthy_percent: Option<u32>,
    /// The least tasks during a deployment, in percent of the count; 50 if not given.
    pub min_healthy_percent: Option<u32>,
    /// How long load balancers' bad answers do not count; a minute if not given.
    pub health_check_grace_period: Option<Duration>,
    /// Whether a deployment that fails is stopped.
    pub circuit_breaker: Option<DeploymentCircuitBreaker>,
    /// Who deploys.
    pub deployment_controller: Option<DeploymentControllerType>,
    /// Alarms that stop a deployment.
    pub deployment_alarms: Option<DeploymentAlarmConfig>,
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
    /// The name by which DNS finds it.
    pub cloud_map_options: Option<CloudMapOptions>,
    /// How it and others reach each other by Service Connect.
    pub service_connect_configuration: Option<ServiceConnectProps>,
}

impl FargateServiceProps {
    /// A service of this task.
    pub fn new(cluster: &Cluster, task_definition: &TaskDefinition) -> FargateServiceProps {
        FargateServiceProps {
            cluster: cluster.clone(),
            task_definition: task_definition.clone(),
            desired_count: None,
            service_name: None,
            assign_public_ip: false,
            vpc_subnets: None,
            security_groups: Vec::new(),
            max_healthy_percent: None,
            min_healthy_percent: None,
            health_check_grace_period: None,
            circuit_breaker: None,
            deployment_controller: None,
            deployment_alarms: None,
            enable_ecs_managed_tags: false,
            propagate_tags: None,
            enable_execute_command: None,
            capacity_provider_strategies: None,
            platform_version: None,
            cloud_map_options: None,
            service_connect_configuration: None,
        }
    }
}

/// Stops deployments that fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeploymentCircuitBreaker {
    /// Whether the last one that worked is deployed again.
    pub rollback: bool,
}

/// Who deploys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the services")]
pub enum DeploymentControllerType {
    Ecs,
    CodeDeploy,
    External,
}

impl DeploymentControllerType {
    pub(super) fn render(self) -> Value {
        let name = match self {
            DeploymentControllerType::Ecs => "ECS",
            DeploymentControllerType::CodeDeploy => "CODE_DEPLOY",
            DeploymentControllerType::External => "EXTERNAL",
        };
        props! { "Type" => name }
    }
}

/// What an alarm does to a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlarmBehavior {
    /// The last one that worked is deployed again.
    #[default]
    RollbackOnAlarm,
    /// The deployment fails.
    FailOnAlarm,
}

/// Alarms that stop a deployment.
#[derive(Debug, Clone)]
pub struct DeploymentAlarmConfig {
    /// Their names, at least one.
    pub alarm_names: Vec<String>,
    /// What they do.
    pub behavior: AlarmBehavior,
}

/// Where tasks get tags from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropagatedTagSource {
    /// From the service.
    Service,
    /// From the task definition.
    TaskDefinition,
    /// From nowhere.
    None,
}

impl PropagatedTagSource {
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            PropagatedTagSource::Service => Some("SERVICE"),
            PropagatedTagSource::TaskDefinition => Some("TASK_DEFINITION"),
            PropagatedTagSource::None => None,
        }
    }
}

/// A kind of Fargate, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CapacityProviderStrategy {
    /// `FARGATE` or `FARGATE_SPOT`.
    pub capacity_provider: String,
    /// How many tasks run on it before others.
    pub base: Option<u32>,
    /// Its share of the other tasks.
    pub weight: Option<u32>,
}

impl CapacityProviderStrategy {
    pub(super) fn render(&self) -> Value {
        props! {
            "CapacityProvider" => &self.capacity_provider,
            "Base" => self.base,
            "Weight" => self.weight,
        }
    }
}

/// A version of Fargate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the versions")]
pub enum FargatePlatformVersion {
    Latest,
    Version1_4,
    Version1_3,
    Version1_2,
    Version1_1,
    Version1_0,
}

impl FargatePlatformVersion {
    pub(super) fn name(self) -> &'static str {
        match self {
            FargatePlatformVersion::Latest => "LATEST",
            FargatePlatformVersion::Version1_4 => "1.4.0",
            FargatePlatformVersion::Version1_3 => "1.3.0",
            FargatePlatformVersion::Version1_2 => "1.2.0",
            FargatePlatformVersion::Version1_1 => "1.1.0",
            FargatePlatformVersion::Version1_0 => "1.0.0",
        }
    }

    /// Whether containers can get single fields of secrets.
    pub(super) fn knows_secret_fields(self) -> bool {
        matches!(self, FargatePlatformVersion::Latest | FargatePlatformVersion::Version1_4)
    }
}
