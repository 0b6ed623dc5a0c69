//! Services with everything that they need.

mod application_load_balanced_fargate_service;
mod application_multiple_target_groups_fargate_service;
mod base;
mod load_balanced_props;
mod multiple_target_groups_props;
mod network_load_balanced_fargate_service;
mod network_load_balanced_props;

pub use application_load_balanced_fargate_service::ApplicationLoadBalancedFargateService;
pub use application_multiple_target_groups_fargate_service::ApplicationMultipleTargetGroupsFargateService;
pub use load_balanced_props::{
    ApplicationLoadBalancedFargateServiceProps, ApplicationLoadBalancedServiceRecordType,
    ApplicationLoadBalancedTaskImageOptions,
};
pub use multiple_target_groups_props::{
    ApplicationListenerProps, ApplicationLoadBalancerSpec,
    ApplicationMultipleTargetGroupsFargateServiceProps, ApplicationTargetProps,
};
pub use network_load_balanced_fargate_service::NetworkLoadBalancedFargateService;
pub use network_load_balanced_props::{
    NetworkLoadBalancedFargateServiceProps, NetworkLoadBalancedServiceRecordType,
    NetworkLoadBalancedTaskImageOptions,
};
