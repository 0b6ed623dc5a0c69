//! A page to try the interface: it reads the OpenAPI document, and asks no other site for anything.

use axum::Router;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;

use super::PREFIX;
use crate::state::App;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/docs", get(|| async { Redirect::permanent(&format!("{PREFIX}/docs/")) }))
        .route("/docs/", get(|| file("text/html; charset=utf-8", include_str!("../docs/index.html"))))
        .route(
            "/docs/page.js",
            get(|| file("text/javascript; charset=utf-8", include_str!("../docs/page.js"))),
        )
        .route("/docs/page.css", get(|| file("text/css; charset=utf-8", include_str!("../docs/page.css"))))
}

async fn file(content_type: &'static str, text: &'static str) -> impl IntoResponse {
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, content_type), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (headers, text)
}
