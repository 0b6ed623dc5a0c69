//! What an old distribution can be told.

use super::{
    FunctionAssociation, GeoRestriction, HttpVersion, OriginAccessIdentity, OriginProtocolPolicy,
    OriginSslPolicy, PriceClass, SecurityPolicyProtocol, SslMethod, ViewerProtocolPolicy,
};
use crate::aws_certificatemanager::Certificate;
use crate::aws_s3::Bucket;
use crate::duration::Duration;
use crate::json::Map;
use crate::value::Text;

/// What an old distribution can be told.
#[derive(Clone, Default)]
pub struct CloudFrontWebDistributionProps {
    /// Where answers come from, and for which paths. One behaviour is the default.
    pub origin_configs: Vec<SourceConfiguration>,
    /// For people; at most 128 characters, what is longer is cut.
    pub comment: Option<String>,
    /// Whether it answers; it does if nothing is said.
    pub enabled: Option<bool>,
    /// What is answered at `/`; `index.html` if nothing is said.
    pub default_root_object: Option<String>,
    /// HTTP/2 if nothing is said.
    pub http_version: Option<HttpVersion>,
    /// In which parts of the world it answers; only the cheapest if nothing is said.
    pub price_class: Option<PriceClass>,
    /// Whether it answers by IPv6; it does if nothing is said.
    pub enable_ipv6: Option<bool>,
    /// What is answered instead of errors.
    pub error_configurations: Vec<CustomErrorResponse>,
    /// Firewall.
    pub web_acl_id: Option<String>,
    /// What becomes of viewers who come by HTTP; they are sent to HTTPS if nothing is said.
    pub viewer_protocol_policy: Option<ViewerProtocolPolicy>,
    /// The certificate and the names that it is for; CloudFront's own if none is given.
    pub viewer_certificate: Option<ViewerCertificate>,
    /// Where requests are logged; they are not if nothing is said.
    pub logging_config: Option<LoggingConfiguration>,
    /// Countries that are let in, or not.
    pub geo_restriction: Option<GeoRestriction>,
}

/// Where answers come from, and for which paths.
#[derive(Clone)]
pub struct SourceConfiguration {
    /// Where answers come from.
    pub source: OriginSource,
    /// Where they come from if that fails.
    pub failover: Option<OriginSource>,
    /// Which answers are a failure; 500, 502, 503 and 504 if none are given.
    pub failover_criteria_status_codes: Vec<u16>,
    /// For which paths.
    pub behaviors: Vec<Behavior>,
    /// One to three; three if nothing is said.
    pub connection_attempts: Option<u8>,
    /// One to ten seconds; ten if nothing is said.
    pub connection_timeout: Option<Duration>,
    /// Put before the paths.
    pub origin_path: Option<String>,
    /// Headers that the origin gets.
    pub origin_headers: Map<String>,
    /// Region of a further cache before the origin.
    pub origin_shield_region: Option<String>,
}

impl SourceConfiguration {
    /// Answers from there, for these paths.
    pub fn new(source: OriginSource, behaviors: Vec<Behavior>) -> SourceConfiguration {
        SourceConfiguration {
            source,
            failover: None,
            failover_criteria_status_codes: Vec::new(),
            behaviors,
            connection_attempts: None,
            connection_timeout: None,
            origin_path: None,
            origin_headers: Map::new(),
            origin_shield_region: None,
        }
    }
}

/// Where answers come from.
#[derive(Clone)]
pub enum OriginSource {
    /// A bucket.
    S3(S3OriginConfig),
    /// A server.
    Custom(CustomOriginConfig),
}

/// A bucket that answers come from.
#[derive(Clone)]
pub struct S3OriginConfig {
    /// The bucket.
    pub s3_bucket_source: Bucket,
    /// Who CloudFront is to the bucket, which lets it read.
    pub origin_access_identity: Option<OriginAccessIdentity>,
}

/// A server that answers come from.
#[derive(Debug, Clone)]
pub struct CustomOriginConfig {
    /// Its name.
    pub domain_name: Text,
    /// 80 if nothing is said.
    pub http_port: Option<u16>,
    /// 443 if nothing is said.
    pub https_port: Option<u16>,
    /// Five seconds if nothing is said.
    pub origin_keepalive_timeout: Option<Duration>,
    /// Thirty seconds if nothing is said.
    pub origin_read_timeout: Option<Duration>,
    /// Only HTTPS if nothing is said.
    pub origin_protocol_policy: Option<OriginProtocolPolicy>,
    /// TLS 1.2 if nothing is said.
    pub allowed_origin_ssl_versions: Vec<OriginSslPolicy>,
}

impl CustomOriginConfig {
    /// The server of this name.
    pub fn new(domain_name: impl Into<Text>) -> CustomOriginConfig {
        CustomOriginConfig {
            domain_name: domain_name.into(),
            http_port: None,
            https_port: None,
            origin_keepalive_timeout: None,
            origin_read_timeout: None,
            origin_protocol_policy: None,
            allowed_origin_ssl_versions: Vec::new(),
        }
    }
}

