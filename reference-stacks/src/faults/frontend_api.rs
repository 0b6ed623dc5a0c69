//! Faults of the distribution's behaviour for the API.

use synthesizer::aws_cloudfront::{
    AddBehaviorOptions, AllowedMethods, BehaviorOptions, CachePolicy, CachePolicyProps, DistributionProps,
    Origin, OriginProps, OriginProtocolPolicy, OriginRequestHeaderBehavior, OriginRequestPolicy,
    OriginRequestPolicyProps, OriginRequestQueryStringBehavior, ViewerProtocolPolicy,
};
use synthesizer::aws_cloudfront_origins::{
    HttpOrigin, HttpOriginProps, LoadBalancerV2Origin, S3Origin, S3OriginProps,
};
use synthesizer::aws_ecs_patterns::ApplicationLoadBalancedFargateService;
use synthesizer::{Duration, Result};

use crate::{Changes, StackBuilder, Variant};

/// Faults of the distribution's behaviour for the API.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "frontend-api-missing",
        says: "nothing leads /api/* to the backend",
        fails: &["compute.frontend.api_origin"],
        change: |changes| {
            changes.props("frontend-distribution", |site: &mut DistributionProps| {
                site.additional_behaviors.clear()
            })
        },
    },
    Variant {
        name: "frontend-api-path-v1",
        says: "only /api/v1/* leads to the backend",
        fails: &["compute.frontend.api_origin"],
        change: |changes| path(changes, "/api/v1/*"),
    },
    Variant {
        name: "frontend-api-path-without-star",
        says: "only /api itself leads to the backend",
        fails: &["compute.frontend.api_origin"],
        change: |changes| path(changes, "/api"),
    },
    Variant {
        name: "frontend-api-path-shadowed",
        says: "a behaviour for /* comes first, and takes what was meant for /api/*",
        fails: &["compute.frontend.api_origin"],
        change: |changes| {
            changes.props_in("frontend-distribution", |site: &mut DistributionProps, stack| {
                let everything = BehaviorOptions {
                    origin: site_origin(stack)?,
                    options: site.default_behavior.options.clone(),
                };
                site.additional_behaviors.insert(0, ("/*".to_owned(), everything));
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-api-origin-http-only",
        says: "CloudFront talks to the API over HTTP only",
        fails: &["compute.frontend.api_origin"],
        change: |changes| {
            origin(changes, |stack| {
                HttpOrigin::new(
                    api_name(stack),
                    HttpOriginProps {
                        protocol_policy: Some(OriginProtocolPolicy::HttpOnly),
                        ..HttpOriginProps::default()
                    },
                )
            })
        },
    },
    Variant {
        name: "frontend-api-origin-path",
        says: "the API's origin has the path /api, so the backend is asked for /api/api/…",
        fails: &["compute.frontend.api_origin"],
        change: |changes| {
            origin(changes, |stack| {
                HttpOrigin::new(
                    api_name(stack),
                    HttpOriginProps {
                        origin: OriginProps {
                            origin_path: Some("/api".to_owned()),
                            ..OriginProps::default()
                        },
                        ..HttpOriginProps::default()
                    },
                )
            })
        },
    },
    Variant {
        name: "frontend-api-origin-is-frontend",
        says: "the API's origin is the frontend's own name",
        fails: &["compute.frontend.api_origin"],
        change: |changes| {
            origin(changes, |stack| {
                HttpOrigin::new(stack.settings().app_domain(), HttpOriginProps::default())
            })
        },
    },
    Variant {
        name: "frontend-api-origin-is-bucket",
        says: "the API's origin is the frontend bucket",
        fails: &["compute.frontend.api_origin"],
        change: |changes| origin(changes, site_origin),
    },
    Variant {
        name: "frontend-api-origin-is-load-balancer",
        says: "the API's origin is the load balancer's own name, for which it has no certificate",
        fails: &["compute.frontend.api_origin"],
        change: |changes| {
            origin(changes, |stack| {
                let service: ApplicationLoadBalancedFargateService = stack.made("fargate-service")?;
                LoadBalancerV2Origin::new(service.load_balancer(), HttpOriginProps::default())
            })
        },
    },
    Variant {
        name: "frontend-api-http-allowed",
        says: "the API answers over HTTP: viewer_protocol_policy was left out",
        fails: &["compute.frontend.api_https"],
        change: |changes| options(changes, |options| options.viewer_protocol_policy = None),
    },
    Variant {
        name: "frontend-api-http-refused",
        says: "the API refuses HTTP instead of redirecting it",
        fails: &["compute.frontend.api_https"],
        change: |changes| {
            options(changes, |options| options.viewer_protocol_policy = Some(ViewerProtocolPolicy::HttpsOnly))
        },
    },
    Variant {
        name: "frontend-api-https-for-v1-only",
        says: "only a behaviour for /api/v1/* redirects to HTTPS, the one for /api/* does not",
        fails: &["compute.frontend.api_https"],
        change: |changes| {
            changes.props_in("frontend-distribution", |site: &mut DistributionProps, stack| {
                let mut all = site.additional_behaviors.clone();
                for (_, api) in &mut all {
                    api.origin = HttpOrigin::new(api_name(stack), HttpOriginProps::default())?;
                    api.options.viewer_protocol_policy = None;
                }
                site.additional_behaviors.iter_mut().for_each(|(path, _)| *path = "/api/v1/*".to_owned());
                site.additional_behaviors.append(&mut all);
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-api-methods-left-out",
        says: "the API takes GET and HEAD only: allowed_methods was left out",
        fails: &["compute.frontend.api_methods"],
        change: |changes| options(changes, |options| options.allowed_methods = None),
    },
    Variant {
        name: "frontend-api-methods-two",
        says: "the API takes GET and HEAD only: ALLOW_GET_HEAD",
        fails: &["compute.frontend.api_methods"],
        change: |changes| {
            options(changes, |options| options.allowed_methods = Some(AllowedMethods::AllowGetHead))
        },
    },
    Variant {
        name: "frontend-api-methods-three",
        says: "the API takes GET, HEAD and OPTIONS only",
        fails: &["compute.frontend.api_methods"],
        change: |changes| {
            options(changes, |options| options.allowed_methods = Some(AllowedMethods::AllowGetHeadOptions))
        },
    },
    Variant {
        name: "frontend-api-headers-left-out",
        says: "no viewer header reaches the API: origin_request_policy was left out",
        fails: &["compute.frontend.api_headers"],
        change: |changes| options(changes, |options| options.origin_request_policy = None),
    },
    Variant {
        name: "frontend-api-headers-cors-only",
        says: "only the headers for CORS reach the API",
        fails: &["compute.frontend.api_headers"],
        change: |changes| {
            options(changes, |options| {
                options.origin_request_policy = Some(OriginRequestPolicy::cors_custom_origin())
            })
        },
    },
    Variant {
        name: "frontend-api-headers-two",
        says: "an own policy lets two headers reach the API, and Authorization is not among them",
        fails: &["compute.frontend.api_headers"],
        change: |changes| {
            behaviour(changes, |_, api, stack| {
                let props = OriginRequestPolicyProps {
                    header_behavior: Some(OriginRequestHeaderBehavior::allow_list(["Accept", "Origin"])?),
                    query_string_behavior: Some(OriginRequestQueryStringBehavior::all()),
                    ..OriginRequestPolicyProps::default()
                };
                api.options.origin_request_policy =
                    Some(OriginRequestPolicy::new(stack.scope(), &stack.id("api-request-policy"), props)?);
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-api-cached",
        says: "answers of /api/* are cached: the default cache policy",
        fails: &["compute.frontend.api_caching"],
        change: |changes| options(changes, |options| options.cache_policy = None),
    },
    Variant {
        name: "frontend-api-cached-optimized",
        says: "answers of /api/* are cached: the policy for compressed content is given",
        fails: &["compute.frontend.api_caching"],
        change: |changes| {
            options(changes, |options| {
                options.cache_policy = Some(CachePolicy::caching_optimized_for_uncompressed_objects())
            })
        },
    },
    Variant {
        name: "frontend-api-cached-a-minute",
        says: "answers of /api/* are cached for up to a minute by an own policy",
        fails: &["compute.frontend.api_caching"],
        change: |changes| {
            behaviour(changes, |_, api, stack| {
                let props = CachePolicyProps {
                    default_ttl: Some(Duration::seconds(0)),
                    min_ttl: Some(Duration::seconds(0)),
                    max_ttl: Some(Duration::minutes(1)),
                    ..CachePolicyProps::default()
                };
                api.options.cache_policy =
                    Some(CachePolicy::new(stack.scope(), &stack.id("api-cache-policy"), props)?);
                Ok(())
            })
        },
    },
];

fn behaviour(
    changes: &mut Changes,
    change: impl Fn(&mut String, &mut BehaviorOptions, &StackBuilder<'_>) -> Result<()> + 'static,
) {
    changes.props_in("frontend-distribution", move |site: &mut DistributionProps, stack| {
        site.additional_behaviors.iter_mut().try_for_each(|(path, api)| change(path, api, stack))
    });
}

fn path(changes: &mut Changes, other: &'static str) {
    behaviour(changes, move |path, _, _| {
        *path = other.to_owned();
        Ok(())
    });
}

fn origin(changes: &mut Changes, other: fn(&StackBuilder<'_>) -> Result<Origin>) {
    behaviour(changes, move |_, api, stack| {
        api.origin = other(stack)?;
        Ok(())
    });
}

fn options(changes: &mut Changes, change: fn(&mut AddBehaviorOptions)) {
    behaviour(changes, move |_, api, _| {
        change(&mut api.options);
        Ok(())
    });
}

/// The frontend bucket, as an origin of its own.
fn site_origin(stack: &StackBuilder<'_>) -> Result<Origin> {
    let identity = Some(stack.made("frontend-access-identity")?);
    let props = S3OriginProps { origin_access_identity: identity, ..S3OriginProps::default() };
    S3Origin::new(&stack.made("frontend-deployment-bucket")?, props)
}

fn api_name(stack: &StackBuilder<'_>) -> String {
    format!("api.{}", stack.settings().app_domain())
}
