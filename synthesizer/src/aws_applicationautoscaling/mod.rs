//! How many of something there are, as it is needed.

mod scalable_target;
mod schedule;

pub use scalable_target::{PredefinedMetric, ScalableTarget, ScalableTargetProps, TargetTrackingProps};
pub use schedule::{CronOptions, ScalingSchedule, Schedule};
