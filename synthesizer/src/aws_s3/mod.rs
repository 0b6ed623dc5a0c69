//! Amazon S3: buckets and their policies.

mod bucket;
mod configuration;
mod cors;
mod encryption;
mod grants;
mod import;
mod lifecycle;
mod names;
mod policy;
mod props;
mod statements;
mod urls;
mod website;

pub use bucket::Bucket;
pub use cors::CorsRule;
pub use import::BucketAttributes;
pub use lifecycle::{LifecycleRule, NoncurrentVersionTransition, Transition};
pub use names::{
    BucketAccessControl, BucketEncryption, HttpMethods, InventoryFormat, InventoryFrequency,
    InventoryObjectVersion, ObjectLockMode, ObjectOwnership, RedirectProtocol, StorageClass,
};
pub use policy::BucketPolicy;
pub use props::{
    BlockPublicAccess, BucketMetrics, BucketProps, IntelligentTieringConfiguration, Inventory,
    ObjectLockRetention,
};
pub use website::{RedirectTarget, ReplaceKey, RoutingRule, RoutingRuleCondition};
