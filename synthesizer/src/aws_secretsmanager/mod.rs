//! AWS Secrets Manager: secrets.

mod attachment;
mod generator;
mod grants;
mod name;
mod secret;

pub use attachment::{AttachmentTargetType, SecretAttachmentTarget};
pub use generator::SecretStringGenerator;
pub use grants::ResourcePolicy;
pub use secret::{ReplicaRegion, Secret, SecretProps};
