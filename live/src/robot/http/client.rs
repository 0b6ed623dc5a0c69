//! Sends requests, one after the other.

use std::cell::{Cell, RefCell};
use std::io::Read;
use std::iter;
use std::time::{Duration, Instant};

use ureq::http::{HeaderValue, Response};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use super::answer::{Answer, printable};
use super::failure::Failure;
use super::resolver::Places;
use crate::robot::options::Options;

const MOST_REDIRECTS: usize = 5;
/// The longest answer of the service's own.
const LONGEST_ANSWER: usize = 1 << 20;
/// The longest picture.
const LONGEST_PICTURE: usize = 16 << 20;
const LONGEST_HEAD: usize = 64 << 10;

/// A request to send.
pub(crate) struct Request<'a> {
    url: Url,
    token: Option<&'a str>,
    /// A POST's content type and body.
    content: Option<(String, Vec<u8>)>,
    longest: usize,
}

impl<'a> Request<'a> {
    pub(crate) fn get(url: Url) -> Self {
        Self { url, token: None, content: None, longest: LONGEST_ANSWER }
    }

    pub(crate) fn post_json(url: Url, value: &serde_json::Value) -> Self {
        let content = ("application/json".to_owned(), value.to_string().into_bytes());
        Self { content: Some(content), ..Self::get(url) }
    }

    /// A form with a PNG picture: the fields first, the file last.
    pub(crate) fn post_picture(url: Url, fields: &[(String, String)], file: &[u8]) -> Self {
        Self { content: Some(form(fields, file)), ..Self::get(url) }
    }

    /// Sent with this token, if it is sent to the service itself.
    pub(crate) fn with_token(self, token: &'a str) -> Self {
        Self { token: Some(token), ..self }
    }

    /// The answer may be as long as a picture.
    pub(crate) fn for_picture(self) -> Self {
        Self { longest: LONGEST_PICTURE, ..self }
    }
}

/// A request and its outcome, on a line each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace {
    pub(crate) request: Option<String>,
    pub(crate) answer: Option<String>,
}

pub(crate) struct Client {
    agent: Agent,
    origin: String,
    site: Url,
    is_local: bool,
    placed: Vec<String>,
    deadline: Cell<Instant>,
    last: RefCell<Trace>,
}

