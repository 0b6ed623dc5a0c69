//! The origins of old distributions.

use super::{
    CustomOriginConfig, OriginProtocolPolicy, OriginSource, OriginSslPolicy, S3OriginConfig,
    SourceConfiguration,
};
use crate::aws_iam::{IGrantable, IResourceWithPolicy, PolicyStatement, PolicyStatementProps};
use crate::construct::Node;
use crate::duration::Duration;
use crate::error::Result;
use crate::value::Value;
use crate::{props, text};

/// An origin with this id, and with what its configuration says of all its sources.
pub(super) fn origin(
    node: &Node,
    config: &SourceConfiguration,
    source: &OriginSource,
    id: &str,
) -> Result<Value> {
    let attempts = config.connection_attempts.unwrap_or(3);
    if !(1..=3).contains(&attempts) {
        return Err(node.error("connectionAttempts: You can specify 1, 2, or 3 as the number of attempts."));
    }
    let timeout = config.connection_timeout.map(Duration::to_seconds).transpose()?.unwrap_or(10);
    if !(1..=10).contains(&timeout) {
        return Err(node
            .error("connectionTimeout: You can specify a number of seconds between 1 and 10 (inclusive)."));
    }
    let (domain_name, s3, custom) = match source {
        OriginSource::S3(s3) => (s3.s3_bucket_source.bucket_regional_domain_name(), Some(bucket(s3)?), None),
        OriginSource::Custom(custom) => (custom.domain_name.clone(), None, Some(server(custom)?)),
    };
    let headers = config.origin_headers.iter();
    let headers: Vec<Value> =
        headers.map(|(name, value)| props! { "HeaderName" => name, "HeaderValue" => value }).collect();
    let shield = config.origin_shield_region.as_ref();
    Ok(props! {
        "Id" => id,
        "DomainName" => domain_name,
        "OriginPath" => config.origin_path.as_ref(),
        "OriginCustomHeaders" => (!headers.is_empty()).then_some(headers),
        "S3OriginConfig" => s3,
        "OriginShield" => shield.map(|region| props! { "Enabled" => true, "OriginShieldRegion" => region }),
        "CustomOriginConfig" => custom,
        "ConnectionAttempts" => i64::from(attempts),
        "ConnectionTimeout" => timeout,
    })
}

/// Lets the identity read the bucket.
fn bucket(config: &S3OriginConfig) -> Result<Value> {
    let Some(identity) = &config.origin_access_identity else { return Ok(props! {}) };
    let bucket = &config.s3_bucket_source;
    bucket.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
        resources: vec![bucket.arn_for_objects("*")],
        actions: vec!["s3:GetObject".into()],
        principals: vec![identity.grant_principal()],
        ..PolicyStatementProps::default()
    })?)?;
    let id = text!["origin-access-identity/cloudfront/", identity.origin_access_identity_id()];
    Ok(props! { "OriginAccessIdentity" => id })
}

fn server(config: &CustomOriginConfig) -> Result<Value> {
    let seconds = |time: Option<Duration>, usual: i64| {
        time.map(Duration::to_seconds).transpose().map(|time| time.filter(|time| *time != 0).unwrap_or(usual))
    };
    let versions = match &config.allowed_origin_ssl_versions[..] {
        [] => vec![OriginSslPolicy::TlsV1_2],
        given => given.to_vec(),
    };
    Ok(props! {
        "HTTPPort" => config.http_port.unwrap_or(80),
        "HTTPSPort" => config.https_port.unwrap_or(443),
        "OriginKeepaliveTimeout" => seconds(config.origin_keepalive_timeout, 5)?,
        "OriginReadTimeout" => seconds(config.origin_read_timeout, 30)?,
        "OriginProtocolPolicy" => config.origin_protocol_policy.unwrap_or(OriginProtocolPolicy::HttpsOnly),
        "OriginSSLProtocols" => versions,
    })
}

/// Two origins, the second of which answers when the first fails with one of these codes.
pub(super) fn origin_group(id: &str, members: [&str; 2], codes: &[u16]) -> Value {
    let codes = if codes.is_empty() { &[500, 502, 503, 504] } else { codes };
    let items = members.map(|id| props! { "OriginId" => id });
    let codes = codes.iter().map(|code| Value::from(*code)).collect::<Vec<_>>();
    let quantity = codes.len() as i64;
    props! {
        "Id" => id,
        "Members" => props! { "Items" => items, "Quantity" => 2 },
        "FailoverCriteria" => props! {
            "StatusCodes" => props! { "Items" => codes, "Quantity" => quantity },
        },
    }
}
