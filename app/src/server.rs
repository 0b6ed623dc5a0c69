//! The HTTP/1.1 server: limits that axum's own does not set, and an end that drops nothing.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;
use tracing::{debug, info, warn};

use crate::extract::Peer;

/// The largest request head.
const LARGEST_HEAD: usize = 32 * 1024;

/// Longer than the load balancer keeps an idle connection (60 s): otherwise it would now and then send a
/// request into a connection that is just closing.
const HEAD_TIME: Duration = Duration::from_secs(75);

/// ECS kills a container 30 s after it asks it to stop.
const LONGEST_GOODBYE: Duration = Duration::from_secs(25);

/// Serves `router` until `stop` resolves, then finishes the requests that run.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => serve_connection(stream, peer, router.clone(), &connections),
            Err(error) => recover(&error).await,
        }
    }
    drop(listener);
    info!(connections = connections.count(), "stopping; running requests are finished");
    if timeout(LONGEST_GOODBYE, connections.shutdown()).await.is_err() {
        warn!("some requests did not finish in time");
    }
}

fn serve_connection(stream: TcpStream, peer: SocketAddr, router: Router, connections: &GracefulShutdown) {
    // Answers are small and written at once; waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(router.clone(), request, peer));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            debug!(%error, %peer, "a connection broke off");
        }
    });
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(Peer(peer.ip()));
    router.oneshot(request).await
}

/// Out of file descriptors, or a client that was gone before it was accepted.
async fn recover(error: &io::Error) {
    let harmless =
        [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset, io::ErrorKind::ConnectionRefused];
    if !harmless.contains(&error.kind()) {
        warn!(%error, "a connection could not be accepted");
        sleep(Duration::from_millis(200)).await;
    }
}
