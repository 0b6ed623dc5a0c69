//! Amazon ECR: repositories of container images.

mod props;
mod repository;

pub use props::{RepositoryEncryption, RepositoryProps, TagMutability};
pub use repository::Repository;
