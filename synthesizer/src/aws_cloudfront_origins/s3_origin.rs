//! Buckets as origins.

use std::cell::RefCell;
use std::rc::Rc;

use super::{HttpOrigin, HttpOriginProps};
use crate::aws_cloudfront::{
    IOrigin, Origin, OriginAccessIdentity, OriginBindConfig, OriginProps, OriginProtocolPolicy,
};
use crate::aws_iam::{IGrantable, IResourceWithPolicy, PolicyStatement, PolicyStatementProps};
use crate::aws_s3::Bucket;
use crate::construct::{Construct, Node};
use crate::error::Result;
use crate::{props, text};

/// A bucket as an origin, which CloudFront reads by an identity.
pub struct S3Origin {
    bucket: Bucket,
    props: OriginProps,
    /// The identity that was given, or made for the first distribution.
    identity: RefCell<Option<OriginAccessIdentity>>,
}

/// What a bucket as an origin can be told.
#[derive(Clone, Default)]
pub struct S3OriginProps {
    /// What every origin can be told.
    pub origin: OriginProps,
    /// Identity by which CloudFront reads; one is made if none is given.
    pub origin_access_identity: Option<OriginAccessIdentity>,
}

impl S3Origin {
    /// A bucket; one that is a website is read as such, by HTTP and without an identity.
    #[expect(clippy::new_ret_no_self, reason = "it is an origin; the CDK makes it with this name")]
    pub fn new(bucket: &Bucket, props: S3OriginProps) -> Result<Origin> {
        if bucket.is_website() {
            let website = HttpOriginProps {
                origin: props.origin,
                protocol_policy: Some(OriginProtocolPolicy::HttpOnly),
                ..HttpOriginProps::default()
            };
            return HttpOrigin::new(bucket.bucket_website_domain_name(), website);
        }
        props.origin.validate()?;
        let identity = RefCell::new(props.origin_access_identity);
        Ok(Rc::new(S3Origin { bucket: bucket.clone(), props: props.origin, identity }))
    }

    /// The identity, made in the bucket's stack so that its policy can name it.
    fn identity(&self, scope: &Node, origin_id: &str) -> Result<OriginAccessIdentity> {
        if let Some(identity) = self.identity.borrow().as_ref() {
            return Ok(identity.clone());
        }
        let comment = format!("Identity for {origin_id}");
        let stack = self.bucket.node().stack()?;
        let identity = if stack == scope.stack()? {
            OriginAccessIdentity::new(scope, "S3Origin", Some(&comment))?
        } else {
            OriginAccessIdentity::new(&stack, &format!("{}S3Origin", scope.unique_id()?), Some(&comment))?
        };
        *self.identity.borrow_mut() = Some(identity.clone());
        Ok(identity)
    }
}

impl IOrigin for S3Origin {
    fn bind(&self, scope: &Node, origin_id: &str) -> Result<OriginBindConfig> {
        let identity = self.identity(scope, origin_id)?;
        self.bucket.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
            resources: vec![self.bucket.arn_for_objects("*")],
            actions: vec!["s3:GetObject".into()],
            principals: vec![identity.grant_principal()],
            ..PolicyStatementProps::default()
        })?)?;
        let name = text!["origin-access-identity/cloudfront/", identity.origin_access_identity_id()];
        let config = props! { "OriginAccessIdentity" => name };
        self.props.bind(&self.bucket.bucket_regional_domain_name(), origin_id, Some(config), None)
    }
}