/// Methods that are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CloudFrontAllowedMethods {
    /// GET and HEAD.
    #[default]
    GetHead,
    /// GET, HEAD and OPTIONS.
    GetHeadOptions,
    /// All.
    All,
}

/// Methods whose answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CloudFrontAllowedCachedMethods {
    /// GET and HEAD.
    #[default]
    GetHead,
    /// GET, HEAD and OPTIONS.
    GetHeadOptions,
}

/// What an old distribution does with some paths.
#[derive(Debug, Clone, Default)]
pub struct Behavior {
    /// Whether it is for all paths that no other is for.
    pub is_default_behavior: bool,
    /// Which paths it is for. Needed unless it is the default.
    pub path_pattern: Option<String>,
    /// Methods that are let through.
    pub allowed_methods: CloudFrontAllowedMethods,
    /// Methods whose answers are kept.
    pub cached_methods: CloudFrontAllowedCachedMethods,
    /// Whether answers are compressed; they are if nothing is said.
    pub compress: Option<bool>,
    /// How long answers are kept that do not say it.
    pub default_ttl: Option<Duration>,
    /// How long answers are kept at most.
    pub max_ttl: Option<Duration>,
    /// How long answers are kept at least.
    pub min_ttl: Option<Duration>,
    /// What the origin gets of a request; neither query nor cookies if nothing is said.
    pub forwarded_values: Option<ForwardedValues>,
    /// Accounts that sign addresses.
    pub trusted_signers: Vec<String>,
    /// What becomes of viewers who come by HTTP.
    pub viewer_protocol_policy: Option<ViewerProtocolPolicy>,
    /// Functions of CloudFront's own.
    pub function_associations: Vec<FunctionAssociation>,
}

/// What an origin gets of a request, and what answers are told apart by.
#[derive(Debug, Clone, Default)]
pub struct ForwardedValues {
    /// Whether it gets the query.
    pub query_string: bool,
    /// Names in the query by which answers are told apart; all if none are given.
    pub query_string_cache_keys: Vec<String>,
    /// Headers that it gets; `*` is all.
    pub headers: Vec<String>,
    /// Cookies that it gets: `all`, `none` or `whitelist`.
    pub cookies: Option<String>,
    /// Names of the cookies that it gets, with `whitelist`.
    pub whitelisted_cookies: Vec<String>,
}

/// What is answered instead of an error.
#[derive(Debug, Clone, Default)]
pub struct CustomErrorResponse {
    /// The error.
    pub error_code: u16,
    /// Status that is answered instead.
    pub response_code: Option<u16>,
    /// Page that is answered instead, such as `/sorry.html`.
    pub response_page_path: Option<String>,
    /// For how many seconds the error is remembered.
    pub error_caching_min_ttl: Option<u32>,
}

/// Where requests are logged.
#[derive(Clone, Default)]
pub struct LoggingConfiguration {
    /// One is made if none is given.
    pub bucket: Option<Bucket>,
    /// Whether logs have cookies.
    pub include_cookies: bool,
    /// Beginning of the logs' keys.
    pub prefix: Option<String>,
}

/// A certificate, and the names that it is for.
#[derive(Debug, Clone)]
pub struct ViewerCertificate {
    pub(super) certificate: Option<(&'static str, Text)>,
    pub(super) options: ViewerCertificateOptions,
}

/// What is said with a certificate.
#[derive(Debug, Clone, Default)]
pub struct ViewerCertificateOptions {
    /// How the distribution answers with it.
    pub ssl_method: Option<SslMethod>,
    /// Oldest version of TLS.
    pub security_policy: Option<SecurityPolicyProtocol>,
    /// Names that it is for.
    pub aliases: Vec<Text>,
}

impl ViewerCertificate {
    /// A certificate of Certificate Manager in us-east-1.
    pub fn from_acm_certificate(
        certificate: &Certificate,
        options: ViewerCertificateOptions,
    ) -> ViewerCertificate {
        let certificate = Some(("AcmCertificateArn", certificate.certificate_arn()));
        ViewerCertificate { certificate, options }
    }

    /// A certificate that was put into IAM.
    pub fn from_iam_certificate(
        iam_certificate_id: impl Into<Text>,
        options: ViewerCertificateOptions,
    ) -> ViewerCertificate {
        let certificate = Some(("IamCertificateId", iam_certificate_id.into()));
        ViewerCertificate { certificate, options }
    }

    /// CloudFront's own certificate.
    pub fn from_cloud_front_default_certificate(aliases: Vec<Text>) -> ViewerCertificate {
        let options = ViewerCertificateOptions { aliases, ..ViewerCertificateOptions::default() };
        ViewerCertificate { certificate: None, options }
    }
}
