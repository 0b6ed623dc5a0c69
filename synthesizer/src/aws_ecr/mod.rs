//! Elastic Container Registry: the CDK's `aws_ecr`.

mod repository;

pub use repository::Repository;
