//! The HTTP interface, all under `/api/v1`.

mod auth;
mod dev_images;
mod docs;
mod feed;
mod health;
mod images;
mod openapi;
mod users;

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use tokio::time::timeout;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tracing::error;

use crate::error::failure;
use crate::request_log::{REQUEST_ID, log_request};
use crate::state::App;

/// Where all paths begin.
pub const PREFIX: &str = "/api/v1";

/// The largest body of any call but an upload.
const LARGEST_BODY: usize = 16 * 1024;

/// The load balancer gives up after 60 s; the caller should hear it from us first.
const LONGEST_REQUEST: Duration = Duration::from_secs(50);

pub use openapi::document;

/// All calls, with what surrounds each of them.
pub fn router(app: App) -> Router {
    let api = Router::new()
        .merge(health::routes())
        .route("/auth/register/", post(auth::register))
        .route("/auth/register", post(auth::register))
        .route("/auth/login/", post(auth::login))
        .route("/auth/login", post(auth::login))
        .route("/users/me", get(users::me))
        .route("/users/profile/{id}", get(users::profile))
        .route("/images/upload/{target}/generate", post(images::generate))
        .route("/images/upload/{target}/confirm", post(images::confirm))
        .route("/images/upload/dev/{id}", dev_images::upload_route())
        .route("/images/media/{id}", get(images::media))
        .route("/images/media/dev/{id}", get(dev_images::media))
        .route("/feed/latest", get(feed::latest))
        .route("/feed/by_user/{id}", get(feed::by_user))
        .route("/openapi.json", get(openapi::serve))
        .merge(docs::routes());
    Router::new()
        .nest(PREFIX, api)
        .fallback(|| async { failure(StatusCode::NOT_FOUND, "no such path; the interface is under /api/v1") })
        .method_not_allowed_fallback(|| async {
            failure(StatusCode::METHOD_NOT_ALLOWED, "this path does not take that method")
        })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn(limit_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(no_cache))
        .layer(cors(app.allowed_origin.as_deref()))
        .layer(from_fn_with_state(app.clone(), log_request))
        .with_state(app)
}

async fn limit_time(request: Request, next: Next) -> Response {
    timeout(LONGEST_REQUEST, next.run(request))
        .await
        .unwrap_or_else(|_| failure(StatusCode::REQUEST_TIMEOUT, "the request took too long"))
}

/// Answers differ by caller: no cache in between may keep one, unless the call says otherwise.
async fn no_cache(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let message = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    error!(message, "a handler panicked");
    failure(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
}

fn cors(origin: Option<&str>) -> CorsLayer {
    // Unlike a fixed value, a list is compared: another origin is not told which one may call.
    let allowed = match origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
        Some(origin) => AllowOrigin::list([origin]),
        None => AllowOrigin::any(),
    };
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::HeaderName::from_static(REQUEST_ID)])
        .max_age(Duration::from_secs(3600))
}
