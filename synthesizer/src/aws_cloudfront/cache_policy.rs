//! What CloudFront tells answers apart by, and for how long it keeps them.

use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::props;
use crate::value::{Text, Value};

/// What CloudFront tells answers apart by, and for how long it keeps them.
#[derive(Debug, Clone)]
pub struct CachePolicy {
    id: Text,
}

/// What a cache policy can be told.
#[derive(Debug, Clone, Default)]
pub struct CachePolicyProps {
    /// Made of the path if none is given.
    pub cache_policy_name: Option<String>,
    /// For people.
    pub comment: Option<String>,
    /// A day if nothing is said.
    pub default_ttl: Option<Duration>,
    /// None if nothing is said.
    pub min_ttl: Option<Duration>,
    /// A year if nothing is said.
    pub max_ttl: Option<Duration>,
    /// None if nothing is said.
    pub cookie_behavior: Option<CacheCookieBehavior>,
    /// None if nothing is said.
    pub header_behavior: Option<CacheHeaderBehavior>,
    /// None if nothing is said.
    pub query_string_behavior: Option<CacheQueryStringBehavior>,
    /// Whether answers compressed by Gzip are kept.
    pub enable_accept_encoding_gzip: bool,
    /// Whether answers compressed by Brotli are kept.
    pub enable_accept_encoding_brotli: bool,
}

/// Some or all of the cookies, headers or parameters of a request.
#[derive(Debug, Clone)]
pub(super) struct Selection {
    pub(super) behavior: &'static str,
    names: Option<Vec<String>>,
}

impl Selection {
    pub(super) const fn of(behavior: &'static str) -> Selection {
        Selection { behavior, names: None }
    }

    /// With names, of which there must be one.
    pub(super) fn named<T: Into<String>>(
        behavior: &'static str,
        what: &str,
        names: impl IntoIterator<Item = T>,
    ) -> Result<Selection> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        if names.is_empty() {
            return Err(Error::message(format!("At least one {what} must be provided")));
        }
        Ok(Selection { behavior, names: Some(names) })
    }

    pub(super) fn names(&self) -> &[String] {
        self.names.as_deref().unwrap_or_default()
    }

    /// `{"CookieBehavior": …, "Cookies": …}` and the like.
    pub(super) fn render(given: Option<&Selection>, behavior: &'static str, names: &'static str) -> Value {
        let none = Selection::of("none");
        let given = given.unwrap_or(&none);
        props! { behavior => given.behavior, names => given.names.clone() }
    }
}

macro_rules! selection {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub(super) $crate::aws_cloudfront::cache_policy::Selection);

        impl $name {
            /// None of them.
            pub const fn none() -> $name {
                $name($crate::aws_cloudfront::cache_policy::Selection::of("none"))
            }

            /// These.
            pub fn allow_list<T: Into<String>>(names: impl IntoIterator<Item = T>) -> $crate::Result<$name> {
                let what = concat!($what, " to allow");
                $crate::aws_cloudfront::cache_policy::Selection::named("whitelist", what, names).map($name)
            }
        }
    };
    (all $name:ident) => {
        impl $name {
            /// All of them.
            pub const fn all() -> $name {
                $name($crate::aws_cloudfront::cache_policy::Selection::of("all"))
            }
        }
    };
    (deny $name:ident, $what:literal) => {
        impl $name {
            /// All but these.
            pub fn deny_list<T: Into<String>>(names: impl IntoIterator<Item = T>) -> $crate::Result<$name> {
                let what = concat!($what, " to deny");
                $crate::aws_cloudfront::cache_policy::Selection::named("allExcept", what, names).map($name)
            }
        }
    };
}
pub(super) use selection;

selection! {
    /// Cookies that answers are told apart by.
    CacheCookieBehavior, "cookie"
}
selection!(all CacheCookieBehavior);
selection!(deny CacheCookieBehavior, "cookie");
selection! {
    /// Headers that answers are told apart by.
    CacheHeaderBehavior, "header"
}
selection! {
    /// Parameters of addresses that answers are told apart by.
    CacheQueryStringBehavior, "query string"
}
selection!(all CacheQueryStringBehavior);
selection!(deny CacheQueryStringBehavior, "query string");

impl CachePolicy {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.CachePolicy");

