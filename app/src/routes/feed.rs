//! Pages of images, newest first.

use axum::Json as JsonBody;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::images::dev_uri;
use crate::error::{ApiError, ErrorBody};
use crate::extract::{Path, Query, Viewer};
use crate::moment;
use crate::state::{App, Storage};
use crate::store::images::{self, Shown, Span};
use crate::uploads;

/// The time that a page is from.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// Only images from before this time, such as `2026-11-22T12:00:00Z`; now by default.
    before: Option<String>,
    /// Only images from after this time.
    after: Option<String>,
}

/// A page of images.
#[derive(Serialize, ToSchema)]
pub(crate) struct Feed {
    /// Always true.
    success: bool,
    /// How many there are on this page, 100 at most.
    count: usize,
    results: Vec<Entry>,
}

/// One image.
#[derive(Serialize, ToSchema)]
pub(crate) struct Entry {
    id: Uuid,
    /// The id of its owner.
    creator: Uuid,
    /// Where its bytes are.
    download_url: String,
    /// In UTC.
    #[schema(example = "2026-11-22 12:00:00.000000+00:00")]
    created_at: String,
}

/// All public images and the caller's own.
#[utoipa::path(get, path = "/feed/latest", tag = "feed", security(("bearer" = [])), params(Page), responses(
    (status = 200, body = Feed),
    (status = 401, description = "no token", body = ErrorBody),
    (status = 422, description = "a time cannot be read", body = ErrorBody),
))]
pub(super) async fn latest(
    State(app): State<App>,
    Viewer(viewer): Viewer,
    Query(page): Query<Page>,
) -> Result<JsonBody<Feed>, ApiError> {
    let span = page.span()?;
    uploads::settle_awaited(&app, viewer, None).await?;
    feed(&app, images::latest(&app.pool, viewer, span).await?).await
}

/// One creator's public images, and the private ones if the caller is they.
#[utoipa::path(get, path = "/feed/by_user/{id}", tag = "feed", security(("bearer" = [])),
    params(("id" = Uuid, Path), Page), responses(
    (status = 200, body = Feed),
    (status = 401, description = "no token", body = ErrorBody),
    (status = 422, description = "a time cannot be read", body = ErrorBody),
))]
pub(super) async fn by_user(
    State(app): State<App>,
    Viewer(viewer): Viewer,
    Path(creator): Path<Uuid>,
    Query(page): Query<Page>,
) -> Result<JsonBody<Feed>, ApiError> {
    let span = page.span()?;
    uploads::settle_awaited(&app, viewer, Some(creator)).await?;
    feed(&app, images::of_creator(&app.pool, creator, viewer, span).await?).await
}

impl Page {
    fn span(&self) -> Result<Span, ApiError> {
        // A day ahead: clocks of callers and time zones differ.
        let before =
            read("before", self.before.as_deref())?.unwrap_or_else(|| Utc::now() + TimeDelta::days(1));
        let after = read("after", self.after.as_deref())?.unwrap_or(DateTime::UNIX_EPOCH);
        Ok(Span { before, after })
    }
}

fn read(name: &str, text: Option<&str>) -> Result<Option<DateTime<Utc>>, ApiError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    moment::parse(text).map(Some).ok_or_else(|| {
        ApiError::unprocessable(format!(
            "{name} must be a time such as 2026-11-22T12:00:00Z, and is {text:?}"
        ))
    })
}

async fn feed(app: &App, images: Vec<Shown>) -> Result<JsonBody<Feed>, ApiError> {
    let results = match &app.storage {
        Storage::S3(s3) => {
            let downloads = s3.downloads().await?;
            let url = |image: &Shown| downloads.url(image.public, &image.path, &image.content_type);
            images.iter().map(|image| Ok(entry(image, url(image)?))).collect::<Result<Vec<_>, ApiError>>()?
        }
        Storage::Local(_) => images.iter().map(|image| entry(image, dev_uri(image.id))).collect(),
    };
    Ok(JsonBody(Feed { success: true, count: results.len(), results }))
}

fn entry(image: &Shown, download_url: String) -> Entry {
    Entry { id: image.id, creator: image.owner_id, download_url, created_at: moment::show(image.created_at) }
}
