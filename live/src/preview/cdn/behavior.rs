//! Cache behaviours of a distribution: which requests they are for, and what is done with those.

use std::time::Duration;

use serde_json::Value;

use super::super::deployment::{Deployment, flag, items, number, strings};
use super::super::resolve::text;
use super::super::wildcard::fits;
use super::selection::{Names, Selection};

/// What a viewer may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Viewers {
    Any,
    Redirected,
    HttpsOnly,
}

/// How long answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lifetime {
    pub(super) min: Duration,
    pub(super) default: Duration,
    pub(super) max: Duration,
}

impl Lifetime {
    fn seconds(min: u64, default: u64, max: u64) -> Self {
        let [min, default, max] = [min, default, max].map(Duration::from_secs);
        Self { min, default: default.max(min), max: max.max(min) }
    }

    /// Whether anything is kept at all.
    pub(super) fn caches(&self) -> bool {
        self.max > Duration::ZERO
    }
}

/// A behaviour.
#[derive(Debug, Clone)]
pub(super) struct Behavior {
    /// `None` is the default behaviour.
    pattern: Option<String>,
    pub(super) origin: String,
    pub(super) viewers: Viewers,
    pub(super) methods: Vec<String>,
    pub(super) cached_methods: Vec<String>,
    /// What tells one cached answer from another.
    pub(super) key: Selection,
    /// What reaches the origin besides.
    pub(super) forward: Selection,
    pub(super) lifetime: Lifetime,
    /// The configuration of a response-headers policy.
    pub(super) response_headers: Value,
}

impl Behavior {
    /// Whether it is for a path.
    pub(super) fn is_for(&self, path: &str) -> bool {
        self.pattern
            .as_ref()
            .is_none_or(|pattern| fits(&format!("/{}", pattern.trim_start_matches('/')), path))
    }

    /// A distribution's behaviours in order, the default one last.
    pub(super) fn all(deployment: &Deployment, config: &Value, notes: &mut Vec<String>) -> Vec<Self> {
        let list = &config["CacheBehaviors"];
        let named = items(list.get("Items").unwrap_or(list))
            .map(|behavior| (behavior["PathPattern"].as_str(), behavior));
        let default = std::iter::once((None, &config["DefaultCacheBehavior"]));
        named
            .chain(default)
            .map(|(pattern, behavior)| Self::of(deployment, pattern, behavior, notes))
            .collect()
    }

    fn of(deployment: &Deployment, pattern: Option<&str>, behavior: &Value, notes: &mut Vec<String>) -> Self {
        let or = |name: &str, default: &[&str]| {
            let methods = &behavior[name];
            let methods = strings(methods.get("Items").unwrap_or(methods));
            if methods.is_empty() {
                default.iter().map(|method| (*method).to_owned()).collect()
            } else {
                methods
            }
        };
        let (key, lifetime) = cache(deployment, behavior, notes);
        Self {
            pattern: pattern.map(str::to_owned),
            origin: text(&behavior["TargetOriginId"]),
            viewers: match behavior["ViewerProtocolPolicy"].as_str() {
                Some("redirect-to-https") => Viewers::Redirected,
                Some("https-only") => Viewers::HttpsOnly,
                _ => Viewers::Any,
            },
            methods: or("AllowedMethods", &["GET", "HEAD"]),
            cached_methods: or("CachedMethods", &["GET", "HEAD"]),
            forward: forwarded(deployment, behavior, notes),
            key,
            lifetime,
            response_headers: response_headers(deployment, &behavior["ResponseHeadersPolicyId"], notes),
        }
    }
}

