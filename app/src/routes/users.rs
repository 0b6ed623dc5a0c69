//! Who someone is.

use axum::Json as JsonBody;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::{ApiError, ErrorBody};
use crate::extract::{Caller, Path};
use crate::state::App;
use crate::store::users;

/// The caller's own account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    id: Uuid,
    username: String,
    email: String,
}

/// What everyone may know about a user.
#[derive(Serialize, ToSchema)]
pub(crate) struct Profile {
    /// Always true.
    success: bool,
    username: String,
    bio: String,
}

/// The caller's own account.
#[utoipa::path(get, path = "/users/me", tag = "users", security(("bearer" = [])), responses(
    (status = 200, body = Me),
    (status = 401, description = "no valid token", body = ErrorBody),
))]
pub(super) async fn me(State(app): State<App>, Caller(id): Caller) -> Result<JsonBody<Me>, ApiError> {
    let user = users::me(&app.pool, id).await?.ok_or(NO_SUCH_CALLER)?;
    Ok(JsonBody(Me { id: user.id, username: user.username, email: user.email }))
}

/// A user's name and words about themselves.
#[utoipa::path(get, path = "/users/profile/{id}", tag = "users", params(("id" = Uuid, Path)), responses(
    (status = 200, body = Profile),
    (status = 404, description = "no such user", body = ErrorBody),
))]
pub(super) async fn profile(
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<JsonBody<Profile>, ApiError> {
    let user = users::profile(&app.pool, id).await?.ok_or_else(|| ApiError::not_found("no such user"))?;
    Ok(JsonBody(Profile { success: true, username: user.username, bio: user.bio }))
}

/// The answer to a token whose user is gone or was switched off.
pub(super) const NO_SUCH_CALLER: ApiError =
    ApiError::Unauthorized("the token's user does not exist any more");
