//! Access tokens: JWT, HS256, valid 8 days.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::config::Secret;
use crate::error::ApiError;

/// How long a token is valid.
pub const LIFETIME: TimeDelta = TimeDelta::days(8);

#[derive(Debug, Deserialize, Serialize)]
struct Claims {
    sub: Uuid,
    exp: i64,
}

/// Signs and checks tokens with one key.
pub struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// Tokens under `key`.
    pub fn new(key: &Secret) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        validation.set_required_spec_claims(&["exp", "sub"]);
        Self {
            signing: EncodingKey::from_secret(key.expose().as_bytes()),
            checking: DecodingKey::from_secret(key.expose().as_bytes()),
            validation,
        }
    }

    /// A token for `user`, valid for [`LIFETIME`] from `now`.
    ///
    /// # Errors
    /// Internal, when the claims cannot be written.
    pub fn issue(&self, user: Uuid, now: DateTime<Utc>) -> Result<String, ApiError> {
        let claims = Claims { sub: user, exp: (now + LIFETIME).timestamp() };
        encode(&Header::new(Algorithm::HS256), &claims, &self.signing).map_err(ApiError::internal)
    }

    /// The user that `token` was issued to; none where it is forged, expired or no token at all.
    pub fn user(&self, token: &str) -> Option<Uuid> {
        decode::<Claims>(token, &self.checking, &self.validation).ok().map(|data| data.claims.sub)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Tokens(secret)")
    }
}
