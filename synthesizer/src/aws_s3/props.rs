//! What a bucket can be told.

use super::{
    Bucket, BucketAccessControl, BucketEncryption, CorsRule, InventoryFormat, InventoryFrequency,
    InventoryObjectVersion, LifecycleRule, ObjectLockMode, ObjectOwnership, RedirectTarget, RoutingRule,
};
use crate::aws_kms::Key;
use crate::cfn::RemovalPolicy;
use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::json::Map;
use crate::value::{Text, Value};

/// What a bucket can be told. The default is a bucket that stays when its stack goes.
#[derive(Clone, Default)]
pub struct BucketProps {
    /// Generated if none is given.
    pub bucket_name: Option<Text>,
    /// How objects are encrypted.
    pub encryption: Option<BucketEncryption>,
    /// The key that encrypts them, with [`BucketEncryption::Kms`] or [`BucketEncryption::Dsse`]; one is made if none is
    /// given.
    pub encryption_key: Option<Key>,
    /// Whether S3 asks for a key of its own instead of for each object.
    pub bucket_key_enabled: Option<bool>,
    /// Whether only HTTPS is let in.
    pub enforce_ssl: bool,
    /// Oldest version of TLS, such as 1.2. Only with `enforce_ssl`.
    pub minimum_tls_version: Option<f64>,
    /// Whether old versions of objects are kept.
    pub versioned: bool,
    /// Whether objects can be locked.
    pub object_lock_enabled: Option<bool>,
    /// How long objects are locked.
    pub object_lock_default_retention: Option<ObjectLockRetention>,
    /// What happens to the bucket when it leaves its stack; it stays if nothing is said.
    pub removal_policy: Option<RemovalPolicy>,
    /// Whether the bucket is emptied before it is deleted. Only with [`RemovalPolicy::Destroy`].
    pub auto_delete_objects: bool,
    /// When objects move and are deleted.
    pub lifecycle_rules: Vec<LifecycleRule>,
    /// Page of a website's folders.
    pub website_index_document: Option<String>,
    /// Page for a website's errors.
    pub website_error_document: Option<String>,
    /// Where a website sends all requests on to.
    pub website_redirect: Option<RedirectTarget>,
    /// Which requests a website sends on.
    pub website_routing_rules: Vec<RoutingRule>,
    /// A canned access control list.
    pub access_control: Option<BucketAccessControl>,
    /// Whether everybody may read all objects.
    pub public_read_access: bool,
    /// What the public may not be given.
    pub block_public_access: Option<BlockPublicAccess>,
    /// Metrics of requests.
    pub metrics: Vec<BucketMetrics>,
    /// Which sites may use it from a browser.
    pub cors: Vec<CorsRule>,
    /// Bucket for access logs; the bucket itself if only a prefix is given.
    pub server_access_logs_bucket: Option<Bucket>,
    /// Beginning of the access logs' keys.
    pub server_access_logs_prefix: Option<String>,
    /// Lists of the objects that S3 makes.
    pub inventories: Vec<Inventory>,
    /// Who owns objects that others upload.
    pub object_ownership: Option<ObjectOwnership>,
    /// Whether uploads can go by way of CloudFront's edges.
    pub transfer_acceleration: bool,
    /// When objects that nobody reads go to the archive.
    pub intelligent_tiering_configurations: Vec<IntelligentTieringConfiguration>,
}

/// What the public may not be given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockPublicAccess {
    /// New ACLs that are public.
    pub block_public_acls: Option<bool>,
    /// New policies that are public.
    pub block_public_policy: Option<bool>,
    /// All ACLs.
    pub ignore_public_acls: Option<bool>,
    /// Access by policies that are public.
    pub restrict_public_buckets: Option<bool>,
}

impl BlockPublicAccess {
    /// Nothing at all.
    pub const BLOCK_ALL: BlockPublicAccess = BlockPublicAccess {
        block_public_acls: Some(true),
        block_public_policy: Some(true),
        ignore_public_acls: Some(true),
        restrict_public_buckets: Some(true),
    };
    /// Nothing by ACLs.
    pub const BLOCK_ACLS: BlockPublicAccess = BlockPublicAccess {
        block_public_acls: Some(true),
        block_public_policy: None,
        ignore_public_acls: Some(true),
        restrict_public_buckets: None,
    };
}

/// Metrics of the requests for some objects.
#[derive(Debug, Clone, Default)]
pub struct BucketMetrics {
    /// Name of the metrics.
    pub id: String,
    /// Beginning of the objects' keys.
    pub prefix: Option<String>,
    /// Tags of the objects.
    pub tag_filters: Map<Value>,
}

/// A list of a bucket's objects, made by S3.
#[derive(Clone)]
pub struct Inventory {
    /// Where the list goes.
    pub bucket: Bucket,
    /// Beginning of its key.
    pub prefix: Option<String>,
    /// Account of that bucket.
    pub bucket_owner: Option<String>,
    /// Whether it is made.
    pub enabled: bool,
    /// CSV if none is given.
    pub format: InventoryFormat,
    /// Weekly if nothing is said.
    pub frequency: InventoryFrequency,
    /// All if nothing is said.
    pub include_object_versions: InventoryObjectVersion,
    /// Made of the bucket's id if none is given.
    pub inventory_id: Option<String>,
    /// Beginning of the keys that are listed.
    pub objects_prefix: Option<String>,
    /// Such as `Size`.
    pub optional_fields: Vec<String>,
}

impl Inventory {
    /// A weekly list of all versions as CSV.
    pub fn new(bucket: &Bucket) -> Inventory {
        Inventory {
            bucket: bucket.clone(),
            prefix: None,
            bucket_owner: None,
            enabled: true,
            format: InventoryFormat::Csv,
            frequency: InventoryFrequency::Weekly,
            include_object_versions: InventoryObjectVersion::All,
            inventory_id: None,
            objects_prefix: None,
            optional_fields: Vec::new(),
        }
    }
}

/// When objects that nobody reads go to the archive.
#[derive(Debug, Clone, Default)]
pub struct IntelligentTieringConfiguration {
    /// Name of the configuration.
    pub name: String,
    /// Beginning of the objects' keys.
    pub prefix: Option<String>,
    /// Tags of the objects.
    pub tags: Map<Value>,
    /// When they go to the archive.
    pub archive_access_tier_time: Option<Duration>,
    /// When they go to the deep archive.
    pub deep_archive_access_tier_time: Option<Duration>,
}

/// How long objects are locked.
#[derive(Debug, Clone, Copy)]
pub struct ObjectLockRetention {
    pub(super) mode: ObjectLockMode,
    pub(super) days: i64,
}

impl ObjectLockRetention {
    /// Some users may unlock objects. One day to 100 years.
    pub fn governance(duration: Duration) -> Result<ObjectLockRetention> {
        ObjectLockRetention::new(ObjectLockMode::Governance, duration)
    }

    /// Nobody may unlock objects. One day to 100 years.
    pub fn compliance(duration: Duration) -> Result<ObjectLockRetention> {
        ObjectLockRetention::new(ObjectLockMode::Compliance, duration)
    }

    fn new(mode: ObjectLockMode, duration: Duration) -> Result<ObjectLockRetention> {
        const HUNDRED_YEARS: i64 = 365 * 100;
        match duration.to_days()? {
            days if days > HUNDRED_YEARS => {
                Err(Error::message("Object Lock retention duration must be less than 100 years"))
            }
            days if days < 1 => Err(Error::message("Object Lock retention duration must be at least 1 day")),
            days => Ok(ObjectLockRetention { mode, days }),
        }
    }
}
