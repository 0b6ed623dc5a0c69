//! The buckets: an S3 server that others wrote, with the templates' policies and CORS rules in front of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{CONTENT_TYPE, HeaderMap, ORIGIN};
use hyper::{Method, Request, Response, StatusCode};
use s3s::auth::SecretKey;
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use serde_json::Value;

use super::Error;
use super::cors;
use super::deployment::{Deployment, Resource, flag};
use super::door::{Answer, Closed, Site, Visit, plain};
use super::log::Log;
use super::policy::{Principal, Statements};
use super::storage_access::{Access, Caller, Gatekeeper};

/// Access keys that a task may sign with.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    pub(super) id: String,
    pub(super) secret: String,
    /// The role in whose name they sign.
    pub(super) role: String,
    pub(super) statements: Statements,
}

/// All buckets.
pub(super) struct Store {
    service: S3Service,
    cors: BTreeMap<String, Value>,
}

impl Store {
    /// Creates the buckets, empty, in a folder.
    pub(super) fn new(
        deployment: &Deployment,
        folder: &Path,
        keys: Vec<Keys>,
        account: String,
        log: Log,
        problems: &mut Vec<String>,
    ) -> Result<Self, Error> {
        let mut policies: BTreeMap<String, Statements> = BTreeMap::new();
        let mut cors = BTreeMap::new();
        for bucket in deployment.of("AWS::S3::Bucket") {
            if !is_name(&bucket.reference) {
                problems.push(format!("{}: {:?} is no name for a bucket", bucket.title(), bucket.reference));
                continue;
            }
            fs::create_dir_all(folder.join(&bucket.reference))
                .map_err(|source| Error::file(folder, source))?;
            cors.insert(bucket.reference.clone(), bucket.get("CorsConfiguration")["CorsRules"].clone());
            let policy = policy(deployment, bucket, problems);
            policies.insert(bucket.reference.clone(), policy);
        }
        let access = Arc::new(Access {
            folder: PathBuf::from(folder),
            policies,
            keys: keys.into_iter().map(|keys| (keys.id.clone(), keys)).collect(),
            account,
            log,
        });
        let files = FileSystem::new(folder).map_err(|error| Error::Storage(format!("{error:?}")))?;
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(Gatekeeper(Arc::clone(&access)));
        builder.set_access(Gatekeeper(access));
        // The server holds the allowance for clocks that differ against forms as well, which are valid for an hour.
        let mut config = S3Config::default();
        config.presigned_url_max_skew_time_secs = 2 * 3600;
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        Ok(Self { service: builder.build(), cors })
    }

    /// Whether there is a bucket of this name.
    pub(super) fn has(&self, bucket: &str) -> bool {
        self.cors.contains_key(bucket)
    }

    /// A request from within: a distribution's, or the deployment's.
    pub(super) async fn call(&self, caller: Caller, request: Request<Bytes>) -> Answer {
        let bucket = bucket_of(request.uri().path()).to_owned();
        let headers = request.headers().clone();
        let method = request.method().clone();
        let answer = self.pass(caller, request.map(s3s::Body::from)).await;
        self.with_cors(answer, &bucket, &method, &headers)
    }

    /// Puts a file into a bucket, as a deployment does.
    pub(super) async fn put(&self, bucket: &str, key: &str, bytes: Vec<u8>) -> Result<(), Error> {
        let kind = mime_guess::from_path(key).first_or_octet_stream().to_string();
        let path: String = key.split('/').map(encode).collect::<Vec<_>>().join("/");
        let request = Request::put(format!("http://127.0.0.1/{bucket}/{path}"))
            .header(CONTENT_TYPE, kind)
            .header("content-length", bytes.len())
            .header("host", "127.0.0.1")
            .body(Bytes::from(bytes))
            .map_err(|error| Error::Storage(error.to_string()))?;
        let answer = self.call(Caller { principal: Principal::Deployer, secure: true }, request).await;
        let status = answer.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(Error::Storage(format!("{key} was answered with {status}")))
        }
    }

    async fn pass(&self, caller: Caller, mut request: Request<s3s::Body>) -> Answer {
        request.extensions_mut().insert(caller);
        let Ok(response) = self.service.call(request).await else {
            return plain(StatusCode::INTERNAL_SERVER_ERROR, "the storage server failed");
        };
        let (parts, body) = response.into_parts();
        match body.collect().await {
            Ok(body) => Response::from_parts(parts, Full::new(body.to_bytes())),
            Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "the storage server broke off"),
        }
    }

    fn with_cors(&self, mut answer: Answer, bucket: &str, method: &Method, headers: &HeaderMap) -> Answer {
        if let (Some(rules), Some(origin)) = (self.cors.get(bucket), headers.get(ORIGIN))
            && let Some(rule) = cors::rule(rules, origin, method.as_str())
        {
            cors::allow(answer.headers_mut(), rule, origin);
        }
        answer
    }
}

/// A bucket's policy, without what its public access block forbids.
fn policy(deployment: &Deployment, bucket: &Resource, problems: &mut Vec<String>) -> Statements {
    let mut policies = deployment.of("AWS::S3::BucketPolicy");
    let found = policies.find(|policy| policy.text("Bucket") == Some(&bucket.reference));
    let statements = found.map(|policy| Statements::of(policy.get("PolicyDocument"))).unwrap_or_default();
    let block = bucket.get("PublicAccessBlockConfiguration");
    let is_blocked = flag(&block["BlockPublicPolicy"]) || flag(&block["RestrictPublicBuckets"]);
    if !statements.are_public() || !is_blocked {
        return statements;
    }
    problems.push(format!(
        "{}: its policy lets everyone in, which its public access block forbids",
        bucket.title()
    ));
    statements.without_public()
}

impl Site for Store {
    async fn answer(&self, visit: Visit) -> Result<Answer, Closed> {
        let (method, headers) = (visit.request.method().clone(), visit.request.headers().clone());
        let bucket = bucket_of(visit.request.uri().path()).to_owned();
        if method == Method::OPTIONS {
            return Ok(cors::preflight(self.cors.get(&bucket).unwrap_or(&Value::Null), &headers));
        }
        let caller = Caller { principal: Principal::Anonymous, secure: visit.tls };
        let answer = self.pass(caller, visit.request.map(s3s::Body::from)).await;
        Ok(self.with_cors(answer, &bucket, &method, &headers))
    }
}

impl Keys {
    pub(super) fn secret_key(&self) -> SecretKey {
        SecretKey::from(self.secret.as_str())
    }
}

/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
fn is_name(name: &str) -> bool {
    let plain = |character: char| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || ".-".contains(character)
    };
    (3..=63).contains(&name.len())
        && name.chars().all(plain)
        && !name.contains("..")
        && !name.starts_with(['.', '-'])
}

/// The first part of a path.
fn bucket_of(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or_default()
}

/// Percent-encodes what may not stand in a path's part.
fn encode(part: &str) -> String {
    part.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}
