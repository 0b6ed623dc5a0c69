//! CloudFront's policies: for caches, origin requests and response headers.

use synthesizer::aws_cloudfront::{
    AddBehaviorOptions, BehaviorOptions, CacheCookieBehavior, CacheHeaderBehavior, CachePolicy,
    CachePolicyProps, CacheQueryStringBehavior, Distribution, DistributionProps, HeadersFrameOption,
    HeadersReferrerPolicy, OriginRequestCookieBehavior, OriginRequestHeaderBehavior, OriginRequestPolicy,
    OriginRequestPolicyProps, OriginRequestQueryStringBehavior, ResponseCustomHeader,
    ResponseHeadersContentSecurityPolicy, ResponseHeadersCorsBehavior, ResponseHeadersFrameOptions,
    ResponseHeadersPolicy, ResponseHeadersPolicyProps, ResponseHeadersReferrerPolicy,
    ResponseHeadersStrictTransportSecurity, ResponseHeadersXssProtection, ResponseSecurityHeadersBehavior,
};
use synthesizer::aws_cloudfront_origins::{HttpOrigin, HttpOriginProps};
use synthesizer::{Duration, Result};

use crate::distributions::plain_props;
use crate::support::{NO_PATHS, USUAL, assert_equal};
use crate::surroundings::stack;

fn behavior(options: AddBehaviorOptions) -> Result<BehaviorOptions> {
    Ok(BehaviorOptions { origin: HttpOrigin::new("example.org", HttpOriginProps::default())?, options })
}

#[test]
fn cache_policies() {
    assert_equal("cache-policies", USUAL, |app| {
        let scope = stack(app)?;
        let full = CachePolicyProps {
            cache_policy_name: Some("full".to_owned()),
            comment: Some("everything".to_owned()),
            default_ttl: Some(Duration::minutes(1)),
            min_ttl: Some(Duration::seconds(5)),
            max_ttl: Some(Duration::hours(2)),
            cookie_behavior: Some(CacheCookieBehavior::all()),
            header_behavior: Some(CacheHeaderBehavior::allow_list(["Accept", "Origin"])?),
            query_string_behavior: Some(CacheQueryStringBehavior::deny_list(["utm"])?),
            enable_accept_encoding_brotli: true,
            enable_accept_encoding_gzip: true,
        };
        let lists = CachePolicyProps {
            cookie_behavior: Some(CacheCookieBehavior::deny_list(["a", "b"])?),
            query_string_behavior: Some(CacheQueryStringBehavior::allow_list(["q"])?),
            default_ttl: Some(Duration::days(500)),
            ..CachePolicyProps::default()
        };
        let none = CachePolicyProps {
            cookie_behavior: Some(CacheCookieBehavior::none()),
            header_behavior: Some(CacheHeaderBehavior::none()),
            query_string_behavior: Some(CacheQueryStringBehavior::all()),
            ..CachePolicyProps::default()
        };
        let own =
            [("Default", CachePolicyProps::default()), ("Full", full), ("Lists", lists), ("None", none)];
        for (name, props) in own {
            let cache_policy = Some(CachePolicy::new(&scope, &format!("{name}Policy"), props)?);
            let options = AddBehaviorOptions { cache_policy, ..AddBehaviorOptions::default() };
            Distribution::new(&scope, name, DistributionProps::new(behavior(options)?))?;
        }
        Ok(())
    });
}

