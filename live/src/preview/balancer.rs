//! Application load balancers: listeners, redirects, target groups.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{HeaderName, HeaderValue, LOCATION};
use hyper::{Request, Response, StatusCode};
use serde_json::Value;

use super::client;
use super::deployment::{Deployment, Resource, items, number};
use super::door::{Answer, Closed, Site, Visit, collect, plain};
use super::log::Log;
use super::network;
use super::resolve::text;
use super::target::{Health, Target};

/// A load balancer.
pub(super) struct Balancer {
    title: String,
    listeners: Vec<Listener>,
    log: Log,
}

struct Listener {
    port: u16,
    tls: bool,
    action: Action,
    /// Why nobody reaches it.
    refusal: Option<String>,
}

enum Action {
    Forward(Option<Arc<Target>>),
    Redirect { protocol: String, port: String, host: String, path: String, query: String, status: StatusCode },
    Fixed { status: StatusCode, body: String },
    Unknown,
}

impl Balancer {
    /// A load balancer of the templates; `targets` by target group.
    pub(super) fn new(
        deployment: &Deployment,
        resource: &Resource,
        targets: &BTreeMap<String, Arc<Target>>,
        log: &Log,
        notes: &mut Vec<String>,
    ) -> Self {
        let place = network::of_balancer(resource);
        let internal = resource.text("Scheme") == Some("internal");
        let mut listeners = Vec::new();
        for listener in of_balancer(deployment, resource) {
            let port = number(listener.get("Port")).and_then(|port| u16::try_from(port).ok()).unwrap_or(80);
            let refusal = if internal {
                Some(format!("{} is internal: nobody outside the VPC reaches it", resource.title()))
            } else {
                network::refusal_to_the_internet(deployment, &place, u64::from(port))
            };
            if let Some(refusal) = &refusal {
                notes.push(refusal.clone());
            }
            let tls = listener.text("Protocol") == Some("HTTPS");
            let first = items(listener.get("DefaultActions")).next().unwrap_or(&Value::Null);
            listeners.push(Listener { port, tls, action: Action::of(first, targets), refusal });
        }
        Self { title: resource.title().to_owned(), listeners, log: log.clone() }
    }

    async fn forward(&self, target: Option<&Arc<Target>>, visit: Visit) -> Answer {
        let Some(target) = target else {
            self.log.say(&self.title, "503: the target group has no target");
            return plain(StatusCode::SERVICE_UNAVAILABLE, "503 Service Temporarily Unavailable");
        };
        let problem = match target.health() {
            Health::Healthy => None,
            Health::Unhealthy(reason) => Some(format!("the target is unhealthy: {reason}")),
            Health::Unknown => Some("the target does not serve yet".to_owned()),
        };
        if let Some(problem) = problem {
            self.log.say(&self.title, format!("503: {problem}"));
            return plain(StatusCode::SERVICE_UNAVAILABLE, "503 Service Temporarily Unavailable");
        }
        let (tls, port) = (visit.tls, visit.port());
        let (mut parts, body) = visit.request.into_parts();
        let Some(body) = collect(body).await else {
            return plain(StatusCode::BAD_REQUEST, "400 Bad Request");
        };
        client::drop_hop_by_hop(&mut parts.headers);
        let before = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let chain = before.map_or_else(|| "127.0.0.1".to_owned(), |before| format!("{before}, 127.0.0.1"));
        for (name, value) in [
            ("x-forwarded-for", chain),
            ("x-forwarded-proto", if tls { "https" } else { "http" }.to_owned()),
            ("x-forwarded-port", port.to_string()),
        ] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                parts.headers.insert(HeaderName::from_static(name), value);
            }
        }
        match client::send(target.address, None, Request::from_parts(parts, Full::new(body))).await {
            Ok(response) => response.map(Full::new),
            Err(problem) => {
                self.log.say(&self.title, format!("502: the target does not answer: {problem}"));
                plain(StatusCode::BAD_GATEWAY, "502 Bad Gateway")
            }
        }
    }
}

