//! The distribution's behaviour for the API, written differently.

use synthesizer::aws_cloudfront::{
    BehaviorOptions, CachePolicy, CachePolicyProps, DistributionProps, OriginProtocolPolicy,
    OriginRequestHeaderBehavior, OriginRequestPolicy, OriginRequestPolicyProps,
    OriginRequestQueryStringBehavior,
};
use synthesizer::aws_cloudfront_origins::{HttpOrigin, HttpOriginProps};
use synthesizer::{Duration, Result};

use crate::{Changes, StackBuilder, Variant};

/// The distribution's behaviour for the API, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "frontend-api-match-viewer",
        says: "CloudFront talks to the API by the viewer's protocol",
        fails: &[],
        change: |changes| {
            behaviour(changes, |api, stack| {
                let props = HttpOriginProps {
                    protocol_policy: Some(OriginProtocolPolicy::MatchViewer),
                    ..HttpOriginProps::default()
                };
                api.origin = HttpOrigin::new(format!("api.{}", stack.settings().app_domain()), props)?;
                Ok(())
            });
        },
    },
    Variant {
        name: "frontend-api-except-host",
        says: "all headers but Host reach the API",
        fails: &[],
        change: |changes| {
            behaviour(changes, |api, _| {
                api.options.origin_request_policy =
                    Some(OriginRequestPolicy::all_viewer_except_host_header());
                Ok(())
            });
        },
    },
    Variant {
        name: "frontend-api-own-policies",
        says: "caching is disabled and all headers are forwarded by policies of the student's own",
        fails: &[],
        change: |changes| {
            behaviour(changes, |api, stack| {
                let never = CachePolicyProps {
                    default_ttl: Some(Duration::seconds(0)),
                    min_ttl: Some(Duration::seconds(0)),
                    max_ttl: Some(Duration::seconds(0)),
                    ..CachePolicyProps::default()
                };
                let never = CachePolicy::new(stack.scope(), &stack.id("api-cache-policy"), never)?;
                api.options.cache_policy = Some(never);
                let queries = Some(OriginRequestQueryStringBehavior::all());
                api.options.origin_request_policy = Some(all_headers(stack, queries)?);
                Ok(())
            });
        },
    },
    Variant {
        name: "frontend-api-headers-only",
        says: "an own policy forwards all headers, but neither cookies nor query strings",
        fails: &[],
        change: |changes| {
            behaviour(changes, |api, stack| {
                api.options.origin_request_policy = Some(all_headers(stack, None)?);
                Ok(())
            });
        },
    },
    Variant {
        name: "frontend-api-policies-by-id",
        says: "AWS's own policies are imported by their ids",
        fails: &[],
        change: |changes| {
            behaviour(changes, |api, stack| {
                let id = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
                let no_caching = CachePolicy::from_cache_policy_id(stack.scope(), "no-caching", id)?;
                api.options.cache_policy = Some(no_caching);
                let id = "216adef6-5c7f-47e4-b989-5492eafa07d3";
                let all_viewer =
                    OriginRequestPolicy::from_origin_request_policy_id(stack.scope(), "all-viewer", id)?;
                api.options.origin_request_policy = Some(all_viewer);
                Ok(())
            });
        },
    },
];

fn behaviour(changes: &mut Changes, change: fn(&mut BehaviorOptions, &StackBuilder<'_>) -> Result<()>) {
    changes.props_in("frontend-distribution", move |site: &mut DistributionProps, stack| {
        site.additional_behaviors.iter_mut().try_for_each(|(_, api)| change(api, stack))
    });
}

fn all_headers(
    stack: &StackBuilder<'_>,
    query_string_behavior: Option<OriginRequestQueryStringBehavior>,
) -> Result<OriginRequestPolicy> {
    let props = OriginRequestPolicyProps {
        header_behavior: Some(OriginRequestHeaderBehavior::all(&[])?),
        query_string_behavior,
        ..OriginRequestPolicyProps::default()
    };
    OriginRequestPolicy::new(stack.scope(), &stack.id("api-request-policy"), props)
}
