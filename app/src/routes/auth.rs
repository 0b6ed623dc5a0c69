//! Registering and signing in.

use axum::Json as JsonBody;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::{ApiError, ErrorBody};
use crate::extract::Json;
use crate::rate::Origin;
use crate::state::App;
use crate::store::users;

/// A new account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Registration {
    /// 1 to 64 letters, digits, dots, hyphens and underscores.
    #[schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9._-]+$", example = "ada")]
    username: String,
    #[schema(format = "email", max_length = 254, example = "ada@example.com")]
    email: String,
    #[schema(format = "password", min_length = 8, max_length = 1024)]
    password: String,
}

/// Who is signing in.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Credentials {
    #[schema(example = "ada")]
    username: String,
    #[schema(format = "password")]
    password: String,
}

/// It worked.
#[derive(Serialize, ToSchema)]
pub(crate) struct Success {
    /// Always true.
    pub(super) success: bool,
}

/// What to send as `Authorization: Bearer …`, for eight days.
#[derive(Serialize, ToSchema)]
pub(crate) struct Token {
    access_token: String,
    #[schema(example = "bearer")]
    token_type: &'static str,
}

/// Make an account.
#[utoipa::path(post, path = "/auth/register/", tag = "auth", request_body = Registration, responses(
    (status = 201, body = Success),
    (status = 400, description = "the name or the address is taken", body = ErrorBody),
    (status = 422, description = "a field is missing or malformed", body = ErrorBody),
    (status = 429, description = "too many accounts from one address", body = ErrorBody),
))]
pub(super) async fn register(
    State(app): State<App>,
    origin: Origin,
    Json(new): Json<Registration>,
) -> Result<(StatusCode, JsonBody<Success>), ApiError> {
    check(&new)?;
    app.limits.registration(origin)?;
    let taken = || ApiError::bad_request("this username or email is already registered");
    // Before the costly hash; the insert decides.
    if users::taken(&app.pool, &new.username, &new.email).await? {
        return Err(taken());
    }
    let hash = app.passwords.hash(new.password).await?;
    if !users::add(&app.pool, Uuid::new_v4(), &new.username, &new.email, &hash).await? {
        return Err(taken());
    }
    Ok((StatusCode::CREATED, JsonBody(Success { success: true })))
}

/// Get a token.
#[utoipa::path(post, path = "/auth/login/", tag = "auth", request_body = Credentials, responses(
    (status = 200, body = Token),
    (status = 401, description = "no such user, or another password", body = ErrorBody),
    (status = 422, description = "a field is missing or malformed", body = ErrorBody),
    (status = 429, description = "too many tries from one address", body = ErrorBody),
))]
pub(super) async fn login(
    State(app): State<App>,
    origin: Origin,
    Json(given): Json<Credentials>,
) -> Result<JsonBody<Token>, ApiError> {
    app.limits.login(origin)?;
    let refused = ApiError::Unauthorized("incorrect username or password");
    if given.password.len() > LONGEST_PASSWORD || given.username.contains('\0') {
        return Err(refused);
    }
    let user = users::login(&app.pool, &given.username).await?;
    let (known, hash) = match user {
        Some(user) => (Some((user.id, user.is_active)), Some(user.password_hash)),
        None => (None, None),
    };
    let matches = app.passwords.verify(given.password, hash).await?;
    match known {
        Some((id, true)) if matches => {
            let access_token = app.tokens.issue(id, Utc::now())?;
            Ok(JsonBody(Token { access_token, token_type: "bearer" }))
        }
        _ => Err(refused),
    }
}

const LONGEST_PASSWORD: usize = 1024;

fn check(new: &Registration) -> Result<(), ApiError> {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    if !(1..=64).contains(&new.username.len()) || !new.username.chars().all(plain) {
        return Err(ApiError::unprocessable(
            "username must be 1 to 64 letters, digits, dots, hyphens and underscores",
        ));
    }
    if !is_email(&new.email) {
        return Err(ApiError::unprocessable("email must be an address such as name@example.com"));
    }
    if new.password.chars().count() < 8 || new.password.len() > LONGEST_PASSWORD {
        return Err(ApiError::unprocessable("password must be 8 characters or more, and 1024 bytes at most"));
    }
    Ok(())
}

/// Whether `text` has the shape of an address. Only a message sent there could tell more.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let sound = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains("..")
    };
    text.len() <= 254
        && sound(local)
        && sound(domain)
        && domain.contains('.')
        && !local.contains(['@', '"', '<', '>', '(', ')', ',', ':', ';', '\\'])
        && domain.chars().all(|character| character.is_alphanumeric() || ".-".contains(character))
        && !text.chars().any(|character| character.is_whitespace() || character.is_control())
}
