//! Load balancers for HTTP, and for TCP and UDP.

mod access_logs;
mod action;
mod attributes;
mod base_load_balancer;
mod condition;
mod enums;
mod health_check;
mod listener;
mod listener_rule;
mod load_balancer;
mod network_listener;
mod network_load_balancer;
mod network_target_group;
mod target_group;
mod target_group_base;
mod target_group_checks;

pub use action::{FixedResponseOptions, ListenerAction, RedirectOptions};
pub use condition::{ListenerCondition, QueryStringCondition};
pub use enums::{
    ApplicationProtocol, ApplicationProtocolVersion, DesyncMitigationMode, IpAddressType, Protocol,
    SslPolicy, TargetGroupLoadBalancingAlgorithmType, TargetType,
};
pub use health_check::HealthCheck;
pub use listener::{ApplicationListener, BaseApplicationListenerProps, Rule};
pub use load_balancer::{
    ApplicationLoadBalancer, ApplicationLoadBalancerProps, ApplicationLoadBalancerRedirectConfig,
};
pub use network_listener::{BaseNetworkListenerProps, NetworkListener};
pub use network_load_balancer::{NetworkLoadBalancer, NetworkLoadBalancerProps};
pub use network_target_group::{NetworkLoadBalancerTarget, NetworkTargetGroup, NetworkTargetGroupProps};
pub use target_group::{
    ApplicationLoadBalancerTarget, ApplicationTargetGroup, ApplicationTargetGroupProps,
    LoadBalancerTargetProps,
};
