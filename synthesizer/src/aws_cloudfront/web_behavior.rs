//! The behaviours of old distributions.

use super::{
    Behavior, CloudFrontAllowedCachedMethods, CloudFrontAllowedMethods, ForwardedValues, ViewerProtocolPolicy,
};
use crate::duration::Duration;
use crate::error::Result;
use crate::props;
use crate::value::Value;

impl CloudFrontAllowedMethods {
    fn methods(self) -> &'static [&'static str] {
        match self {
            CloudFrontAllowedMethods::GetHead => &["GET", "HEAD"],
            CloudFrontAllowedMethods::GetHeadOptions => &["GET", "HEAD", "OPTIONS"],
            CloudFrontAllowedMethods::All => &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        }
    }
}

impl CloudFrontAllowedCachedMethods {
    fn methods(self) -> &'static [&'static str] {
        match self {
            CloudFrontAllowedCachedMethods::GetHead => &["GET", "HEAD"],
            CloudFrontAllowedCachedMethods::GetHeadOptions => &["GET", "HEAD", "OPTIONS"],
        }
    }
}

impl ForwardedValues {
    fn render(&self) -> Value {
        let list = |names: &[String]| (!names.is_empty()).then(|| names.to_vec());
        let cookies = self.cookies.as_ref().map(|forward| {
            props! { "Forward" => forward, "WhitelistedNames" => list(&self.whitelisted_cookies) }
        });
        props! {
            "QueryString" => self.query_string,
            "Headers" => list(&self.headers),
            "Cookies" => cookies,
            "QueryStringCacheKeys" => list(&self.query_string_cache_keys),
        }
    }
}

/// A behaviour that is answered by the origin with this id.
pub(super) fn behavior(
    behavior: &Behavior,
    target_origin_id: &str,
    viewer_protocol_policy: Option<ViewerProtocolPolicy>,
) -> Result<Value> {
    let seconds = |time: Option<Duration>| time.map(Duration::to_seconds).transpose();
    let policy = behavior.viewer_protocol_policy.or(viewer_protocol_policy);
    let neither = || props! { "QueryString" => false, "Cookies" => props! { "Forward" => "none" } };
    let forwarded = behavior.forwarded_values.as_ref().map_or_else(neither, ForwardedValues::render);
    let signers = &behavior.trusted_signers;
    let functions = behavior.function_associations.iter().map(|associated| {
        props! { "FunctionARN" => associated.function.function_arn(), "EventType" => associated.event_type }
    });
    let functions: Vec<Value> = functions.collect();
    Ok(props! {
        "AllowedMethods" => behavior.allowed_methods.methods(),
        "CachedMethods" => behavior.cached_methods.methods(),
        "Compress" => behavior.compress.unwrap_or(true),
        "DefaultTTL" => seconds(behavior.default_ttl)?,
        "ForwardedValues" => forwarded,
        "MaxTTL" => seconds(behavior.max_ttl)?,
        "MinTTL" => seconds(behavior.min_ttl)?,
        "TrustedSigners" => (!signers.is_empty()).then(|| signers.clone()),
        "TargetOriginId" => target_origin_id,
        "ViewerProtocolPolicy" => policy.unwrap_or(ViewerProtocolPolicy::RedirectToHttps),
        "PathPattern" => behavior.path_pattern.as_ref().filter(|_| !behavior.is_default_behavior),
        "FunctionAssociations" => (!functions.is_empty()).then_some(functions),
    })
}
