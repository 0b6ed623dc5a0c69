//! Images in S3. Clients carry the bytes: this service only signs what they may do, and looks.

mod credentials;
mod look;
mod presign;

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use chrono::{DateTime, Datelike, Utc};
use uuid::Uuid;

pub(crate) use look::Found;
pub use presign::{Endpoint, PresignedPost, presign_get, presign_post};

use self::credentials::CurrentCredentials;
use self::look::Looker;
use crate::config::{BucketConfig, S3Config};
use crate::error::ApiError;

/// How long an upload may be sent after it was asked for.
pub(crate) const UPLOAD_WINDOW: Duration = Duration::from_secs(3600);

/// Seven days, the longest that Signature Version 4 allows.
const WEEK: u64 = 7 * 24 * 3600;

/// The two buckets, as this service uses them.
#[derive(Debug)]
pub(crate) struct S3 {
    credentials: CurrentCredentials,
    looker: Looker,
    public: Bucket,
    private: Bucket,
}

#[derive(Debug)]
struct Bucket {
    endpoint: Endpoint,
    distribution: String,
}

impl S3 {
    /// Finds credentials the way the AWS SDKs do: environment, profile, task role, instance role.
    pub(crate) async fn new(config: &S3Config) -> Self {
        let bucket = |bucket: &BucketConfig| Bucket {
            endpoint: Endpoint::new(&config.region, config.endpoint.as_deref(), &bucket.bucket),
            distribution: bucket.distribution.clone(),
        };
        Self {
            credentials: CurrentCredentials::load(&config.region).await,
            looker: Looker::new(),
            public: bucket(&config.public),
            private: bucket(&config.private),
        }
    }

    /// Where a new image goes in its bucket.
    pub(crate) fn key(image: Uuid, now: DateTime<Utc>) -> String {
        format!("{}/{}/{}/{image}", now.year(), now.month(), now.day())
    }

    /// What a client needs to upload an image under `key`.
    pub(crate) async fn upload(&self, public: bool, key: &str) -> Result<PresignedPost, ApiError> {
        let credentials = self.credentials.get().await?;
        Ok(presign_post(&self.bucket(public).endpoint, key, &credentials, SystemTime::now(), UPLOAD_WINDOW))
    }

    /// Addresses of images, all signed with the same credentials.
    pub(crate) async fn downloads(&self) -> Result<Downloads<'_>, ApiError> {
        let credentials = self.credentials.get().await?;
        Ok(Downloads { s3: self, credentials, week: start_of_week(SystemTime::now()) })
    }

    /// Whether an image is under `key`, and of what type.
    pub(crate) async fn look(&self, public: bool, key: &str) -> Result<Found, ApiError> {
        let credentials = self.credentials.get().await?;
        self.looker.look(&self.bucket(public).endpoint, key, &credentials).await
    }

    fn bucket(&self, public: bool) -> &Bucket {
        if public { &self.public } else { &self.private }
    }
}

/// See [`S3::downloads`].
///
/// The signing date is the start of the week, so that an image has the same address all week and
/// browsers keep it; the address expires when the week does, seven days being the longest that
/// Signature Version 4 allows. A task role's credentials rotate sooner: an address changes with
/// them, and S3 itself would refuse it once its session token has expired. The credentials in use
/// are always good for another hour ([`credentials`]). CloudFront reads the bucket with its own
/// identity and does not pass the query on, so there an old address goes on working.
pub(crate) struct Downloads<'a> {
    s3: &'a S3,
    credentials: Credentials,
    week: SystemTime,
}

impl Downloads<'_> {
    /// The address of the image under `key`: signed for the bucket, then put on its distribution.
    pub(crate) fn url(&self, public: bool, key: &str, content_type: &str) -> Result<String, ApiError> {
        let bucket = self.s3.bucket(public);
        let cache_control = format!("private, max-age={WEEK}, immutable");
        let query = presign_get(
            &bucket.endpoint,
            key,
            &[("response-cache-control", &cache_control), ("response-content-type", content_type)],
            &self.credentials,
            self.week,
            Duration::from_secs(WEEK),
        )?;
        Ok(format!("https://{}/{key}?{query}", bucket.distribution))
    }
}

/// Weeks are counted from 1970-01-01: they begin on Thursdays, 00:00 UTC.
fn start_of_week(now: SystemTime) -> SystemTime {
    let since_1970 = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_1970 - since_1970 % WEEK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_is_the_date_without_padding_and_the_id() {
        let now = "2026-03-07T23:59:59Z".parse().unwrap();
        assert_eq!(S3::key(Uuid::nil(), now), "2026/3/7/00000000-0000-0000-0000-000000000000");
    }

    #[test]
    fn a_week_has_one_signing_date() {
        let at = |text: &str| SystemTime::from(text.parse::<DateTime<Utc>>().unwrap());
        let start = at("2026-11-19T00:00:00Z");
        assert_eq!(start_of_week(start), start);
        assert_eq!(start_of_week(at("2026-11-22T12:00:00Z")), start);
        assert_eq!(start_of_week(at("2026-11-25T23:59:59Z")), start);
        assert_eq!(start_of_week(at("2026-11-26T00:00:00Z")), at("2026-11-26T00:00:00Z"));
    }
}
