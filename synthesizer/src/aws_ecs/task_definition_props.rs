//! What a task can be told.

use super::{AppMeshProxyConfiguration, RuntimePlatform, Volume};
use crate::aws_iam::Role;

/// What a task runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compatibility {
    /// Fargate only.
    Fargate,
    /// Fargate, and the machines of a cluster that has some.
    Ec2AndFargate,
}

impl Compatibility {
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Compatibility::Fargate => &["FARGATE"],
            Compatibility::Ec2AndFargate => &["EC2", "FARGATE"],
        }
    }
}

/// What a task can be told.
#[derive(Clone)]
pub struct TaskDefinitionProps {
    /// What it runs on.
    pub compatibility: Compatibility,
    /// Units of processor, 1,024 for one.
    pub cpu: u32,
    /// Memory in MiB. Not every size goes with every processor.
    pub memory_mib: u32,
    /// Storage in GiB.
    pub ephemeral_storage_gib: Option<u32>,
    /// The kind of machine.
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

impl TaskDefinitionProps {
    /// A task of this size.
    pub fn new(compatibility: Compatibility, cpu: u32, memory_mib: u32) -> TaskDefinitionProps {
        TaskDefinitionProps {
            compatibility,
            cpu,
            memory_mib,
            ephemeral_storage_gib: None,
            runtime_platform: None,
            family: None,
            task_role: None,
            execution_role: None,
            volumes: Vec::new(),
            proxy_configuration: None,
        }
    }
}
