//! Containers.

mod cluster;
mod container;
mod container_image;
mod container_options;
mod environment_file;
mod fargate_service;
mod fargate_task_definition;
mod health_check;
mod linux_parameters;
mod log_driver;
mod other_log_drivers;
mod port_mapping;
mod runtime_platform;
mod scaling;
mod secret;
mod service_props;
mod service_target;
mod task_definition;
mod volume;

pub use cluster::{Cluster, ClusterAttributes, ClusterProps};
pub use container::ContainerDefinition;
pub use container_image::ContainerImage;
pub use container_options::{
    ContainerDefinitionOptions, ContainerDependencyCondition, SystemControl, Ulimit, UlimitName,
};
pub use environment_file::EnvironmentFile;
pub use fargate_service::FargateService;
pub use fargate_task_definition::{FargateTaskDefinition, FargateTaskDefinitionProps};
pub use health_check::HealthCheck;
pub use linux_parameters::{Capability, LinuxParameters, LinuxParametersProps};
pub use log_driver::{AwsLogDriverMode, AwsLogDriverProps, LogDriver};
pub use other_log_drivers::{GenericLogDriverProps, SplunkLogDriverProps, SplunkLogFormat};
pub use port_mapping::{AppProtocol, PortMapping, Protocol};
pub use runtime_platform::{CpuArchitecture, OperatingSystemFamily, RuntimePlatform};
pub use scaling::ScalableTaskCount;
pub use secret::{Secret, SecretVersionInfo};
pub use service_props::{
    AlarmBehavior, CapacityProviderStrategy, DeploymentAlarmConfig, DeploymentCircuitBreaker,
    DeploymentControllerType, FargatePlatformVersion, FargateServiceProps, PropagatedTagSource,
};
pub use service_target::LoadBalancerTargetOptions;
pub use task_definition::TaskDefinition;
pub use volume::{EfsAuthorizationConfig, EfsVolumeConfiguration, MountPoint, Volume, VolumeFrom};
