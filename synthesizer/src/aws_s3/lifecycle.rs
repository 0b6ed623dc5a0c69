//! When objects move to other storage, and when they are deleted.

use super::StorageClass;
use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::json::Map;
use crate::props;
use crate::value::Value;

/// When objects move to other storage, and when they are deleted.
#[derive(Debug, Clone)]
pub struct LifecycleRule {
    /// Identifies the rule.
    pub id: Option<String>,
    /// Whether the rule is in force.
    pub enabled: bool,
    /// After which time uploads that were not finished are given up.
    pub abort_incomplete_multipart_upload_after: Option<Duration>,
    /// When objects are deleted, as a date.
    pub expiration_date: Option<String>,
    /// When objects are deleted, counted from when they were made.
    pub expiration: Option<Duration>,
    /// When old versions are deleted.
    pub noncurrent_version_expiration: Option<Duration>,
    /// How many old versions stay.
    pub noncurrent_versions_to_retain: Option<u32>,
    /// When old versions move.
    pub noncurrent_version_transitions: Vec<NoncurrentVersionTransition>,
    /// When objects move.
    pub transitions: Vec<Transition>,
    /// Beginning of the keys that the rule is for.
    pub prefix: Option<String>,
    /// Tags of the objects that the rule is for.
    pub tag_filters: Map<Value>,
    /// Whether delete markers without older versions go.
    pub expired_object_delete_marker: Option<bool>,
    /// Bytes; only for smaller objects.
    pub object_size_less_than: Option<u32>,
    /// Bytes; only for larger objects.
    pub object_size_greater_than: Option<u32>,
}

impl Default for LifecycleRule {
    fn default() -> LifecycleRule {
        LifecycleRule {
            id: None,
            enabled: true,
            abort_incomplete_multipart_upload_after: None,
            expiration_date: None,
            expiration: None,
            noncurrent_version_expiration: None,
            noncurrent_versions_to_retain: None,
            noncurrent_version_transitions: Vec::new(),
            transitions: Vec::new(),
            prefix: None,
            tag_filters: Map::new(),
            expired_object_delete_marker: None,
            object_size_less_than: None,
            object_size_greater_than: None,
        }
    }
}

/// When objects move.
#[derive(Debug, Clone)]
pub struct Transition {
    /// Where to.
    pub storage_class: StorageClass,
    /// As a date.
    pub transition_date: Option<String>,
    /// Counted from when they were made.
    pub transition_after: Option<Duration>,
}

/// When old versions move.
#[derive(Debug, Clone)]
pub struct NoncurrentVersionTransition {
    /// Where to.
    pub storage_class: StorageClass,
    /// Counted from when they became old.
    pub transition_after: Duration,
    /// How many old versions stay.
    pub noncurrent_versions_to_retain: Option<u32>,
}

impl LifecycleRule {
    fn render(&self) -> Result<Value> {
        let marker = self.expired_object_delete_marker == Some(true);
        let expires = self.expiration.is_some() || self.expiration_date.is_some();
        if marker && (expires || !self.tag_filters.is_empty()) {
            return Err(Error::message(
                "ExpiredObjectDeleteMarker cannot be specified with expiration, ExpirationDate, or TagFilters.",
            ));
        }
        let abort = self.abort_incomplete_multipart_upload_after.map(Duration::to_days).transpose()?;
        let noncurrent = self.noncurrent_version_expiration.map(Duration::to_days).transpose()?;
        Ok(props! {
            "AbortIncompleteMultipartUpload" => abort.map(|days| props! { "DaysAfterInitiation" => days }),
            "ExpirationDate" => self.expiration_date.as_ref(),
            "ExpirationInDays" => self.expiration.map(Duration::to_days).transpose()?,
            "Id" => self.id.as_ref(),
            "NoncurrentVersionExpiration" => noncurrent.map(|days| props! {
                "NoncurrentDays" => days,
                "NewerNoncurrentVersions" => self.noncurrent_versions_to_retain,
            }),
            "NoncurrentVersionTransitions" => list(&self.noncurrent_version_transitions, |moved| Ok(props! {
                "StorageClass" => moved.storage_class,
                "TransitionInDays" => moved.transition_after.to_days()?,
                "NewerNoncurrentVersions" => moved.noncurrent_versions_to_retain,
            }))?,
            "Prefix" => self.prefix.as_ref(),
            "Status" => if self.enabled { "Enabled" } else { "Disabled" },
            "Transitions" => list(&self.transitions, |moved| Ok(props! {
                "StorageClass" => moved.storage_class,
                "TransitionDate" => moved.transition_date.as_ref(),
                "TransitionInDays" => moved.transition_after.map(Duration::to_days).transpose()?,
            }))?,
            "ExpiredObjectDeleteMarker" => self.expired_object_delete_marker,
            "TagFilters" => tag_filters(&self.tag_filters),
            "ObjectSizeLessThan" => self.object_size_less_than,
            "ObjectSizeGreaterThan" => self.object_size_greater_than,
        })
    }
}

fn list<T>(items: &[T], render: impl Fn(&T) -> Result<Value>) -> Result<Value> {
    if items.is_empty() {
        return Ok(Value::Undefined);
    }
    items.iter().map(render).collect::<Result<Vec<_>>>().map(Value::List)
}

/// Tags as filters have them.
pub(super) fn tag_filters(tags: &Map<Value>) -> Value {
    if tags.is_empty() {
        return Value::Undefined;
    }
    let filters = tags.iter().map(|(key, value)| props! { "Key" => key, "Value" => value.clone() });
    Value::List(filters.collect())
}

/// A bucket's `LifecycleConfiguration`.
pub(super) fn render(rules: &[LifecycleRule]) -> Result<Value> {
    if rules.is_empty() {
        return Ok(Value::Undefined);
    }
    let rules: Vec<Value> = rules.iter().map(LifecycleRule::render).collect::<Result<_>>()?;
    Ok(props! { "Rules" => rules })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delete_markers_do_not_expire_otherwise() {
        let rule = LifecycleRule {
            expired_object_delete_marker: Some(true),
            expiration: Some(Duration::days(1)),
            ..LifecycleRule::default()
        };
        let error = render(&[rule]).unwrap_err().to_string();
        assert_eq!(
            error,
            "ExpiredObjectDeleteMarker cannot be specified with expiration, ExpirationDate, or TagFilters."
        );
    }
}
