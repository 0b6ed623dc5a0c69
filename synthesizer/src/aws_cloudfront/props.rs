//! What a distribution can be told.

use super::{BehaviorOptions, HttpVersion, PriceClass, SecurityPolicyProtocol, SslMethod};
use crate::aws_s3::Bucket;
use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::props;
use crate::value::{Text, Value};

/// What a distribution can be told.
#[derive(Clone)]
pub struct DistributionProps {
    /// What becomes of requests that no other behaviour is for.
    pub default_behavior: BehaviorOptions,
    /// What becomes of requests whose paths fit a pattern, in the order in which they are tried.
    pub additional_behaviors: Vec<(String, BehaviorOptions)>,
    /// ARN of the certificate, which must be of us-east-1.
    pub certificate_arn: Option<Text>,
    /// For people; what is longer than 128 characters is cut.
    pub comment: Option<String>,
    /// What is answered at `/`.
    pub default_root_object: Option<String>,
    /// Names for which the certificate is.
    pub domain_names: Vec<Text>,
    /// Whether it answers; it does if nothing is said.
    pub enabled: Option<bool>,
    /// Whether it answers by IPv6; it does if nothing is said.
    pub enable_ipv6: Option<bool>,
    /// Whether requests are logged; they are if a bucket is given.
    pub enable_logging: Option<bool>,
    /// Countries that are let in, or not.
    pub geo_restriction: Option<GeoRestriction>,
    /// HTTP/2 if nothing is said.
    pub http_version: Option<HttpVersion>,
    /// Where requests are logged.
    pub log_bucket: Option<Bucket>,
    /// Whether logs have cookies.
    pub log_includes_cookies: Option<bool>,
    /// Beginning of the logs' keys.
    pub log_file_prefix: Option<String>,
    /// In which parts of the world it answers.
    pub price_class: Option<PriceClass>,
    /// Firewall.
    pub web_acl_id: Option<String>,
    /// What is answered instead of errors.
    pub error_responses: Vec<ErrorResponse>,
    /// Oldest version of TLS, with a certificate.
    pub minimum_protocol_version: Option<SecurityPolicyProtocol>,
    /// How it answers with a certificate.
    pub ssl_support_method: Option<SslMethod>,
}

impl DistributionProps {
    /// A distribution with this behaviour and nothing else.
    pub fn new(default_behavior: BehaviorOptions) -> DistributionProps {
        DistributionProps {
            default_behavior,
            additional_behaviors: Vec::new(),
            certificate_arn: None,
            comment: None,
            default_root_object: None,
            domain_names: Vec::new(),
            enabled: None,
            enable_ipv6: None,
            enable_logging: None,
            geo_restriction: None,
            http_version: None,
            log_bucket: None,
            log_includes_cookies: None,
            log_file_prefix: None,
            price_class: None,
            web_acl_id: None,
            error_responses: Vec::new(),
            minimum_protocol_version: None,
            ssl_support_method: None,
        }
    }
}

/// What is answered instead of an error. At least one of the options.
#[derive(Debug, Clone, Default)]
pub struct ErrorResponse {
    /// The error.
    pub http_status: u16,
    /// Status that is answered instead.
    pub response_http_status: Option<u16>,
    /// Page that is answered instead, such as `/sorry.html`.
    pub response_page_path: Option<String>,
    /// For how long the error is remembered.
    pub ttl: Option<Duration>,
}

/// Countries that are let in, or not.
#[derive(Debug, Clone)]
pub struct GeoRestriction {
    restriction_type: &'static str,
    locations: Vec<String>,
}

impl GeoRestriction {
    /// Only these countries are let in; two capitals each.
    pub fn allowlist(locations: &[&str]) -> Result<GeoRestriction> {
        GeoRestriction::new("whitelist", locations)
    }

    /// All but these countries are let in; two capitals each.
    pub fn denylist(locations: &[&str]) -> Result<GeoRestriction> {
        GeoRestriction::new("blacklist", locations)
    }

    /// A distribution's `Restrictions`.
    pub(super) fn render(&self) -> Value {
        let (restriction_type, locations) = (self.restriction_type, self.locations.clone());
        props! {
            "GeoRestriction" => props! { "RestrictionType" => restriction_type, "Locations" => locations },
        }
    }

    fn new(restriction_type: &'static str, locations: &[&str]) -> Result<GeoRestriction> {
        if locations.is_empty() {
            return Err(Error::message("Should provide at least 1 location"));
        }
        let country = |place: &str| place.len() == 2 && place.bytes().all(|b| b.is_ascii_uppercase());
        if let Some(place) = locations.iter().find(|place| !country(place)) {
            return Err(Error::message(format!(
                "Invalid location format for location: {place}, location should be two-letter and uppercase country \
                 ISO 3166-1-alpha-2 code"
            )));
        }
        Ok(GeoRestriction {
            restriction_type,
            locations: locations.iter().map(|l| (*l).to_owned()).collect(),
        })
    }
}
