//! What stands before a deployed website: HTTPS with a certificate, and HTTP that redirects to it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use infragrade_live::robot::Resolve;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// Passes HTTPS on to a website, until it is dropped.
pub(crate) struct Front {
    /// The certificate of the authority that signed, as a PEM file.
    pub(crate) authority: String,
    secure: SocketAddr,
    plain: SocketAddr,
    _runtime: Runtime,
}

impl Front {
    /// The certificate is for these names.
    pub(crate) fn start(origin: &str, names: &[&str]) -> Self {
        let runtime = Runtime::new().unwrap();
        let (authority, config) = certificate(names);
        let target: SocketAddr = origin.trim_start_matches("http://").parse().unwrap();
        let [secure, plain] = [(), ()].map(|()| runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap());
        let addresses = [&secure, &plain].map(|listener| listener.local_addr().unwrap());
        runtime.spawn(async move {
            let acceptor = TlsAcceptor::from(Arc::new(config));
            while let Ok((stream, _)) = secure.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut stream = acceptor.accept(stream).await.ok()?;
                    let mut onward = TcpStream::connect(target).await.ok()?;
                    copy_bidirectional(&mut stream, &mut onward).await.ok()
                });
            }
        });
        let redirect = Router::new().fallback(to_https);
        runtime.spawn(async move { axum::serve(plain, redirect).await });
        Self { authority, secure: addresses[0], plain: addresses[1], _runtime: runtime }
    }

    /// The name leads here.
    pub(crate) fn places(&self, host: &str) -> [Resolve; 2] {
        [(443, self.secure), (80, self.plain)].map(|(port, address)| Resolve {
            host: host.to_owned(),
            port,
            address,
        })
    }
}

async fn to_https(request: Request) -> impl IntoResponse {
    let host = request.headers()[header::HOST].to_str().unwrap();
    // The load balancer names the port.
    let port = if host.starts_with("api.") { ":443" } else { "" };
    let location = format!("https://{host}{port}{}", request.uri().path());
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)])
}

fn certificate(names: &[&str]) -> (String, ServerConfig) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let (authority_key, key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let pem = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &issuer).unwrap();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .unwrap();
    (pem, config)
}
