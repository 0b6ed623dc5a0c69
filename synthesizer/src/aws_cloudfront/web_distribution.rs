//! Distributions as they were before there were policies.

use super::distribution::trimmed;
use super::web_behavior::behavior;
use super::web_origin::{origin, origin_group};
use super::{
    Behavior, CloudFrontWebDistributionProps, CustomErrorResponse, Distribution, HttpVersion,
    LoggingConfiguration, PriceClass, SecurityPolicyProtocol, SourceConfiguration, SslMethod,
    ViewerCertificate,
};
use crate::aws_s3::{Bucket, BucketEncryption, BucketProps};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::value::Value;
use crate::{entries, props};

/// Makes distributions as they were before there were policies.
#[derive(Debug, Clone, Copy)]
pub struct CloudFrontWebDistribution;

impl CloudFrontWebDistribution {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.CloudFrontWebDistribution");

    /// A distribution. No behaviours can be added to it later.
    #[expect(clippy::new_ret_no_self, reason = "it is a distribution; the CDK makes it with this name")]
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: CloudFrontWebDistributionProps,
    ) -> Result<Distribution> {
        let node = Node::new(scope, id, CloudFrontWebDistribution::INFO)?;
        let config = config(&node, &props)?;
        let properties = props! { "DistributionConfig" => config };
        let resource =
            CfnResource::typed(&node, "CFDistribution", "AWS::CloudFront::Distribution", properties)?;
        node.set_default_child(&resource);
        Ok(Distribution::without_behaviors(node, resource.ref_(), resource.get_att("DomainName")))
    }
}

fn config(node: &Node, props: &CloudFrontWebDistributionProps) -> Result<Value> {
    let mut sources = Sources::default();
    for (index, source) in props.origin_configs.iter().enumerate() {
        sources.add(node, source, index + 1)?;
    }
    let default = sources.default_behavior(node)?;
    let mut others = Vec::new();
    for (other, target) in sources.behaviors.iter().filter(|(behavior, _)| !behavior.is_default_behavior) {
        if other.path_pattern.is_none() {
            return Err(node.error("pathPattern is required for all non-default behaviors"));
        }
        others.push(behavior(other, target, props.viewer_protocol_policy)?);
    }
    let groups = (!sources.groups.is_empty()).then(|| {
        let quantity = sources.groups.len();
        props! { "Items" => sources.groups.clone(), "Quantity" => quantity as i64 }
    });
    let mut config = entries! {
        "Comment" => props.comment.as_deref().map(trimmed),
        "Enabled" => props.enabled.unwrap_or(true),
        "DefaultRootObject" => props.default_root_object.as_deref().unwrap_or("index.html"),
        "HttpVersion" => props.http_version.unwrap_or(HttpVersion::Http2),
        "PriceClass" => props.price_class.unwrap_or(PriceClass::PriceClass100),
        "IPV6Enabled" => props.enable_ipv6.unwrap_or(true),
        "CustomErrorResponses" => error_responses(&props.error_configurations),
        "WebACLId" => props.web_acl_id.as_ref(),
        "Origins" => sources.origins,
        "OriginGroups" => groups,
        "DefaultCacheBehavior" => behavior(default.0, &default.1, props.viewer_protocol_policy)?,
        "CacheBehaviors" => (!others.is_empty()).then_some(others),
    };
    add_certificate(node, &mut config, props.viewer_certificate.as_ref())?;
    config.insert("Logging", logging(node, props.logging_config.as_ref())?.into());
    config.insert("Restrictions", props.geo_restriction.as_ref().map(super::GeoRestriction::render).into());
    Ok(Value::Struct(config))
}

/// What the sources become.
#[derive(Default)]
struct Sources<'a> {
    origins: Vec<Value>,
    groups: Vec<Value>,
    /// Each with the id of what it is answered by.
    behaviors: Vec<(&'a Behavior, String)>,
}

