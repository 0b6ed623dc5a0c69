//! Addresses of buckets and objects.

use super::Bucket;
use crate::{Text, text};

impl Bucket {
    /// `https://s3.REGION.…/BUCKET/KEY`
    pub fn url_for_object(&self, key: Option<&str>) -> Text {
        let region = &self.details.region;
        text!["https://s3.", region, ".", crate::Aws::url_suffix(), "/", self.bucket_name(), path(key)]
    }

    /// `https://BUCKET.s3.…/KEY`, with the region in it unless it is not wanted.
    pub fn virtual_hosted_url_for_object(&self, key: Option<&str>, regional: bool) -> Text {
        let host = if regional { self.bucket_regional_domain_name() } else { self.bucket_domain_name() };
        text!["https://", host, path(key)]
    }

    /// `s3://BUCKET/KEY`
    pub fn s3_url_for_object(&self, key: Option<&str>) -> Text {
        text!["s3://", self.bucket_name(), path(key)]
    }
}

fn path(key: Option<&str>) -> String {
    key.map(|key| format!("/{}", key.strip_prefix('/').unwrap_or(key))).unwrap_or_default()
}
