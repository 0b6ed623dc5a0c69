//! The connection pool, the wait for the database at the start, and the schema.

use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgPool};
use thiserror::Error;
use tokio::time::sleep;
use tracing::{info, warn};

use crate::config::DatabaseConfig;

/// How long the binary waits for the database.
pub const PATIENCE: Duration = Duration::from_secs(300);

const BETWEEN_TRIES: Duration = Duration::from_secs(2);

/// A caller waits this long for a connection before it is told that there is none.
const ACQUIRE: Duration = Duration::from_secs(3);

/// Connections of one process. Statements take less than a millisecond and none is held while something
/// else is waited for, so few serve many callers; small Aurora instances allow about 90 in all.
const CONNECTIONS: u32 = 10;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Why the database cannot be used.
#[derive(Debug, Error)]
pub enum OpenError {
    /// It did not answer in time.
    #[error("the database {name} at {host}:{port} did not answer within {seconds} s: {source}")]
    Unreachable {
        /// POSTGRES_DB
        name: String,
        /// POSTGRES_HOST
        host: String,
        /// POSTGRES_PORT
        port: u16,
        /// How long it was waited for.
        seconds: u64,
        /// What the last try ended with.
        source: sqlx::Error,
    },
    /// The schema could not be brought up to date.
    #[error("the database's schema cannot be migrated: {0}")]
    Migration(#[from] MigrateError),
}

/// Waits for the database, at most `patience`, with a log line for each try; then migrates its schema.
///
/// # Errors
/// When it does not answer in time, or its schema is not ours.
pub async fn open(config: &DatabaseConfig, patience: Duration) -> Result<PgPool, OpenError> {
    let start = Instant::now();
    let pool = lazy_pool(config);
    let mut attempt = 1;
    loop {
        match pool.acquire().await {
            Ok(_) => break,
            Err(source) if start.elapsed() + BETWEEN_TRIES > patience => {
                return Err(OpenError::Unreachable {
                    name: config.name.clone(),
                    host: config.host.clone(),
                    port: config.port,
                    seconds: patience.as_secs(),
                    source,
                });
            }
            Err(error) => {
                warn!(attempt, host = config.host, port = config.port, %error, "waiting for the database")
            }
        }
        attempt += 1;
        sleep(BETWEEN_TRIES).await;
    }
    MIGRATIONS.run(&pool).await?;
    info!(host = config.host, port = config.port, name = config.name, "database ready");
    Ok(pool)
}

fn lazy_pool(config: &DatabaseConfig) -> PgPool {
    let options = PgConnectOptions::new_without_pgpass()
        .host(&config.host)
        .port(config.port)
        .username(&config.user)
        .password(config.password.expose())
        .database(&config.name)
        .application_name("yoctogram");
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        // Asking every connection whether it lives costs a round trip for each query. One that was
        // in use a moment ago is trusted; one that has rested is asked.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > Duration::from_secs(1) {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options)
}
