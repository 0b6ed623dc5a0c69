//! The AWS credentials to sign with, renewed before they run out.

use std::time::{Duration, Instant, SystemTime};

use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use tokio::sync::Mutex;
use tracing::warn;

use crate::error::ApiError;

/// What is signed must work for an hour (an upload's window); some more for clocks that differ.
const REMAINING: Duration = Duration::from_secs(70 * 60);

/// The task-role endpoint may still answer with the old ones; it is not asked more often than this.
const BETWEEN_RENEWALS: Duration = Duration::from_secs(60);

const NONE_FOUND: &str = "no AWS credentials were found; give the task a role, or set AWS_ACCESS_KEY_ID \
                          and AWS_SECRET_ACCESS_KEY";

/// One set of credentials is kept as long as it lasts: a signed address changes with them.
#[derive(Debug)]
pub(crate) struct CurrentCredentials {
    provider: Option<SharedCredentialsProvider>,
    current: Mutex<Option<Held>>,
}

#[derive(Debug)]
struct Held {
    credentials: Credentials,
    asked: Instant,
}

impl CurrentCredentials {
    pub(crate) async fn load(region: &str) -> Self {
        let client = aws_smithy_http_client::Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        let config = aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .http_client(client)
            .load()
            .await;
        let found = Self {
            provider: config.credentials_provider(),
            current: Mutex::new(None),
        };
        if found.get().await.is_err() {
            warn!("{NONE_FOUND}");
        }
        found
    }

    pub(crate) async fn get(&self) -> Result<Credentials, ApiError> {
        let mut current = self.current.lock().await;
        if let Some(held) = current.as_ref()
            && (lasts(&held.credentials, REMAINING) || held.asked.elapsed() < BETWEEN_RENEWALS)
        {
            return Ok(held.credentials.clone());
        }
        let provider = self
            .provider
            .as_ref()
            .ok_or_else(|| ApiError::internal(NONE_FOUND))?;
        match provider.provide_credentials().await {
            Ok(credentials) => {
                *current = Some(Held {
                    credentials: credentials.clone(),
                    asked: Instant::now(),
                });
                Ok(credentials)
            }
            // What is held still works, just not for long.
            Err(error) => match current
                .as_mut()
                .filter(|held| lasts(&held.credentials, Duration::ZERO))
            {
                Some(held) => {
                    warn!(%error, "the AWS credentials could not be renewed");
                    held.asked = Instant::now();
                    Ok(held.credentials.clone())
                }
                None => Err(ApiError::internal(error)),
            },
        }
    }
}

/// Whether `credentials` are good for another `time`. Permanent ones always are.
fn lasts(credentials: &Credentials, time: Duration) -> bool {
    credentials
        .expiry()
        .is_none_or(|expiry| expiry > SystemTime::now() + time)
}
