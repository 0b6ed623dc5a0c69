//! CloudFront distributions.

mod behavior;
mod cache;
mod origin;
mod response;
mod selection;

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{HeaderValue, LOCATION};
use hyper::{Method, Response, StatusCode};
use serde_json::Value;

use self::behavior::{Behavior, Viewers};
use self::cache::Cache;
pub(super) use self::origin::Reach;
use self::origin::{Asked, Origin};
use super::certificates;
use super::deployment::{Deployment, Resource, flag, items, number, strings};
use super::door::{Answer, Closed, Site, Visit, collect, plain};
use super::log::Log;
use super::resolve::text;
use super::tls;

/// A distribution.
pub(super) struct Distribution {
    title: String,
    /// The host names it answers to.
    pub(super) names: Vec<String>,
    behaviors: Vec<Behavior>,
    origins: Vec<Origin>,
    root: String,
    errors: Vec<ErrorPage>,
    cache: Cache,
    reach: Arc<Reach>,
    log: Log,
}

struct ErrorPage {
    code: u64,
    page: Option<String>,
    status: Option<StatusCode>,
    lifetime: Option<u64>,
}

/// What came of a request.
struct Outcome {
    response: Response<Bytes>,
    /// The age of a cached answer.
    age: Option<u64>,
}

impl Distribution {
    /// A distribution of the templates; or why CloudFront would not create it.
    pub(super) fn new(
        deployment: &Deployment,
        resource: &Resource,
        reach: &Arc<Reach>,
        log: &Log,
        notes: &mut Vec<String>,
    ) -> Result<Self, String> {
        let config = resource.get("DistributionConfig");
        let aliases = &config["Aliases"];
        let aliases = strings(aliases.get("Items").unwrap_or(aliases));
        if !aliases.is_empty() {
            check_certificate(deployment, config, &aliases)?;
        }
        if !config["Enabled"].is_null() && !flag(&config["Enabled"]) {
            return Err("it is not enabled".to_owned());
        }
        let origins = Origin::all(deployment, resource, config, notes);
        let behaviors = Behavior::all(deployment, config, notes);
        if let Some(behavior) =
            behaviors.iter().find(|one| origins.iter().all(|origin| origin.id != one.origin))
        {
            return Err(format!("a behaviour names the origin {}, which is not there", behavior.origin));
        }
        let errors = error_pages(config)?;
        let mut names: Vec<String> = aliases.iter().map(|name| name.to_ascii_lowercase()).collect();
        names.extend(resource.domain_name().map(str::to_owned));
        Ok(Self {
            title: resource.title().to_owned(),
            names,
            behaviors,
            origins,
            root: text(&config["DefaultRootObject"]),
            errors,
            cache: Cache::default(),
            reach: Arc::clone(reach),
            log: log.clone(),
        })
    }

    /// The behaviour for a path; the default one is for all.
    fn behavior(&self, path: &str) -> Option<&Behavior> {
        self.behaviors.iter().find(|behavior| behavior.is_for(path))
    }

    fn refuse(&self, status: StatusCode, reason: &str) -> Answer {
        self.log.say(&self.title, format!("{}: {reason}", status.as_u16()));
        plain(status, &format!("ERROR: the request could not be satisfied: {reason}"))
    }

    /// From the cache or the origin, before error pages.
    async fn obtain(&self, behavior: &Behavior, asked: Asked<'_>) -> Outcome {
        let cached = behavior.lifetime.caches()
            && behavior.cached_methods.iter().any(|one| one == asked.method.as_str());
        let key = key(behavior, &asked);
        if cached && let Some((response, age)) = self.cache.get(&key) {
            return Outcome { response, age: Some(age) };
        }
        let origin = self.origins.iter().find(|origin| origin.id == behavior.origin);
        let path = asked.path.to_owned();
        let fetched = match origin {
            Some(origin) => origin.fetch(&self.reach, behavior, asked).await,
            None => Err("there is no such origin".to_owned()),
        };
        let response = fetched.unwrap_or_else(|problem| {
            self.log.say(&self.title, format!("502 for {path}: {problem}"));
            let mut response = Response::new(Bytes::from("ERROR: the origin cannot be reached\n"));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        });
        if cached {
            let page = self.error_page(response.status());
            let lifetime = cache::lifetime(
                response.status(),
                response.headers(),
                &behavior.lifetime,
                page.and_then(|page| page.lifetime),
            );
            self.cache.put(key, &response, lifetime);
        }
        Outcome { response, age: None }
    }

    fn error_page(&self, status: StatusCode) -> Option<&ErrorPage> {
        self.errors.iter().find(|page| page.code == u64::from(status.as_u16()))
    }

    /// Replaces an error by its page, where there is one.
    async fn with_error_page(&self, outcome: Outcome, visit: &Asked<'_>) -> Outcome {
        let Some(ErrorPage { page: Some(path), status, .. }) = self.error_page(outcome.response.status())
        else {
            return outcome;
        };
        let Some(behavior) = self.behavior(path) else {
            return outcome;
        };
        let asked = Asked {
            method: &Method::GET,
            path,
            query: "",
            headers: visit.headers,
            body: Bytes::new(),
            tls: visit.tls,
        };
        let mut page = self.obtain(behavior, asked).await;
        if !page.response.status().is_success() {
            // The original error is given when its page cannot be had.
            return outcome;
        }
        *page.response.status_mut() = status.unwrap_or_else(|| outcome.response.status());
        page
    }