impl Client {
    pub(crate) fn new(options: &Options) -> Self {
        let certificates: Vec<_> =
            options.root_certificates.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
        let roots = match certificates.is_empty() {
            true => RootCerts::WebPki,
            false => RootCerts::new_with_certs(&certificates),
        };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(LONGEST_HEAD)
            .max_idle_connections(0)
            .proxy(None)
            .user_agent(concat!("infragrade/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        let places =
            Places { given: options.resolve.clone(), dns: options.dns, local: options.site.is_local() };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), places),
            origin: options.site.origin(),
            site: options.site.url().clone(),
            is_local: options.site.is_local(),
            placed: options.resolve.iter().map(|placed| placed.host.clone()).collect(),
            deadline: Cell::new(Instant::now()),
            last: RefCell::default(),
        }
    }

    /// The time by which all answers must be there.
    pub(crate) fn set_deadline(&self, deadline: Instant) {
        self.deadline.set(deadline);
        self.last.take();
    }

    /// The last request, and what became of it.
    pub(crate) fn last(&self) -> Trace {
        self.last.borrow().clone()
    }

    /// Whether the service itself is meant, which may see tokens.
    pub(crate) fn is_site(&self, url: &Url) -> bool {
        url.origin() == self.site.origin()
    }

    /// An address of the website's.
    pub(crate) fn at(&self, path: &str) -> Url {
        let mut url = self.site.clone();
        url.set_path(path);
        url
    }

    /// An address that the service gave for a picture, if it may be used: on the website itself, in the service of
    /// Amazon's that has `zone`, in the student's own zone, or on a host that the caller has placed.
    pub(crate) fn picture_address(&self, text: &str, zone: &str) -> Option<Url> {
        let url = self.site.join(text).ok()?;
        if self.is_site(&url) {
            return Some(url);
        }
        let host = url.host_str()?;
        let is_bare = url.username().is_empty() && url.password().is_none();
        let is_public = url.scheme() == "https" && (host.ends_with(zone) || self.is_students(host));
        let is_local = self.is_local && is_loopback(&url);
        let is_placed = self.placed.iter().any(|placed| placed == host);
        (is_bare && matches!(url.scheme(), "http" | "https") && (is_public || is_local || is_placed))
            .then_some(url)
    }

    /// Whether a host is in the zone that the website's name is in.
    fn is_students(&self, host: &str) -> bool {
        let zone = self.site.domain().and_then(|name| name.split_once('.')).map(|(_, zone)| zone);
        zone.filter(|zone| zone.contains('.'))
            .and_then(|zone| host.strip_suffix(zone))
            .is_some_and(|rest| rest.ends_with('.'))
    }

    /// Sends a request and reads the answer. Redirects are followed to the same host only (over HTTP to HTTPS
    /// too), and with a POST only where they say to POST again.
    pub(crate) fn send(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let method = if request.content.is_some() { "POST" } else { "GET" };
        // Without the query: a presigned address is a key.
        let mut shown = request.url.clone();
        shown.set_query(None);
        let line = format!("{method} {}", printable(shown.as_str(), 200));
        let outcome = self.follow(request);
        let answer = match &outcome {
            Ok(answer) => answer.summary(),
            Err(failure) => failure.to_string(),
        };
        *self.last.borrow_mut() = Trace { request: Some(line), answer: Some(answer) };
        outcome
    }

    /// Sends a request, and does not follow redirects.
    pub(crate) fn send_once(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        self.exchange(request, &request.url)
    }

    fn follow(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let mut url = request.url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let answer = self.exchange(request, &url)?;
            let repeats = request.content.is_none() || matches!(answer.status, 307 | 308);
            let Some(to) = answer.header("location").filter(|_| answer.is_redirect() && repeats) else {
                return Ok(answer);
            };
            let named = printable(to, 200);
            let next = url.join(to).map_err(|_| Failure::NoAddress { to: named.clone() })?;
            let is_weaker = url.scheme() == "https" && next.scheme() != "https";
            if is_weaker || (next.host_str() != url.host_str() && !are_of_one_service(&url, &next)) {
                return Err(Failure::Elsewhere { to: named });
            }
            url = next;
        }
        Err(Failure::Loop(MOST_REDIRECTS))
    }

    fn exchange(&self, request: &Request<'_>, url: &Url) -> Result<Answer, Failure> {
        let host = url.host_str().unwrap_or_default();
        let limit = self.deadline.get().saturating_duration_since(Instant::now());
        if limit.is_zero() {
            return Err(Failure::TimedOut(limit));
        }
        let mut response = self.run(request, url, limit).map_err(|error| Failure::of(error, host, limit))?;
        let mut body = Vec::new();
        let reader = response.body_mut().with_config().limit(u64::MAX).reader();
        let read = reader.take(request.longest as u64 + 1).read_to_end(&mut body);
        read.map_err(|error| Failure::of_io(&error, host.to_owned(), limit))?;
        if body.len() > request.longest {
            return Err(Failure::TooLarge(request.longest));
        }
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers =
            response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        Ok(Answer { url: url.clone(), status: response.status().as_u16(), headers, body })
    }

    fn run(&self, request: &Request<'_>, url: &Url, limit: Duration) -> Result<Response<Body>, ureq::Error> {
        let mut head = ureq::http::Request::builder().uri(url.as_str()).header("origin", &self.origin);
        if let Some(token) = request.token.filter(|_| self.is_site(url)) {
            head = head.header("authorization", format!("Bearer {token}"));
        }
        match &request.content {
            None => {
                let request = head.method("GET").body(())?;
                self.agent.run(self.agent.configure_request(request).timeout_global(Some(limit)).build())
            }
            Some((kind, body)) => {
                let request = head.method("POST").header("content-type", kind).body(body.as_slice())?;
                self.agent.run(self.agent.configure_request(request).timeout_global(Some(limit)).build())
            }
        }
    }
}

/// Whether two hosts are both S3's, or both CloudFront's: those send each other's callers on.
fn are_of_one_service(one: &Url, other: &Url) -> bool {
    let both =
        |zone: &str| [one, other].iter().all(|url| url.host_str().is_some_and(|host| host.ends_with(zone)));
    both(".amazonaws.com") || both(".cloudfront.net")
}

/// The content type and the body of a form.
fn form(fields: &[(String, String)], file: &[u8]) -> (String, Vec<u8>) {
    let boundary =
        format!("infragrade{}", iter::repeat_with(fastrand::alphanumeric).take(24).collect::<String>());
    // As browsers do it.
    let quoted = |name: &str| name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let mut body = Vec::with_capacity(file.len() + 4096);
    for (name, value) in fields {
        let head =
            format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"\r\n\r\n", quoted(name));
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"picture.png\"\r\ncontent-type: image/png\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
