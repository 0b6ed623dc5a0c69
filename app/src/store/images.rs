//! Images. Every statement that reads takes who is asking, and finds only what they may see.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// The most pictures in one answer of the feed.
pub(crate) const PAGE: i64 = 100;

/// Uploads that one user may have begun and not finished, within the last hour.
pub(crate) const PENDING: i64 = 100;

/// An image that whoever asked for it may see.
#[derive(Clone, Debug)]
pub(crate) struct Image {
    pub(crate) id: Uuid,
    pub(crate) path: String,
    pub(crate) content_type: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) public: bool,
    pub(crate) owner_id: Uuid,
    pub(crate) uploaded: bool,
}

/// An image in a feed: uploaded, and for the viewer's eyes.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) id: Uuid,
    pub(crate) path: String,
    pub(crate) content_type: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) public: bool,
    pub(crate) owner_id: Uuid,
}

/// The time that a page of the feed is from; both ends are left out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) before: DateTime<Utc>,
    pub(crate) after: DateTime<Utc>,
}

/// Why an image could not be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NoSuchUser,
    TooManyPending,
}

/// Adds an image whose upload is still to come.
pub(crate) async fn add(
    pool: &PgPool,
    id: Uuid,
    path: &str,
    public: bool,
    owner: Uuid,
) -> sqlx::Result<Result<(), Refusal>> {
    let row = sqlx::query!(
        r#"with owner as (select id from "user" where id = $4 and is_active),
                pending as (select count(*) as images from image
                            where owner_id = $4 and not uploaded and created_at > now() - interval '1 hour'),
                added as (insert into image (id, path, public, owner_id)
                          select $1, $2, $3, owner.id from owner, pending where pending.images < $5
                          returning id)
           select exists (select 1 from added) as "added!", exists (select 1 from owner) as "owner!""#,
        id,
        path,
        public,
        owner,
        PENDING
    )
    .fetch_one(pool)
    .await?;
    Ok(match row {
        row if row.added => Ok(()),
        row if row.owner => Err(Refusal::TooManyPending),
        _ => Err(Refusal::NoSuchUser),
    })
}

/// The image, if it is public or the viewer's own.
pub(crate) async fn visible(pool: &PgPool, id: Uuid, viewer: Option<Uuid>) -> sqlx::Result<Option<Image>> {
    sqlx::query_as!(
        Image,
        r#"select id, path, content_type, created_at, public, owner_id, uploaded from image
           where id = $1 and (public or owner_id = (select id from "user" where id = $2 and is_active))"#,
        id,
        viewer
    )
    .fetch_optional(pool)
    .await
}

/// The image, if it is the owner's.
pub(crate) async fn owned(pool: &PgPool, id: Uuid, owner: Uuid) -> sqlx::Result<Option<Image>> {
    sqlx::query_as!(
        Image,
        r#"select id, path, content_type, created_at, public, owner_id, uploaded from image
           where id = $1 and owner_id = (select id from "user" where id = $2 and is_active)"#,
        id,
        owner
    )
    .fetch_optional(pool)
    .await
}

/// Keeps others from changing the image until the transaction ends; true if it was uploaded before.
pub(crate) async fn lock(connection: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!("select uploaded from image where id = $1 for update", id)
        .fetch_optional(connection)
        .await
}

/// Notes that the image is there.
pub(crate) async fn mark_uploaded(
    connection: &mut PgConnection,
    id: Uuid,
    content_type: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update image set uploaded = true, content_type = $2 where id = $1 and not uploaded",
        id,
        content_type
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest uploaded images that are public or the viewer's own. Two pages are merged, each from
/// its own index, so that other people's private images cost nothing.
pub(crate) async fn latest(pool: &PgPool, viewer: Option<Uuid>, span: Span) -> sqlx::Result<Vec<Shown>> {
    sqlx::query_as!(
        Shown,
        r#"select id as "id!", path as "path!", content_type as "content_type!", created_at as "created_at!",
                  public as "public!", owner_id as "owner_id!"
           from (
             (select * from image
              where public and uploaded and created_at < $2 and created_at > $3
              order by created_at desc, id desc limit $4)
             union all
             (select * from image
              where not public and uploaded and created_at < $2 and created_at > $3
                and owner_id = (select id from "user" where id = $1 and is_active)
              order by created_at desc, id desc limit $4)
           ) as page
           order by created_at desc, id desc limit $4"#,
        viewer,
        span.before,
        span.after,
        PAGE
    )
    .fetch_all(pool)
    .await
}

/// The newest uploaded images of `creator`; the private ones only if the viewer is they.
pub(crate) async fn of_creator(
    pool: &PgPool,
    creator: Uuid,
    viewer: Option<Uuid>,
    span: Span,
) -> sqlx::Result<Vec<Shown>> {
    sqlx::query_as!(
        Shown,
        r#"select id, path, content_type, created_at, public, owner_id from image
           where owner_id = $1 and uploaded and created_at < $3 and created_at > $4
             and (public or owner_id = (select id from "user" where id = $2 and is_active))
           order by created_at desc, id desc limit $5"#,
        creator,
        viewer,
        span.before,
        span.after,
        PAGE
    )
    .fetch_all(pool)
    .await
}

/// Images whose upload was not seen yet and that the viewer may see: their own of the last day, and
/// public ones that may still be uploading; `most` of each.
pub(crate) async fn awaited(
    pool: &PgPool,
    viewer: Option<Uuid>,
    creator: Option<Uuid>,
    most: i64,
) -> sqlx::Result<Vec<Image>> {
    sqlx::query_as!(
        Image,
        r#"select id as "id!", path as "path!", content_type as "content_type!", created_at as "created_at!",
                  public as "public!", owner_id as "owner_id!", uploaded as "uploaded!"
           from (
             (select * from image
              where not uploaded and created_at > now() - interval '1 day' and owner_id = $1
                and ($2::uuid is null or owner_id = $2)
              order by created_at desc limit $3)
             union all
             (select * from image
              where public and not uploaded and created_at > now() - interval '65 minutes'
                and owner_id is distinct from $1 and ($2::uuid is null or owner_id = $2)
              order by created_at desc limit $3)
           ) as candidates"#,
        viewer,
        creator,
        most
    )
    .fetch_all(pool)
    .await
}
