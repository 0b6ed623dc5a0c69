//! A bucket behind a distribution.

use std::borrow::Cow;
use std::rc::Rc;

use super::buckets;
use super::suppressions::suppress;
use crate::aws_cloudfront::{
    AddBehaviorOptions, BehaviorOptions, Distribution, DistributionProps, Function, FunctionAssociation,
    FunctionEventType, FunctionProps, OriginProps, ResponseHeadersPolicy, ResponseHeadersPolicyProps,
    ViewerProtocolPolicy,
};
use crate::aws_cloudfront_origins::{S3Origin, S3OriginProps};
use crate::aws_s3::{Bucket, BucketProps};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::flags;
use crate::json::Json;

/// What a pattern's default properties are changed by. It may be called more than once.
pub type Change<T> = Rc<dyn Fn(&mut T)>;

/// What the pattern can be told.
#[derive(Clone, Default)]
pub struct CloudFrontToS3Props {
    /// A bucket that is there already. Not with `bucket_props`.
    pub existing_bucket_obj: Option<Bucket>,
    /// Changes the bucket.
    pub bucket_props: Option<Change<BucketProps>>,
    /// Changes the distribution.
    pub cloud_front_distribution_props: Option<Change<DistributionProps>>,
    /// Whether a function adds headers that make browsers more careful; it does if nothing is said.
    pub insert_http_security_headers: Option<bool>,
    /// Headers that are added to answers.
    pub response_headers_policy_props: Option<ResponseHeadersPolicyProps>,
    /// Put before the paths of all requests.
    pub origin_path: Option<String>,
    /// Changes the bucket for access logs.
    pub logging_bucket_props: Option<Change<BucketProps>>,
    /// Changes the bucket for the distribution's logs.
    pub cloud_front_logging_bucket_props: Option<Change<BucketProps>>,
    /// Whether access to the bucket is logged; it is if nothing is said.
    pub log_s3_access_logs: Option<bool>,
}

/// A bucket behind a distribution. Cheap to clone.
#[derive(Clone)]
pub struct CloudFrontToS3 {
    node: Node,
    distribution: Distribution,
    bucket: Bucket,
    function: Option<Function>,
}

crate::construct!(CloudFrontToS3);

const FUNCTION_CODE: &str = "function handler(event) { var response = event.response; \
    var headers = response.headers; \
    headers['strict-transport-security'] = { value: 'max-age=63072000; includeSubdomains; preload'}; \
    headers['content-security-policy'] = { value: \"default-src 'none'; img-src 'self'; script-src 'self'; \
    style-src 'self'; object-src 'none'\"}; \
    headers['x-content-type-options'] = { value: 'nosniff'}; headers['x-frame-options'] = {value: 'DENY'}; \
    headers['x-xss-protection'] = {value: '1; mode=block'}; return response; }";

const TLS_REASON: &str = "Since the distribution uses the CloudFront domain name, CloudFront automatically sets the \
    security policy to TLSv1 regardless of the value of MinimumProtocolVersion";

impl CloudFrontToS3 {
    const INFO: ConstructInfo = ConstructInfo {
        fqn: Cow::Borrowed("@aws-solutions-constructs/aws-cloudfront-s3.CloudFrontToS3"),
        version: "2.46.0",
    };

    /// A bucket, or one that is there already, behind a distribution.
    pub fn new(scope: &dyn Construct, id: &str, props: CloudFrontToS3Props) -> Result<CloudFrontToS3> {
        let node = Node::new(scope, id, CloudFrontToS3::INFO)?;
        node.set_context(flags::S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY, Json::Bool(true))?;
        refuse_contradictions(&node, &props)?;
        let bucket = match &props.existing_bucket_obj {
            Some(bucket) => bucket.clone(),
            None => buckets::build(&node, &props)?.0,
        };
        let function = match props.insert_http_security_headers {
            Some(false) => None,
            _ => Some(security_headers(&node)?),
        };
        let properties = distribution_props(&node, &props, &bucket, function.as_ref())?;
        let distribution = Distribution::new(&node, "CloudFrontDistribution", properties)?;
        suppress(distribution.node(), "W70", TLS_REASON);
        if let Some(policy) = bucket.policy() {
            suppress(policy.node(), "F16", "Public website bucket policy requires a wildcard principal");
        }
        Ok(CloudFrontToS3 { node, distribution, bucket, function })
    }

