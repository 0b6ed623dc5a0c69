//! Logs.

mod grants;
mod log_group;
mod log_retention;
mod resource_policy;
mod streams;

pub use log_group::{LogGroup, LogGroupProps, RetentionDays};
pub use log_retention::{LogRetention, LogRetentionProps};
pub use resource_policy::ResourcePolicy;
pub use streams::{FilterPattern, MetricFilterOptions};
