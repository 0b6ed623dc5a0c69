//! What a deployment can be told.

use super::{CacheControl, Source};
use crate::aws_cloudfront::Distribution;
use crate::aws_ec2::{SubnetSelection, Vpc};
use crate::aws_iam::Role;
use crate::aws_logs::RetentionDays;
use crate::aws_s3::{Bucket, BucketAccessControl};
use crate::json::Map;
use crate::value::Value;
use crate::value::macros::text_enum;

text_enum! {
    /// How S3 encrypts objects.
    ServerSideEncryption {
        Aes256 = "AES256",
        AwsKms = "aws:kms",
    }
}

text_enum! {
    /// How S3 keeps objects.
    StorageClass {
        Standard = "STANDARD",
        ReducedRedundancy = "REDUCED_REDUNDANCY",
        StandardIa = "STANDARD_IA",
        OnezoneIa = "ONEZONE_IA",
        IntelligentTiering = "INTELLIGENT_TIERING",
        Glacier = "GLACIER",
        DeepArchive = "DEEP_ARCHIVE",
    }
}

/// What a deployment can be told.
#[derive(Clone)]
pub struct BucketDeploymentProps {
    /// What is put into the bucket.
    pub sources: Vec<Source>,
    /// The bucket.
    pub destination_bucket: Bucket,
    /// Beginning of the objects' keys.
    pub destination_key_prefix: Option<String>,
    /// Whether sources are unpacked; they are if nothing is said.
    pub extract: Option<bool>,
    /// Patterns of files that are neither put into the bucket nor deleted from it.
    pub exclude: Vec<String>,
    /// Patterns of files that are, although they are excluded.
    pub include: Vec<String>,
    /// Whether objects that the sources do not have are deleted; they are if nothing is said.
    pub prune: Option<bool>,
    /// Whether the objects stay when the deployment is deleted or moves elsewhere; they do if nothing is said.
    pub retain_on_delete: Option<bool>,
    /// A distribution whose caches are emptied.
    pub distribution: Option<Distribution>,
    /// Which paths the caches drop, each with a `/` before it; all if none is given.
    pub distribution_paths: Vec<String>,
    /// Memory of the function in MiB, 128 if not given.
    pub memory_limit: Option<u32>,
    /// Space for the sources in MiB, 512 if not given.
    pub ephemeral_storage_size: Option<u32>,
    /// What the function may do; one is made if none is given.
    pub role: Option<Role>,
    /// The VPC that the function runs in; none if not given.
    pub vpc: Option<Vpc>,
    /// The subnets that it runs in; the private ones if not given.
    pub vpc_subnets: Option<SubnetSelection>,
    /// How long the function's logs are kept; forever if not given.
    pub log_retention: Option<RetentionDays>,
    /// The objects' metadata.
    pub metadata: Map<String>,
    /// The objects' `Cache-Control`.
    pub cache_control: Vec<CacheControl>,
    /// The objects' `Content-Disposition`.
    pub content_disposition: Option<String>,
    /// The objects' `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// The objects' `Content-Language`.
    pub content_language: Option<String>,
    /// The objects' `Content-Type`.
    pub content_type: Option<String>,
    /// The objects' `Expires`, such as `Tue, 01 Jan 2030 00:00:00 GMT`.
    pub expires: Option<String>,
    /// How the objects are encrypted.
    pub server_side_encryption: Option<ServerSideEncryption>,
    /// The key that they are encrypted with.
    pub server_side_encryption_aws_kms_key_id: Option<String>,
    /// How a key that the customer gives is used.
    pub server_side_encryption_customer_algorithm: Option<String>,
    /// How the objects are kept.
    pub storage_class: Option<StorageClass>,
    /// Where the bucket's website sends requests for the objects on to.
    pub website_redirect_location: Option<String>,
    /// A canned access control list of the objects.
    pub access_control: Option<BucketAccessControl>,
    /// Whether uploads are signed with their content.
    pub sign_content: Option<bool>,
}

impl BucketDeploymentProps {
    /// These sources, in this bucket.
    pub fn new(sources: Vec<Source>, destination_bucket: Bucket) -> BucketDeploymentProps {
        BucketDeploymentProps {
            sources,
            destination_bucket,
            destination_key_prefix: None,
            extract: None,
            exclude: Vec::new(),
            include: Vec::new(),
            prune: None,
            retain_on_delete: None,
            distribution: None,
            distribution_paths: Vec::new(),
            memory_limit: None,
            ephemeral_storage_size: None,
            role: None,
            vpc: None,
            vpc_subnets: None,
            log_retention: None,
            metadata: Map::new(),
            cache_control: Vec::new(),
            content_disposition: None,
            content_encoding: None,
            content_language: None,
            content_type: None,
            expires: None,
            server_side_encryption: None,
            server_side_encryption_aws_kms_key_id: None,
            server_side_encryption_customer_algorithm: None,
            storage_class: None,
            website_redirect_location: None,
            access_control: None,
            sign_content: None,
        }
    }

    pub(super) fn user_metadata(&self) -> Option<Value> {
        let entries = self.metadata.iter().map(|(key, value)| (key.to_lowercase(), Value::from(value)));
        (!self.metadata.is_empty()).then(|| Value::Object(entries.collect()))
    }

    pub(super) fn system_metadata(&self) -> Option<Value> {
        let cache: Vec<&str> = self.cache_control.iter().map(CacheControl::as_str).collect();
        let cache = (!cache.is_empty()).then(|| cache.join(", "));
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        let entries = [
            ("cache-control", text(&cache)),
            ("expires", text(&self.expires)),
            ("content-disposition", text(&self.content_disposition)),
            ("content-encoding", text(&self.content_encoding)),
            ("content-language", text(&self.content_language)),
            ("content-type", text(&self.content_type)),
            ("sse", self.server_side_encryption.map(Value::from)),
            ("storage-class", self.storage_class.map(Value::from)),
            ("website-redirect", text(&self.website_redirect_location)),
            ("sse-kms-key-id", text(&self.server_side_encryption_aws_kms_key_id)),
            ("sse-c-copy-source", text(&self.server_side_encryption_customer_algorithm)),
            ("acl", self.access_control.map(|access| kebab_case(access.as_str()).into())),
        ];
        let map: Map<Value> = entries.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        (!map.is_empty()).then_some(Value::Object(map))
    }
}

/// `PublicRead` as `public-read`.
fn kebab_case(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}
