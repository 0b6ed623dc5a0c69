//! Whether the process serves. The database is left out on purpose: without it calls are answered 503, and
//! killing the container would not bring it back.

use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::App;

/// A sign of life.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always true.
    success: bool,
}

/// Both spellings: the load balancer asks without the slash, the container's check with it.
pub(super) fn routes() -> Router<App> {
    Router::new().route("/health", get(health)).route("/health/", get(health))
}

/// Whether the service answers.
#[utoipa::path(get, path = "/health", tag = "health", responses((status = 200, body = Health)))]
pub(super) async fn health() -> Json<Health> {
    Json(Health { success: true })
}
