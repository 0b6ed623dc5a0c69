//! What a distribution keeps, and for how long.
//!
//! Source: <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html>

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::header::CACHE_CONTROL;
use hyper::http::HeaderMap;
use hyper::{Response, StatusCode};

use super::behavior::Lifetime;

/// Errors are kept this long unless the distribution says otherwise.
const ERRORS: Duration = Duration::from_secs(10);

/// A preview is small; beyond this the cache is emptied.
const ENTRIES: usize = 2_000;

/// A distribution's cache.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<HashMap<String, Entry>>);

#[derive(Debug)]
struct Entry {
    response: Response<Bytes>,
    stored: Instant,
    lifetime: Duration,
}

impl Cache {
    /// An answer that is still good, and its age in seconds.
    pub(super) fn get(&self, key: &str) -> Option<(Response<Bytes>, u64)> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.get(key)?;
        let age = entry.stored.elapsed();
        (age < entry.lifetime).then(|| (entry.response.clone(), age.as_secs()))
    }

    pub(super) fn put(&self, key: String, response: &Response<Bytes>, lifetime: Duration) {
        if lifetime.is_zero() {
            return;
        }
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= ENTRIES {
            entries.clear();
        }
        entries.insert(key, Entry { response: response.clone(), stored: Instant::now(), lifetime });
    }
}

/// How long an answer is kept; `error` is what the distribution says of its status.
pub(super) fn lifetime(
    status: StatusCode,
    headers: &HeaderMap,
    bounds: &Lifetime,
    error: Option<u64>,
) -> Duration {
    if !bounds.caches() {
        return Duration::ZERO;
    }
    if status.is_client_error() || status.is_server_error() {
        return error.map_or(ERRORS, Duration::from_secs);
    }
    let control = headers
        .get(CACHE_CONTROL)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let directives = control.split(',').map(str::trim);
    if directives
        .clone()
        .any(|one| matches!(one.split('=').next(), Some("no-store" | "no-cache" | "private")))
    {
        return bounds.min;
    }
    let seconds = |name: &str| {
        directives
            .clone()
            .find_map(|one| one.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
            .map(Duration::from_secs)
    };
    let asked = seconds("s-maxage").or_else(|| seconds("max-age"));
    asked.map_or(bounds.default, |asked| asked.clamp(bounds.min, bounds.max))
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    #[test]
    fn what_the_origin_says_counts_within_the_bounds() {
        let bounds = |min, default, max| Lifetime {
            min: Duration::from_secs(min),
            default: Duration::from_secs(default),
            max: Duration::from_secs(max),
        };
        let kept = |control: &'static str, bounds: Lifetime| {
            let mut headers = HeaderMap::new();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static(control));
            lifetime(StatusCode::OK, &headers, &bounds, None).as_secs()
        };
        assert_eq!(kept("no-store", bounds(1, 10, 100)), 1);
        assert_eq!(kept("private, max-age=50", bounds(0, 10, 100)), 0);
        assert_eq!(kept("max-age=50", bounds(0, 10, 100)), 50);
        assert_eq!(kept("max-age=500, s-maxage=200", bounds(0, 10, 100)), 100);
        assert_eq!(kept("public", bounds(0, 10, 100)), 10);
        assert_eq!(kept("max-age=500", bounds(0, 0, 0)), 0);
        assert_eq!(
            lifetime(StatusCode::NOT_FOUND, &HeaderMap::new(), &bounds(1, 10, 100), None).as_secs(),
            10
        );
        assert_eq!(
            lifetime(StatusCode::NOT_FOUND, &HeaderMap::new(), &bounds(1, 10, 100), Some(3)).as_secs(),
            3
        );
    }
}
