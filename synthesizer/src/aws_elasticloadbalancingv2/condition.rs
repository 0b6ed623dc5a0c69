//! When a listener's rule applies.

use crate::error::{Error, Result};
use crate::props;
use crate::value::Value;

/// When a listener's rule applies: any of its values fits.
#[derive(Debug, Clone, PartialEq)]
pub struct ListenerCondition {
    field: &'static str,
    property: &'static str,
    config: Value,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryStringCondition {
    /// Any key if not given.
    pub key: Option<String>,
    /// May have wildcards.
    pub value: String,
}

impl ListenerCondition {
    fn new(field: &'static str, property: &'static str, config: Value) -> ListenerCondition {
        ListenerCondition { field, property, config }
    }

    /// The host is one of these.
    pub fn host_headers(values: &[&str]) -> ListenerCondition {
        ListenerCondition::new("host-header", "HostHeaderConfig", props! { "Values" => values })
    }

    /// A header has one of these values.
    pub fn http_header(name: &str, values: &[&str]) -> ListenerCondition {
        let config = props! { "HttpHeaderName" => name, "Values" => values };
        ListenerCondition::new("http-header", "HttpHeaderConfig", config)
    }

    /// The method is one of these.
    pub fn http_request_methods(values: &[&str]) -> ListenerCondition {
        let config = props! { "Values" => values };
        ListenerCondition::new("http-request-method", "HttpRequestMethodConfig", config)
    }

    /// The path fits one of these, at most five.
    pub fn path_patterns(values: &[&str]) -> Result<ListenerCondition> {
        if values.len() > 5 {
            return Err(Error::message("A rule can only have '5' condition values"));
        }
        Ok(ListenerCondition::new("path-pattern", "PathPatternConfig", props! { "Values" => values }))
    }

    /// The query has one of these parts.
    pub fn query_strings(values: Vec<QueryStringCondition>) -> ListenerCondition {
        let values: Vec<Value> =
            values.into_iter().map(|part| props! { "Value" => part.value, "Key" => part.key }).collect();
        ListenerCondition::new("query-string", "QueryStringConfig", props! { "Values" => values })
    }

    /// The client's address is within one of these blocks.
    pub fn source_ips(values: &[&str]) -> ListenerCondition {
        ListenerCondition::new("source-ip", "SourceIpConfig", props! { "Values" => values })
    }

    pub(super) fn render(&self) -> Value {
        props! { "Field" => self.field, self.property => self.config.clone() }
    }
}
