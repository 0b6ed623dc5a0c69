//! Uploading images, and finding them again.

use std::collections::BTreeMap;

use axum::Json as JsonBody;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use tracing::warn;
use utoipa::ToSchema;
use uuid::Uuid;

use super::PREFIX;
use super::auth::Success;
use super::users::NO_SUCH_CALLER;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Caller, Path, Viewer};
use crate::state::{App, Storage};
use crate::storage::{Found, S3};
use crate::store::images::{self, Image, Refusal};
use crate::uploads;

/// Who may see an image.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Privacy {
    /// Everyone.
    Public,
    /// Its owner.
    Private,
}

/// Where to send an image: a `multipart/form-data` POST to `url`, the fields first, the file last.
#[derive(Serialize, ToSchema)]
pub(crate) struct UploadForm {
    /// Always true.
    success: bool,
    id: Uuid,
    url: String,
    fields: BTreeMap<String, String>,
}

/// Where an image is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Media {
    /// Always true.
    success: bool,
    uri: String,
}

/// Ask for an upload.
#[utoipa::path(post, path = "/images/upload/{privacy}/generate", tag = "images", security(("bearer" = [])),
    params(("privacy" = Privacy, Path)), responses(
    (status = 200, description = "valid for an hour, for 1 to 10,000,000 bytes", body = UploadForm),
    (status = 401, description = "no valid token", body = ErrorBody),
    (status = 422, description = "neither public nor private", body = ErrorBody),
    (status = 429, description = "too many uploads begun and not finished", body = ErrorBody),
))]
pub(super) async fn generate(
    State(app): State<App>,
    Caller(owner): Caller,
    Path(privacy): Path<Privacy>,
) -> Result<JsonBody<UploadForm>, ApiError> {
    let id = Uuid::new_v4();
    let public = privacy == Privacy::Public;
    let (path, url, fields) = match &app.storage {
        Storage::S3(s3) => {
            let key = S3::key(id, Utc::now());
            let form = s3.upload(public, &key).await?;
            (key, form.url, form.fields)
        }
        Storage::Local(_) => (id.to_string(), format!("{PREFIX}/images/upload/dev/{id}"), BTreeMap::new()),
    };
    images::add(&app.pool, id, &path, public, owner).await?.map_err(|refusal| match refusal {
        Refusal::NoSuchUser => NO_SUCH_CALLER,
        Refusal::TooManyPending => ApiError::Caller(
            StatusCode::TOO_MANY_REQUESTS,
            format!(
                "{} uploads were begun within the hour and not finished; finish some first",
                images::PENDING
            ),
        ),
    })?;
    Ok(JsonBody(UploadForm { success: true, id, url, fields }))
}

/// Say that an upload is done. Not needed, but then it is known at once.
#[utoipa::path(post, path = "/images/upload/{id}/confirm", tag = "images", security(("bearer" = [])),
    params(("id" = Uuid, Path)), responses(
    (status = 200, body = Success),
    (status = 401, description = "no valid token", body = ErrorBody),
    (status = 404, description = "not the caller's, or not uploaded", body = ErrorBody),
))]
pub(super) async fn confirm(
    State(app): State<App>,
    Caller(owner): Caller,
    Path(id): Path<Uuid>,
) -> Result<JsonBody<Success>, ApiError> {
    let image = images::owned(&app.pool, id, owner).await?.ok_or_else(no_such_image)?;
    if !image.uploaded {
        match look(&app, &image).await? {
            Found::Image(_) => {}
            Found::Nothing => return Err(ApiError::not_found("the image was not uploaded yet")),
            Found::NotAnImage => {
                return Err(ApiError::not_found("what was uploaded is not a JPEG, PNG, WebP or GIF image"));
            }
            Found::Unknown => {
                return Err(ApiError::not_found(
                    "the image was not uploaded, or this service may not read it",
                ));
            }
        }
    }
    Ok(JsonBody(Success { success: true }))
}

/// Where an image is: public ones for everyone, private ones for their owner.
#[utoipa::path(get, path = "/images/media/{id}", tag = "images", security(("bearer" = [])),
    params(("id" = Uuid, Path)), responses(
    (status = 200, body = Media),
    (status = 401, description = "no token", body = ErrorBody),
    (status = 404, description = "no such image, or not for the caller", body = ErrorBody),
))]
pub(super) async fn media(
    State(app): State<App>,
    Viewer(viewer): Viewer,
    Path(id): Path<Uuid>,
) -> Result<JsonBody<Media>, ApiError> {
    let mut image = images::visible(&app.pool, id, viewer).await?.ok_or_else(no_such_image)?;
    if !image.uploaded {
        // When S3 does not say, whoever knows the id is not turned away.
        let found = look(&app, &image).await.unwrap_or_else(|error| {
            warn!(?error, %id, "could not look for an upload");
            Found::Unknown
        });
        match found {
            Found::Image(content_type) => content_type.clone_into(&mut image.content_type),
            Found::Unknown => {}
            Found::Nothing | Found::NotAnImage => return Err(no_such_image()),
        }
    }
    let uri = match &app.storage {
        Storage::S3(s3) => s3.downloads().await?.url(image.public, &image.path, &image.content_type)?,
        Storage::Local(_) => dev_uri(id),
    };
    Ok(JsonBody(Media { success: true, uri }))
}

/// Looks for an upload that was not seen yet, and notes it.
async fn look(app: &App, image: &Image) -> Result<Found, ApiError> {
    match &app.storage {
        Storage::S3(s3) => uploads::settle(app, s3, image).await,
        Storage::Local(local) => {
            let Some(content_type) = local.find(image.id).await.map_err(ApiError::internal)? else {
                return Ok(Found::Nothing);
            };
            let mut connection = app.pool.acquire().await?;
            images::mark_uploaded(&mut connection, image.id, content_type).await?;
            Ok(Found::Image(content_type))
        }
    }
}

/// The same words for an image that is not there and one that is not for the caller.
pub(super) fn no_such_image() -> ApiError {
    ApiError::not_found("no such image")
}

/// Where an image is outside production.
pub(super) fn dev_uri(id: Uuid) -> String {
    format!("{PREFIX}/images/media/dev/{id}")
}
