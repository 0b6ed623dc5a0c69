//! Services with everything that they need.

mod application_load_balanced_fargate_service;
mod load_balanced_props;

pub use application_load_balanced_fargate_service::ApplicationLoadBalancedFargateService;
pub use load_balanced_props::{
    ApplicationLoadBalancedFargateServiceProps, ApplicationLoadBalancedServiceRecordType,
    ApplicationLoadBalancedTaskImageOptions,
};
