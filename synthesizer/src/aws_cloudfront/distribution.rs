//! Distributions.

use std::cell::RefCell;
use std::rc::Rc;

use super::behavior::CacheBehavior;
use super::origin_groups::BoundOrigins;
use super::{
    AddBehaviorOptions, DistributionProps, ErrorResponse, GeoRestriction, HttpVersion, Origin,
    SecurityPolicyProtocol, SslMethod,
};
use crate::aws_iam::{Grant, GrantOptions, IGrantable};
use crate::aws_s3::{Bucket, BucketEncryption, BucketProps, ObjectOwnership};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::props;
use crate::stack::{ArnComponents, ArnFormat};
use crate::value::{Lazy, Text, Value};

/// A distribution, made here or imported. Cheap to clone: all clones are the same distribution.
#[derive(Clone)]
pub struct Distribution {
    node: Node,
    id: Text,
    domain_name: Text,
    /// What can be added to; none where nothing can.
    state: Option<Rc<RefCell<State>>>,
}

crate::construct!(Distribution);

#[derive(Default)]
struct State {
    origins: BoundOrigins,
    behaviors: Vec<CacheBehavior>,
}

/// What is known of a distribution that was made elsewhere.
#[derive(Debug, Clone)]
pub struct DistributionAttributes {
    /// For example `E2QWRUHAPOMQZL`.
    pub distribution_id: Text,
    /// For example `d111111abcdef8.cloudfront.net`.
    pub domain_name: Text,
}

impl Distribution {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.Distribution");

    /// A distribution.
    pub fn new(scope: &dyn Construct, id: &str, props: DistributionProps) -> Result<Distribution> {
        let node = Node::new(scope, id, Distribution::INFO)?;
        check_certificate(&node, &props)?;
        let state: Rc<RefCell<State>> = Rc::default();
        let origin_id = state.borrow_mut().origins.add(&node, &props.default_behavior.origin, false)?;
        let default = CacheBehavior::new("*", origin_id, props.default_behavior.options.clone())?;
        for (pattern, behavior) in &props.additional_behaviors {
            state.borrow_mut().add_behavior(&node, pattern, &behavior.origin, behavior.options.clone())?;
        }
        let config = config(&node, &props, default.render_default(), &state)?;
        let properties = props! { "DistributionConfig" => config };
        let resource = CfnResource::typed(&node, "Resource", "AWS::CloudFront::Distribution", properties)?;
        let (id, domain_name) = (resource.ref_(), resource.get_att("DomainName"));
        Ok(Distribution { node, id, domain_name, state: Some(state) })
    }

    /// A distribution that was made elsewhere.
    pub fn from_distribution_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: DistributionAttributes,
    ) -> Result<Distribution> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let DistributionAttributes { distribution_id, domain_name } = attributes;
        Ok(Distribution::without_behaviors(node, distribution_id, domain_name))
    }

    /// A distribution that no behaviours can be added to.
    pub(super) fn without_behaviors(node: Node, id: Text, domain_name: Text) -> Distribution {
        Distribution { node, id, domain_name, state: None }
    }

    /// Adds a behaviour for paths that fit a pattern, after those that there are. An error for imported and old ones.
    pub fn add_behavior(
        &self,
        path_pattern: &str,
        origin: &Origin,
        options: AddBehaviorOptions,
    ) -> Result<()> {
        match &self.state {
            Some(state) => state.borrow_mut().add_behavior(&self.node, path_pattern, origin, options),
            None => {
                Err(self.node.error("no behavior can be added to an imported or a CloudFrontWebDistribution"))
            }
        }
    }

    /// For example `E2QWRUHAPOMQZL`.
    pub fn distribution_id(&self) -> Text {
        self.id.clone()
    }

    /// For example `d111111abcdef8.cloudfront.net`.
    pub fn distribution_domain_name(&self) -> Text {
        self.domain_name.clone()
    }

    /// Its ARN.
    pub fn distribution_arn(&self) -> Result<Text> {
        self.node.stack()?.format_arn(ArnComponents {
            service: "cloudfront".into(),
            region: Some("".into()),
            resource: "distribution".into(),
            resource_name: Some(self.id.clone()),
            ..ArnComponents::default()
        })
    }

    /// Lets someone do something with the distribution.
    pub fn grant(&self, identity: &dyn IGrantable, actions: &[&str]) -> Result<Grant> {
        Grant::add_to_principal(GrantOptions {
            grantee: identity.grant_principal(),
            actions: actions.iter().map(|action| Text::from(*action)).collect(),
            resource_arns: vec![self.distribution_arn()?],
            conditions: Map::new(),
        })
    }

    /// Lets someone have kept answers forgotten.
    pub fn grant_create_invalidation(&self, identity: &dyn IGrantable) -> Result<Grant> {
        self.grant(identity, &["cloudfront:CreateInvalidation"])
    }
}

