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
        let found = Self { provider: config.credentials_provider(), current: Mutex::new(None) };
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
        let provider = self.provider.as_ref().ok_or_else(|| ApiError::internal(NONE_FOUND))?;
        match provider.provide_credentials().await {
            Ok(credentials) => {
                *current = Some(Held { credentials: credentials.clone(), asked: Instant::now() });
                Ok(credentials)
            }
            // What is held still works, just not for long.
            Err(error) => match current.as_mut().filter(|held| lasts(&held.credentials, Duration::ZERO)) {
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
    credentials.expiry().is_none_or(|expiry| expiry > SystemTime::now() + time)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use aws_credential_types::provider::error::CredentialsError;
    use aws_credential_types::provider::future;

    use super::*;

    /// The n-th answer is named n; each lasts for as many minutes as are left in the list, then none.
    #[derive(Debug, Clone)]
    struct Role {
        minutes: &'static [u64],
        asked: Arc<AtomicU64>,
    }

    impl ProvideCredentials for Role {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            let number = self.asked.fetch_add(1, Ordering::Relaxed);
            future::ProvideCredentials::ready(match self.minutes.get(number as usize) {
                Some(minutes) => {
                    let expiry = SystemTime::now() + Duration::from_secs(minutes * 60);
                    Ok(Credentials::new(number.to_string(), "secret", None, Some(expiry), "test"))
                }
                None => Err(CredentialsError::not_loaded("the endpoint is away")),
            })
        }
    }

    /// The names of the credentials in use over several calls, each long after the one before.
    async fn names(minutes: &'static [u64], calls: usize) -> Vec<String> {
        let role = Role { minutes, asked: Arc::default() };
        let provider = Some(SharedCredentialsProvider::new(role));
        let current = CurrentCredentials { provider, current: Mutex::new(None) };
        let mut names = Vec::new();
        for _ in 0..calls {
            names.push(
                current
                    .get()
                    .await
                    .map_or_else(|_| "none".to_owned(), |found| found.access_key_id().to_owned()),
            );
            if let Some(held) = current.current.lock().await.as_mut() {
                held.asked = Instant::now().checked_sub(BETWEEN_RENEWALS).unwrap();
            }
        }
        names
    }

    #[tokio::test]
    async fn good_ones_are_kept_and_old_ones_renewed() {
        assert_eq!(names(&[360, 360], 3).await, ["0", "0", "0"]);
        assert_eq!(names(&[60, 360, 360], 3).await, ["0", "1", "1"]);
    }

    #[tokio::test]
    async fn while_renewing_fails_the_old_ones_serve_to_their_end() {
        assert_eq!(names(&[60], 3).await, ["0", "0", "0"]);
        assert_eq!(names(&[0], 2).await, ["0", "none"]);
        assert_eq!(names(&[], 1).await, ["none"]);
    }
}
