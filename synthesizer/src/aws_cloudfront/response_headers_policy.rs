//! Headers that CloudFront adds to answers.

use super::{ResponseCustomHeader, ResponseHeadersCorsBehavior, ResponseSecurityHeadersBehavior};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::stack::UniqueResourceNameOptions;
use crate::value::{Text, Value};

/// Headers that CloudFront adds to answers.
#[derive(Debug, Clone)]
pub struct ResponseHeadersPolicy {
    id: Text,
}

/// What a response-headers policy can be told.
#[derive(Debug, Clone, Default)]
pub struct ResponseHeadersPolicyProps {
    /// Made of the path if none is given.
    pub response_headers_policy_name: Option<String>,
    /// For people.
    pub comment: Option<String>,
    /// Which other sites may use the answers.
    pub cors_behavior: Option<ResponseHeadersCorsBehavior>,
    /// Headers of one's own.
    pub custom_headers_behavior: Vec<ResponseCustomHeader>,
    /// Headers that make browsers more careful.
    pub security_headers_behavior: Option<ResponseSecurityHeadersBehavior>,
    /// Headers of the origin's that are taken out.
    pub remove_headers: Vec<String>,
    /// Percentage of answers that say how long they took, with at most four decimal places.
    pub server_timing_sampling_rate: Option<f64>,
}

impl ResponseHeadersPolicy {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.ResponseHeadersPolicy");

    /// A policy of one's own.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: ResponseHeadersPolicyProps,
    ) -> Result<ResponseHeadersPolicy> {
        let node = Node::new(scope, id, ResponseHeadersPolicy::INFO)?;
        let name = match &props.response_headers_policy_name {
            Some(name) => name.clone(),
            None => node.unique_resource_name(UniqueResourceNameOptions {
                max_length: 128,
                ..UniqueResourceNameOptions::default()
            })?,
        };
        let headers: Vec<Value> =
            props.custom_headers_behavior.iter().map(ResponseCustomHeader::render).collect();
        let cors = props.cors_behavior.as_ref().map(ResponseHeadersCorsBehavior::render).transpose()?;
        let security = props.security_headers_behavior.as_ref();
        let config = props! {
            "Name" => name,
            "Comment" => props.comment.as_ref(),
            "CorsConfig" => cors,
            "CustomHeadersConfig" => (!headers.is_empty()).then(|| props! { "Items" => headers }),
            "SecurityHeadersConfig" => security.map(ResponseSecurityHeadersBehavior::render).transpose()?,
            "RemoveHeadersConfig" => removed(&node, &props.remove_headers)?,
            "ServerTimingHeadersConfig" => server_timing(&node, props.server_timing_sampling_rate)?,
        };
        let properties = props! { "ResponseHeadersPolicyConfig" => config };
        let resource =
            CfnResource::typed(&node, "Resource", "AWS::CloudFront::ResponseHeadersPolicy", properties)?;
        Ok(ResponseHeadersPolicy { id: resource.ref_() })
    }

    /// A policy that was made elsewhere.
    pub fn from_response_headers_policy_id(
        scope: &dyn Construct,
        id: &str,
        response_headers_policy_id: impl Into<Text>,
    ) -> Result<ResponseHeadersPolicy> {
        Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(ResponseHeadersPolicy { id: response_headers_policy_id.into() })
    }

    fn managed(id: &str) -> ResponseHeadersPolicy {
        ResponseHeadersPolicy { id: id.into() }
    }

    /// Of AWS's own: all sites, for simple requests.
    pub fn cors_allow_all_origins() -> ResponseHeadersPolicy {
        ResponseHeadersPolicy::managed("60669652-455b-4ae9-85a4-c4c02393f86c")
    }

    /// Of AWS's own: all sites.
    pub fn cors_allow_all_origins_with_preflight() -> ResponseHeadersPolicy {
        ResponseHeadersPolicy::managed("5cc3b908-e619-4b99-88e5-2cf7f45965bd")
    }

    /// Of AWS's own: more careful browsers.
    pub fn security_headers() -> ResponseHeadersPolicy {
        ResponseHeadersPolicy::managed("67f7725c-6f97-4210-82d7-5512b31e9d03")
    }

    /// Of AWS's own: all sites for simple requests, and more careful browsers.
    pub fn cors_allow_all_origins_and_security_headers() -> ResponseHeadersPolicy {
        ResponseHeadersPolicy::managed("e61eb60c-9c35-4d20-a928-2b84e02af89c")
    }

    /// Of AWS's own: all sites, and more careful browsers.
    pub fn cors_allow_all_origins_with_preflight_and_security_headers() -> ResponseHeadersPolicy {
        ResponseHeadersPolicy::managed("eaab4381-ed33-4a86-88ca-d9558dc6cd63")
    }

    /// Its id.
    pub fn response_headers_policy_id(&self) -> Text {
        self.id.clone()
    }
}

fn removed(node: &Node, headers: &[String]) -> Result<Option<Value>> {
    const READ_ONLY: [&str; 5] =
        ["content-encoding", "content-length", "transfer-encoding", "warning", "via"];
    if let Some(header) = headers.iter().find(|header| READ_ONLY.contains(&&*header.to_lowercase())) {
        return Err(node.error(format!("Cannot remove read-only header {header}")));
    }
    let items: Vec<Value> = headers.iter().map(|header| props! { "Header" => header }).collect();
    Ok((!items.is_empty()).then(|| props! { "Items" => items }))
}

fn server_timing(node: &Node, rate: Option<f64>) -> Result<Option<Value>> {
    let Some(rate) = rate.filter(|rate| *rate != 0.0) else {
        return Ok(None);
    };
    if !(0.0..=100.0).contains(&rate) {
        return Err(
            node.error(format!("Sampling rate must be between 0 and 100 (inclusive), received {rate}"))
        );
    }
    if rate.to_string().split_once('.').is_some_and(|(_, decimals)| decimals.len() > 4) {
        return Err(node.error(format!("Sampling rate can have up to four decimal places, received {rate}")));
    }
    Ok(Some(props! { "Enabled" => true, "SamplingRate" => rate }))
}
