//! How CloudFront reads the site's bucket, written differently.

use synthesizer::aws_cloudfront::{Distribution, DistributionProps, OriginAccessIdentity};
use synthesizer::aws_cloudfront_origins::{S3Origin, S3OriginProps};
use synthesizer::aws_iam::{
    ArnPrincipal, IResourceWithPolicy, PolicyStatement, PolicyStatementProps, Principal, ServicePrincipal,
};
use synthesizer::aws_s3::{Bucket, BucketAttributes};
use synthesizer::{CfnResource, Map, Result, Text, Value, entries, object, props, text};

use crate::pieces::resource_of;
use crate::{Changes, StackBuilder, Variant};

/// How CloudFront reads the site's bucket, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "frontend-access-control",
        says: "the frontend bucket is read through an origin access control",
        fails: &[],
        change: |changes| changes.after("frontend-distribution", use_access_control),
    },
    Variant {
        name: "frontend-identity-by-origin",
        says: "the origin makes an identity of its own and grants it the reading",
        fails: &[],
        change: |changes| {
            changes.props_in("frontend-distribution", |site: &mut DistributionProps, stack| {
                site.default_behavior.origin = S3Origin::new(&bucket(stack)?, S3OriginProps::default())?;
                Ok(())
            });
        },
    },
    Variant {
        name: "frontend-identity-granted-only",
        says: "the origin is the bucket imported by its name, which the identity was granted to read",
        fails: &[],
        change: |changes| {
            imported_origin(changes, |bucket| BucketAttributes {
                bucket_name: Some(bucket.bucket_name()),
                ..BucketAttributes::default()
            });
        },
    },
    Variant {
        name: "frontend-identity-by-statement",
        says: "the bucket's policy lets the identity in by its ARN",
        fails: &[],
        change: |changes| {
            changes.replace("frontend-grant", let_identity_in_by_arn);
            imported_origin(changes, |bucket| BucketAttributes {
                bucket_arn: Some(bucket.bucket_arn()),
                bucket_regional_domain_name: Some(bucket.bucket_regional_domain_name()),
                ..BucketAttributes::default()
            });
        },
    },
];

fn bucket(stack: &StackBuilder<'_>) -> Result<Bucket> {
    stack.made("frontend-deployment-bucket")
}

fn imported_origin(changes: &mut Changes, attributes: fn(&Bucket) -> BucketAttributes) {
    changes.props_in("frontend-distribution", move |site: &mut DistributionProps, stack| {
        let attributes = attributes(&bucket(stack)?);
        let imported =
            Bucket::from_bucket_attributes(stack.scope(), &stack.id("imported-bucket"), attributes)?;
        let identity = Some(stack.made("frontend-access-identity")?);
        let props = S3OriginProps { origin_access_identity: identity, ..S3OriginProps::default() };
        site.default_behavior.origin = S3Origin::new(&imported, props)?;
        Ok(())
    });
}

/// Lets someone do something with the bucket, by its own policy.
fn allow(
    bucket: &Bucket,
    principal: impl Into<Principal>,
    (action, resources): (&str, Vec<Text>),
    conditions: Map<Value>,
) -> Result<()> {
    let statement = PolicyStatement::new(PolicyStatementProps {
        actions: vec![action.into()],
        resources,
        principals: vec![principal.into()],
        conditions,
        ..PolicyStatementProps::default()
    })?;
    bucket.add_to_resource_policy(statement).map(drop)
}

fn let_identity_in_by_arn(stack: &StackBuilder<'_>) -> Result<()> {
    let (bucket, identity) =
        (bucket(stack)?, stack.made::<OriginAccessIdentity>("frontend-access-identity")?);
    let principal = ArnPrincipal::new(text![
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ",
        identity.origin_access_identity_id()
    ]);
    let resources = vec![bucket.bucket_arn(), bucket.arn_for_objects("*")];
    allow(&bucket, principal, ("s3:*", resources), entries! {})
}

fn use_access_control(site: &mut Distribution, stack: &StackBuilder<'_>) -> Result<()> {
    let control = CfnResource::typed(
        stack.scope(),
        &stack.id("frontend-access-control"),
        "AWS::CloudFront::OriginAccessControl",
        props! {
            "OriginAccessControlConfig" => props! {
                "Name" => stack.id("frontend"),
                "OriginAccessControlOriginType" => "s3",
                "SigningBehavior" => "always",
                "SigningProtocol" => "sigv4",
            },
        },
    )?;
    let (distribution, origin) = (resource_of(site)?, "DistributionConfig.Origins.0");
    distribution.add_property_override(&format!("{origin}.OriginAccessControlId"), control.get_att("Id"));
    distribution.add_property_override(&format!("{origin}.S3OriginConfig.OriginAccessIdentity"), "");
    let bucket = bucket(stack)?;
    let source = text![
        format!("arn:aws:cloudfront::{}:distribution/", stack.settings().account),
        site.distribution_id()
    ];
    allow(
        &bucket,
        ServicePrincipal::new("cloudfront.amazonaws.com"),
        ("s3:GetObject", vec![bucket.arn_for_objects("*")]),
        entries! { "StringEquals" => object! { "AWS:SourceArn" => source } },
    )
}
