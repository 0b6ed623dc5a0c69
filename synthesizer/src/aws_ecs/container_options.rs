//! What a container can be told.

use super::{
    ContainerImage, EfsVolumeConfiguration, EnvironmentFile, HealthCheck, LinuxParameters, LogDriver,
    PortMapping, Secret,
};
use crate::duration::Duration;
use crate::json::Map;
use crate::props;
use crate::value::{Text, Value};

/// What a container can be told.
#[derive(Clone)]
pub struct ContainerDefinitionOptions {
    /// What runs in it.
    pub image: ContainerImage,
    /// Its name in the task; its id if not given.
    pub container_name: Option<String>,
    /// Instead of the image's command.
    pub command: Option<Vec<Text>>,
    /// Instead of the image's entry point.
    pub entry_point: Option<Vec<Text>>,
    /// Units of processor, of the task's.
    pub cpu: Option<u32>,
    /// The most memory, in MiB.
    pub memory_limit_mib: Option<u32>,
    /// The least memory, in MiB.
    pub memory_reservation_mib: Option<u32>,
    /// Whether the task stops when it stops.
    pub essential: bool,
    /// The environment.
    pub environment: Map<Text>,
    /// Files with more of the environment.
    pub environment_files: Vec<EnvironmentFile>,
    /// Secrets in the environment.
    pub secrets: Vec<(String, Secret)>,
    /// Labels.
    pub docker_labels: Map<Text>,
    /// How it is found out whether it is well. To be given here: later it has no effect.
    pub health_check: Option<HealthCheck>,
    /// What the kernel lets it do.
    pub linux_parameters: Option<LinuxParameters>,
    /// Where its output goes; nowhere if not given.
    pub logging: Option<LogDriver>,
    /// The first ports.
    pub port_mappings: Vec<PortMapping>,
    /// Whether it has no network.
    pub disable_networking: Option<bool>,
    /// Its name in the network.
    pub hostname: Option<String>,
    /// Whether it may do what the host may do.
    pub privileged: Option<bool>,
    /// Whether its files cannot be changed.
    pub readonly_root_filesystem: Option<bool>,
    /// How long others wait for it to start.
    pub start_timeout: Option<Duration>,
    /// How long it may take to stop.
    pub stop_timeout: Option<Duration>,
    /// Settings of the kernel.
    pub system_controls: Vec<SystemControl>,
    /// The first limits.
    pub ulimits: Vec<Ulimit>,
    /// Who runs in it, such as `1000:1000`.
    pub user: Option<String>,
    /// Where it runs.
    pub working_directory: Option<String>,
}

impl ContainerDefinitionOptions {
    /// A container of this image, and nothing else.
    pub fn new(image: ContainerImage) -> ContainerDefinitionOptions {
        ContainerDefinitionOptions {
            image,
            container_name: None,
            command: None,
            entry_point: None,
            cpu: None,
            memory_limit_mib: None,
            memory_reservation_mib: None,
            essential: true,
            environment: Map::new(),
            environment_files: Vec::new(),
            secrets: Vec::new(),
            docker_labels: Map::new(),
            health_check: None,
            linux_parameters: None,
            logging: None,
            port_mappings: Vec::new(),
            disable_networking: None,
            hostname: None,
            privileged: None,
            readonly_root_filesystem: None,
            start_timeout: None,
            stop_timeout: None,
            system_controls: Vec::new(),
            ulimits: Vec::new(),
            user: None,
            working_directory: None,
        }
    }
}

/// A setting of the kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemControl {
    /// Such as `net.core.somaxconn`.
    pub namespace: String,
    /// Its value.
    pub value: String,
}

impl SystemControl {
    pub(super) fn render(&self) -> Value {
        props! { "Namespace" => &self.namespace, "Value" => &self.value }
    }
}

/// Something that is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the system call")]
pub enum UlimitName {
    Core,
    Cpu,
    Data,
    Fsize,
    Locks,
    Memlock,
    Msgqueue,
    Nice,
    Nofile,
    Nproc,
    Rss,
    Rtprio,
    Rttime,
    Sigpending,
    Stack,
}

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ulimit {
    /// What is limited.
    pub name: UlimitName,
    /// What programs begin with.
    pub soft_limit: u64,
    /// What they may raise it to.
    pub hard_limit: u64,
}

impl Ulimit {
    pub(super) fn render(&self) -> Value {
        let name = format!("{:?}", self.name).to_lowercase();
        props! {
            "Name" => name,
            "SoftLimit" => self.soft_limit as i64,
            "HardLimit" => self.hard_limit as i64,
        }
    }
}

/// What a container waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContainerDependencyCondition {
    /// That the other started.
    Start,
    /// That the other ended.
    Complete,
    /// That the other ended well.
    Success,
    /// That the other is well.
    #[default]
    Healthy,
}

impl ContainerDependencyCondition {
    pub(super) fn name(self) -> &'static str {
        match self {
            ContainerDependencyCondition::Start => "START",
            ContainerDependencyCondition::Complete => "COMPLETE",
            ContainerDependencyCondition::Success => "SUCCESS",
            ContainerDependencyCondition::Healthy => "HEALTHY",
        }
    }
}

impl EfsVolumeConfiguration {
    pub(super) fn render(&self) -> Value {
        let authorization = self.authorization_config.as_ref().map(|config| {
            props! { "AccessPointId" => config.access_point_id.clone(), "IAM" => config.iam.clone() }
        });
        props! {
            "FilesystemId" => &self.file_system_id,
            "AuthorizationConfig" => authorization,
            "RootDirectory" => self.root_directory.clone(),
            "TransitEncryption" => self.transit_encryption.clone(),
            "TransitEncryptionPort" => self.transit_encryption_port,
        }
    }
}
