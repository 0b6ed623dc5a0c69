//! The parts of a bucket's properties that need more than a value.

use super::lifecycle::tag_filters;
use super::{
    BlockPublicAccess, BucketAccessControl, BucketMetrics, BucketProps, IntelligentTieringConfiguration,
    ObjectOwnership,
};
use crate::construct::Node;
use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::props;
use crate::value::Value;

pub(super) fn public_access_block(block: &BlockPublicAccess) -> Value {
    props! {
        "BlockPublicAcls" => block.block_public_acls,
        "BlockPublicPolicy" => block.block_public_policy,
        "IgnorePublicAcls" => block.ignore_public_acls,
        "RestrictPublicBuckets" => block.restrict_public_buckets,
    }
}

pub(super) fn metrics(metrics: &[BucketMetrics]) -> Option<Value> {
    let render = |metric: &BucketMetrics| {
        props! {
            "Id" => &metric.id,
            "Prefix" => metric.prefix.as_ref(),
            "TagFilters" => tag_filters(&metric.tag_filters),
        }
    };
    (!metrics.is_empty()).then(|| Value::List(metrics.iter().map(render).collect()))
}

pub(super) fn ownership(
    ownership: Option<ObjectOwnership>,
    access_control: Option<BucketAccessControl>,
) -> Result<Value> {
    use BucketAccessControl::{BucketOwnerFullControl, BucketOwnerRead, Private};
    let needed = match access_control {
        None | Some(Private | BucketOwnerRead | BucketOwnerFullControl) => None,
        Some(control) => Some(control),
    };
    match (ownership, needed) {
        (None, None) => Ok(Value::Undefined),
        (Some(ObjectOwnership::BucketOwnerEnforced), Some(control)) => Err(Error::message(format!(
            "objectOwnership must be set to \"{}\" when accessControl is \"{}\"",
            ObjectOwnership::ObjectWriter.as_str(),
            control.as_str()
        ))),
        (ownership, _) => {
            let ownership = ownership.unwrap_or(ObjectOwnership::ObjectWriter);
            Ok(props! { "Rules" => [props! { "ObjectOwnership" => ownership }] })
        }
    }
}

pub(super) fn tiering(configurations: &[IntelligentTieringConfiguration]) -> Result<Option<Value>> {
    if configurations.is_empty() {
        return Ok(None);
    }
    let configurations: Vec<Value> = configurations.iter().map(tiering_entry).collect::<Result<_>>()?;
    Ok(Some(Value::List(configurations)))
}

fn tiering_entry(configuration: &IntelligentTieringConfiguration) -> Result<Value> {
    let tier = |name: &str, time: Option<Duration>| -> Result<Option<Value>> {
        let days = time.map(Duration::to_days).transpose()?;
        Ok(days.map(|days| props! { "AccessTier" => name, "Days" => days }))
    };
    let tiers = [
        tier("ARCHIVE_ACCESS", configuration.archive_access_tier_time)?,
        tier("DEEP_ARCHIVE_ACCESS", configuration.deep_archive_access_tier_time)?,
    ];
    Ok(props! {
        "Id" => &configuration.name,
        "Prefix" => configuration.prefix.as_ref(),
        "Status" => "Enabled",
        "TagFilters" => tag_filters(&configuration.tags),
        "Tierings" => tiers.into_iter().flatten().collect::<Vec<_>>(),
    })
}

pub(super) fn object_lock(node: &Node, props: &BucketProps) -> Result<Option<Value>> {
    let Some(retention) = props.object_lock_default_retention else {
        return Ok(None);
    };
    if props.object_lock_enabled == Some(false) {
        return Err(node.error("Object Lock must be enabled to configure default retention settings"));
    }
    Ok(Some(props! {
        "ObjectLockEnabled" => "Enabled",
        "Rule" => props! {
            "DefaultRetention" => props! { "Days" => retention.days, "Mode" => retention.mode },
        },
    }))
}

/// Refuses a name that S3 would refuse. One with tokens cannot be checked before deployment.
pub(super) fn validate_name(node: &Node, name: &str) -> Result<()> {
    let errors = name_errors(name);
    if errors.is_empty() {
        return Ok(());
    }
    Err(node.error(format!("Invalid S3 bucket name (value: {name})\n{}", errors.join("\n"))))
}

fn name_errors(name: &str) -> Vec<String> {
    let mut errors = Vec::new();
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if !(3..=63).contains(&name.len()) {
        errors.push("Bucket name must be at least 3 and no more than 63 characters".to_owned());
    }
    if let Some(offset) = name.find(|c: char| !(alphanumeric(c) || c == '.' || c == '-')) {
        errors.push(format!(
            "Bucket name must only contain lowercase characters and the symbols, period (.) and dash (-) (offset: {offset})"
        ));
    }
    let ends = "Bucket name must start and end with a lowercase character or number";
    if !name.starts_with(alphanumeric) {
        errors.push(format!("{ends} (offset: 0)"));
    }
    if !name.ends_with(alphanumeric) {
        errors.push(format!("{ends} (offset: {})", name.len().saturating_sub(1)));
    }
    if let Some(offset) = [".-", "-.", ".."].iter().filter_map(|pair| name.find(pair)).min() {
        errors.push(format!(
            "Bucket name must not have dash next to period, or period next to dash, or consecutive periods (offset: {offset})"
        ));
    }
    let parts: Vec<&str> = name.split('.').collect();
    let number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() == 4 && parts.iter().all(number) {
        errors.push("Bucket name must not resemble an IP address".to_owned());
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked_as_s3_does() {
        assert!(name_errors("course-bucket.123").is_empty());
        assert_eq!(name_errors("A-").len(), 4);
        assert_eq!(name_errors("10.0.0.1"), ["Bucket name must not resemble an IP address"]);
        assert!(name_errors("a.-b")[0].ends_with("consecutive periods (offset: 1)"));
    }
}
