//! Which headers, cookies and query strings of a viewer's request count: for the cache, and for the origin.

use hyper::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::super::deployment::strings;

/// A choice of names; all are compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Names {
    None,
    All,
    Only(Vec<String>),
    Except(Vec<String>),
}

impl Names {
    pub(super) fn only(names: &[&str]) -> Self {
        Self::Only(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// From a policy's `…Behavior` and its list.
    pub(super) fn of(behavior: &Value, list: &Value) -> Self {
        let names = strings(list.get("Items").unwrap_or(list));
        match behavior.as_str().unwrap_or("none") {
            "all" | "allViewer" | "allViewerAndWhitelistCloudFront" => Self::All,
            "whitelist" => Self::Only(names),
            "allExcept" => Self::Except(names),
            _ => Self::None,
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        let listed = |names: &[String]| names.iter().any(|listed| listed.eq_ignore_ascii_case(name));
        match self {
            Self::None => false,
            Self::All => true,
            Self::Only(names) => listed(names),
            Self::Except(names) => !listed(names),
        }
    }
}

/// What of a request counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) headers: Names,
    pub(super) cookies: Names,
    pub(super) query: Names,
}

impl Selection {
    pub(super) const NOTHING: Self = Self { headers: Names::None, cookies: Names::None, query: Names::None };

    /// The query string, of the chosen parameters.
    pub(super) fn query(&self, query: &str) -> String {
        let name = |part: &str| part.split('=').next().unwrap_or_default().to_owned();
        query
            .split('&')
            .filter(|part| !part.is_empty() && self.query.has(&name(part)))
            .collect::<Vec<_>>()
            .join("&")
    }

    /// The cookie header, of the chosen cookies.
    pub(super) fn cookies(&self, headers: &HeaderMap) -> String {
        let text = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect::<Vec<_>>()
            .join("; ");
        let name = |part: &str| part.split('=').next().unwrap_or_default().trim().to_owned();
        text.split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty() && self.cookies.has(&name(part)))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// The chosen headers, without cookies, sorted by name.
    pub(super) fn headers<'a>(&self, headers: &'a HeaderMap) -> Vec<(&'a HeaderName, &'a HeaderValue)> {
        let chosen = headers.iter().filter(|(name, _)| **name != COOKIE && self.headers.has(name.as_str()));
        let mut chosen: Vec<_> = chosen.collect();
        chosen.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_chosen_remains() {
        let selection = Selection {
            headers: Names::only(&["Origin"]),
            cookies: Names::only(&["b"]),
            query: Names::Except(vec!["x".to_owned()]),
        };
        let mut headers = HeaderMap::new();
        headers.insert("origin", HeaderValue::from_static("o"));
        headers.insert("accept", HeaderValue::from_static("a"));
        headers.insert("cookie", HeaderValue::from_static("a=1; b=2"));
        assert_eq!(selection.query("x=1&y=2&z"), "y=2&z");
        assert_eq!(selection.cookies(&headers), "b=2");
        assert_eq!(selection.headers(&headers).len(), 1);
    }
}
