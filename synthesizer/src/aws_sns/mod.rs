//! Simple Notification Service: topics. The CDK's `aws_sns`.

mod topic;

pub use topic::{Topic, TopicProps};
