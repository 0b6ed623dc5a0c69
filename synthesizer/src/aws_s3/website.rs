//! Buckets that are websites.

use super::{BucketProps, RedirectProtocol};
use crate::construct::Node;
use crate::error::Result;
use crate::props;
use crate::value::Value;

/// Where all requests are sent on to.
#[derive(Debug, Clone)]
pub struct RedirectTarget {
    /// For example `example.com`.
    pub host_name: String,
    /// The request's own if none is given.
    pub protocol: Option<RedirectProtocol>,
}

/// When a request is sent on, and where to.
#[derive(Debug, Clone, Default)]
pub struct RoutingRule {
    /// Always if none is given.
    pub condition: Option<RoutingRuleCondition>,
    /// The request's own if none is given.
    pub host_name: Option<String>,
    /// 301 if none is given.
    pub http_redirect_code: Option<String>,
    /// The request's own if none is given.
    pub protocol: Option<RedirectProtocol>,
    /// What becomes of the key.
    pub replace_key: Option<ReplaceKey>,
}

/// When a request is sent on. At least one of the two.
#[derive(Debug, Clone, Default)]
pub struct RoutingRuleCondition {
    /// For example `404`.
    pub http_error_code_returned_equals: Option<String>,
    /// Beginning of the key.
    pub key_prefix_equals: Option<String>,
}

/// What becomes of the key of a request that is sent on.
#[derive(Debug, Clone)]
pub enum ReplaceKey {
    /// It becomes this key.
    With(String),
    /// Its beginning becomes this.
    PrefixWith(String),
}

impl RoutingRule {
    fn render(&self, node: &Node) -> Result<Value> {
        let condition = self.condition.clone();
        if let Some(RoutingRuleCondition { http_error_code_returned_equals: None, key_prefix_equals: None }) =
            condition
        {
            return Err(node.error("The condition property cannot be an empty object"));
        }
        let (key, prefix) = match &self.replace_key {
            None => (None, None),
            Some(ReplaceKey::With(key)) => (Some(key), None),
            Some(ReplaceKey::PrefixWith(prefix)) => (None, Some(prefix)),
        };
        Ok(props! {
            "RedirectRule" => props! {
                "HostName" => self.host_name.as_ref(),
                "HttpRedirectCode" => self.http_redirect_code.as_ref(),
                "Protocol" => self.protocol,
                "ReplaceKeyWith" => key,
                "ReplaceKeyPrefixWith" => prefix,
            },
            "RoutingRuleCondition" => condition.map(|condition| props! {
                "HttpErrorCodeReturnedEquals" => condition.http_error_code_returned_equals,
                "KeyPrefixEquals" => condition.key_prefix_equals,
            }),
        })
    }
}

/// A bucket's `WebsiteConfiguration`, if it is a website.
pub(super) fn render(node: &Node, props: &BucketProps) -> Result<Option<Value>> {
    let (index, error) = (&props.website_index_document, &props.website_error_document);
    let rules = &props.website_routing_rules;
    if error.is_none() && index.is_none() && props.website_redirect.is_none() && rules.is_empty() {
        return Ok(None);
    }
    if error.is_some() && index.is_none() {
        return Err(node.error("\"websiteIndexDocument\" is required if \"websiteErrorDocument\" is set"));
    }
    if props.website_redirect.is_some() && (error.is_some() || index.is_some() || !rules.is_empty()) {
        return Err(node.error(
            "\"websiteIndexDocument\", \"websiteErrorDocument\" and, \"websiteRoutingRules\" cannot be set if \
             \"websiteRedirect\" is used",
        ));
    }
    let rules: Vec<Value> = rules.iter().map(|rule| rule.render(node)).collect::<Result<_>>()?;
    Ok(Some(props! {
        "IndexDocument" => index.as_ref(),
        "ErrorDocument" => error.as_ref(),
        "RedirectAllRequestsTo" => props.website_redirect.as_ref().map(|target| props! {
            "HostName" => &target.host_name,
            "Protocol" => target.protocol,
        }),
        "RoutingRules" => (!rules.is_empty()).then_some(rules),
    }))
}
