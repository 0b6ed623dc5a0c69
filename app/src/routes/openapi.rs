//! The OpenAPI document, made from the handlers.

use axum::Json;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{self, Components};
use utoipa::{Modify, OpenApi};

use super::{PREFIX, auth, dev_images, feed, health, images, users};

#[derive(OpenApi)]
#[openapi(
    info(title = "Yoctogram", description = "An image-sharing app."),
    servers((url = "/api/v1")),
    modifiers(&Bearer),
    paths(
        health::health,
        auth::register,
        auth::login,
        users::me,
        users::profile,
        images::generate,
        images::confirm,
        images::media,
        dev_images::upload,
        dev_images::media,
        feed::latest,
        feed::by_user,
    )
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let scheme = Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        document
            .components
            .get_or_insert_with(Components::new)
            .add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The description of all calls.
pub fn document() -> openapi::OpenApi {
    debug_assert_eq!(PREFIX, "/api/v1");
    Document::openapi()
}

pub(super) async fn serve() -> Json<openapi::OpenApi> {
    Json(document())
}
