//! Requests from one component to another, over loopback.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HeaderMap, HeaderName, TRANSFER_ENCODING};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::door::LARGEST_BODY;

/// Load balancers wait this long by default; CloudFront half as long.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends one request over a connection of its own; over TLS when a server name is given.
pub(super) async fn send(
    address: SocketAddr,
    tls: Option<(&Arc<ClientConfig>, &str)>,
    request: Request<Full<Bytes>>,
) -> Result<Response<Bytes>, String> {
    let exchange = async {
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        match tls {
            None => over(stream, request).await,
            Some((config, name)) => {
                let name = ServerName::try_from(name.to_owned()).map_err(|error| error.to_string())?;
                let connector = TlsConnector::from(Arc::clone(config));
                let stream = connector.connect(name, stream).await.map_err(|error| error.to_string())?;
                over(stream, request).await
            }
        }
    };
    tokio::time::timeout(PATIENCE, exchange)
        .await
        .map_err(|_| format!("no answer in {} s", PATIENCE.as_secs()))?
}

async fn over(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Response<Bytes>, String> {
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    let driver = tokio::spawn(connection);
    let answer = async {
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let (mut parts, body) = response.into_parts();
        let body = Limited::new(body, LARGEST_BODY).collect().await.map_err(|error| error.to_string())?;
        drop_hop_by_hop(&mut parts.headers);
        Ok(Response::from_parts(parts, body.to_bytes()))
    };
    let answer = answer.await;
    driver.abort();
    answer
}

/// Removes the headers that concern one connection only.
pub(super) fn drop_hop_by_hop(headers: &mut HeaderMap) {
    let named = ["keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "upgrade"];
    for name in named.map(HeaderName::from_static).iter().chain(&[CONNECTION, TRANSFER_ENCODING]) {
        headers.remove(name);
    }
}
