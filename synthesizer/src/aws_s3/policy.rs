//! Bucket policies.

use super::Bucket;
use crate::aws_iam::{AddToResourcePolicyResult, IResourceWithPolicy, PolicyDocument, PolicyStatement};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Dependable, Node};
use crate::error::Result;
use crate::props;
use crate::value::Text;

/// The policy of a bucket. Cheap to clone.
#[derive(Clone)]
pub struct BucketPolicy {
    node: Node,
    document: PolicyDocument,
    resource: CfnResource,
}

crate::construct!(BucketPolicy);

impl BucketPolicy {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_s3.BucketPolicy");

    /// An empty policy for a bucket. [`Bucket::add_to_resource_policy`] makes one by itself.
    pub fn new(scope: &dyn Construct, id: &str, bucket: &Bucket) -> Result<BucketPolicy> {
        let node = Node::new(scope, id, BucketPolicy::INFO)?;
        let document = PolicyDocument::default();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::S3::BucketPolicy",
            props! { "Bucket" => bucket.bucket_name(), "PolicyDocument" => &document },
        )?;
        Ok(BucketPolicy { node, document, resource })
    }

    /// Its statements.
    pub fn document(&self) -> &PolicyDocument {
        &self.document
    }

    /// Says what happens to the policy when it leaves its stack.
    pub fn apply_removal_policy(&self, policy: RemovalPolicy) -> Result<()> {
        self.resource.apply_removal_policy(policy)
    }
}

impl Bucket {
    /// Its policy, once it has one.
    pub fn policy(&self) -> Option<BucketPolicy> {
        self.details.policy.borrow().clone()
    }

    fn policy_to_add_to(&self) -> Result<Option<BucketPolicy>> {
        if self.policy().is_none() && self.details.resource.is_some() {
            let policy = BucketPolicy::new(self, "Policy", self)?;
            *self.details.policy.borrow_mut() = Some(policy);
        }
        Ok(self.policy())
    }
}

impl IResourceWithPolicy for Bucket {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Result<AddToResourcePolicyResult> {
        let Some(policy) = self.policy_to_add_to()? else {
            return Ok(AddToResourcePolicyResult::default());
        };
        policy.document.add_statements([statement]);
        Ok(AddToResourcePolicyResult {
            statement_added: true,
            policy_dependable: Some(Dependable::from(&policy)),
        })
    }

    fn resource_account(&self) -> Result<Text> {
        Ok(self.details.account.clone())
    }
}
