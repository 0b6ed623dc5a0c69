//! Containers.

mod cluster;
mod container;
mod container_image;
mod container_options;
mod environment_file;
mod execute_command;
mod fargate_service;
mod fargate_task_definition;
mod firelens_log_router;
mod health_check;
mod linux_parameters;
mod log_driver;
mod other_log_drivers;
mod port_mapping;
mod proxy_configuration;
mod runtime_platform;
mod scaling;
mod secret;
mod service_discovery;
mod service_props;
mod service_target;
mod task_definition;
mod task_definition_props;
mod volume;

pub use cluster::{Cluster, ClusterAttributes, ClusterProps};
pub use container::ContainerDefinition;
pub use container_image::ContainerImage;
pub use container_options::{
    ContainerDefinitionOptions, ContainerDependencyCondition, SystemControl, Ulimit, UlimitName,
};
pub use environment_file::EnvironmentFile;
pub use execute_command::{
    ExecuteCommandConfiguration, ExecuteCommandLogConfiguration, ExecuteCommandLogging,
};
pub use fargate_service::FargateService;
pub use fargate_task_definition::{FargateTaskDefinition, FargateTaskDefinitionProps};
pub use firelens_log_router::{
    FirelensConfig, FirelensConfigFileType, FirelensLogRouterType, FirelensOptions,
};
pub use health_check::HealthCheck;
pub use linux_parameters::{Capability, LinuxParameters, LinuxParametersProps};
pub use log_driver::{AwsLogDriverMode, AwsLogDriverProps, LogDriver};
pub use other_log_drivers::{
    FireLensLogDriverProps, GenericLogDriverProps, SplunkLogDriverProps, SplunkLogFormat,
};
pub use port_mapping::{AppProtocol, PortMapping, Protocol};
pub use proxy_configuration::{AppMeshProxyConfiguration, AppMeshProxyConfigurationProps};
pub use runtime_platform::{CpuArchitecture, OperatingSystemFamily, RuntimePlatform};
pub use scaling::ScalableTaskCount;
pub use secret::{Secret, SecretVersionInfo};
pub use service_discovery::{
    CloudMapNamespaceOptions, CloudMapOptions, ServiceConnectProps, ServiceConnectService,
};
pub use service_props::{
    AlarmBehavior, CapacityProviderStrategy, DeploymentAlarmConfig, DeploymentCircuitBreaker,
    DeploymentControllerType, FargatePlatformVersion, FargateServiceProps, PropagatedTagSource,
};
pub use service_target::LoadBalancerTargetOptions;
pub use task_definition::TaskDefinition;
pub use task_definition_props::{Compatibility, TaskDefinitionProps};
pub use volume::{EfsAuthorizationConfig, EfsVolumeConfiguration, MountPoint, Volume, VolumeFrom};
