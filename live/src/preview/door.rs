//! A loopback port that speaks HTTP and HTTPS, whichever the client begins with.
//!
//! One port stands for all ports of a component: the one that was meant is in the `Host` header, or follows
//! from the scheme.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::Error;

/// What goes out.
pub(super) type Answer = Response<Full<Bytes>>;

/// The most of a body that is kept in memory: ten times what the assignment's largest upload is.
pub(super) const LARGEST_BODY: usize = 100 << 20;

/// A request as it came in.
pub(super) struct Visit {
    pub(super) request: Request<Incoming>,
    /// Whether it came over TLS.
    pub(super) tls: bool,
}

/// The connection is ended without an answer, with this reason for the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Closed(pub(super) String);

/// What answers behind a door.
pub(super) trait Site: Send + Sync + 'static {
    fn answer(&self, visit: Visit) -> impl Future<Output = Result<Answer, Closed>> + Send;
}

/// An open port; it closes, with its connections, when this is dropped.
pub(super) struct Door {
    pub(super) address: SocketAddr,
    _listening: JoinSet<()>,
}

/// A port whose address is known before anyone answers there.
pub(super) struct Frame {
    pub(super) address: SocketAddr,
    listener: TcpListener,
}

impl Frame {
    pub(super) async fn new() -> Result<Self, Error> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Error::listen)?;
        Ok(Self { address: listener.local_addr().map_err(Error::listen)?, listener })
    }

    /// Begins to answer. Without a `tls` configuration, connections that begin with TLS are closed.
    pub(super) fn open<S: Site>(self, tls: Option<Arc<ServerConfig>>, site: Arc<S>) -> Door {
        let mut listening = JoinSet::new();
        let acceptor = tls.map(TlsAcceptor::from);
        listening.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                tokio::select! {
                    accepted = self.listener.accept() => {
                        if let Ok((stream, _)) = accepted {
                            connections.spawn(greet(stream, acceptor.clone(), Arc::clone(&site)));
                        }
                    }
                    Some(_) = connections.join_next() => {}
                }
            }
        });
        Door { address: self.address, _listening: listening }
    }
}

async fn greet<S: Site>(stream: TcpStream, acceptor: Option<TlsAcceptor>, site: Arc<S>) {
    // The first byte of a TLS handshake.
    const HANDSHAKE: u8 = 22;
    let mut first = [0];
    if stream.peek(&mut first).await.is_err() {
        return;
    }
    match (first[0] == HANDSHAKE, acceptor) {
        (false, _) => serve(stream, false, site).await,
        (true, Some(acceptor)) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, true, site).await;
            }
        }
        (true, None) => {}
    }
}

async fn serve<S: Site>(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    tls: bool,
    site: Arc<S>,
) {
    let service = service_fn(move |request| {
        let site = Arc::clone(&site);
        async move { site.answer(Visit { request, tls }).await }
    });
    // A client that goes away is no fault of anyone's.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

impl Visit {
    /// The host that was asked for, without its port, in lower case.
    pub(super) fn host(&self) -> String {
        let (host, _) = split_host(self.request.headers().get(HOST));
        host
    }

    /// The port that was meant.
    pub(super) fn port(&self) -> u16 {
        let (_, port) = split_host(self.request.headers().get(HOST));
        port.unwrap_or(if self.tls { 443 } else { 80 })
    }
}

fn split_host(host: Option<&HeaderValue>) -> (String, Option<u16>) {
    let text = host.and_then(|host| host.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    match text.rsplit_once(':') {
        Some((name, port)) => (name.to_owned(), port.parse().ok()),
        None => (text, None),
    }
}

/// The whole body; `None` when it is too large or breaks off.
pub(super) async fn collect(body: Incoming) -> Option<Bytes> {
    Limited::new(body, LARGEST_BODY).collect().await.ok().map(http_body_util::Collected::to_bytes)
}

/// A short answer of a component itself.
pub(super) fn plain(status: StatusCode, text: &str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(format!("{text}\n"))));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}
