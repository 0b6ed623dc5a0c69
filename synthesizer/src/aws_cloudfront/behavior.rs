//! What becomes of the requests for some paths.

use super::{
    CachePolicy, Function, FunctionEventType, KeyGroup, LambdaEdgeEventType, Origin, OriginRequestPolicy,
    ResponseHeadersPolicy, ViewerProtocolPolicy,
};
use crate::error::{Error, Result};
use crate::props;
use crate::value::{Text, Value};

/// What becomes of requests, and where they go.
#[derive(Clone)]
pub struct BehaviorOptions {
    /// Where they go.
    pub origin: Origin,
    /// What becomes of them.
    pub options: AddBehaviorOptions,
}

impl BehaviorOptions {
    /// Requests to this origin, with the usual options.
    pub fn new(origin: &Origin) -> BehaviorOptions {
        BehaviorOptions { origin: origin.clone(), options: AddBehaviorOptions::default() }
    }
}

/// What becomes of requests.
#[derive(Clone, Default)]
pub struct AddBehaviorOptions {
    /// Methods that are let through.
    pub allowed_methods: Option<AllowedMethods>,
    /// Methods whose answers are kept.
    pub cached_methods: Option<CachedMethods>,
    /// How answers are told apart, and for how long they are kept; `caching_optimized` if nothing is said.
    pub cache_policy: Option<CachePolicy>,
    /// Whether CloudFront compresses; it does if nothing is said.
    pub compress: Option<bool>,
    /// What the origin sees of a request.
    pub origin_request_policy: Option<OriginRequestPolicy>,
    /// Headers that are added to answers.
    pub response_headers_policy: Option<ResponseHeadersPolicy>,
    /// Microsoft's Smooth Streaming.
    pub smooth_streaming: Option<bool>,
    /// What becomes of viewers who come by HTTP; they are let in if nothing is said.
    pub viewer_protocol_policy: Option<ViewerProtocolPolicy>,
    /// Functions of CloudFront's own.
    pub function_associations: Vec<FunctionAssociation>,
    /// Lambda functions.
    pub edge_lambdas: Vec<EdgeLambda>,
    /// Keys by which addresses have to be signed.
    pub trusted_key_groups: Vec<KeyGroup>,
}

/// Methods that are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllowedMethods {
    /// GET and HEAD.
    AllowGetHead,
    /// GET, HEAD and OPTIONS.
    AllowGetHeadOptions,
    /// All.
    AllowAll,
}

impl AllowedMethods {
    fn methods(self) -> Vec<&'static str> {
        match self {
            AllowedMethods::AllowGetHead => vec!["GET", "HEAD"],
            AllowedMethods::AllowGetHeadOptions => vec!["GET", "HEAD", "OPTIONS"],
            AllowedMethods::AllowAll => vec!["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        }
    }
}

/// Methods whose answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachedMethods {
    /// GET and HEAD.
    CacheGetHead,
    /// GET, HEAD and OPTIONS.
    CacheGetHeadOptions,
}

impl CachedMethods {
    fn methods(self) -> Vec<&'static str> {
        match self {
            CachedMethods::CacheGetHead => vec!["GET", "HEAD"],
            CachedMethods::CacheGetHeadOptions => vec!["GET", "HEAD", "OPTIONS"],
        }
    }
}

/// A function of CloudFront's own.
#[derive(Debug, Clone)]
pub struct FunctionAssociation {
    /// The function.
    pub function: Function,
    /// When it is called.
    pub event_type: FunctionEventType,
}

/// A Lambda function at CloudFront's edges.
#[derive(Debug, Clone)]
pub struct EdgeLambda {
    /// ARN of a version of the function, in us-east-1.
    pub function_version_arn: Text,
    /// When it is called.
    pub event_type: LambdaEdgeEventType,
    /// Whether it sees the request's body. Only of requests.
    pub include_body: Option<bool>,
}

/// A behaviour of a distribution.
pub(super) struct CacheBehavior {
    path_pattern: String,
    origin_id: String,
    options: AddBehaviorOptions,
}

impl CacheBehavior {
    pub(super) fn new(
        path_pattern: &str,
        origin_id: String,
        options: AddBehaviorOptions,
    ) -> Result<CacheBehavior> {
        use LambdaEdgeEventType::{OriginRequest, ViewerRequest};
        let of_answer = |lambda: &EdgeLambda| !matches!(lambda.event_type, OriginRequest | ViewerRequest);
        if options.edge_lambdas.iter().any(|lambda| lambda.include_body == Some(true) && of_answer(lambda)) {
            return Err(Error::message(
                "'includeBody' can only be true for ORIGIN_REQUEST or VIEWER_REQUEST event types.",
            ));
        }
        Ok(CacheBehavior { path_pattern: path_pattern.to_owned(), origin_id, options })
    }

    /// An entry of `CacheBehaviors`.
    pub(super) fn render(&self) -> Value {
        self.render_with("PathPattern")
    }

    /// The `DefaultCacheBehavior`, which has no pattern in CloudFormation.
    pub(super) fn render_default(&self) -> Value {
        self.render_with("pathPattern")
    }

    fn render_with(&self, path_pattern: &'static str) -> Value {
        let options = &self.options;
        let cache_policy = options.cache_policy.clone().unwrap_or_else(CachePolicy::caching_optimized);
        let headers_policy = options.response_headers_policy.as_ref();
        props! {
            path_pattern => &self.path_pattern,
            "TargetOriginId" => &self.origin_id,
            "AllowedMethods" => options.allowed_methods.map(AllowedMethods::methods),
            "CachedMethods" => options.cached_methods.map(CachedMethods::methods),
            "CachePolicyId" => cache_policy.cache_policy_id(),
            "Compress" => options.compress.unwrap_or(true),
            "OriginRequestPolicyId" =>
                options.origin_request_policy.as_ref().map(OriginRequestPolicy::origin_request_policy_id),
            "ResponseHeadersPolicyId" => headers_policy.map(ResponseHeadersPolicy::response_headers_policy_id),
            "SmoothStreaming" => options.smooth_streaming,
            "ViewerProtocolPolicy" => options.viewer_protocol_policy.unwrap_or(ViewerProtocolPolicy::AllowAll),
            "FunctionAssociations" => list(&options.function_associations, |associated| props! {
                "FunctionARN" => associated.function.function_arn(),
                "EventType" => associated.event_type,
            }),
            "LambdaFunctionAssociations" => list(&options.edge_lambdas, |lambda| props! {
                "LambdaFunctionARN" => &lambda.function_version_arn,
                "EventType" => lambda.event_type,
                "IncludeBody" => lambda.include_body,
            }),
            "TrustedKeyGroups" => list(&options.trusted_key_groups, |group| group.key_group_id().into()),
        }
    }
}

fn list<T>(items: &[T], render: impl Fn(&T) -> Value) -> Option<Value> {
    (!items.is_empty()).then(|| Value::List(items.iter().map(render).collect()))
}
