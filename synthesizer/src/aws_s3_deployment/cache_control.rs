//! How long browsers and caches keep objects.

use crate::duration::Duration;
use crate::error::Result;

/// A directive of the header `Cache-Control`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheControl(String);

impl CacheControl {
    /// Stale objects are not used.
    pub fn must_revalidate() -> CacheControl {
        CacheControl::from_string("must-revalidate")
    }

    /// Objects are asked for again before they are used.
    pub fn no_cache() -> CacheControl {
        CacheControl::from_string("no-cache")
    }

    /// Objects are not kept.
    pub fn no_store() -> CacheControl {
        CacheControl::from_string("no-store")
    }

    /// Objects are not changed on their way.
    pub fn no_transform() -> CacheControl {
        CacheControl::from_string("no-transform")
    }

    /// Shared caches may keep objects.
    pub fn set_public() -> CacheControl {
        CacheControl::from_string("public")
    }

    /// Only browsers may keep objects.
    pub fn set_private() -> CacheControl {
        CacheControl::from_string("private")
    }

    /// Objects do not change.
    pub fn immutable() -> CacheControl {
        CacheControl::from_string("immutable")
    }

    /// Shared caches do not use stale objects.
    pub fn proxy_revalidate() -> CacheControl {
        CacheControl::from_string("proxy-revalidate")
    }

    /// How long objects are fresh.
    pub fn max_age(age: Duration) -> Result<CacheControl> {
        Ok(CacheControl(format!("max-age={}", age.to_seconds()?)))
    }

    /// How long objects are fresh in shared caches.
    pub fn s_max_age(age: Duration) -> Result<CacheControl> {
        Ok(CacheControl(format!("s-maxage={}", age.to_seconds()?)))
    }

    /// Any other.
    pub fn from_string(directive: impl Into<String>) -> CacheControl {
        CacheControl(directive.into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}
