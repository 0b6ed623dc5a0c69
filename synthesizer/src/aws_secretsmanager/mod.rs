//! AWS Secrets Manager: secrets.

mod attachment;
mod generator;
mod grants;
mod name;
mod rotation;
mod rotation_schedule;
mod secret;

pub use attachment::{AttachmentTargetType, SecretAttachmentTarget};
pub use generator::SecretStringGenerator;
pub use grants::ResourcePolicy;
pub use rotation::{SecretRotation, SecretRotationApplication, SecretRotationProps};
pub use rotation_schedule::RotationScheduleOptions;
pub use secret::{ReplicaRegion, Secret, SecretProps};