#[test]
fn origin_request_policies() {
    assert_equal("origin-request-policies", NO_PATHS, |app| {
        let scope = stack(app)?;
        let own = OriginRequestPolicyProps {
            origin_request_policy_name: Some("own".to_owned()),
            comment: Some("what the backend reads".to_owned()),
            cookie_behavior: Some(OriginRequestCookieBehavior::allow_list(["session"])?),
            header_behavior: Some(OriginRequestHeaderBehavior::all(&["CloudFront-Is-Mobile-Viewer"])?),
            query_string_behavior: Some(OriginRequestQueryStringBehavior::allow_list(["page", "size"])?),
        };
        let own = OriginRequestPolicy::new(&scope, "Own", own)?;
        let denied = OriginRequestPolicyProps {
            cookie_behavior: Some(OriginRequestCookieBehavior::deny_list(["ads"])?),
            header_behavior: Some(OriginRequestHeaderBehavior::deny_list(["Host"])?),
            query_string_behavior: Some(OriginRequestQueryStringBehavior::all()),
            ..OriginRequestPolicyProps::default()
        };
        OriginRequestPolicy::new(&scope, "Denied", denied)?;
        OriginRequestPolicy::new(&scope, "Default", OriginRequestPolicyProps::default())?;
        let imported = OriginRequestPolicy::from_origin_request_policy_id(&scope, "Imported", "0-1-2")?;
        let policies = [
            ("/own", own),
            ("/imported", imported),
            ("/cors", OriginRequestPolicy::cors_s3_origin()),
            ("/agent", OriginRequestPolicy::user_agent_referer_headers()),
            ("/host", OriginRequestPolicy::all_viewer_except_host_header()),
        ];
        let mut props = plain_props()?;
        for (path, policy) in policies {
            let options = AddBehaviorOptions {
                origin_request_policy: Some(policy),
                cache_policy: Some(CachePolicy::caching_optimized_for_uncompressed_objects()),
                ..AddBehaviorOptions::default()
            };
            props.additional_behaviors.push((path.to_owned(), behavior(options)?));
        }
        Distribution::new(&scope, "Distribution", props)?;
        Ok(())
    });
}

fn full() -> ResponseHeadersPolicyProps {
    let seconds = Duration::seconds(600);
    ResponseHeadersPolicyProps {
        response_headers_policy_name: Some("full".to_owned()),
        comment: Some("all of it".to_owned()),
        cors_behavior: Some(ResponseHeadersCorsBehavior {
            access_control_allow_credentials: true,
            access_control_allow_headers: vec!["x-own".to_owned()],
            access_control_allow_methods: vec!["GET".to_owned(), "POST".to_owned()],
            access_control_allow_origins: vec!["https://example.com".into()],
            access_control_expose_headers: Some(vec!["etag".to_owned()]),
            access_control_max_age: Some(seconds),
            origin_override: false,
        }),
        custom_headers_behavior: vec![ResponseCustomHeader {
            header: "x-served-by".to_owned(),
            value: "us".to_owned(),
            r#override: true,
        }],
        security_headers_behavior: Some(ResponseSecurityHeadersBehavior {
            content_security_policy: Some(ResponseHeadersContentSecurityPolicy {
                content_security_policy: "default-src 'self'".to_owned(),
                r#override: true,
            }),
            content_type_options: Some(true),
            frame_options: Some(ResponseHeadersFrameOptions {
                frame_option: HeadersFrameOption::Deny,
                r#override: true,
            }),
            referrer_policy: Some(ResponseHeadersReferrerPolicy {
                referrer_policy: HeadersReferrerPolicy::NoReferrer,
                r#override: false,
            }),
            strict_transport_security: Some(ResponseHeadersStrictTransportSecurity {
                access_control_max_age: seconds,
                include_subdomains: Some(true),
                preload: Some(true),
                r#override: true,
            }),
            xss_protection: Some(ResponseHeadersXssProtection {
                protection: true,
                mode_block: Some(false),
                report_uri: Some("https://example.com/r".to_owned()),
                r#override: true,
            }),
        }),
        remove_headers: vec!["Server".to_owned()],
        server_timing_sampling_rate: Some(12.5),
    }
}

#[test]
fn response_headers_policies() {
    assert_equal("response-headers-policies", USUAL, |app| {
        let scope = stack(app)?;
        let policy = ResponseHeadersPolicy::new(&scope, "Full", full())?;
        ResponseHeadersPolicy::new(&scope, "Empty", ResponseHeadersPolicyProps::default())?;
        let managed = ResponseHeadersPolicy::cors_allow_all_origins_with_preflight_and_security_headers();
        let mut props = plain_props()?;
        for (path, headers) in [("/full/*", policy), ("/managed/*", managed)] {
            let options = AddBehaviorOptions {
                response_headers_policy: Some(headers),
                ..AddBehaviorOptions::default()
            };
            props.additional_behaviors.push((path.to_owned(), behavior(options)?));
        }
        Distribution::new(&scope, "Distribution", props)?;
        Ok(())
    });
}
