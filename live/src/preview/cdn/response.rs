//! The last touches to an answer: what a distribution adds to it.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, AGE, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, ORIGIN, VARY, VIA,
};
use hyper::http::request::Parts;
use hyper::{Method, Response};
use serde_json::Value;

use super::super::deployment::{flag, items, strings};
use super::super::door::Answer;
use super::super::resolve::text;
use super::super::wildcard::fits;
use super::behavior::Behavior;

pub(super) fn finish(
    response: Response<Bytes>,
    age: Option<u64>,
    behavior: &Behavior,
    request: &Parts,
) -> Answer {
    let error = !response.status().is_success() && !response.status().is_redirection();
    let mut answer = response.map(Full::new);
    let headers = answer.headers_mut();
    if request.method != Method::HEAD {
        // The body may be another than the origin's.
        headers.remove(CONTENT_LENGTH);
    }
    let verdict = match (age, error) {
        (Some(_), _) => "Hit from cloudfront",
        (None, true) => "Error from cloudfront",
        (None, false) => "Miss from cloudfront",
    };
    headers.insert("x-cache", HeaderValue::from_static(verdict));
    headers.insert(VIA, HeaderValue::from_static("1.1 preview (CloudFront)"));
    if let Some(age) = age {
        headers.insert(AGE, HeaderValue::from(age));
    }
    add_policy(headers, &behavior.response_headers, request.headers.get(ORIGIN));
    answer
}

/// What a response-headers policy says: CORS, security headers, own ones, and removals.
fn add_policy(headers: &mut HeaderMap, policy: &Value, origin: Option<&HeaderValue>) {
    for removed in items(&policy["RemoveHeadersConfig"]["Items"]) {
        headers.remove(text(&removed["Header"]).as_str());
    }
    if let Some(origin) = origin {
        add_cors(headers, &policy["CorsConfig"], origin);
    }
    for header in items(&policy["CustomHeadersConfig"]["Items"]) {
        set(headers, &text(&header["Header"]), &text(&header["Value"]), flag(&header["Override"]));
    }
    let security = &policy["SecurityHeadersConfig"];
    let simple = [
        ("ContentSecurityPolicy", "content-security-policy", "ContentSecurityPolicy"),
        ("FrameOptions", "x-frame-options", "FrameOption"),
        ("ReferrerPolicy", "referrer-policy", "ReferrerPolicy"),
    ];
    for (section, name, value) in simple {
        set(headers, name, &text(&security[section][value]), flag(&security[section]["Override"]));
    }
    if !security["ContentTypeOptions"].is_null() {
        set(headers, "x-content-type-options", "nosniff", flag(&security["ContentTypeOptions"]["Override"]));
    }
    let strict = &security["StrictTransportSecurity"];
    if !strict.is_null() {
        let mut value = format!("max-age={}", text(&strict["AccessControlMaxAgeSec"]));
        value.push_str(if flag(&strict["IncludeSubdomains"]) { "; includeSubDomains" } else { "" });
        value.push_str(if flag(&strict["Preload"]) { "; preload" } else { "" });
        set(headers, "strict-transport-security", &value, flag(&strict["Override"]));
    }
}

fn add_cors(headers: &mut HeaderMap, cors: &Value, origin: &HeaderValue) {
    let allowed = strings(&cors["AccessControlAllowOrigins"]["Items"]);
    let text = origin.to_str().unwrap_or_default();
    let Some(pattern) = allowed.iter().find(|pattern| fits(pattern, text)) else {
        return;
    };
    let replaces = flag(&cors["OriginOverride"]);
    let list = |name: &str| strings(&cors[name]["Items"]).join(", ");
    let shown = if pattern == "*" { "*" } else { text };
    set(headers, ACCESS_CONTROL_ALLOW_ORIGIN.as_str(), shown, replaces);
    set(headers, ACCESS_CONTROL_ALLOW_METHODS.as_str(), &list("AccessControlAllowMethods"), replaces);
    set(headers, ACCESS_CONTROL_ALLOW_HEADERS.as_str(), &list("AccessControlAllowHeaders"), replaces);
    if flag(&cors["AccessControlAllowCredentials"]) {
        set(headers, ACCESS_CONTROL_ALLOW_CREDENTIALS.as_str(), "true", replaces);
    }
    headers.append(VARY, HeaderValue::from_static("Origin"));
}

/// An empty value is none.
fn set(headers: &mut HeaderMap, name: &str, value: &str, replaces: bool) {
    let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) else {
        return;
    };
    if !value.is_empty() && (replaces || !headers.contains_key(&name)) {
        headers.insert(name, value);
    }
}