impl<'a> Sources<'a> {
    fn add(&mut self, node: &Node, source: &'a SourceConfiguration, number: usize) -> Result<()> {
        let id = format!("origin{number}");
        let first = origin(node, source, &source.source, &id)?;
        let target = match &source.failover {
            None => id,
            Some(failover) => {
                let second_id = format!("originSecondary{number}");
                let usual = SourceConfiguration {
                    connection_attempts: None,
                    connection_timeout: None,
                    ..source.clone()
                };
                self.origins.push(origin(node, &usual, failover, &second_id)?);
                let group_id = format!("OriginGroup{number}");
                let codes = &source.failover_criteria_status_codes;
                self.groups.push(origin_group(&group_id, [&id, &second_id], codes));
                group_id
            }
        };
        self.behaviors.extend(source.behaviors.iter().map(|behavior| (behavior, target.clone())));
        self.origins.push(first);
        Ok(())
    }

    fn default_behavior(&self, node: &Node) -> Result<(&'a Behavior, String)> {
        let mut defaults = self.behaviors.iter().filter(|(behavior, _)| behavior.is_default_behavior);
        match (defaults.next(), defaults.next()) {
            (Some((behavior, target)), None) => Ok((behavior, target.clone())),
            _ => Err(node.error(
                "There can only be one default behavior across all sources. [ One default behavior per distribution ].",
            )),
        }
    }
}

fn add_certificate(
    node: &Node,
    config: &mut Map<Value>,
    certificate: Option<&ViewerCertificate>,
) -> Result<()> {
    let aliases = certificate.map(|certificate| &certificate.options.aliases).filter(|it| !it.is_empty());
    let own = certificate.and_then(|viewer| Some((viewer.certificate.as_ref()?, &viewer.options)));
    let rendered = match own {
        None => props! { "CloudFrontDefaultCertificate" => true },
        Some(((property, value), options)) => {
            let method = options.ssl_method.unwrap_or(SslMethod::Sni);
            if let Some(version) = options.security_policy {
                check_protocol(node, method, version)?;
            }
            props! {
                *property => value,
                "SslSupportMethod" => method,
                "MinimumProtocolVersion" => options.security_policy,
            }
        }
    };
    config.insert("Aliases", aliases.cloned().into());
    config.insert("ViewerCertificate", rendered);
    Ok(())
}

fn check_protocol(node: &Node, method: SslMethod, version: SecurityPolicyProtocol) -> Result<()> {
    use SecurityPolicyProtocol::{
        SslV3, TlsV1, TlsV1_1_2016, TlsV1_2_2018, TlsV1_2_2019, TlsV1_2_2021, TlsV1_2016,
    };
    let valid: &[SecurityPolicyProtocol] = match method {
        SslMethod::Sni => &[TlsV1, TlsV1_1_2016, TlsV1_2016, TlsV1_2_2018, TlsV1_2_2019, TlsV1_2_2021],
        SslMethod::Vip => &[SslV3, TlsV1],
    };
    if valid.contains(&version) {
        return Ok(());
    }
    let names: Vec<&str> = valid.iter().map(|version| version.as_str()).collect();
    Err(node.error(format!(
        "{} is not compabtible with sslMethod {}.\n\tValid Protocols are: {}",
        version.as_str(),
        method.as_str(),
        names.join(", ")
    )))
}

fn error_responses(responses: &[CustomErrorResponse]) -> Option<Value> {
    let render = |response: &CustomErrorResponse| {
        props! {
            "ErrorCode" => response.error_code,
            "ResponseCode" => response.response_code,
            "ResponsePagePath" => response.response_page_path.as_ref(),
            "ErrorCachingMinTTL" => response.error_caching_min_ttl,
        }
    };
    (!responses.is_empty()).then(|| Value::List(responses.iter().map(render).collect()))
}

fn logging(node: &Node, logging: Option<&LoggingConfiguration>) -> Result<Option<Value>> {
    let Some(logging) = logging else { return Ok(None) };
    let bucket = match &logging.bucket {
        Some(bucket) => bucket.clone(),
        None => {
            let encryption = Some(BucketEncryption::S3Managed);
            Bucket::new(node, "LoggingBucket", BucketProps { encryption, ..BucketProps::default() })?
        }
    };
    Ok(Some(props! {
        "Bucket" => bucket.bucket_regional_domain_name(),
        "IncludeCookies" => logging.include_cookies,
        "Prefix" => logging.prefix.as_ref(),
    }))
}
