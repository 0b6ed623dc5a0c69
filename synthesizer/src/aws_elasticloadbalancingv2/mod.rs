//! Load balancers for HTTP.

mod access_logs;
mod action;
mod attributes;
mod condition;
mod enums;
mod listener;
mod listener_rule;
mod load_balancer;
mod target_group;
mod target_group_checks;

pub use action::{FixedResponseOptions, ListenerAction, RedirectOptions};
pub use condition::{ListenerCondition, QueryStringCondition};
pub use enums::{
    ApplicationProtocol, ApplicationProtocolVersion, DesyncMitigationMode, IpAddressType, Protocol,
    SslPolicy, TargetGroupLoadBalancingAlgorithmType, TargetType,
};
pub use listener::{ApplicationListener, BaseApplicationListenerProps, Rule};
pub use load_balancer::{
    ApplicationLoadBalancer, ApplicationLoadBalancerProps, ApplicationLoadBalancerRedirectConfig,
};
pub use target_group::{
    ApplicationLoadBalancerTarget, ApplicationTargetGroup, ApplicationTargetGroupProps, HealthCheck,
    LoadBalancerTargetProps,
};
