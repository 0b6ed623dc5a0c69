//! Why a request got no answer.

use std::error::Error as _;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use thiserror::Error;

/// Why a request got no answer that can be used. The text continues "GET https://…".
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error("the name {host} does not resolve ({detail})")]
    Unresolved { host: String, detail: String },
    #[error("the name {host} resolves to {address}, which is no public address")]
    NotPublic { host: String, address: IpAddr },
    #[error("{host} refused the connection")]
    Refused { host: String },
    #[error("the certificate of {host} was not accepted ({detail})")]
    Certificate { host: String, detail: String },
    #[error("no TLS connection with {host} ({detail})")]
    Tls { host: String, detail: String },
    #[error("no complete answer within {} s", .0.as_secs_f64().ceil())]
    TimedOut(Duration),
    #[error("the answer is longer than {0} bytes")]
    TooLarge(usize),
    #[error("redirected more than {0} times")]
    Loop(usize),
    #[error("redirected to {to}, another host")]
    Elsewhere { to: String },
    #[error("redirected to {to}, which is no address")]
    NoAddress { to: String },
    #[error("the connection was closed before the answer was complete")]
    Closed,
    #[error("no HTTP answer ({0})")]
    Other(String),
}

/// What the resolver found out, on its way through the HTTP library.
#[derive(Debug, Error)]
pub(super) enum Unresolved {
    #[error("{0}")]
    NoAddress(String),
    #[error("{0} is no public address")]
    NotPublic(IpAddr),
}

impl Failure {
    /// Reads the HTTP library's error; `limit` is the time that the request had.
    pub(super) fn of(error: ureq::Error, host: &str, limit: Duration) -> Self {
        let host = host.to_owned();
        match error {
            ureq::Error::Timeout(_) => Self::TimedOut(limit),
            ureq::Error::HostNotFound => Self::Unresolved { host, detail: "no address".to_owned() },
            ureq::Error::ConnectionFailed => Self::Refused { host },
            ureq::Error::Rustls(error) => Self::of_tls(&error, host),
            ureq::Error::Io(error) => Self::of_io(&error, host, limit),
            ureq::Error::Other(error) => match error.downcast::<Unresolved>() {
                Ok(unresolved) => match *unresolved {
                    Unresolved::NoAddress(detail) => Self::Unresolved { host, detail },
                    Unresolved::NotPublic(address) => Self::NotPublic { host, address },
                },
                Err(error) => Self::Other(error.to_string()),
            },
            error => Self::Other(error.to_string()),
        }
    }

    pub(super) fn of_io(error: &io::Error, host: String, limit: Duration) -> Self {
        if let Some(inner) = error.get_ref() {
            if let Some(error) = inner.downcast_ref::<rustls::Error>() {
                return Self::of_tls(error, host);
            }
            if let Some(ureq::Error::Timeout(_)) = inner.downcast_ref::<ureq::Error>() {
                return Self::TimedOut(limit);
            }
        }
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::TimedOut(limit),
            io::ErrorKind::ConnectionRefused => Self::Refused { host },
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Other(error.source().map_or_else(|| error.to_string(), |source| source.to_string())),
        }
    }

    fn of_tls(error: &rustls::Error, host: String) -> Self {
        use rustls::CertificateError as Bad;
        let detail = match error {
            rustls::Error::InvalidCertificate(bad) => match bad {
                Bad::NotValidForName | Bad::NotValidForNameContext { .. } => "it is for another name",
                Bad::Expired | Bad::ExpiredContext { .. } => "it has expired",
                Bad::NotValidYet | Bad::NotValidYetContext { .. } => "it is not valid yet",
                Bad::UnknownIssuer => "no known authority has signed it",
                _ => return Self::Certificate { host, detail: format!("{bad:?}").to_lowercase() },
            },
            error => return Self::Tls { host, detail: error.to_string() },
        };
        Self::Certificate { host, detail: detail.to_owned() }
    }
}
