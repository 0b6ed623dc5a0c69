//! CORS rules of buckets.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html>

use hyper::StatusCode;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap,
    HeaderName, HeaderValue, ORIGIN, VARY,
};
use serde_json::Value;

use super::deployment::{items, strings};
use super::door::{Answer, plain};
use super::wildcard::fits;

/// The first rule for this origin and method.
pub(super) fn rule<'a>(rules: &'a Value, origin: &HeaderValue, method: &str) -> Option<&'a Value> {
    let origin = origin.to_str().ok()?;
    items(rules).find(|rule| {
        strings(&rule["AllowedOrigins"]).iter().any(|allowed| fits(allowed, origin))
            && strings(&rule["AllowedMethods"]).iter().any(|allowed| allowed == method)
    })
}

/// Adds what lets a page of this origin see the answer.
pub(super) fn allow(headers: &mut HeaderMap, rule: &Value, origin: &HeaderValue) {
    let any = strings(&rule["AllowedOrigins"]).iter().any(|allowed| allowed == "*");
    let allowed = if any { HeaderValue::from_static("*") } else { origin.clone() };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
    set(headers, ACCESS_CONTROL_ALLOW_METHODS, &strings(&rule["AllowedMethods"]).join(", "));
    set(headers, ACCESS_CONTROL_EXPOSE_HEADERS, &strings(&rule["ExposedHeaders"]).join(", "));
    headers.insert(VARY, HeaderValue::from_static("Origin"));
}

/// The answer to a browser that asks before it sends.
pub(super) fn preflight(rules: &Value, headers: &HeaderMap) -> Answer {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let method = text(ACCESS_CONTROL_REQUEST_METHOD);
    let wanted = text(ACCESS_CONTROL_REQUEST_HEADERS);
    let Some((origin, rule)) =
        headers.get(ORIGIN).and_then(|origin| Some((origin, rule(rules, origin, method)?)))
    else {
        return plain(StatusCode::FORBIDDEN, "CORSResponse: This CORS request is not allowed.");
    };
    let patterns = strings(&rule["AllowedHeaders"]);
    let allowed = |name: &str| {
        patterns.iter().any(|pattern| fits(&pattern.to_ascii_lowercase(), &name.trim().to_ascii_lowercase()))
    };
    if !wanted.split(',').filter(|name| !name.trim().is_empty()).all(allowed) {
        return plain(StatusCode::FORBIDDEN, "CORSResponse: This CORS request is not allowed.");
    }
    let mut answer = plain(StatusCode::OK, "");
    allow(answer.headers_mut(), rule, origin);
    set(answer.headers_mut(), ACCESS_CONTROL_ALLOW_HEADERS, wanted);
    answer
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value)
        && !value.is_empty()
    {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(method: &'static str, headers: &'static str) -> (u16, HeaderMap) {
        let rules = json!([{"AllowedOrigins": ["https://*.example.com"], "AllowedMethods": ["POST"], "AllowedHeaders": ["x-*"]}]);
        let asking = HeaderMap::from_iter([
            (ORIGIN, HeaderValue::from_static("https://a.example.com")),
            (ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static(method)),
            (ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue::from_static(headers)),
        ]);
        let answer = preflight(&rules, &asking);
        (answer.status().as_u16(), answer.headers().clone())
    }

    #[test]
    fn only_what_a_rule_names_is_allowed() {
        let (status, headers) = asked("POST", "X-One, x-two");
        assert_eq!(
            (status, &headers[ACCESS_CONTROL_ALLOW_ORIGIN]),
            (200, &"https://a.example.com".parse().unwrap())
        );
        assert_eq!(asked("PUT", "").0, 403);
        assert_eq!(asked("POST", "authorization").0, 403);
    }
}
