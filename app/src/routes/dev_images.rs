//! Outside production this service carries the images itself.

use axum::Json as JsonBody;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;
use uuid::Uuid;

use super::auth::Success;
use super::images::no_such_image;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Caller, Path, Viewer};
use crate::state::{App, Storage};
use crate::storage::{Complete, LARGEST_IMAGE, Local, UploadError};
use crate::store::images;

/// The largest body of an upload: the image, and what a form puts around it.
const LARGEST_FORM: usize = LARGEST_IMAGE as usize + 64 * 1024;

/// The form of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document; the form itself is streamed")]
pub(crate) struct ImageForm {
    /// The image: JPEG, PNG, WebP or GIF, 1 to 10,000,000 bytes.
    #[schema(format = Binary)]
    file: String,
}

pub(super) fn upload_route() -> MethodRouter<App> {
    post(upload).layer(DefaultBodyLimit::max(LARGEST_FORM))
}

/// Send an image. Not in production: there it goes to S3.
#[utoipa::path(post, path = "/images/upload/dev/{id}", tag = "development", security(("bearer" = [])),
    params(("id" = Uuid, Path)),
    request_body(content = ImageForm, content_type = "multipart/form-data"), responses(
    (status = 200, body = Success),
    (status = 400, description = "the form is broken, or the image was sent before", body = ErrorBody),
    (status = 401, description = "no valid token", body = ErrorBody),
    (status = 404, description = "not the caller's, or production", body = ErrorBody),
    (status = 413, description = "larger than 10,000,000 bytes", body = ErrorBody),
    (status = 415, description = "not an image", body = ErrorBody),
))]
pub(super) async fn upload(
    State(app): State<App>,
    Caller(owner): Caller,
    Path(id): Path<Uuid>,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<JsonBody<Success>, ApiError> {
    let local = local(&app)?;
    let image = images::owned(&app.pool, id, owner).await?.ok_or_else(no_such_image)?;
    if image.uploaded {
        return Err(sent_before());
    }
    let form = form.map_err(|rejection| {
        ApiError::bad_request(format!("a multipart form is needed: {}", rejection.body_text()))
    })?;
    let complete = receive(local, form).await?;
    publish(&app, local, id, complete).await?;
    Ok(JsonBody(Success { success: true }))
}

/// The bytes of an image. Not in production: there they come from CloudFront.
#[utoipa::path(get, path = "/images/media/dev/{id}", tag = "development", security(("bearer" = [])),
    params(("id" = Uuid, Path)), responses(
    (status = 200, description = "the image", content_type = "image/*"),
    (status = 401, description = "no token", body = ErrorBody),
    (status = 404, description = "no such image, not for the caller, or production", body = ErrorBody),
))]
pub(super) async fn media(
    State(app): State<App>,
    Viewer(viewer): Viewer,
    Path(id): Path<Uuid>,
) -> Result<Response, ApiError> {
    let local = local(&app)?;
    let image = images::visible(&app.pool, id, viewer).await?.filter(|image| image.uploaded);
    let image = image.ok_or_else(no_such_image)?;
    let (file, length) = local.read(id).await.map_err(ApiError::internal)?.ok_or_else(no_such_image)?;
    let content_type = HeaderValue::from_str(&image.content_type).map_err(ApiError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=604800, immutable")),
        // Were the bytes ever taken for a page, it could do nothing.
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(file))).into_response())
}

fn local(app: &App) -> Result<&Local, ApiError> {
    match &app.storage {
        Storage::Local(local) => Ok(local),
        Storage::S3(_) => Err(ApiError::not_found("no such path in production: images go to S3 directly")),
    }
}

/// Takes the form's `file`, which stays unfinished until it is whole. The rest of the form is read
/// too: one that breaks off is refused.
async fn receive(local: &Local, mut form: Multipart) -> Result<Complete, ApiError> {
    let mut received = None;
    while let Some(mut field) = form.next_field().await? {
        if field.name() != Some("file") || received.is_some() {
            continue;
        }
        let mut upload = local.start().await.map_err(ApiError::internal)?;
        while let Some(chunk) = field.chunk().await? {
            upload.write(&chunk).await?;
        }
        received = Some(upload);
    }
    let upload = received.ok_or_else(|| ApiError::bad_request("the form has no part named file"))?;
    Ok(upload.finish().await?)
}

/// Names the file and marks the row. The row is locked meanwhile, so of two uploads at once one is
/// refused; a process killed in between leaves a whole file that `confirm` or another upload settles.
async fn publish(app: &App, local: &Local, id: Uuid, complete: Complete) -> Result<(), ApiError> {
    let content_type = complete.content_type;
    let mut transaction = app.pool.begin().await?;
    match images::lock(&mut transaction, id).await? {
        None => return Err(no_such_image()),
        Some(true) => return Err(sent_before()),
        Some(false) => {}
    }
    local.publish(complete, id).await.map_err(ApiError::internal)?;
    images::mark_uploaded(&mut transaction, id, content_type).await?;
    transaction.commit().await?;
    Ok(())
}

fn sent_before() -> ApiError {
    ApiError::bad_request("this image was uploaded before; ask for another upload")
}

impl From<UploadError> for ApiError {
    fn from(error: UploadError) -> Self {
        let status = match error {
            UploadError::Empty => StatusCode::BAD_REQUEST,
            UploadError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            UploadError::NotAnImage => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            UploadError::Io(source) => return Self::internal(source),
        };
        Self::Caller(status, error.to_string())
    }
}
