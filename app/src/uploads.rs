//! Uploads that nobody confirmed. In production a client sends its image to S3 and need not come back
//! to say so. So an image whose upload was not seen yet is looked for when someone asks for it who may see
//! it; once seen, that is noted in its row and never asked again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::warn;
use uuid::Uuid;

use crate::error::ApiError;
use crate::state::{App, Storage};
use crate::storage::{Found, S3};
use crate::store::images::{self, Image};

/// The most images of the caller, and of others, that one call of the feed looks for, all at once.
const AT_ONCE: i64 = 16;

/// The feed waits this long for S3 and no longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks for one image, and notes it when it is there.
pub(crate) async fn settle(app: &App, s3: &S3, image: &Image) -> Result<Found, ApiError> {
    let found = s3.look(image.public, &image.path).await?;
    if let Found::Image(content_type) = found {
        let mut connection = app.pool.acquire().await?;
        images::mark_uploaded(&mut connection, image.id, content_type).await?;
    }
    Ok(found)
}

/// Looks for the images that should be in this viewer's feed and are not marked yet. A fault of S3 costs
/// them their place in this answer only.
pub(crate) async fn settle_awaited(
    app: &App,
    viewer: Option<Uuid>,
    creator: Option<Uuid>,
) -> Result<(), ApiError> {
    if !matches!(app.storage, Storage::S3(_)) {
        return Ok(());
    }
    let mut awaited = images::awaited(&app.pool, viewer, creator, AT_ONCE).await?;
    awaited.retain(|image| app.looks.due(image, viewer));
    let mut tasks = JoinSet::new();
    for image in awaited {
        let app = app.clone();
        tasks.spawn(async move {
            let Storage::S3(s3) = &app.storage else { return };
            if let Err(error) = settle(&app, s3, &image).await {
                warn!(?error, image = %image.id, "could not look for an upload");
            }
        });
    }
    if timeout(PATIENCE, tasks.join_all()).await.is_err() {
        warn!("S3 did not answer in time; the feed is shown without the newest uploads");
    }
    Ok(())
}

/// When each image was last looked for by this process, so that one that never comes is not looked
/// for at every call.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<HashMap<Uuid, Instant>>);

impl Looks {
    /// Whether to look for `image` now. Owners who have just uploaded see it at once; strangers' calls
    /// look once a second; owners look for one whose upload window is over once a minute.
    fn due(&self, image: &Image, viewer: Option<Uuid>) -> bool {
        let young = Utc::now() - image.created_at < TimeDelta::minutes(65);
        let pause = match (viewer == Some(image.owner_id), young) {
            (true, true) => return true,
            (false, _) => Duration::from_secs(1),
            (true, false) => Duration::from_secs(60),
        };
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if looks.len() > 10_000 {
            looks.retain(|_, at| at.elapsed() < Duration::from_secs(60));
        }
        let now = Instant::now();
        match looks.get(&image.id) {
            Some(at) if now.duration_since(*at) < pause => false,
            _ => {
                looks.insert(image.id, now);
                true
            }
        }
    }
}
