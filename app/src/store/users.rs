//! Users.

use sqlx::PgPool;
use uuid::Uuid;

/// What signing in needs to know.
pub(crate) struct Login {
    pub(crate) id: Uuid,
    pub(crate) password_hash: String,
    pub(crate) is_active: bool,
}

/// What users see of themselves.
pub(crate) struct Me {
    pub(crate) id: Uuid,
    pub(crate) username: String,
    pub(crate) email: String,
}

/// What everyone sees of a user.
pub(crate) struct Profile {
    pub(crate) username: String,
    pub(crate) bio: String,
}

/// Whether the name or the address, in any case, has an owner.
pub(crate) async fn taken(pool: &PgPool, username: &str, email: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
             select 1 from "user" where lower(username) = lower($1) or lower(email) = lower($2)
           ) as "taken!""#,
        username,
        email
    )
    .fetch_one(pool)
    .await
}

/// Adds a user; false when someone has the name or the address by now.
pub(crate) async fn add(
    pool: &PgPool,
    id: Uuid,
    username: &str,
    email: &str,
    password_hash: &str,
) -> sqlx::Result<bool> {
    let added = sqlx::query!(
        r#"insert into "user" (id, username, email, password_hash) values ($1, $2, $3, $4)
           on conflict do nothing"#,
        id,
        username,
        email,
        password_hash
    )
    .execute(pool)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// The user of that name, in any case.
pub(crate) async fn login(pool: &PgPool, username: &str) -> sqlx::Result<Option<Login>> {
    sqlx::query_as!(
        Login,
        r#"select id, password_hash, is_active from "user" where lower(username) = lower($1)"#,
        username
    )
    .fetch_optional(pool)
    .await
}

/// The active user with that id.
pub(crate) async fn me(pool: &PgPool, id: Uuid) -> sqlx::Result<Option<Me>> {
    sqlx::query_as!(Me, r#"select id, username, email from "user" where id = $1 and is_active"#, id)
        .fetch_optional(pool)
        .await
}

/// The user with that id.
pub(crate) async fn profile(pool: &PgPool, id: Uuid) -> sqlx::Result<Option<Profile>> {
    sqlx::query_as!(Profile, r#"select username, bio from "user" where id = $1"#, id)
        .fetch_optional(pool)
        .await
}
