//! How the objects of a bucket are encrypted.

use super::{BucketEncryption, BucketProps};
use crate::aws_kms::{Key, KeyProps};
use crate::construct::Node;
use crate::error::Result;
use crate::props;
use crate::value::Value;

/// The property `BucketEncryption`, and the key if there is one of the account's own.
pub(super) fn render(node: &Node, props: &BucketProps) -> Result<(Option<Value>, Option<Key>)> {
    use BucketEncryption::{Dsse, DsseManaged, Kms, KmsManaged, S3Managed, Unencrypted};
    let default = if props.encryption_key.is_some() { Kms } else { Unencrypted };
    let kind = props.encryption.unwrap_or(default);
    let by_own_key = matches!(kind, Kms | Dsse);
    let refused = |given: &str| {
        let kind = kind.as_str();
        node.error(format!(
            "{given} is specified, so 'encryption' must be set to KMS or DSSE (value: {kind})"
        ))
    };
    if props.encryption_key.is_some() && !by_own_key {
        return Err(refused("encryptionKey"));
    }
    if props.bucket_key_enabled == Some(true) && !by_own_key && !matches!(kind, KmsManaged | DsseManaged) {
        return Err(refused("bucketKeyEnabled"));
    }
    let algorithm = match kind {
        Unencrypted => return Ok((None, None)),
        S3Managed => "AES256",
        Kms | KmsManaged => "aws:kms",
        Dsse | DsseManaged => "aws:kms:dsse",
    };
    let key = match &props.encryption_key {
        Some(key) => Some(key.clone()),
        None if by_own_key => {
            let description = Some(format!("Created by {}", node.path()));
            Some(Key::new(node, "Key", KeyProps { description, ..KeyProps::default() })?)
        }
        None => None,
    };
    let default = props! { "SSEAlgorithm" => algorithm, "KMSMasterKeyID" => key.as_ref().map(Key::key_arn) };
    let bucket_key = props.bucket_key_enabled.filter(|_| kind != S3Managed);
    let rule = props! { "BucketKeyEnabled" => bucket_key, "ServerSideEncryptionByDefault" => default };
    Ok((Some(props! { "ServerSideEncryptionConfiguration" => [rule] }), key))
}
