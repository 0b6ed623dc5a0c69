//! Passwords: argon2id, away from the threads that serve requests, a few at a time.

use std::sync::Arc;

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{Semaphore, TryAcquireError};
use tokio::task;

use crate::error::ApiError;

/// Calls that may wait for their turn; the next one is told to come back.
const QUEUE: usize = 256;

/// What one hash costs.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// OWASP's recommendation for argon2id: 19 MiB, two passes.
    pub const RECOMMENDED: Self = Self { memory: 19 * 1024, passes: 2 };
}

/// Hashes and checks passwords. At most half of the cores (and at least one) are busy with it,
/// so that many logins at once slow down each other and not the feed.
#[derive(Debug)]
pub struct Passwords {
    params: Params,
    queue: Semaphore,
    running: Arc<Semaphore>,
    /// A hash that no password has, checked where there is no user, so that it costs the same.
    decoy: Arc<str>,
}

impl Passwords {
    /// # Errors
    /// When argon2 does not accept `cost`.
    pub fn new(cost: Cost) -> Result<Self, ApiError> {
        let params = Params::new(cost.memory, cost.passes, 1, None).map_err(plain)?;
        let decoy = hash(&params, SaltString::generate(&mut OsRng).as_str())?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            params,
            queue: Semaphore::new(QUEUE),
            running: Arc::new(Semaphore::new((cores / 2).max(1))),
            decoy: decoy.into(),
        })
    }

    /// The PHC string of `password` under a new salt.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`] when too many calls are waiting.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        let params = self.params.clone();
        self.run(move || hash(&params, &password)).await?
    }

    /// Whether `password` belongs to `stored`. Costs as much without a stored hash as with one.
    ///
    /// # Errors
    /// [`ApiError::Unavailable`] when too many calls are waiting; internal when `stored` is no hash.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, ApiError> {
        let known = stored.is_some();
        let stored = stored.map_or_else(|| Arc::clone(&self.decoy), Arc::from);
        let params = self.params.clone();
        let matches = self.run(move || verify(&params, &password, &stored)).await??;
        Ok(known && matches)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let _place = self.queue.try_acquire().map_err(|error| match error {
            TryAcquireError::NoPermits => {
                ApiError::Unavailable("too many people are signing in; try again in a moment")
            }
            TryAcquireError::Closed => ApiError::internal(error),
        })?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(ApiError::internal)?;
        // The turn ends with the work, even when the caller has gone meanwhile.
        task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        })
        .await
        .map_err(ApiError::internal)
    }
}

fn hash(params: &Params, password: &str) -> Result<String, ApiError> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = argon2id(params).hash_password(password.as_bytes(), &salt).map_err(plain)?;
    Ok(hash.to_string())
}

fn verify(params: &Params, password: &str, stored: &str) -> Result<bool, ApiError> {
    let stored = PasswordHash::new(stored).map_err(plain)?;
    match argon2id(params).verify_password(password.as_bytes(), &stored) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::Password) => Ok(false),
        Err(error) => Err(plain(error)),
    }
}

fn argon2id(params: &Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
}

/// argon2's errors implement `Error` only with its `std` feature; their text is what counts.
fn plain(error: impl std::fmt::Display) -> ApiError {
    ApiError::internal(error.to_string())
}
