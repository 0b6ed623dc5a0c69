//! Identities by which CloudFront reads buckets.

use std::rc::Rc;

use crate::aws_iam::{ArnPrincipal, CanonicalUserPrincipal, IGrantable, Principal};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::stack::ArnComponents;
use crate::value::Text;
use crate::{props, text};

/// An identity by which CloudFront reads buckets, made here or imported. Cheap to clone.
#[derive(Clone)]
pub struct OriginAccessIdentity {
    node: Node,
    id: Text,
    principal: Principal,
}

crate::construct!(OriginAccessIdentity);

impl OriginAccessIdentity {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_cloudfront.OriginAccessIdentity");

    /// An identity, with a comment of at most 128 characters; what is longer is cut.
    pub fn new(scope: &dyn Construct, id: &str, comment: Option<&str>) -> Result<OriginAccessIdentity> {
        let node = Node::new(scope, id, OriginAccessIdentity::INFO)?;
        let comment: String =
            comment.unwrap_or("Allows CloudFront to reach the bucket").chars().take(128).collect();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::CloudFront::CloudFrontOriginAccessIdentity",
            props! { "CloudFrontOriginAccessIdentityConfig" => props! { "Comment" => comment } },
        )?;
        let principal = Rc::new(CanonicalUserPrincipal::new(resource.get_att("S3CanonicalUserId")));
        Ok(OriginAccessIdentity { node, id: resource.ref_(), principal })
    }

    /// An identity that was made elsewhere.
    pub fn from_origin_access_identity_id(
        scope: &dyn Construct,
        id: &str,
        origin_access_identity_id: impl Into<Text>,
    ) -> Result<OriginAccessIdentity> {
        let identity = origin_access_identity_id.into();
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let arn = node.stack()?.format_arn(ArnComponents {
            service: "iam".into(),
            region: Some("".into()),
            account: Some("cloudfront".into()),
            resource: "user".into(),
            resource_name: Some(text!["CloudFront Origin Access Identity ", &identity]),
            ..ArnComponents::default()
        })?;
        Ok(OriginAccessIdentity { node, id: identity, principal: Rc::new(ArnPrincipal::new(arn)) })
    }

    /// Its id, such as `E2QWRUHAPOMQZL`.
    pub fn origin_access_identity_id(&self) -> Text {
        self.id.clone()
    }
}

impl IGrantable for OriginAccessIdentity {
    fn grant_principal(&self) -> Principal {
        self.principal.clone()
    }
}