    /// A policy of one's own.
    pub fn new(scope: &dyn Construct, id: &str, props: CachePolicyProps) -> Result<CachePolicy> {
        let node = Node::new(scope, id, CachePolicy::INFO)?;
        let name = policy_name(&node, &props)?;
        let seconds = |given: Option<Duration>, default: Duration| given.unwrap_or(default).to_seconds();
        let min = seconds(props.min_ttl, Duration::seconds(0))?;
        let default = seconds(props.default_ttl, Duration::days(1))?.max(min);
        let max = seconds(props.max_ttl, Duration::days(365))?.max(default);
        let config = props! {
            "Name" => name,
            "Comment" => props.comment.as_ref(),
            "MinTTL" => min,
            "MaxTTL" => max,
            "DefaultTTL" => default,
            "ParametersInCacheKeyAndForwardedToOrigin" => cache_key(&props),
        };
        let properties = props! { "CachePolicyConfig" => config };
        let resource = CfnResource::typed(&node, "Resource", "AWS::CloudFront::CachePolicy", properties)?;
        Ok(CachePolicy { id: resource.ref_() })
    }

    /// A policy that was made elsewhere.
    pub fn from_cache_policy_id(
        scope: &dyn Construct,
        id: &str,
        cache_policy_id: impl Into<Text>,
    ) -> Result<CachePolicy> {
        Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(CachePolicy { id: cache_policy_id.into() })
    }

    fn managed(id: &str) -> CachePolicy {
        CachePolicy { id: id.into() }
    }

    /// Of AWS's own: for Amplify.
    pub fn amplify() -> CachePolicy {
        CachePolicy::managed("2e54312d-136d-493c-8eb9-b001f22f67d2")
    }

    /// Of AWS's own: answers are kept as long as they may be, whatever the request's headers, cookies and parameters.
    pub fn caching_optimized() -> CachePolicy {
        CachePolicy::managed("658327ea-f89d-4fab-a63d-7e88639e58f6")
    }

    /// Of AWS's own: the same without compressed answers.
    pub fn caching_optimized_for_uncompressed_objects() -> CachePolicy {
        CachePolicy::managed("b2884449-e4de-46a7-ac36-70bc7f1ddd6d")
    }

    /// Of AWS's own: nothing is kept.
    pub fn caching_disabled() -> CachePolicy {
        CachePolicy::managed("4135ea2d-6df8-44a3-9df3-4b5a84be39ad")
    }

    /// Of AWS's own: for Elemental MediaPackage.
    pub fn elemental_media_package() -> CachePolicy {
        CachePolicy::managed("08627262-05a9-4f76-9ded-b50ca2e3a84f")
    }

    /// Its id.
    pub fn cache_policy_id(&self) -> Text {
        self.id.clone()
    }
}

fn policy_name(node: &Node, props: &CachePolicyProps) -> Result<Text> {
    let Some(name) = &props.cache_policy_name else {
        let mut generated = node.unique_id()?;
        generated.truncate(110);
        return Ok(crate::text![generated, "-", node.stack()?.region()?]);
    };
    check_name(node, "cachePolicyName", name)?;
    if name.len() > 128 {
        let length = name.len();
        return Err(
            node.error(format!("'cachePolicyName' cannot be longer than 128 characters, got: '{length}'"))
        );
    }
    Ok(name.into())
}

pub(super) fn check_name(node: &Node, property: &str, name: &str) -> Result<()> {
    if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        return Ok(());
    }
    Err(node
        .error(format!("'{property}' can only include '-', '_', and alphanumeric characters, got: '{name}'")))
}

fn cache_key(props: &CachePolicyProps) -> Value {
    let cookies = props.cookie_behavior.as_ref().map(|given| &given.0);
    let headers = props.header_behavior.as_ref().map(|given| &given.0);
    let parameters = props.query_string_behavior.as_ref().map(|given| &given.0);
    props! {
        "CookiesConfig" => Selection::render(cookies, "CookieBehavior", "Cookies"),
        "HeadersConfig" => Selection::render(headers, "HeaderBehavior", "Headers"),
        "EnableAcceptEncodingGzip" => props.enable_accept_encoding_gzip,
        "EnableAcceptEncodingBrotli" => props.enable_accept_encoding_brotli,
        "QueryStringsConfig" => Selection::render(parameters, "QueryStringBehavior", "QueryStrings"),
    }
}
