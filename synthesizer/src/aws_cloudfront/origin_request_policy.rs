//! What of a viewer's request the origin sees.

use super::cache_policy::{Selection, check_name, selection};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::props;
use crate::value::Text;

/// What of a viewer's request the origin sees.
#[derive(Debug, Clone)]
pub struct OriginRequestPolicy {
    id: Text,
}

/// What an origin request policy can be told.
#[derive(Debug, Clone, Default)]
pub struct OriginRequestPolicyProps {
    /// Made of the path if none is given.
    pub origin_request_policy_name: Option<String>,
    /// For people.
    pub comment: Option<String>,
    /// None if nothing is said.
    pub cookie_behavior: Option<OriginRequestCookieBehavior>,
    /// None if nothing is said.
    pub header_behavior: Option<OriginRequestHeaderBehavior>,
    /// None if nothing is said.
    pub query_string_behavior: Option<OriginRequestQueryStringBehavior>,
}

selection! {
    /// Cookies that the origin sees.
    OriginRequestCookieBehavior, "cookie"
}
selection!(all OriginRequestCookieBehavior);
selection!(deny OriginRequestCookieBehavior, "cookie");
selection! {
    /// Headers that the origin sees.
    OriginRequestHeaderBehavior, "header"
}
selection!(deny OriginRequestHeaderBehavior, "header");
selection! {
    /// Parameters of addresses that the origin sees.
    OriginRequestQueryStringBehavior, "query string"
}
selection!(all OriginRequestQueryStringBehavior);
selection!(deny OriginRequestQueryStringBehavior, "query string");

impl OriginRequestHeaderBehavior {
    /// All headers of the viewer, and these that CloudFront adds, whose names begin with `CloudFront-`.
    pub fn all(cloudfront_headers: &[&str]) -> Result<OriginRequestHeaderBehavior> {
        if cloudfront_headers.is_empty() {
            return Ok(OriginRequestHeaderBehavior(Selection::of("allViewer")));
        }
        if cloudfront_headers.iter().any(|header| !header.starts_with("CloudFront-")) {
            return Err(Error::message(
                "additional CloudFront headers passed to `OriginRequestHeaderBehavior.all()` must begin with \
                 'CloudFront-'",
            ));
        }
        let headers = cloudfront_headers.iter().copied();
        Selection::named("allViewerAndWhitelistCloudFront", "header", headers)
            .map(OriginRequestHeaderBehavior)
    }
}

impl OriginRequestPolicy {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.OriginRequestPolicy");

    /// A policy of one's own.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: OriginRequestPolicyProps,
    ) -> Result<OriginRequestPolicy> {
        let node = Node::new(scope, id, OriginRequestPolicy::INFO)?;
        let name = match props.origin_request_policy_name {
            Some(name) => name,
            None => node.unique_id()?,
        };
        check_name(&node, "originRequestPolicyName", &name)?;
        let headers = props.header_behavior.as_ref().map(|given| &given.0);
        refuse_headers_of_caches(&node, headers)?;
        let cookies = props.cookie_behavior.as_ref().map(|given| &given.0);
        let parameters = props.query_string_behavior.as_ref().map(|given| &given.0);
        let config = props! {
            "Name" => name,
            "Comment" => props.comment.as_ref(),
            "CookiesConfig" => Selection::render(cookies, "CookieBehavior", "Cookies"),
            "HeadersConfig" => Selection::render(headers, "HeaderBehavior", "Headers"),
            "QueryStringsConfig" => Selection::render(parameters, "QueryStringBehavior", "QueryStrings"),
        };
        let properties = props! { "OriginRequestPolicyConfig" => config };
        let resource =
            CfnResource::typed(&node, "Resource", "AWS::CloudFront::OriginRequestPolicy", properties)?;
        Ok(OriginRequestPolicy { id: resource.ref_() })
    }

    /// A policy that was made elsewhere.
    pub fn from_origin_request_policy_id(
        scope: &dyn Construct,
        id: &str,
        origin_request_policy_id: impl Into<Text>,
    ) -> Result<OriginRequestPolicy> {
        Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(OriginRequestPolicy { id: origin_request_policy_id.into() })
    }

    fn managed(id: &str) -> OriginRequestPolicy {
        OriginRequestPolicy { id: id.into() }
    }

    /// Of AWS's own: browser and page that the viewer comes from.
    pub fn user_agent_referer_headers() -> OriginRequestPolicy {
        OriginRequestPolicy::managed("acba4595-bd28-49b8-b9fe-13317c0390fa")
    }

    /// Of AWS's own: what other origins need for CORS.
    pub fn cors_custom_origin() -> OriginRequestPolicy {
        OriginRequestPolicy::managed("59781a5b-3903-41f3-afcb-af62929ccde1")
    }

    /// Of AWS's own: what buckets need for CORS.
    pub fn cors_s3_origin() -> OriginRequestPolicy {
        OriginRequestPolicy::managed("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf")
    }

    /// Of AWS's own: everything.
    pub fn all_viewer() -> OriginRequestPolicy {
        OriginRequestPolicy::managed("216adef6-5c7f-47e4-b989-5492eafa07d3")
    }

    /// Of AWS's own: for Elemental MediaTailor.
    pub fn elemental_media_tailor() -> OriginRequestPolicy {
        OriginRequestPolicy::managed("775133bc-15f2-49f9-abea-afb2e0bf67d2")
    }

    /// Of AWS's own: everything, and what CloudFront added until 2022.
    pub fn all_viewer_and_cloudfront_2022() -> OriginRequestPolicy {
        OriginRequestPolicy::managed("33f36d7e-f396-46d9-90e0-52428a34d9dc")
    }

    /// Of AWS's own: everything but the name of the host.
    pub fn all_viewer_except_host_header() -> OriginRequestPolicy {
        OriginRequestPolicy::managed("b689b0a8-53d0-40ab-baf2-68738e2966ac")
    }

    /// Its id.
    pub fn origin_request_policy_id(&self) -> Text {
        self.id.clone()
    }
}

fn refuse_headers_of_caches(node: &Node, headers: Option<&Selection>) -> Result<()> {
    const REFUSED: [&str; 2] = ["authorization", "accept-encoding"];
    let refused = |name: &String| REFUSED.contains(&&*name.to_lowercase());
    if headers.is_some_and(|given| given.behavior == "whitelist" && given.names().iter().any(refused)) {
        return Err(node.error(
            "you cannot pass `Authorization` or `Accept-Encoding` as header values; use a CachePolicy to forward these \
             headers instead",
        ));
    }
    Ok(())
}
