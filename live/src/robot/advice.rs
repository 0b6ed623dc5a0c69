//! What the handout asks for beyond what is graded: redirects, certificates, caching. It costs no points.

use std::time::Instant;

use super::http::{Answer, Client, Failure, Request};
use super::options::Options;
use super::report::Advice;

/// Looks at a website that is deployed under a name and over HTTPS; at others there is nothing to see.
pub(super) fn collect(options: &Options, client: &Client) -> Vec<Advice> {
    let site = options.site.url();
    let (Some(name), "https", None) = (site.domain(), site.scheme(), site.port()) else {
        return Vec::new();
    };
    let api = format!("api.{name}");
    let get = |scheme: &str, host: &str, path: &str| {
        let mut url = client.at(path);
        // Both are as they were in a URL before, or made of one.
        let _ = url.set_host(Some(host));
        let _ = url.set_scheme(scheme);
        client.set_deadline(Instant::now() + options.limits.advice);
        client.send_once(&Request::get(url))
    };
    let front = get("https", name, "/");
    if let Err(failure @ Failure::Unresolved { .. }) = front {
        // All the rest would say the same.
        return vec![no(failure.to_string())];
    }
    vec![
        to_https(name, &get("http", name, "/")),
        to_https(&api, &get("http", &api, "/api/v1/health")),
        certificate(name, &front),
        certificate(&api, &get("https", &api, "/api/v1/health")),
        uncached(&[0, 1].map(|_| get("https", name, "/api/v1/health"))),
        not_found(&front, &get("https", name, &format!("/{}/{}", word(), word()))),
    ]
}

fn yes(message: String) -> Advice {
    Advice { ok: true, message }
}

fn no(message: String) -> Advice {
    Advice { ok: false, message }
}

fn word() -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(12).collect()
}

fn to_https(host: &str, answer: &Result<Answer, Failure>) -> Advice {
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => return no(format!("http://{host} should redirect to HTTPS: {failure}")),
    };
    let wanted = format!("https://{host}");
    let to = answer.header("location").unwrap_or_default();
    let rest = to.to_ascii_lowercase().strip_prefix(&wanted).map(str::to_owned);
    // The load balancer names the port.
    let is_there =
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with(":443"));
    if answer.is_redirect() && is_there {
        yes(format!("http://{host} redirects to HTTPS"))
    } else {
        no(format!("http://{host} should redirect to HTTPS, but answered {}", answer.summary()))
    }
}

fn certificate(host: &str, answer: &Result<Answer, Failure>) -> Advice {
    match answer {
        Ok(_) => yes(format!("the certificate of {host} is for this name")),
        Err(failure) => no(format!("https://{host}: {failure}")),
    }
}

/// CloudFront says whether it answered from its cache.
fn uncached(answers: &[Result<Answer, Failure>]) -> Advice {
    let is_cached = |answer: &Answer| {
        let hit = answer.header("x-cache").is_some_and(|cache| cache.to_lowercase().starts_with("hit"));
        hit || answer.header("age").and_then(|age| age.parse::<u64>().ok()).is_some_and(|age| age > 0)
    };
    match answers.last() {
        Some(Ok(answer)) if is_cached(answer) => {
            no("/api/* is answered from CloudFront's cache: caching must be off for it".to_owned())
        }
        Some(Ok(_)) => yes("/api/* is not answered from a cache".to_owned()),
        Some(Err(failure)) => no(format!("/api/v1/health: {failure}")),
        None => no("/api/v1/health was not asked".to_owned()),
    }
}

fn not_found(front: &Result<Answer, Failure>, missing: &Result<Answer, Failure>) -> Advice {
    match (front, missing) {
        (Ok(front), Ok(missing)) if missing.status == 200 && missing.body == front.body => {
            yes("a path that is not there is answered with index.html and 200".to_owned())
        }
        (_, Ok(missing)) => no(format!(
            "a path that is not there should be answered with index.html and 200, but was with {}",
            missing.summary()
        )),
        (_, Err(failure)) => {
            no(format!("a path that is not there should be answered with index.html and 200: {failure}"))
        }
    }
}
