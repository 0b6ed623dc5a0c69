//! The kinds of headers that CloudFront adds to answers.

use super::{HeadersFrameOption, HeadersReferrerPolicy};
use crate::duration::Duration;
use crate::error::Result;
use crate::value::{Text, Value};
use crate::{object, props};

/// Which other sites may use the answers.
#[derive(Debug, Clone, Default)]
pub struct ResponseHeadersCorsBehavior {
    /// Whether with cookies.
    pub access_control_allow_credentials: bool,
    /// Headers that requests may have.
    pub access_control_allow_headers: Vec<String>,
    /// Methods of requests.
    pub access_control_allow_methods: Vec<String>,
    /// Sites, such as `https://example.com`.
    pub access_control_allow_origins: Vec<Text>,
    /// Headers that scripts may read.
    pub access_control_expose_headers: Option<Vec<String>>,
    /// How long browsers may remember the answer.
    pub access_control_max_age: Option<Duration>,
    /// Whether the origin's own headers are replaced.
    pub origin_override: bool,
}

impl ResponseHeadersCorsBehavior {
    pub(super) fn render(&self) -> Result<Value> {
        let items = |names: &[String]| props! { "Items" => names };
        Ok(props! {
            "AccessControlAllowCredentials" => self.access_control_allow_credentials,
            "AccessControlAllowHeaders" => items(&self.access_control_allow_headers),
            "AccessControlAllowMethods" => items(&self.access_control_allow_methods),
            "AccessControlAllowOrigins" => props! { "Items" => self.access_control_allow_origins.clone() },
            "AccessControlExposeHeaders" => self.access_control_expose_headers.as_deref().map(items),
            "AccessControlMaxAgeSec" => self.access_control_max_age.map(Duration::to_seconds).transpose()?,
            "OriginOverride" => self.origin_override,
        })
    }
}

/// A header of one's own.
#[derive(Debug, Clone)]
pub struct ResponseCustomHeader {
    /// Name.
    pub header: String,
    /// Value.
    pub value: String,
    /// Whether the origin's own header is replaced.
    pub r#override: bool,
}

impl ResponseCustomHeader {
    pub(super) fn render(&self) -> Value {
        props! { "Header" => &self.header, "Override" => self.r#override, "Value" => &self.value }
    }
}

/// Headers that make browsers more careful.
#[derive(Debug, Clone, Default)]
pub struct ResponseSecurityHeadersBehavior {
    /// What a page may load.
    pub content_security_policy: Option<ResponseHeadersContentSecurityPolicy>,
    /// `X-Content-Type-Options: nosniff`; the value says whether the origin's own header is replaced.
    pub content_type_options: Option<bool>,
    /// Who may show the page in a frame.
    pub frame_options: Option<ResponseHeadersFrameOptions>,
    /// What other sites learn about where a viewer comes from.
    pub referrer_policy: Option<ResponseHeadersReferrerPolicy>,
    /// That browsers always use HTTPS.
    pub strict_transport_security: Option<ResponseHeadersStrictTransportSecurity>,
    /// What old browsers do about injected scripts.
    pub xss_protection: Option<ResponseHeadersXssProtection>,
}

/// What a page may load.
#[derive(Debug, Clone)]
pub struct ResponseHeadersContentSecurityPolicy {
    /// The header's value.
    pub content_security_policy: String,
    /// Whether the origin's own header is replaced.
    pub r#override: bool,
}

/// Who may show the page in a frame.
#[derive(Debug, Clone, Copy)]
pub struct ResponseHeadersFrameOptions {
    /// The header's value.
    pub frame_option: HeadersFrameOption,
    /// Whether the origin's own header is replaced.
    pub r#override: bool,
}

/// What other sites learn about where a viewer comes from.
#[derive(Debug, Clone, Copy)]
pub struct ResponseHeadersReferrerPolicy {
    /// The header's value.
    pub referrer_policy: HeadersReferrerPolicy,
    /// Whether the origin's own header is replaced.
    pub r#override: bool,
}

/// That browsers always use HTTPS.
#[derive(Debug, Clone, Copy)]
pub struct ResponseHeadersStrictTransportSecurity {
    /// For how long.
    pub access_control_max_age: Duration,
    /// Whether for all names below this one.
    pub include_subdomains: Option<bool>,
    /// Whether browsers may know it beforehand.
    pub preload: Option<bool>,
    /// Whether the origin's own header is replaced.
    pub r#override: bool,
}

/// What old browsers do about injected scripts.
#[derive(Debug, Clone)]
pub struct ResponseHeadersXssProtection {
    /// Whether they do anything.
    pub protection: bool,
    /// Whether they show nothing instead of what is left.
    pub mode_block: Option<bool>,
    /// Where they report to.
    pub report_uri: Option<String>,
    /// Whether the origin's own header is replaced.
    pub r#override: bool,
}

impl ResponseSecurityHeadersBehavior {
    pub(super) fn render(&self) -> Result<Value> {
        Ok(props! {
            "ContentSecurityPolicy" => self.content_security_policy.as_ref().map(|given| props! {
                "ContentSecurityPolicy" => &given.content_security_policy,
                "Override" => given.r#override,
            }),
            "ContentTypeOptions" => self.content_type_options.map(|replaced| props! { "Override" => replaced }),
            "FrameOptions" => self.frame_options.map(|given| props! {
                "FrameOption" => given.frame_option,
                "Override" => given.r#override,
            }),
            "ReferrerPolicy" => self.referrer_policy.map(|given| props! {
                "Override" => given.r#override,
                "ReferrerPolicy" => given.referrer_policy,
            }),
            "StrictTransportSecurity" => self.strict_transport_security.map(transport_security).transpose()?,
            "XSSProtection" => self.xss_protection.as_ref().map(|given| props! {
                "Override" => given.r#override,
                "Protection" => given.protection,
                "ModeBlock" => given.mode_block,
                "ReportUri" => given.report_uri.as_ref(),
            }),
        })
    }
}

fn transport_security(given: ResponseHeadersStrictTransportSecurity) -> Result<Value> {
    Ok(props! {
        "accessControlMaxAge" => given.access_control_max_age.to_tree(),
        "Override" => given.r#override,
        "IncludeSubdomains" => given.include_subdomains,
        "Preload" => given.preload,
        "AccessControlMaxAgeSec" => given.access_control_max_age.to_seconds()?,
    })
}

impl Duration {
    /// As `tree.json` shows one that the CDK's code passed on by mistake.
    fn to_tree(self) -> Value {
        let (amount, label, iso_label, milliseconds) = self.parts();
        let unit = object! { "label" => label, "isoLabel" => iso_label, "inMillis" => milliseconds };
        object! { "amount" => amount, "unit" => unit }
    }
}