impl State {
    fn add_behavior(
        &mut self,
        node: &Node,
        path_pattern: &str,
        origin: &Origin,
        options: AddBehaviorOptions,
    ) -> Result<()> {
        if path_pattern == "*" {
            return Err(node.error("Only the default behavior can have a path pattern of '*'"));
        }
        let origin_id = self.origins.add(node, origin, false)?;
        self.behaviors.push(CacheBehavior::new(path_pattern, origin_id, options)?);
        Ok(())
    }
}

fn check_certificate(node: &Node, props: &DistributionProps) -> Result<()> {
    let Some(arn) = &props.certificate_arn else {
        return Ok(());
    };
    let region = node.stack()?.split_arn(arn, ArnFormat::SlashResourceName)?.region;
    if let Some(region) = region.as_ref().and_then(Text::as_literal).filter(|region| *region != "us-east-1") {
        return Err(node.error(format!(
            "Distribution certificates must be in the us-east-1 region and the certificate you provided is in {region}."
        )));
    }
    if props.domain_names.is_empty() {
        return Err(
            node.error("Must specify at least one domain name to use a certificate with a distribution")
        );
    }
    Ok(())
}

fn config(
    node: &Node,
    props: &DistributionProps,
    default_behavior: Value,
    state: &Rc<RefCell<State>>,
) -> Result<Value> {
    let lazy = |produce: fn(&State) -> Value| {
        let state = state.clone();
        Lazy::any(move |_| Ok(produce(&state.borrow())))
    };
    Ok(props! {
        "Enabled" => props.enabled.unwrap_or(true),
        "Origins" => lazy(|state| state.origins.render()),
        "OriginGroups" => lazy(|state| state.origins.render_groups()),
        "DefaultCacheBehavior" => default_behavior,
        "Aliases" => (!props.domain_names.is_empty()).then(|| props.domain_names.clone()),
        "CacheBehaviors" => lazy(|state| Value::List(state.behaviors.iter().map(CacheBehavior::render).collect())),
        "Comment" => props.comment.as_deref().map(trimmed),
        "CustomErrorResponses" => error_responses(node, &props.error_responses)?,
        "DefaultRootObject" => props.default_root_object.as_ref(),
        "HttpVersion" => props.http_version.unwrap_or(HttpVersion::Http2),
        "IPV6Enabled" => props.enable_ipv6.unwrap_or(true),
        "Logging" => logging(node, props)?,
        "PriceClass" => props.price_class,
        "Restrictions" => props.geo_restriction.as_ref().map(GeoRestriction::render),
        "ViewerCertificate" => viewer_certificate(props),
        "WebACLId" => props.web_acl_id.as_ref(),
    })
}

/// At most 128 characters.
pub(super) fn trimmed(comment: &str) -> String {
    const MOST: usize = 128;
    if comment.chars().count() <= MOST {
        return comment.to_owned();
    }
    comment.chars().take(MOST - 3).chain("...".chars()).collect()
}

fn error_responses(node: &Node, responses: &[ErrorResponse]) -> Result<Option<Value>> {
    let render = |response: &ErrorResponse| {
        let (status, page) = (response.response_http_status, response.response_page_path.as_ref());
        if status.is_none() && response.ttl.is_none() && page.is_none() {
            return Err(node.error(
                "A custom error response without either a 'responseHttpStatus', 'ttl' or 'responsePagePath' is not valid.",
            ));
        }
        Ok(props! {
            "ErrorCachingMinTTL" => response.ttl.map(Duration::to_seconds).transpose()?,
            "ErrorCode" => response.http_status,
            "ResponseCode" => status.or_else(|| page.map(|_| response.http_status)),
            "ResponsePagePath" => page,
        })
    };
    let rendered: Vec<Value> = responses.iter().map(render).collect::<Result<_>>()?;
    Ok((!rendered.is_empty()).then_some(Value::List(rendered)))
}

fn logging(node: &Node, props: &DistributionProps) -> Result<Option<Value>> {
    let bucket = match (&props.log_bucket, props.enable_logging) {
        (Some(_), Some(false)) => {
            return Err(node.error("Explicitly disabled logging but provided a logging bucket."));
        }
        (Some(bucket), _) => bucket.clone(),
        (None, Some(true)) => {
            let made = BucketProps {
                encryption: Some(BucketEncryption::S3Managed),
                object_ownership: Some(ObjectOwnership::ObjectWriter),
                ..BucketProps::default()
            };
            Bucket::new(node, "LoggingBucket", made)?
        }
        (None, _) => return Ok(None),
    };
    Ok(Some(props! {
        "Bucket" => bucket.bucket_regional_domain_name(),
        "IncludeCookies" => props.log_includes_cookies,
        "Prefix" => props.log_file_prefix.as_ref(),
    }))
}

fn viewer_certificate(props: &DistributionProps) -> Option<Value> {
    let version = props.minimum_protocol_version.unwrap_or(SecurityPolicyProtocol::TlsV1_2_2021);
    props.certificate_arn.as_ref().map(|arn| {
        props! {
            "AcmCertificateArn" => arn,
            "MinimumProtocolVersion" => version,
            "SslSupportMethod" => props.ssl_support_method.unwrap_or(SslMethod::Sni),
        }
    })
}
