//! Where a distribution gets its answers: buckets, and servers.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue,
    USER_AGENT,
};
use hyper::{Method, Request, Response};
use serde_json::Value;
use tokio_rustls::rustls::ClientConfig;

use super::super::client;
use super::super::deployment::{Deployment, Resource, items};
use super::super::dns::Hosts;
use super::super::policy::Principal;
use super::super::storage::Store;
use super::super::storage_access::Caller;
use super::behavior::Behavior;
use super::selection::Names;

/// What all distributions use to get at their origins.
pub(crate) struct Reach {
    pub(crate) store: Arc<Store>,
    pub(crate) tls: Arc<ClientConfig>,
    /// Known once everything has its address.
    pub(crate) hosts: OnceLock<Hosts>,
}

/// An origin.
pub(super) struct Origin {
    pub(super) id: String,
    /// Put before the path.
    path: String,
    kind: Kind,
    extra: Vec<(HeaderName, HeaderValue)>,
}

enum Kind {
    Bucket { name: String, principal: Principal },
    Server { host: String, protocol: Protocol },
}

#[derive(Clone, Copy)]
enum Protocol {
    Http,
    Https,
    AsTheViewer,
}

/// A viewer's request, as far as an origin sees it.
pub(super) struct Asked<'a> {
    pub(super) method: &'a Method,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: Bytes,
    pub(super) tls: bool,
}

/// Headers that travel to the origin whatever the policies say.
const ALWAYS: [&str; 9] = [
    "content-type",
    "content-md5",
    "date",
    "cache-control",
    "range",
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
];

impl Origin {
    /// The origins of a distribution.
    pub(super) fn all(
        deployment: &Deployment,
        distribution: &Resource,
        config: &Value,
        notes: &mut Vec<String>,
    ) -> Vec<Self> {
        let list = &config["Origins"];
        let origins = items(list.get("Items").unwrap_or(list));
        origins.filter_map(|origin| Self::of(deployment, distribution, origin, notes)).collect()
    }

    fn of(
        deployment: &Deployment,
        distribution: &Resource,
        origin: &Value,
        notes: &mut Vec<String>,
    ) -> Option<Self> {
        let host = origin["DomainName"].as_str()?.to_ascii_lowercase();
        let bucket = deployment.of("AWS::S3::Bucket").find(|bucket| is_bucket(&bucket.reference, &host));
        let server = &origin["CustomOriginConfig"];
        let kind = match bucket {
            Some(bucket) if server.is_null() => Kind::Bucket {
                name: bucket.reference.clone(),
                principal: principal(deployment, distribution, origin),
            },
            _ => Kind::Server {
                host,
                protocol: match server["OriginProtocolPolicy"].as_str() {
                    Some("http-only") => Protocol::Http,
                    Some("match-viewer") => Protocol::AsTheViewer,
                    _ => Protocol::Https,
                },
            },
        };
        for (name, usual) in [("HTTPPort", 80), ("HTTPSPort", 443)] {
            if !server[name].is_null() && server[name] != usual {
                notes.push(format!("{}: the origin's {name} is taken to be {usual}", distribution.title()));
            }
        }
        let extra = items(&origin["OriginCustomHeaders"]).filter_map(|header| {
            Some((
                header["HeaderName"].as_str()?.parse().ok()?,
                header["HeaderValue"].as_str()?.parse().ok()?,
            ))
        });
        Some(Self {
            id: origin["Id"].as_str().unwrap_or_default().to_owned(),
            path: origin["OriginPath"].as_str().unwrap_or_default().trim_end_matches('/').to_owned(),
            extra: extra.collect(),
            kind,
        })
    }

    /// Gets the answer; an error is why there is none.
    pub(super) async fn fetch(
        &self,
        reach: &Reach,
        behavior: &Behavior,
        asked: Asked<'_>,
    ) -> Result<Response<Bytes>, String> {
        let query = both(&behavior.key.query(asked.query), &behavior.forward.query(asked.query));
        let question = if query.is_empty() { "" } else { "?" };
        let target = format!("{}{}{question}{query}", self.path, asked.path);
        let mut headers = headers(behavior, &asked);
        for (name, value) in &self.extra {
            headers.insert(name, value.clone());
        }
        match &self.kind {
            Kind::Bucket { name, principal } => {
                headers.insert(HOST, HeaderValue::from_static("127.0.0.1"));
                headers.remove(AUTHORIZATION);
                let request =
                    request(asked.method, &format!("http://127.0.0.1/{name}{target}"), headers, asked.body)?;
                let caller = Caller { principal: principal.clone(), secure: asked.tls };
                let (parts, body) = reach.store.call(caller, request).await.into_parts();
                let body = body.collect().await.map_or_else(|never| match never {}, |body| body.to_bytes());
                Ok(Response::from_parts(parts, body))
            }
            Kind::Server { host, protocol } => {
                let tls = match protocol {
                    Protocol::Http => false,
                    Protocol::Https => true,
                    Protocol::AsTheViewer => asked.tls,
                };
                let address = *reach
                    .hosts
                    .get()
                    .and_then(|hosts| hosts.get(host))
                    .ok_or_else(|| format!("the origin's name {host} does not resolve"))?;
                let viewed = headers.get(HOST).and_then(|value| value.to_str().ok()).map(str::to_owned);
                if viewed.is_none() {
                    headers.insert(HOST, HeaderValue::from_str(host).map_err(|error| error.to_string())?);
                }
                let request = request(asked.method, &target, headers, asked.body)?.map(Full::new);
                exchange(reach, address, tls, [Some(host.as_str()), viewed.as_deref()], request).await
            }
        }
    }
}

