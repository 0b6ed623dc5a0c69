//! AWS Secrets Manager: secrets.

mod generator;
mod name;
mod secret;

pub use generator::SecretStringGenerator;
pub use secret::{ReplicaRegion, Secret, SecretProps};