fn cache(deployment: &Deployment, behavior: &Value, notes: &mut Vec<String>) -> (Selection, Lifetime) {
    let Some(id) = behavior["CachePolicyId"].as_str() else {
        return legacy(behavior);
    };
    match id {
        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" => return (Selection::NOTHING, Lifetime::seconds(0, 0, 0)),
        "658327ea-f89d-4fab-a63d-7e88639e58f6" | "b2884449-e4de-46a7-ac36-70bc7f1ddd6d" => {
            return (Selection::NOTHING, Lifetime::seconds(1, 86_400, 31_536_000));
        }
        "83da9c7e-98b4-4e11-a168-04f0df8e2c65" | "4cc15a8a-d715-48a4-82b8-cc0b614638fe" => {
            let query = if id.starts_with('8') { Names::None } else { Names::All };
            let headers = ["Host", "Origin", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"];
            let key = Selection { headers: Names::only(&headers), cookies: Names::All, query };
            return (key, Lifetime::seconds(0, 0, 31_536_000));
        }
        _ => {}
    }
    let Some(policy) = deployment.find("AWS::CloudFront::CachePolicy", id) else {
        notes.push(format!("the cache policy {id} is not known; nothing is cached where it is used"));
        return (Selection::NOTHING, Lifetime::seconds(0, 0, 0));
    };
    let config = policy.get("CachePolicyConfig");
    let seconds = |name: &str, default| number(&config[name]).unwrap_or(default);
    let lifetime =
        Lifetime::seconds(seconds("MinTTL", 0), seconds("DefaultTTL", 86_400), seconds("MaxTTL", 31_536_000));
    (selection(&config["ParametersInCacheKeyAndForwardedToOrigin"]), lifetime)
}

/// The settings from before there were policies: what is forwarded is also what counts for the cache.
fn legacy(behavior: &Value) -> (Selection, Lifetime) {
    let values = &behavior["ForwardedValues"];
    let headers = strings(&values["Headers"]);
    let all = headers.iter().any(|name| name == "*");
    let query = match strings(&values["QueryStringCacheKeys"]) {
        keys if flag(&values["QueryString"]) && !keys.is_empty() => Names::Only(keys),
        _ if flag(&values["QueryString"]) => Names::All,
        _ => Names::None,
    };
    let cookies = Names::of(&values["Cookies"]["Forward"], &values["Cookies"]["WhitelistedNames"]);
    let seconds = |name: &str, default| number(&behavior[name]).unwrap_or(default);
    let lifetime = if all {
        Lifetime::seconds(0, 0, 0)
    } else {
        Lifetime::seconds(seconds("MinTTL", 0), seconds("DefaultTTL", 86_400), seconds("MaxTTL", 31_536_000))
    };
    let headers = if all { Names::All } else { Names::Only(headers) };
    (Selection { headers, cookies, query }, lifetime)
}

fn forwarded(deployment: &Deployment, behavior: &Value, notes: &mut Vec<String>) -> Selection {
    let Some(id) = behavior["OriginRequestPolicyId"].as_str() else {
        return Selection::NOTHING;
    };
    let headers_only = |headers: &[&str]| Selection { headers: Names::only(headers), ..Selection::NOTHING };
    match id {
        "216adef6-5c7f-47e4-b989-5492eafa07d3" | "33f36d7e-f396-46d9-90e0-52428a34d9dc" => {
            Selection { headers: Names::All, cookies: Names::All, query: Names::All }
        }
        "b689b0a8-53d0-40ab-baf2-68738e2966ac" => Selection {
            headers: Names::Except(vec!["Host".to_owned()]),
            cookies: Names::All,
            query: Names::All,
        },
        "59781a5b-3903-41f3-afcb-af62929ccde1" => headers_only(&["Origin"]),
        "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf" => {
            headers_only(&["Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"])
        }
        "acba4595-bd28-49b8-b9fe-13317c0390fa" => headers_only(&["User-Agent", "Referer"]),
        _ => match deployment.find("AWS::CloudFront::OriginRequestPolicy", id) {
            Some(policy) => selection(policy.get("OriginRequestPolicyConfig")),
            None => {
                notes.push(format!(
                    "the origin request policy {id} is not known; nothing is forwarded where it is used"
                ));
                Selection::NOTHING
            }
        },
    }
}

fn selection(config: &Value) -> Selection {
    let names = |section: &str, kind: &str, list: &str| {
        let part = &config[section];
        Names::of(&part[format!("{kind}Behavior")], &part[list])
    };
    Selection {
        headers: names("HeadersConfig", "Header", "Headers"),
        cookies: names("CookiesConfig", "Cookie", "Cookies"),
        query: names("QueryStringsConfig", "QueryString", "QueryStrings"),
    }
}

fn response_headers(deployment: &Deployment, id: &Value, notes: &mut Vec<String>) -> Value {
    let Some(id) = id.as_str() else {
        return Value::Null;
    };
    if id == "60669652-455b-4ae9-85a4-c4c02393f86c" {
        return serde_json::json!({"CorsConfig": {"AccessControlAllowOrigins": {"Items": ["*"]}, "OriginOverride": false}});
    }
    match deployment.find("AWS::CloudFront::ResponseHeadersPolicy", id) {
        Some(policy) => policy.get("ResponseHeadersPolicyConfig").clone(),
        None => {
            notes.push(format!("the response headers policy {id} is not known, and adds nothing"));
            Value::Null
        }
    }
}