impl Site for Balancer {
    async fn answer(&self, visit: Visit) -> Result<Answer, Closed> {
        let port = visit.port();
        let Some(listener) = self.listeners.iter().find(|listener| listener.port == port) else {
            return Err(self.closed(format!("it has no listener on port {port}")));
        };
        if let Some(refusal) = &listener.refusal {
            return Err(self.closed(refusal.clone()));
        }
        if listener.tls != visit.tls {
            let wanted = if listener.tls { "HTTPS" } else { "HTTP" };
            return Err(self.closed(format!("the listener on port {port} speaks {wanted}")));
        }
        Ok(match &listener.action {
            Action::Forward(target) => self.forward(target.as_ref(), visit).await,
            Action::Redirect { .. } => redirect(&listener.action, &visit),
            Action::Fixed { status, body } => plain(*status, body),
            Action::Unknown => plain(StatusCode::SERVICE_UNAVAILABLE, "503 Service Temporarily Unavailable"),
        })
    }
}

impl Balancer {
    fn closed(&self, reason: String) -> Closed {
        self.log.say(&self.title, format!("a connection fails: {reason}"));
        Closed(reason)
    }
}

impl Action {
    fn of(action: &Value, targets: &BTreeMap<String, Arc<Target>>) -> Self {
        match action["Type"].as_str().unwrap_or_default() {
            "forward" => {
                let first = &action["ForwardConfig"]["TargetGroups"][0]["TargetGroupArn"];
                let group = action["TargetGroupArn"].as_str().or(first.as_str()).unwrap_or_default();
                Self::Forward(targets.get(group).cloned())
            }
            "redirect" => {
                let config = &action["RedirectConfig"];
                let or = |name: &str, default: &str| {
                    let value = text(&config[name]);
                    if value.is_empty() { default.to_owned() } else { value }
                };
                let permanent = config["StatusCode"] == "HTTP_301";
                Self::Redirect {
                    protocol: or("Protocol", "#{protocol}"),
                    port: or("Port", "#{port}"),
                    host: or("Host", "#{host}"),
                    path: or("Path", "/#{path}"),
                    query: or("Query", "#{query}"),
                    status: if permanent { StatusCode::MOVED_PERMANENTLY } else { StatusCode::FOUND },
                }
            }
            "fixed-response" => {
                let config = &action["FixedResponseConfig"];
                let status = number(&config["StatusCode"])
                    .and_then(|code| StatusCode::from_u16(u16::try_from(code).ok()?).ok());
                Self::Fixed { status: status.unwrap_or(StatusCode::OK), body: text(&config["MessageBody"]) }
            }
            _ => Self::Unknown,
        }
    }
}

fn redirect(action: &Action, visit: &Visit) -> Answer {
    let Action::Redirect { protocol, port, host, path, query, status } = action else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "no redirect");
    };
    let fill = |template: &str| {
        let uri = visit.request.uri();
        let path = uri.path().trim_start_matches('/');
        [
            ("#{protocol}", if visit.tls { "HTTPS" } else { "HTTP" }),
            ("#{host}", visit.host().as_str()),
            ("#{port}", visit.port().to_string().as_str()),
            ("#{path}", path),
            ("#{query}", uri.query().unwrap_or_default()),
        ]
        .iter()
        .fold(template.to_owned(), |text, (name, value)| text.replace(name, value))
    };
    let query = fill(query);
    let mark = if query.is_empty() { "" } else { "?" };
    let location = format!(
        "{}://{}:{}{}{mark}{query}",
        fill(protocol).to_ascii_lowercase(),
        fill(host),
        fill(port),
        fill(path)
    );
    let mut answer = Response::new(Full::new(Bytes::new()));
    *answer.status_mut() = *status;
    if let Ok(location) = HeaderValue::from_str(&location) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}

/// The listeners of a load balancer.
pub(super) fn of_balancer<'a>(
    deployment: &'a Deployment,
    balancer: &'a Resource,
) -> impl Iterator<Item = &'a Resource> {
    deployment
        .of("AWS::ElasticLoadBalancingV2::Listener")
        .filter(|listener| listener.text("LoadBalancerArn") == Some(&balancer.reference))
}

/// The certificate of its HTTPS listener.
pub(super) fn certificate(deployment: &Deployment, balancer: &Resource) -> Option<String> {
    let mut listeners =
        of_balancer(deployment, balancer).filter(|listener| listener.text("Protocol") == Some("HTTPS"));
    let first = items(listeners.next()?.get("Certificates")).next()?;
    first["CertificateArn"].as_str().map(str::to_owned)
}
