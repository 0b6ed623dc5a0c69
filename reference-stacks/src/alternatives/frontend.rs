//! The site's distribution and its record, written differently.

use synthesizer::aws_certificatemanager::DnsValidatedCertificateProps;
use synthesizer::aws_cloudfront::{
    AddBehaviorOptions, AllowedMethods, BehaviorOptions, CachePolicy, Distribution, DistributionProps,
    ErrorResponse, HttpVersion, OriginRequestPolicy, PriceClass, ViewerProtocolPolicy,
};
use synthesizer::aws_cloudfront_origins::{HttpOrigin, HttpOriginProps, S3Origin, S3OriginProps};
use synthesizer::aws_route53::{AaaaRecord, CloudFrontTarget, RecordSetOptions, RecordTarget};
use synthesizer::aws_s3_deployment::{BucketDeployment, BucketDeploymentProps, Source};
use synthesizer::{Duration, Result};

use crate::faults::{origin, site_below, upload_below};
use crate::{StackBuilder, Variant};

/// The site's distribution and its record, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "frontend-below-prefix",
        says: "the build is uploaded below site/, and the distribution looks there",
        fails: &[],
        change: |changes| {
            upload_below(changes, "site");
            origin(changes, |stack| site_below(stack, "/site"));
        },
    },
    Variant {
        name: "frontend-behaviour-added",
        says: "the API's behaviour is added after construction, its path without a leading slash",
        fails: &[],
        change: |changes| {
            changes.props("frontend-distribution", |site: &mut DistributionProps| {
                site.additional_behaviors.clear();
            });
            changes.after("frontend-distribution", add_api);
        },
    },
    Variant {
        name: "frontend-more-of-everything",
        says: "the distribution has more aliases, behaviours and error responses than asked",
        fails: &[],
        change: |changes| {
            changes.props_in("frontend-certificate", |props: &mut DnsValidatedCertificateProps, stack| {
                let names = vec![format!("*.{}", stack.settings().app_domain()).into()];
                props.subject_alternative_names = Some(names);
                Ok(())
            });
            changes.props_in("frontend-distribution", more_of_everything);
        },
    },
    Variant {
        name: "frontend-deployment-invalidates",
        says: "the deployment of the site invalidates the distribution's cache",
        fails: &[],
        change: |changes| {
            changes.leave_out("frontend-deployment");
            changes.after("frontend-distribution", |site: &mut Distribution, stack| {
                let dist = Source::asset(stack.settings().yoctogram_web_dir.join("dist"));
                let props = BucketDeploymentProps {
                    distribution: Some(site.clone()),
                    distribution_paths: vec!["/*".to_owned()],
                    ..BucketDeploymentProps::new(vec![dist], stack.made("frontend-deployment-bucket")?)
                };
                BucketDeployment::new(stack.scope(), &stack.id("frontend-deployment"), props).map(drop)
            });
        },
    },
    Variant {
        name: "frontend-aaaa-record",
        says: "the frontend has an AAAA record too",
        fails: &[],
        change: |changes| {
            changes.before("frontend-domain", |stack| {
                let site: Distribution = stack.made("frontend-distribution")?;
                let target = RecordTarget::from_alias(CloudFrontTarget::new(&site));
                let zone = stack.made("hosted-zone")?;
                let options = RecordSetOptions::named(&zone, stack.settings().app_domain());
                AaaaRecord::new(stack.scope(), &stack.id("frontend-domain-ipv6"), target, options).map(drop)
            });
        },
    },
];

fn add_api(site: &mut Distribution, stack: &StackBuilder<'_>) -> Result<()> {
    let origin =
        HttpOrigin::new(format!("api.{}", stack.settings().app_domain()), HttpOriginProps::default())?;
    let options = AddBehaviorOptions {
        viewer_protocol_policy: Some(ViewerProtocolPolicy::RedirectToHttps),
        allowed_methods: Some(AllowedMethods::AllowAll),
        cache_policy: Some(CachePolicy::caching_disabled()),
        origin_request_policy: Some(OriginRequestPolicy::all_viewer()),
        ..AddBehaviorOptions::default()
    };
    site.add_behavior("api/*", &origin, options)
}

fn more_of_everything(site: &mut DistributionProps, stack: &StackBuilder<'_>) -> Result<()> {
    let bucket = stack.made("frontend-deployment-bucket")?;
    let identity = Some(stack.made("frontend-access-identity")?);
    let assets = S3Origin::new(
        &bucket,
        S3OriginProps { origin_access_identity: identity, ..S3OriginProps::default() },
    )?;
    site.additional_behaviors.insert(0, ("/assets/*".to_owned(), BehaviorOptions::new(&assets)));
    site.price_class = Some(PriceClass::PriceClass100);
    site.http_version = Some(HttpVersion::Http2And3);
    site.domain_names.insert(0, format!("*.{}", stack.settings().app_domain()).into());
    let forbidden = ErrorResponse {
        http_status: 403,
        response_http_status: Some(200),
        response_page_path: Some("/index.html".to_owned()),
        ttl: Some(Duration::minutes(5)),
    };
    site.error_responses.insert(0, forbidden);
    Ok(())
}
