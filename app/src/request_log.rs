//! One log line for each request, under an id that the answer carries too.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use tracing::{Instrument, error, info, info_span, warn};
use uuid::Uuid;

use crate::error::{InternalDetail, failure};
use crate::state::App;

/// The header with the id.
pub const REQUEST_ID: &str = "x-request-id";

/// Runs the request inside a span with its id. Headers, queries and bodies are not logged: they hold
/// tokens and passwords. The id is always our own, since a caller's could forge log lines.
pub(crate) async fn log_request(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = Uuid::new_v4();
    let span = info_span!("request", %id, method = %request.method(), path = request.uri().path());
    let health = is_health(&request);
    let start = Instant::now();
    async move {
        let mut response = next.run(request).await;
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        let status = response.status();
        match response.extensions_mut().remove::<InternalDetail>() {
            Some(InternalDetail(detail)) => {
                error!(status = status.as_u16(), milliseconds, detail = &*detail, "failed");
                if app.debug && status == StatusCode::INTERNAL_SERVER_ERROR {
                    response = failure(status, &*detail);
                }
            }
            None if status.is_server_error() => warn!(status = status.as_u16(), milliseconds, "refused"),
            // The load balancer asks every few seconds.
            None if health && status.is_success() => {}
            None => info!(status = status.as_u16(), milliseconds, "answered"),
        }
        if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        response
    }
    .instrument(span)
    .await
}

fn is_health(request: &Request) -> bool {
    request.extensions().get::<MatchedPath>().is_some_and(|path| path.as_str().starts_with("/api/v1/health"))
}
