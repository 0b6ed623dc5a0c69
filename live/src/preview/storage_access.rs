//! Who may touch which object: signatures name who asks, policies decide.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::dto::PostObjectInput;
use s3s::path::S3Path;
use s3s::{S3Request, S3Result, s3_error};

use super::log::Log;
use super::policy::{Principal, Request, Statements, allows};
use super::storage::Keys;

/// Who a request comes from, before its signature was looked at.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) principal: Principal,
    pub(super) secure: bool,
}

/// What decides.
pub(super) struct Access {
    pub(super) folder: PathBuf,
    /// By bucket.
    pub(super) policies: BTreeMap<String, Statements>,
    /// By access key.
    pub(super) keys: BTreeMap<String, Keys>,
    pub(super) account: String,
    pub(super) log: Log,
}

/// [`Access`], as the S3 server wants it.
pub(super) struct Gatekeeper(pub(super) Arc<Access>);

impl Access {
    /// Whether the caller, or whoever signed, may do `action` to an ARN's resource.
    fn may(
        &self,
        caller: &Caller,
        access_key: Option<&str>,
        action: &str,
        bucket: &str,
        key: Option<&str>,
    ) -> bool {
        let signer = access_key.and_then(|id| self.keys.get(id));
        let principal =
            signer.map_or_else(|| caller.principal.clone(), |keys| Principal::Role(keys.role.clone()));
        let none = Statements::default();
        let resource = match key {
            Some(key) => format!("arn:aws:s3:::{bucket}/{key}"),
            None => format!("arn:aws:s3:::{bucket}"),
        };
        let request = Request {
            principal: &principal,
            action,
            resource: &resource,
            secure: caller.secure,
            account: &self.account,
        };
        let own = signer.map_or(&none, |keys| &keys.statements);
        allows(own, self.policies.get(bucket).unwrap_or(&none), &request)
    }

    fn require(
        &self,
        caller: &Caller,
        access_key: Option<&str>,
        action: &str,
        bucket: &str,
        key: Option<&str>,
    ) -> S3Result<()> {
        if self.may(caller, access_key, action, bucket, key) {
            return Ok(());
        }
        let signer = access_key.and_then(|id| self.keys.get(id));
        let who = match (&caller.principal, signer) {
            (_, Some(keys)) => format!("the role {}", keys.role.rsplit('/').next().unwrap_or_default()),
            (Principal::Identity { id, .. }, None) => format!("the origin access identity {id}"),
            (Principal::Distribution(arn), None) => {
                format!("the distribution {}", arn.rsplit('/').next().unwrap_or_default())
            }
            _ => "a caller without credentials".to_owned(),
        };
        let object = key.map(|key| format!("/{key}")).unwrap_or_default();
        self.log.say("s3", format!("403: {who} may not {action} {bucket}{object}"));
        Err(s3_error!(AccessDenied, "Access Denied"))
    }
}

#[async_trait::async_trait]
impl S3Auth for Gatekeeper {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        match self.0.keys.get(access_key) {
            Some(keys) => Ok(keys.secret_key()),
            None => Err(s3_error!(InvalidAccessKeyId)),
        }
    }
}

#[async_trait::async_trait]
impl S3Access for Gatekeeper {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        let operation = context.s3_op().name().to_owned();
        let access_key = context.credentials().map(|credentials| credentials.access_key.clone());
        let access_key = access_key.as_deref();
        let caller = caller(context.extensions_mut().get());
        match context.s3_path() {
            // A form's key is not known yet; see `post_object`.
            _ if operation == "PostObject" => Ok(()),
            S3Path::Object { bucket, key } => {
                let reads = matches!(operation.as_str(), "GetObject" | "HeadObject");
                self.0.require(&caller, access_key, action(&operation), bucket, Some(key))?;
                // Who may not list a bucket is not told either that an object is missing.
                if reads && !self.0.folder.join(&**bucket).join(&**key).exists() {
                    self.0.require(&caller, access_key, "s3:ListBucket", bucket, None)?;
                }
                Ok(())
            }
            S3Path::Bucket { bucket } => {
                self.0.require(&caller, access_key, action(&operation), bucket, None)
            }
            S3Path::Root => Err(s3_error!(AccessDenied)),
        }
    }

    async fn post_object(&self, request: &mut S3Request<PostObjectInput>) -> S3Result<()> {
        let caller = caller(request.extensions.get());
        let access_key = request.credentials.as_ref().map(|credentials| credentials.access_key.clone());
        let (bucket, key) = (&request.input.bucket, &request.input.key);
        self.0.require(&caller, access_key.as_deref(), "s3:PutObject", bucket, Some(key))
    }
}

fn caller(found: Option<&Caller>) -> Caller {
    found.cloned().unwrap_or(Caller { principal: Principal::Anonymous, secure: false })
}

/// The action that an operation needs.
fn action(operation: &str) -> &'static str {
    match operation {
        "GetObject" | "HeadObject" => "s3:GetObject",
        "PutObject" | "CopyObject" | "CreateMultipartUpload" | "UploadPart" | "CompleteMultipartUpload" => {
            "s3:PutObject"
        }
        "DeleteObject" | "DeleteObjects" => "s3:DeleteObject",
        "ListObjects" | "ListObjectsV2" | "HeadBucket" => "s3:ListBucket",
        "GetBucketLocation" => "s3:GetBucketLocation",
        // Nothing else is needed here; only a grant of everything covers it.
        _ => "s3:*",
    }
}
