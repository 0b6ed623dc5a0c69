//! Amazon CloudFront: distributions and their policies.

mod behavior;
mod cache_policy;
mod distribution;
mod function;
mod headers;
mod key_group;
mod names;
mod origin;
mod origin_access_identity;
mod origin_groups;
mod origin_request_policy;
mod props;
mod response_headers_policy;
mod web_behavior;
mod web_distribution;
mod web_distribution_props;
mod web_origin;

pub use behavior::{
    AddBehaviorOptions, AllowedMethods, BehaviorOptions, CachedMethods, EdgeLambda, FunctionAssociation,
};
pub use cache_policy::{
    CacheCookieBehavior, CacheHeaderBehavior, CachePolicy, CachePolicyProps, CacheQueryStringBehavior,
};
pub use distribution::{Distribution, DistributionAttributes};
pub use function::{Function, FunctionProps};
pub use headers::{
    ResponseCustomHeader, ResponseHeadersContentSecurityPolicy, ResponseHeadersCorsBehavior,
    ResponseHeadersFrameOptions, ResponseHeadersReferrerPolicy, ResponseHeadersStrictTransportSecurity,
    ResponseHeadersXssProtection, ResponseSecurityHeadersBehavior,
};
pub use key_group::{KeyGroup, KeyGroupProps, PublicKey, PublicKeyProps};
pub use names::{
    FunctionEventType, HeadersFrameOption, HeadersReferrerPolicy, HttpVersion, LambdaEdgeEventType,
    OriginProtocolPolicy, OriginSslPolicy, PriceClass, SecurityPolicyProtocol, SslMethod,
    ViewerProtocolPolicy,
};
pub(crate) use origin::in_range;
pub use origin::{IOrigin, Origin, OriginBindConfig, OriginFailoverConfig, OriginProps};
pub use origin_access_identity::OriginAccessIdentity;
pub use origin_request_policy::{
    OriginRequestCookieBehavior, OriginRequestHeaderBehavior, OriginRequestPolicy, OriginRequestPolicyProps,
    OriginRequestQueryStringBehavior,
};
pub use props::{DistributionProps, ErrorResponse, GeoRestriction};
pub use response_headers_policy::{ResponseHeadersPolicy, ResponseHeadersPolicyProps};
pub use web_distribution::CloudFrontWebDistribution;
pub use web_distribution_props::{
    Behavior, CloudFrontAllowedCachedMethods, CloudFrontAllowedMethods, CloudFrontWebDistributionProps,
    CustomErrorResponse, CustomOriginConfig, ForwardedValues, LoggingConfiguration, OriginSource,
    S3OriginConfig, SourceConfiguration, ViewerCertificate, ViewerCertificateOptions,
};
