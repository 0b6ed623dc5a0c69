//! What a caller is told when a call fails: one JSON shape, and no more than they should know.

use std::error::Error as StdError;
use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::MultipartError;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use thiserror::Error;
use utoipa::ToSchema;

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// Always false.
    pub success: bool,
    /// What went wrong, in a sentence.
    pub detail: String,
}

/// Why a call failed.
#[derive(Debug, Error)]
pub enum ApiError {
    /// The caller's own mistake: the status, and what to tell them.
    #[error("{1}")]
    Caller(StatusCode, String),
    /// No token, or none that is valid, where one is needed.
    #[error("{0}")]
    Unauthorized(&'static str),
    /// Too many calls of this kind from one address.
    #[error("too many requests from this address; try again in {retry_after} s")]
    RateLimited {
        /// Seconds until the next call may pass.
        retry_after: u64,
    },
    /// The service cannot answer now, and a later try may succeed.
    #[error("{0}")]
    Unavailable(&'static str),
    /// PostgreSQL refused, or is not there.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Anything else that went wrong on this side.
    #[error("{0}")]
    Internal(Box<dyn StdError + Send + Sync>),
}

/// The text behind an internal error. It travels beside the response to the middleware that logs
/// it, and never in it unless `DEBUG` is set.
#[derive(Clone, Debug)]
pub(crate) struct InternalDetail(pub(crate) Arc<str>);

impl ApiError {
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::Caller(StatusCode::BAD_REQUEST, detail.into())
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::Caller(StatusCode::NOT_FOUND, detail.into())
    }

    pub(crate) fn unprocessable(detail: impl Into<String>) -> Self {
        Self::Caller(StatusCode::UNPROCESSABLE_ENTITY, detail.into())
    }

    pub(crate) fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Self::Caller(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large".to_owned())
            }
            _ => Self::unprocessable(rejection.body_text()),
        }
    }
}

impl From<PathRejection> for ApiError {
    fn from(rejection: PathRejection) -> Self {
        Self::unprocessable(rejection.body_text())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::unprocessable(rejection.body_text())
    }
}

impl From<MultipartError> for ApiError {
    fn from(source: MultipartError) -> Self {
        let status = match source.status() {
            StatusCode::PAYLOAD_TOO_LARGE => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        };
        Self::Caller(status, format!("the form could not be read: {}", source.body_text()))
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let detail = self.to_string();
        match self {
            Self::Caller(status, _) => failure(status, detail),
            Self::Unauthorized(_) => with_header(
                failure(StatusCode::UNAUTHORIZED, detail),
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer"),
            ),
            Self::RateLimited { retry_after } => with_header(
                failure(StatusCode::TOO_MANY_REQUESTS, detail),
                header::RETRY_AFTER,
                HeaderValue::from(retry_after),
            ),
            Self::Unavailable(_) => unavailable(&detail),
            Self::Database(source) if is_outage(&source) => {
                internal(unavailable("the database cannot be reached; try again later"), &source)
            }
            Self::Database(source) => internal(general(), &source),
            Self::Internal(source) => internal(general(), source.as_ref()),
        }
    }
}

/// The answer for `status`, in the shape of every error.
pub(crate) fn failure(status: StatusCode, detail: impl Into<String>) -> Response {
    (status, Json(ErrorBody { success: false, detail: detail.into() })).into_response()
}

fn general() -> Response {
    failure(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
}

fn unavailable(detail: &str) -> Response {
    with_header(
        failure(StatusCode::SERVICE_UNAVAILABLE, detail),
        header::RETRY_AFTER,
        HeaderValue::from_static("2"),
    )
}

fn with_header(mut response: Response, name: header::HeaderName, value: HeaderValue) -> Response {
    response.headers_mut().insert(name, value);
    response
}

fn internal(mut response: Response, source: &dyn StdError) -> Response {
    let mut text = source.to_string();
    let mut cause = source.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    response.extensions_mut().insert(InternalDetail(text.into()));
    response
}

/// Whether `error` means that the database is away, and not that it disliked a statement.
fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // Class 08: connection; 53: out of resources; 57P: shutting down or starting up;
        // 25006: a replica was promoted elsewhere and this one only reads.
        sqlx::Error::Database(source) => source.code().is_some_and(|code| {
            code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") || code == "25006"
        }),
        _ => false,
    }
}