/// The certificate has to be for the origin's name or for the host that is forwarded.
async fn exchange(
    reach: &Reach,
    address: SocketAddr,
    tls: bool,
    names: [Option<&str>; 2],
    request: Request<Full<Bytes>>,
) -> Result<Response<Bytes>, String> {
    if !tls {
        return client::send(address, None, request).await;
    }
    let mut last = Err("no name to ask for".to_owned());
    for name in names.into_iter().flatten() {
        let name = name.split(':').next().unwrap_or_default();
        last = client::send(address, Some((&reach.tls, name)), request.clone()).await;
        match &last {
            Err(problem) if problem.contains("certificate") => {}
            _ => break,
        }
    }
    last
}

fn request(
    method: &Method,
    target: &str,
    mut headers: HeaderMap,
    body: Bytes,
) -> Result<Request<Bytes>, String> {
    headers.remove(CONTENT_LENGTH);
    if !body.is_empty() {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let mut request = Request::new(body);
    *request.method_mut() = method.clone();
    *request.uri_mut() = target.parse().map_err(|error| format!("the address {target}: {error}"))?;
    *request.headers_mut() = headers;
    Ok(request)
}

/// What reaches the origin.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html>
fn headers(behavior: &Behavior, asked: &Asked<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let everything = matches!(behavior.forward.headers, Names::All | Names::Except(_));
    for (name, value) in asked.headers {
        let chosen = behavior.key.headers.has(name.as_str()) || behavior.forward.headers.has(name.as_str());
        let forwarded = match name {
            &COOKIE | &ACCEPT_ENCODING => false,
            // Alone, this header cannot be chosen for the origin: it is with all of them, or with the cache's key.
            &AUTHORIZATION => {
                let reads = matches!(*asked.method, Method::GET | Method::HEAD);
                everything || behavior.key.headers.has("authorization") || !reads
            }
            name => chosen || ALWAYS.contains(&name.as_str()),
        };
        if forwarded {
            headers.append(name, value.clone());
        }
    }
    if !headers.contains_key(USER_AGENT) {
        headers.insert(USER_AGENT, HeaderValue::from_static("Amazon CloudFront"));
    }
    let cookies = both(&behavior.key.cookies(asked.headers), &behavior.forward.cookies(asked.headers));
    let before = asked.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let chain = before.map_or_else(|| "127.0.0.1".to_owned(), |before| format!("{before}, 127.0.0.1"));
    let via = asked
        .headers
        .get("via")
        .and_then(|value| value.to_str().ok())
        .map(|via| format!("{via}, "))
        .unwrap_or_default();
    for (name, text) in
        [("cookie", cookies), ("x-forwarded-for", chain), ("via", format!("{via}1.1 preview (CloudFront)"))]
    {
        if let Ok(value) = HeaderValue::from_str(&text)
            && !text.is_empty()
        {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    client::drop_hop_by_hop(&mut headers);
    headers
}

/// The longer of two choices out of the same text, where one holds the other.
fn both(left: &str, right: &str) -> String {
    if left.len() >= right.len() { left.to_owned() } else { right.to_owned() }
}

fn is_bucket(name: &str, host: &str) -> bool {
    let rest = host.strip_prefix(name).and_then(|rest| rest.strip_prefix(".s3"));
    rest.is_some_and(|rest| rest.ends_with(".amazonaws.com") && !rest.starts_with("-website"))
}

/// In whose name a distribution reads a bucket.
fn principal(deployment: &Deployment, distribution: &Resource, origin: &Value) -> Principal {
    let identity = origin["S3OriginConfig"]["OriginAccessIdentity"].as_str().unwrap_or_default();
    if let Some(id) = identity.strip_prefix("origin-access-identity/cloudfront/") {
        let resource = deployment.find("AWS::CloudFront::CloudFrontOriginAccessIdentity", id);
        let canonical = resource.and_then(Resource::canonical_user).unwrap_or_default().to_owned();
        return Principal::Identity { id: id.to_owned(), canonical };
    }
    match origin["OriginAccessControlId"].as_str() {
        Some(id) if !id.is_empty() => Principal::Distribution(distribution.arn.clone()),
        _ => Principal::Anonymous,
    }
}
