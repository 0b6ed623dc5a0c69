//! What came back.

use serde_json::Value;
use url::Url;

/// An answer, read whole.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Where it is from, after redirects.
    pub(crate) url: Url,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// The longest piece of an answer that is quoted, in characters.
const EXCERPT: usize = 120;

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether it is a page for people.
    pub(crate) fn is_page(&self) -> bool {
        let named = self.header("content-type").is_some_and(|kind| kind.contains("text/html"));
        let start = self.body.trim_ascii_start();
        named
            || start.starts_with(b"<!doctype html")
            || start.starts_with(b"<!DOCTYPE html")
            || start.starts_with(b"<html")
    }

    /// Whether CloudFront itself made the answer, because it could or would not ask the origin.
    pub(crate) fn is_by_cloudfront(&self) -> bool {
        let server = self.header("server").is_some_and(|server| server.eq_ignore_ascii_case("CloudFront"));
        let cache = self.header("x-cache").is_some_and(|cache| cache.contains("from cloudfront"));
        !self.is_success() && (server || cache)
    }

    /// Whether the load balancer itself made the answer.
    pub(crate) fn is_by_load_balancer(&self) -> bool {
        self.header("server").is_some_and(|server| server.starts_with("awselb"))
    }

    /// What the text of the answer contains, ignoring the case.
    pub(crate) fn says(&self, words: &str) -> bool {
        String::from_utf8_lossy(&self.body).to_lowercase().contains(&words.to_lowercase())
    }

    /// The error code of S3's.
    pub(crate) fn s3_code(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.body);
        let (_, rest) = text.split_once("<Code>")?;
        let (code, _) = rest.split_once("</Code>")?;
        Some(printable(code, 60))
    }

    /// The answer on one line, such as `404 application/json: {"detail":"…"}`.
    pub(crate) fn summary(&self) -> String {
        let kind = self.header("content-type").map(|kind| kind.split(';').next().unwrap_or(kind).trim());
        let kind = printable(kind.unwrap_or("without a content type"), 60);
        let location = match self.header("location") {
            Some(location) if self.is_redirect() => format!(", to {}", printable(location, EXCERPT)),
            _ => String::new(),
        };
        let head = format!("{} {kind}{location}", self.status);
        let is_text = std::str::from_utf8(&self.body).is_ok();
        match self.body.len() {
            0 => format!("{head}, empty"),
            _ if is_text => format!("{head}: {}", printable(&String::from_utf8_lossy(&self.body), EXCERPT)),
            length => format!("{head}, {length} bytes"),
        }
    }
}

/// Foreign text on one line, not too long, without what a terminal would obey.
pub(crate) fn printable(text: &str, longest: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let mut short: String =
        line.chars().take(longest).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if line.chars().nth(longest).is_some() {
        short.push('…');
    }
    short
}
