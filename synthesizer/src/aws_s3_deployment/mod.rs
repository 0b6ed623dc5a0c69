//! Files that are put into a bucket when a stack is deployed.

mod bucket_deployment;
mod cache_control;
mod props;
mod shipped;
mod source;

pub use bucket_deployment::BucketDeployment;
pub use cache_control::CacheControl;
pub use props::{BucketDeploymentProps, ServerSideEncryption, StorageClass};
pub use source::Source;
