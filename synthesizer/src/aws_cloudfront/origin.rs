//! Where CloudFront gets its answers from.

use std::rc::Rc;

use crate::construct::Node;
use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::props;
use crate::value::{Text, Value};

/// Where CloudFront gets its answers from. Clones are the same origin: behaviours can share it.
pub type Origin = Rc<dyn IOrigin>;

/// Where CloudFront gets its answers from.
pub trait IOrigin {
    /// What a distribution says of it. `scope` is where it can make constructs that it needs.
    fn bind(&self, scope: &Node, origin_id: &str) -> Result<OriginBindConfig>;
}

/// What a distribution says of an origin.
pub struct OriginBindConfig {
    /// Its id in the distribution.
    pub origin_id: String,
    /// As an entry of `Origins`.
    pub property: Value,
    /// Where to turn when it fails.
    pub failover: Option<OriginFailoverConfig>,
}

/// Where to turn when an origin fails.
#[derive(Clone)]
pub struct OriginFailoverConfig {
    /// The other origin.
    pub failover_origin: Origin,
    /// What it answers when it fails.
    pub status_codes: Vec<u16>,
}

/// What every origin can be told.
#[derive(Debug, Clone, Default)]
pub struct OriginProps {
    /// Put before the paths of all requests.
    pub origin_path: Option<String>,
    /// 1 to 10 seconds.
    pub connection_timeout: Option<Duration>,
    /// 1 to 3.
    pub connection_attempts: Option<u8>,
    /// Headers that CloudFront adds to requests.
    pub custom_headers: Vec<(String, String)>,
    /// Region that all requests go through.
    pub origin_shield_region: Option<String>,
    /// Made of the path if none is given.
    pub origin_id: Option<String>,
    /// Whether requests go through no shield, whatever else is said.
    pub origin_shield_disabled: bool,
}

impl OriginProps {
    /// Refuses what CloudFront would.
    pub(crate) fn validate(&self) -> Result<()> {
        let seconds = self.connection_timeout.map(Duration::to_seconds).transpose()?;
        in_range("connectionTimeout", 1, 10, seconds, " seconds")?;
        in_range("connectionAttempts", 1, 3, self.connection_attempts.map(i64::from), "")?;
        self.refuse_reserved_headers()
    }

    fn refuse_reserved_headers(&self) -> Result<()> {
        let matching = |reserved: &dyn Fn(&str) -> bool| {
            let names = self.custom_headers.iter().map(|(name, _)| name.as_str());
            names.filter(|name| reserved(&name.to_lowercase())).collect::<Vec<_>>().join(", ")
        };
        let names = matching(&|name| RESERVED.contains(&name));
        if !names.is_empty() {
            let message = "The following headers cannot be configured as custom origin headers";
            return Err(Error::message(format!("{message}: {names}")));
        }
        let names = matching(&|name| name.starts_with("x-amz-") || name.starts_with("x-edge-"));
        if !names.is_empty() {
            let message = "The following headers cannot be used as prefixes for custom origin headers";
            return Err(Error::message(format!("{message}: {names}")));
        }
        Ok(())
    }

    /// An entry of `Origins`.
    pub(crate) fn bind(
        &self,
        domain_name: &Text,
        origin_id: &str,
        s3_config: Option<Value>,
        custom_config: Option<Value>,
    ) -> Result<OriginBindConfig> {
        let headers: Vec<Value> = self
            .custom_headers
            .iter()
            .map(|(name, value)| props! { "HeaderName" => name, "HeaderValue" => value })
            .collect();
        let origin_id = self.origin_id.as_deref().unwrap_or(origin_id);
        let property = props! {
            "DomainName" => domain_name,
            "Id" => origin_id,
            "OriginPath" => self.origin_path.as_deref().map(slashed),
            "ConnectionAttempts" => self.connection_attempts,
            "ConnectionTimeout" => self.connection_timeout.map(Duration::to_seconds).transpose()?,
            "OriginCustomHeaders" => (!headers.is_empty()).then_some(headers),
            "S3OriginConfig" => s3_config,
            "CustomOriginConfig" => custom_config,
            "OriginShield" => self.shield(),
        };
        Ok(OriginBindConfig { origin_id: origin_id.to_owned(), property, failover: None })
    }

    fn shield(&self) -> Option<Value> {
        if self.origin_shield_disabled {
            return Some(props! { "Enabled" => false });
        }
        let region = self.origin_shield_region.as_ref();
        region.map(|region| props! { "Enabled" => true, "OriginShieldRegion" => region })
    }
}

/// A path with a slash at its beginning and none at its end.
fn slashed(path: &str) -> String {
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    path.strip_suffix('/').map(str::to_owned).unwrap_or(path)
}

/// Refuses a number that is out of range.
pub(crate) fn in_range(name: &str, min: i64, max: i64, value: Option<i64>, unit: &str) -> Result<()> {
    match value {
        Some(value) if !(min..=max).contains(&value) => Err(Error::message(format!(
            "{name}: Must be an int between {min} and {max}{unit} (inclusive); received {value}."
        ))),
        _ => Ok(()),
    }
}

/// Headers that CloudFront sets itself.
const RESERVED: [&str; 22] = [
    "cache-control",
    "connection",
    "content-length",
    "cookie",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "pragma",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "request-range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-real-ip",
];
