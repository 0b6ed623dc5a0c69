//! What handlers ask for: the caller behind the token, and bodies, paths and queries whose faults are
//! answered in the service's own shape.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::{FromRequest, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::error::ApiError;
use crate::rate::{NO_ADDRESS, Origin};
use crate::state::App;

/// The caller of something that only a signed-in user may do. Whether the user still exists is for
/// the statement to find out that acts in their name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller(pub(crate) Uuid);

/// The caller of something that strangers may see a part of: nobody when the token is not valid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Viewer(pub(crate) Option<Uuid>);

/// A JSON body.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
pub(crate) struct Json<T>(pub(crate) T);

/// Parameters in the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub(crate) struct Path<T>(pub(crate) T);

/// Parameters in the query.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
pub(crate) struct Query<T>(pub(crate) T);

/// The peer's address, put beside each request by the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = bearer(parts)?;
        app.tokens
            .user(token)
            .map(Self)
            .ok_or(ApiError::Unauthorized("the token is not valid or has expired"))
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self(app.tokens.user(bearer(parts)?)))
    }
}

impl FromRequestParts<App> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().map_or(NO_ADDRESS, |peer| peer.0);
        Ok(app.limits.origin(&parts.headers, peer))
    }
}

fn bearer(parts: &Parts) -> Result<&str, ApiError> {
    let missing = ApiError::Unauthorized("a token is needed: Authorization: Bearer TOKEN");
    let Some(header) = parts.headers.get(AUTHORIZATION) else {
        return Err(missing);
    };
    let Some((scheme, token)) = header.to_str().ok().and_then(|value| value.split_once(' ')) else {
        return Err(missing);
    };
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(missing) }
}
