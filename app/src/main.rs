//! The binary: settings, database, port; then requests until it is told to stop.

use std::io::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing::info;
use yoctogram::config::{Config, ConfigError};
use yoctogram::db::{self, OpenError};
use yoctogram::password::Cost;
use yoctogram::state::App;
use yoctogram::{logging, routes, server};

#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("{0}")]
    Start(String),
    #[error("port {port} cannot be listened on: {source}; set PORT to another one")]
    Listen { port: u16, source: io::Error },
    #[error("{0}")]
    Io(#[from] io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "yoctogram: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let config = Config::from_env()?;
    logging::start(&config);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    let mut stop = std::pin::pin!(stop);
    let started = tokio::select! {
        started = start(&config) => started?,
        () = &mut stop => return Ok(()),
    };
    info!(port = config.port, production = config.production(), "serving");
    let pool = started.pool;
    server::serve(started.listener, routes::router(started.app), stop).await;
    pool.close().await;
    Ok(())
}

struct Started {
    app: App,
    pool: sqlx::PgPool,
    listener: TcpListener,
}

async fn start(config: &Config) -> Result<Started, Failure> {
    let pool = db::open(&config.database, db::PATIENCE).await?;
    let app = App::new(config, pool.clone(), Cost::RECOMMENDED)
        .await
        .map_err(|error| Failure::Start(error.to_string()))?;
    let listener = listen(config).await.map_err(|source| Failure::Listen { port: config.port, source })?;
    Ok(Started { app, pool, listener })
}

/// Without an address, both families where the machine has both.
async fn listen(config: &Config) -> io::Result<TcpListener> {
    let port = config.port;
    if let Some(address) = config.listen_address {
        return TcpListener::bind(SocketAddr::from((address, port))).await;
    }
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::UNSPECIFIED, port))).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind(SocketAddr::from((Ipv4Addr::UNSPECIFIED, port))).await,
    }
}