    /// The bucket.
    pub fn s3_bucket(&self) -> &Bucket {
        &self.bucket
    }

    /// The distribution.
    pub fn cloud_front_web_distribution(&self) -> &Distribution {
        &self.distribution
    }

    /// The function that adds headers.
    pub fn cloud_front_function(&self) -> Option<&Function> {
        self.function.as_ref()
    }
}

fn refuse_contradictions(node: &Node, props: &CloudFrontToS3Props) -> Result<()> {
    let (existing, logs) = (props.existing_bucket_obj.is_some(), props.logging_bucket_props.is_some());
    let headers = props.response_headers_policy_props.as_ref();
    let own_headers = headers.is_some_and(|headers| headers.security_headers_behavior.is_some());
    let error = if existing && props.bucket_props.is_some() {
        "Error - Either provide bucketProps or existingBucketObj, but not both.\n"
    } else if props.log_s3_access_logs == Some(false) && logs {
        "Error - If logS3AccessLogs is false, supplying loggingBucketProps or existingLoggingBucketObj is invalid.\n"
    } else if existing && (logs || props.log_s3_access_logs == Some(true)) {
        "Error - If existingBucketObj is provided, supplying loggingBucketProps or logS3AccessLogs is an error.\n"
    } else if props.insert_http_security_headers != Some(false) && own_headers {
        "responseHeadersPolicyProps.securityHeadersBehavior can only be passed if httpSecurityHeaders is set to `false`."
    } else {
        return Ok(());
    };
    Err(node.error(error))
}

/// The name changes with the path, since a function cannot be replaced by one of the same name.
fn security_headers(node: &Node) -> Result<Function> {
    let function_name = Some(format!("SetHttpSecurityHeaders{}", node.addr()));
    let props = FunctionProps { function_name, ..FunctionProps::new(FUNCTION_CODE) };
    Function::new(node, "SetHttpSecurityHeaders", props)
}

fn distribution_props(
    node: &Node,
    props: &CloudFrontToS3Props,
    bucket: &Bucket,
    function: Option<&Function>,
) -> Result<DistributionProps> {
    let origin_path = props.origin_path.clone().filter(|path| !path.is_empty());
    let origin = OriginProps { origin_path, ..OriginProps::default() };
    let origin = S3Origin::new(bucket, S3OriginProps { origin, ..S3OriginProps::default() })?;
    let mut properties = DistributionProps::new(BehaviorOptions::new(&origin));
    let mut said = properties.clone();
    if let Some(change) = &props.cloud_front_distribution_props {
        change(&mut said);
    }
    let own_logs = props.cloud_front_logging_bucket_props.as_ref();
    properties.log_bucket = match said.log_bucket {
        Some(_) if own_logs.is_some() => {
            return Err(node.error(
                "Either cloudFrontDistributionProps.logBucket or cloudFrontLoggingBucketProps can be set.",
            ));
        }
        _ if said.enable_logging == Some(false) => None,
        Some(bucket) => Some(bucket),
        None => Some(buckets::build_for_distribution(node, own_logs)?),
    };
    let headers = props.response_headers_policy_props.clone();
    properties.enable_logging = Some(true);
    properties.default_root_object = Some("index.html".to_owned());
    properties.default_behavior.options = AddBehaviorOptions {
        viewer_protocol_policy: Some(ViewerProtocolPolicy::RedirectToHttps),
        function_associations: function.map(on_answers).into_iter().collect(),
        response_headers_policy: headers
            .map(|headers| ResponseHeadersPolicy::new(node, "ResponseHeadersPolicy", headers))
            .transpose()?,
        ..AddBehaviorOptions::default()
    };
    if let Some(change) = &props.cloud_front_distribution_props {
        change(&mut properties);
    }
    Ok(properties)
}

fn on_answers(function: &Function) -> FunctionAssociation {
    FunctionAssociation { event_type: FunctionEventType::ViewerResponse, function: function.clone() }
}
