//! Buckets with the patterns' defaults.

use super::suppressions::suppress;
use super::{Change, CloudFrontToS3Props};
use crate::aws_s3::{
    BlockPublicAccess, Bucket, BucketEncryption, BucketProps, LifecycleRule, NoncurrentVersionTransition,
    ObjectOwnership, StorageClass,
};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, Node};
use crate::duration::Duration;
use crate::error::Result;

/// Encrypted, versioned, kept, and not for the public.
fn defaults() -> BucketProps {
    BucketProps {
        encryption: Some(BucketEncryption::S3Managed),
        versioned: true,
        block_public_access: Some(BlockPublicAccess::BLOCK_ALL),
        removal_policy: Some(RemovalPolicy::Retain),
        enforce_ssl: true,
        ..BucketProps::default()
    }
}

fn changed(mut props: BucketProps, change: Option<&Change<BucketProps>>) -> BucketProps {
    if let Some(change) = change {
        change(&mut props);
    }
    props
}

/// The bucket, and the one for its access logs.
pub(super) fn build(node: &Node, props: &CloudFrontToS3Props) -> Result<(Bucket, Option<Bucket>)> {
    let change = props.bucket_props.as_ref();
    // What the caller says of these decides about the defaults of others.
    let said = changed(BucketProps { versioned: true, ..BucketProps::default() }, change);
    let logs = match &said.server_access_logs_bucket {
        Some(given) => Some(given.clone()),
        None if props.log_s3_access_logs == Some(false) => None,
        None => {
            let mut logs = defaults();
            if let (None, Some(policy)) = (&props.logging_bucket_props, said.removal_policy) {
                logs.removal_policy = Some(policy);
            }
            let logs = changed(logs, props.logging_bucket_props.as_ref());
            let reason = "This S3 bucket is used as the access logging bucket for another bucket";
            Some(logging_bucket(node, "S3LoggingBucket", logs, reason)?)
        }
    };
    let lifecycle_rules = if said.versioned { vec![old_versions_to_glacier()] } else { Vec::new() };
    let bucket = BucketProps { lifecycle_rules, server_access_logs_bucket: logs.clone(), ..defaults() };
    Ok((Bucket::new(node, "S3Bucket", changed(bucket, change))?, logs))
}

fn old_versions_to_glacier() -> LifecycleRule {
    LifecycleRule {
        noncurrent_version_transitions: vec![NoncurrentVersionTransition {
            storage_class: StorageClass::Glacier,
            transition_after: Duration::days(90),
            noncurrent_versions_to_retain: None,
        }],
        ..LifecycleRule::default()
    }
}

/// The bucket for the distribution's logs, which CloudFront writes by its ACL.
pub(super) fn build_for_distribution(node: &Node, change: Option<&Change<BucketProps>>) -> Result<Bucket> {
    let mut props = changed(defaults(), change);
    props.object_ownership = Some(ObjectOwnership::ObjectWriter);
    let reason = "This S3 bucket is used as the access logging bucket for CloudFront Distribution";
    let bucket = logging_bucket(node, "CloudfrontLoggingBucket", props, reason)?;
    if let Some(resource) = bucket.node().default_child().as_ref().and_then(CfnResource::at) {
        resource.add_property_override("AccessControl", "LogDeliveryWrite");
    }
    Ok(bucket)
}

fn logging_bucket(node: &Node, id: &str, props: BucketProps, reason: &str) -> Result<Bucket> {
    let bucket = Bucket::new(node, id, props)?;
    suppress(bucket.node(), "W35", reason);
    Ok(bucket)
}
