//! Faults of the distribution and its default behaviour.

use synthesizer::aws_certificatemanager::Certificate;
use synthesizer::aws_cloudfront::{DistributionProps, ErrorResponse, ViewerProtocolPolicy};
use synthesizer::aws_ecs_patterns::ApplicationLoadBalancedFargateService;
use synthesizer::aws_route53::{
    ARecord, AaaaRecord, CloudFrontTarget, LoadBalancerTarget, PublicHostedZone, PublicHostedZoneProps,
    RecordSetOptions, RecordTarget,
};
use synthesizer::{Duration, Result};

use crate::{Changes, StackBuilder, Variant};

/// Faults of the distribution and its default behaviour.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "frontend-http-allowed",
        says: "the default behaviour answers over HTTP: viewer_protocol_policy was left out",
        fails: &["compute.frontend.https"],
        change: |changes| site(changes, |site| site.default_behavior.options.viewer_protocol_policy = None),
    },
    Variant {
        name: "frontend-http-refused",
        says: "the default behaviour refuses HTTP instead of redirecting it",
        fails: &["compute.frontend.https"],
        change: |changes| {
            site(changes, |site| {
                site.default_behavior.options.viewer_protocol_policy = Some(ViewerProtocolPolicy::HttpsOnly)
            })
        },
    },
    Variant {
        name: "frontend-root-object-missing",
        says: "the frontend distribution has no default root object",
        fails: &["compute.frontend.root_object"],
        change: |changes| site(changes, |site| site.default_root_object = None),
    },
    Variant {
        name: "frontend-root-object-with-slash",
        says: "the default root object is /index.html, which CloudFront looks up with two slashes",
        fails: &["compute.frontend.root_object"],
        change: |changes| site(changes, |site| site.default_root_object = Some("/index.html".to_owned())),
    },
    Variant {
        name: "frontend-root-object-index-htm",
        says: "the default root object is index.htm",
        fails: &["compute.frontend.root_object"],
        change: |changes| site(changes, |site| site.default_root_object = Some("index.htm".to_owned())),
    },
    Variant {
        name: "frontend-without-domain",
        says: "the distribution has neither domain name nor certificate",
        fails: &["compute.frontend.domain", "compute.frontend.certificate"],
        change: |changes| {
            site(changes, |site| {
                site.domain_names = Vec::new();
                site.certificate_arn = None;
            })
        },
    },
    Variant {
        name: "frontend-domain-without-app",
        says: "the distribution's domain name is SUNET.infracourse.cloud",
        fails: &["compute.frontend.domain"],
        change: |changes| {
            site_in(changes, |site, stack| {
                site.domain_names = vec![stack.settings().sunet_dns_root().into()];
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-domain-wildcard-only",
        says: "the distribution's only domain name is a wildcard",
        fails: &["compute.frontend.domain"],
        change: |changes| {
            site_in(changes, |site, stack| {
                site.domain_names = vec![format!("*.{}", stack.settings().sunet_dns_root()).into()];
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-record-missing",
        says: "given, undone: no record points at the distribution",
        fails: &["compute.frontend.domain"],
        change: |changes| changes.leave_out("frontend-domain"),
    },
    Variant {
        name: "frontend-record-www",
        says: "given, changed: the record's name is www.yoctogram.SUNET.infracourse.cloud",
        fails: &["compute.frontend.domain"],
        change: |changes| {
            changes.props_in("frontend-domain", |record: &mut RecordSetOptions, stack| {
                record.record_name = Some(format!("www.{}", stack.settings().app_domain()).into());
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-record-to-load-balancer",
        says: "given, changed: the frontend's record points at the load balancer",
        fails: &["compute.frontend.domain"],
        change: |changes| {
            changes.replace("frontend-domain", |stack| {
                let service: ApplicationLoadBalancedFargateService = stack.made("fargate-service")?;
                let balancer = service.load_balancer();
                let zone_id = balancer.load_balancer_canonical_hosted_zone_id();
                let target = LoadBalancerTarget::new(zone_id, balancer.load_balancer_dns_name());
                let (id, target) = (stack.id("frontend-domain"), RecordTarget::from_alias(target));
                ARecord::new(stack.scope(), &id, target, site_name(stack)?)
            })
        },
    },
    Variant {
        name: "frontend-record-other-zone",
        says: "the website's record is in a zone that the compute stack makes, to which nothing delegates",
        fails: &["compute.frontend.domain"],
        change: |changes| {
            changes.props_in("frontend-domain", |record: &mut RecordSetOptions, stack| {
                let props = PublicHostedZoneProps::new(stack.settings().app_domain());
                record.zone = PublicHostedZone::new(stack.scope(), &stack.id("frontend-zone"), props)?;
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-disabled",
        says: "the distribution is disabled, so it answers nothing",
        fails: &["compute.frontend.domain"],
        change: |changes| site(changes, |site| site.enabled = Some(false)),
    },
    Variant {
        name: "frontend-record-aaaa-only",
        says: "given, changed: the record is for IPv6 only",
        fails: &["compute.frontend.domain"],
        change: |changes| {
            changes.replace("frontend-domain", |stack| {
                let target = CloudFrontTarget::new(&stack.made("frontend-distribution")?);
                let (id, target) = (stack.id("frontend-domain"), RecordTarget::from_alias(target));
                AaaaRecord::new(stack.scope(), &id, target, site_name(stack)?)
            })
        },
    },
    Variant {
        name: "frontend-certificate-left-out",
        says: "the distribution has a domain name, but no certificate for it",
        fails: &["compute.frontend.certificate"],
        change: |changes| site(changes, |site| site.certificate_arn = None),
    },
    Variant {
        name: "frontend-certificate-of-backend",
        says: "the distribution uses the backend's certificate, which is in us-west-2",
        fails: &["compute.frontend.certificate"],
        change: |changes| {
            site_in(changes, |site, stack| {
                site.certificate_arn =
                    Some(stack.made::<Certificate>("backend-certificate")?.certificate_arn());
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-404-left-out",
        says: "a 404 is answered as it is",
        fails: &["compute.frontend.not_found"],
        change: |changes| site(changes, |site| site.error_responses = Vec::new()),
    },
    Variant {
        name: "frontend-404-stays-404",
        says: "a 404 is answered with /index.html, but its status stays 404",
        fails: &["compute.frontend.not_found"],
        change: |changes| not_found(changes, |rule| rule.response_http_status = None),
    },
    Variant {
        name: "frontend-404-is-403",
        says: "a 403 is answered with /index.html, a 404 is not",
        fails: &["compute.frontend.not_found"],
        change: |changes| not_found(changes, |rule| rule.http_status = 403),
    },
    Variant {
        name: "frontend-404-page-without-slash",
        says: "the 404 page is index.html, without its leading slash",
        fails: &["compute.frontend.not_found"],
        change: |changes| not_found(changes, |rule| rule.response_page_path = Some("index.html".to_owned())),
    },
    Variant {
        name: "frontend-404-page-404-html",
        says: "a 404 is answered with /404.html, which the site does not have",
        fails: &["compute.frontend.not_found"],
        change: |changes| not_found(changes, |rule| rule.response_page_path = Some("/404.html".to_owned())),
    },
    Variant {
        name: "frontend-404-ttl-only",
        says: "the rule for 404 sets only how long it is cached",
        fails: &["compute.frontend.not_found"],
        change: |changes| {
            not_found(changes, |rule| {
                *rule = ErrorResponse {
                    http_status: 404,
                    ttl: Some(Duration::minutes(5)),
                    ..ErrorResponse::default()
                };
            })
        },
    },
];

fn site(changes: &mut Changes, change: fn(&mut DistributionProps)) {
    changes.props("frontend-distribution", change);
}

fn site_in(changes: &mut Changes, change: fn(&mut DistributionProps, &StackBuilder<'_>) -> Result<()>) {
    changes.props_in("frontend-distribution", change);
}

fn not_found(changes: &mut Changes, change: fn(&mut ErrorResponse)) {
    changes.props("frontend-distribution", move |site: &mut DistributionProps| {
        site.error_responses.iter_mut().for_each(change);
    });
}

fn site_name(stack: &StackBuilder<'_>) -> Result<RecordSetOptions> {
    Ok(RecordSetOptions::named(&stack.made("hosted-zone")?, stack.settings().app_domain()))
}
