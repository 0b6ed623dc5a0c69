//! Presigned requests, byte for byte as boto3 makes them: GET through the SDK's signer, and POST, for
//! which the Rust SDK has no call.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>

use std::collections::BTreeMap;
use std::io;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::{self, calculate_signature, generate_signing_key};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Serializer, Value, json};

use crate::error::ApiError;
use crate::storage::LARGEST_IMAGE;

/// How one bucket is addressed.
#[derive(Clone, Debug)]
pub struct Endpoint {
    region: String,
    bucket: String,
    origin: String,
    /// Empty, or a slash and the bucket.
    path: String,
}

impl Endpoint {
    /// AWS's regional address of `bucket`; a bucket of another service, `endpoint`, is named in the path.
    ///
    /// The regional host matters: the global one redirects for new buckets, and a browser does not
    /// follow that when it uploads.
    pub fn new(region: &str, endpoint: Option<&str>, bucket: &str) -> Self {
        let (origin, path) = match endpoint {
            Some(endpoint) => (endpoint.to_owned(), format!("/{bucket}")),
            // AWS's certificate covers one label before `.s3`.
            None if bucket.contains('.') => {
                (format!("https://s3.{region}.amazonaws.com"), format!("/{bucket}"))
            }
            None => (format!("https://{bucket}.s3.{region}.amazonaws.com"), String::new()),
        };
        Self { region: region.to_owned(), bucket: bucket.to_owned(), origin, path }
    }

    /// The bucket's address, without a slash at its end.
    pub fn url(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }

    /// The bucket's name.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }
}

/// An upload form: the fields go before the file, in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresignedPost {
    /// Where to POST the form.
    pub url: String,
    /// What to send along.
    pub fields: BTreeMap<String, String>,
}

/// An upload of 1 to [`LARGEST_IMAGE`] bytes under `key`, allowed from `now` for `valid`.
pub fn presign_post(
    endpoint: &Endpoint,
    key: &str,
    credentials: &Credentials,
    now: SystemTime,
    valid: Duration,
) -> PresignedPost {
    let moment = DateTime::<Utc>::from(now);
    let scope = format!("{}/{}/s3/aws4_request", moment.format("%Y%m%d"), endpoint.region);
    let mut fields = BTreeMap::from([("key".to_owned(), key.to_owned())]);
    let mut conditions = vec![
        json!(["content-length-range", 1, LARGEST_IMAGE]),
        json!({"bucket": endpoint.bucket}),
        json!({"key": key}),
    ];
    let mut require = |name: &str, value: String| {
        conditions.push(json!({name: value}));
        fields.insert(name.to_owned(), value);
    };
    require("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned());
    require("x-amz-credential", format!("{}/{scope}", credentials.access_key_id()));
    require("x-amz-date", moment.format("%Y%m%dT%H%M%SZ").to_string());
    if let Some(token) = credentials.session_token() {
        require("x-amz-security-token", token.to_owned());
    }
    let expiration = DateTime::<Utc>::from(now + valid).to_rfc3339_opts(SecondsFormat::Secs, true);
    let policy = STANDARD.encode(policy(&expiration, &conditions));
    let signing_key = generate_signing_key(credentials.secret_access_key(), now, &endpoint.region, "s3");
    let signature = calculate_signature(signing_key, policy.as_bytes());
    fields.insert("policy".to_owned(), policy);
    fields.insert("x-amz-signature".to_owned(), signature);
    let url = if endpoint.path.is_empty() { format!("{}/", endpoint.origin) } else { endpoint.url() };
    PresignedPost { url, fields }
}

/// The query that allows a GET of `key` from `now` for `valid`, with `extra` parameters.
///
/// # Errors
/// Internal, when the SDK's signer refuses.
pub fn presign_get(
    endpoint: &Endpoint,
    key: &str,
    extra: &[(&str, &str)],
    credentials: &Credentials,
    now: SystemTime,
    valid: Duration,
) -> Result<String, ApiError> {
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(valid);
    let identity = credentials.clone().into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(&endpoint.region)
        .name("s3")
        .time(now)
        .settings(settings)
        .build()
        .map_err(ApiError::internal)?
        .into();
    let mut query = String::new();
    for (name, value) in extra {
        append(&mut query, name, value);
    }
    let url = format!("{}/{key}?{query}", endpoint.url());
    let request = SignableRequest::new("GET", url, std::iter::empty(), SignableBody::UnsignedPayload)
        .map_err(ApiError::internal)?;
    let (instructions, _) = sign(request, &params).map_err(ApiError::internal)?.into_parts();
    for (name, value) in instructions.params() {
        append(&mut query, name, value);
    }
    Ok(query)
}

/// Adds a parameter, percent-encoded as Signature Version 4 wants it.
fn append(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                query.push(char::from(byte))
            }
            _ => query.push_str(&format!("%{byte:02X}")),
        }
    }
}

fn policy(expiration: &str, conditions: &[Value]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Policy<'a> {
        expiration: &'a str,
        conditions: &'a [Value],
    }
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Spaced);
    // Writing strings and numbers to memory cannot fail.
    let _ = Policy { expiration, conditions }.serialize(&mut serializer);
    bytes
}

/// Spaces after commas and colons, as Python writes JSON: so a policy has boto3's very bytes.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}