    /// Why a request is not passed on at all.
    fn refusal(&self, behavior: &Behavior, visit: &Visit) -> Option<Answer> {
        let method = visit.request.method().as_str();
        if !visit.tls && behavior.viewers == Viewers::HttpsOnly {
            return Some(self.refuse(StatusCode::FORBIDDEN, "only HTTPS is allowed"));
        }
        if !visit.tls && behavior.viewers == Viewers::Redirected {
            return Some(to_https(visit));
        }
        let allowed = behavior.methods.iter().any(|one| one == method);
        (!allowed).then(|| {
            self.refuse(
                StatusCode::FORBIDDEN,
                &format!("the behaviour for {} does not allow {method}", visit.request.uri().path()),
            )
        })
    }
}

impl Site for Distribution {
    async fn answer(&self, visit: Visit) -> Result<Answer, Closed> {
        let host = visit.host();
        if !self.names.iter().any(|name| tls::covers(name, &host)) {
            return Ok(
                self.refuse(StatusCode::FORBIDDEN, &format!("{host} is not an alias of this distribution"))
            );
        }
        let loops = visit
            .request
            .headers()
            .get("via")
            .is_some_and(|via| via.to_str().is_ok_and(|via| via.matches("CloudFront").count() > 2));
        if loops {
            return Ok(self.refuse(StatusCode::FORBIDDEN, "its origin leads back to CloudFront"));
        }
        let path = visit.request.uri().path().to_owned();
        let Some(behavior) = self.behavior(&path) else {
            return Ok(self.refuse(StatusCode::NOT_FOUND, "no behaviour is for this path"));
        };
        if let Some(answer) = self.refusal(behavior, &visit) {
            return Ok(answer);
        }
        let tls = visit.tls;
        let (parts, body) = visit.request.into_parts();
        let Some(body) = collect(body).await else {
            return Ok(self.refuse(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large, or broke off"));
        };
        let path = if path == "/" { format!("/{}", self.root.trim_start_matches('/')) } else { path };
        let asked = |body| Asked {
            method: &parts.method,
            path: &path,
            query: parts.uri.query().unwrap_or_default(),
            headers: &parts.headers,
            body,
            tls,
        };
        let outcome = self.obtain(behavior, asked(body)).await;
        let outcome = self.with_error_page(outcome, &asked(Bytes::new())).await;
        Ok(response::finish(outcome.response, outcome.age, behavior, &parts))
    }
}

/// What a cached answer is found by.
fn key(behavior: &Behavior, asked: &Asked<'_>) -> String {
    let selection = &behavior.key;
    let headers = selection.headers(asked.headers);
    format!(
        "{} {}?{} {} {headers:?}",
        asked.method,
        asked.path,
        selection.query(asked.query),
        selection.cookies(asked.headers)
    )
}

fn to_https(visit: &Visit) -> Answer {
    let path = visit.request.uri().path_and_query().map_or("/", |path| path.as_str());
    let mut answer = Response::new(Full::new(Bytes::new()));
    *answer.status_mut() = StatusCode::MOVED_PERMANENTLY;
    if let Ok(location) = HeaderValue::from_str(&format!("https://{}{path}", visit.host())) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}

/// CloudFront takes certificates of us-east-1 only, and each alias has to be in it.
fn check_certificate(deployment: &Deployment, config: &Value, aliases: &[String]) -> Result<(), String> {
    let Some(arn) = config["ViewerCertificate"]["AcmCertificateArn"].as_str() else {
        return Err(format!("it has the alias {} and no certificate", aliases.join(", ")));
    };
    let certificate = certificates::find(deployment, arn)?;
    if certificate.region != "us-east-1" {
        return Err(format!(
            "{} is in {}; CloudFront takes certificates of us-east-1 only",
            certificate.title, certificate.region
        ));
    }
    match aliases
        .iter()
        .find(|alias| !certificate.names.iter().any(|name| tls::covers(name, alias) || name == *alias))
    {
        Some(alias) => Err(format!("{} is not for the alias {alias}", certificate.title)),
        None => Ok(()),
    }
}

fn error_pages(config: &Value) -> Result<Vec<ErrorPage>, String> {
    let list = &config["CustomErrorResponses"];
    let mut pages = Vec::new();
    for page in items(list.get("Items").unwrap_or(list)) {
        let path = page["ResponsePagePath"].as_str().filter(|path| !path.is_empty()).map(str::to_owned);
        if let Some(path) = path.as_ref().filter(|path| !path.starts_with('/')) {
            return Err(format!(
                "its error page {path} does not begin with a slash, which CloudFront refuses"
            ));
        }
        pages.push(ErrorPage {
            code: number(&page["ErrorCode"]).unwrap_or(0),
            page: path,
            status: number(&page["ResponseCode"])
                .and_then(|code| StatusCode::from_u16(u16::try_from(code).ok()?).ok()),
            lifetime: number(&page["ErrorCachingMinTTL"]),
        });
    }
    Ok(pages)
}
