//! Faults of what the distribution serves, and of how it may read it.

use synthesizer::aws_cloudfront::{Distribution, DistributionProps, Origin, OriginProps};
use synthesizer::aws_cloudfront_origins::{HttpOrigin, HttpOriginProps, S3Origin, S3OriginProps};
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::aws_s3_deployment::BucketDeploymentProps;
use synthesizer::{CfnResource, Result, props};

use crate::pieces::resource_of;
use crate::{Changes, StackBuilder, Variant};

/// Faults of what the distribution serves, and of how it may read it.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "frontend-origin-is-api",
        says: "the default behaviour is served by the API",
        fails: &["compute.frontend.origin"],
        change: |changes| {
            origin(changes, |stack| {
                let api = format!("api.{}", stack.settings().app_domain());
                HttpOrigin::new(api, HttpOriginProps::default())
            })
        },
    },
    Variant {
        name: "frontend-origin-other-bucket",
        says: "the default behaviour is served from a bucket that nothing is deployed to",
        fails: &["compute.frontend.origin"],
        change: |changes| {
            origin(changes, |stack| {
                let identity = stack.made("frontend-access-identity")?;
                let props =
                    S3OriginProps { origin_access_identity: Some(identity), ..S3OriginProps::default() };
                S3Origin::new(&another_bucket(stack, "site-bucket")?, props)
            })
        },
    },
    Variant {
        name: "frontend-not-deployed",
        says: "given, undone: the site is not deployed to the frontend bucket",
        fails: &["compute.frontend.origin"],
        change: |changes| changes.leave_out("frontend-deployment"),
    },
    Variant {
        name: "frontend-deployed-elsewhere",
        says: "given, changed: the site is deployed to another bucket than the one that is served",
        fails: &["compute.frontend.origin"],
        change: |changes| {
            changes.props_in("frontend-deployment", |deployment: &mut BucketDeploymentProps, stack| {
                deployment.destination_bucket = another_bucket(stack, "dist-bucket")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-uploaded-below-prefix",
        says: "the build is uploaded below site/, where the distribution does not look",
        fails: &["compute.frontend.origin"],
        change: |changes| upload_below(changes, "site"),
    },
    Variant {
        name: "frontend-origin-path-dist",
        says: "the distribution looks below /dist, where the build is not",
        fails: &["compute.frontend.origin"],
        change: |changes| origin(changes, |stack| site_below(stack, "/dist")),
    },
    Variant {
        name: "frontend-identity-without-permission",
        says: "the bucket is imported by its name, so the distribution's own identity may not read it",
        fails: &["compute.frontend.origin_access"],
        change: |changes| {
            origin(changes, |stack| {
                let bucket: Bucket = stack.made("frontend-deployment-bucket")?;
                let imported = stack.id("imported-bucket");
                let imported = Bucket::from_bucket_name(stack.scope(), &imported, bucket.bucket_name())?;
                S3Origin::new(&imported, S3OriginProps::default())
            })
        },
    },
    Variant {
        name: "frontend-identity-missing",
        says: "the origin has no identity: it was taken out with a property override",
        fails: &["compute.frontend.origin_access"],
        change: |changes| {
            changes.before("frontend-domain", |stack| {
                without_identity(&resource_of(&stack.made::<Distribution>("frontend-distribution")?)?);
                Ok(())
            })
        },
    },
    Variant {
        name: "frontend-access-control-without-policy",
        says: "the origin has an access control, but the bucket's policy lets in an identity only",
        fails: &["compute.frontend.origin_access"],
        change: |changes| {
            changes.before("frontend-domain", |stack| {
                let access_control = access_control(stack)?;
                let distribution = resource_of(&stack.made::<Distribution>("frontend-distribution")?)?;
                let path = "DistributionConfig.Origins.0.OriginAccessControlId";
                distribution.add_property_override(path, access_control.get_att("Id"));
                without_identity(&distribution);
                Ok(())
            })
        },
    },
];

pub(crate) fn origin(changes: &mut Changes, other: fn(&StackBuilder<'_>) -> Result<Origin>) {
    changes.props_in("frontend-distribution", move |site: &mut DistributionProps, stack| {
        site.default_behavior.origin = other(stack)?;
        Ok(())
    });
}

/// Uploads the site to a folder of its bucket.
pub(crate) fn upload_below(changes: &mut Changes, prefix: &'static str) {
    changes.props("frontend-deployment", move |deployment: &mut BucketDeploymentProps| {
        deployment.destination_key_prefix = Some(prefix.to_owned());
    });
}

/// The site's bucket as an origin, of which a folder is served.
pub(crate) fn site_below(stack: &StackBuilder<'_>, path: &str) -> Result<Origin> {
    let props = S3OriginProps {
        origin: OriginProps { origin_path: Some(path.to_owned()), ..OriginProps::default() },
        origin_access_identity: Some(stack.made("frontend-access-identity")?),
    };
    S3Origin::new(&stack.made("frontend-deployment-bucket")?, props)
}

fn another_bucket(stack: &StackBuilder<'_>, id: &str) -> Result<Bucket> {
    Bucket::new(stack.scope(), &stack.id(id), BucketProps::default())
}

fn without_identity(distribution: &CfnResource) {
    let path = "DistributionConfig.Origins.0.S3OriginConfig.OriginAccessIdentity";
    distribution.add_property_override(path, "");
}

fn access_control(stack: &StackBuilder<'_>) -> Result<CfnResource> {
    let config = props! {
        "Name" => stack.id("frontend"),
        "OriginAccessControlOriginType" => "s3",
        "SigningBehavior" => "always",
        "SigningProtocol" => "sigv4",
    };
    CfnResource::typed(
        stack.scope(),
        &stack.id("frontend-access-control"),
        "AWS::CloudFront::OriginAccessControl",
        props! { "OriginAccessControlConfig" => config },
    )
}
