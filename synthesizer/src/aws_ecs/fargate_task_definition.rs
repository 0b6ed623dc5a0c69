//! Tasks on Fargate.

use super::{
    AppMeshProxyConfiguration, Compatibility, RuntimePlatform, TaskDefinition, TaskDefinitionProps, Volume,
};
use crate::aws_iam::Role;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;

/// Makes tasks on Fargate.
#[derive(Debug)]
pub struct FargateTaskDefinition;

/// What a task can be told.
#[derive(Clone, Default)]
pub struct FargateTaskDefinitionProps {
    /// Units of processor, 1,024 for one; 256 if not given.
    pub cpu: Option<u32>,
    /// Memory in MiB, 512 if not given. Not every size goes with every processor.
    pub memory_limit_mib: Option<u32>,
    /// Storage in GiB, 21 to 200.
    pub ephemeral_storage_gib: Option<u32>,
    /// What it runs on.
    pub runtime_platform: Option<RuntimePlatform>,
    /// Name of all its revisions; made of its path if not given.
    pub family: Option<String>,
    /// What the containers may do; made if not given.
    pub task_role: Option<Role>,
    /// What starting the containers needs; made when it is needed if not given.
    pub execution_role: Option<Role>,
    /// The first volumes.
    pub volumes: Vec<Volume>,
    /// The container that all traffic of the others goes through.
    pub proxy_configuration: Option<AppMeshProxyConfiguration>,
}

impl FargateTaskDefinition {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.FargateTaskDefinition");

    /// A task without containers.
    #[expect(clippy::new_ret_no_self, reason = "it is a task definition; the CDK makes it with this name")]
    pub fn new(scope: &dyn Construct, id: &str, props: FargateTaskDefinitionProps) -> Result<TaskDefinition> {
        let node = Node::new(scope, id, FargateTaskDefinition::INFO)?;
        let (cpu, memory) = (props.cpu.unwrap_or(256), props.memory_limit_mib.unwrap_or(512));
        if cpu == 0 || memory == 0 {
            return Err(node.error(format!(
                "Fargate-compatible tasks require both CPU ({cpu}) and memory ({memory}) specifications"
            )));
        }
        if props.ephemeral_storage_gib.is_some_and(|size| !(21..=200).contains(&size)) {
            return Err(node.error("Ephemeral storage size must be between 21GiB and 200GiB"));
        }
        let platform = props.runtime_platform.unwrap_or_default();
        platform.check_size(cpu, memory).map_err(|error| node.error(error.to_string()))?;
        TaskDefinition::create(
            node,
            TaskDefinitionProps {
                compatibility: Compatibility::Fargate,
                cpu,
                memory_mib: memory,
                ephemeral_storage_gib: props.ephemeral_storage_gib,
                runtime_platform: props.runtime_platform,
                family: props.family,
                task_role: props.task_role,
                execution_role: props.execution_role,
                volumes: props.volumes,
                proxy_configuration: props.proxy_configuration,
            },
        )
    }
}
