//! Repositories of container images.

use super::RepositoryProps;
use crate::aws_iam::{
    AddToResourcePolicyResult, Grant, GrantOptions, IGrantable, IResourceWithPolicy, PolicyDocument,
    PolicyStatement,
};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::stack::{ArnComponents, ArnFormat};
use crate::value::Text;
use crate::{props, text};

/// A repository, made here or imported. Cheap to clone.
#[derive(Clone)]
pub struct Repository {
    node: Node,
    repository_name: Text,
    repository_arn: Text,
    /// None for one that was made elsewhere, whose policy is not touched.
    policy: Option<PolicyDocument>,
}

crate::construct!(Repository);

impl std::fmt::Debug for Repository {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Repository").field(&self.node).finish()
    }
}

impl Repository {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecr.Repository");
    const IMPORTED_INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecr.RepositoryBase");
    const PULL_ACTIONS: [&str; 3] =
        ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"];

    /// A repository.
    pub fn new(scope: &dyn Construct, id: &str, props: RepositoryProps) -> Result<Repository> {
        let node = Node::new(scope, id, Repository::INFO)?;
        props.validate(&node)?;
        let policy = PolicyDocument::default();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::ECR::Repository",
            props! {
                "RepositoryName" => props.repository_name.as_ref(),
                "RepositoryPolicyText" => &policy,
                "ImageScanningConfiguration" => props.image_scan_on_push.map(|scan| props! { "ScanOnPush" => scan }),
                "ImageTagMutability" => props.image_tag_mutability,
                "EncryptionConfiguration" => props.encryption(&node)?,
            },
        )?;
        resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Retain))?;
        let validated = policy.clone();
        node.add_validation(move || validated.validate_for_resource_policy());
        let (repository_name, repository_arn) = (resource.ref_(), resource.get_att("Arn"));
        Ok(Repository { node, repository_name, repository_arn, policy: Some(policy) })
    }

    /// A repository of the stack's account and region that was made elsewhere.
    pub fn from_repository_name(
        scope: &dyn Construct,
        id: &str,
        name: impl Into<Text>,
    ) -> Result<Repository> {
        let node = Node::new(scope, id, Repository::IMPORTED_INFO)?;
        let repository_name = name.into();
        let repository_arn = node.stack()?.format_arn(ArnComponents {
            service: "ecr".into(),
            resource: "repository".into(),
            resource_name: Some(repository_name.clone()),
            ..ArnComponents::default()
        })?;
        Ok(Repository { node, repository_name, repository_arn, policy: None })
    }

    /// Its name.
    pub fn repository_name(&self) -> Text {
        self.repository_name.clone()
    }

    /// Its ARN.
    pub fn repository_arn(&self) -> Text {
        self.repository_arn.clone()
    }

    /// `ACCOUNT.dkr.ecr.REGION.SUFFIX/NAME:TAG`, or with `@` before a digest, which begins with `sha256:`.
    pub fn repository_uri_for_tag_or_digest(&self, tag_or_digest: &str) -> Result<Text> {
        let sign = if tag_or_digest.starts_with("sha256:") { "@" } else { ":" };
        let parts = self.node.stack()?.split_arn(&self.repository_arn, ArnFormat::SlashResourceName)?;
        Ok(text![
            parts.account.unwrap_or_default(),
            ".dkr.ecr.",
            parts.region.unwrap_or_default(),
            ".",
            crate::Aws::url_suffix(),
            "/",
            &self.repository_name,
            sign,
            tag_or_digest
        ])
    }

    /// Lets someone pull images.
    pub fn grant_pull(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        let options = |actions: &[&str], resource: Text| GrantOptions {
            grantee: grantee.grant_principal(),
            actions: actions.iter().map(|action| Text::from(*action)).collect(),
            resource_arns: vec![resource],
            conditions: Map::new(),
        };
        let pull = options(&Repository::PULL_ACTIONS, self.repository_arn());
        let grant = Grant::add_to_principal_or_resource(pull, self, Some(Vec::new()))?;
        Grant::add_to_principal(options(&["ecr:GetAuthorizationToken"], "*".into()))?;
        Ok(grant)
    }
}

impl IResourceWithPolicy for Repository {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Result<AddToResourcePolicyResult> {
        let Some(policy) = &self.policy else { return Ok(AddToResourcePolicyResult::default()) };
        policy.add_statements([statement]);
        Ok(AddToResourcePolicyResult { statement_added: true, policy_dependable: None })
    }

    fn resource_account(&self) -> Result<Text> {
        self.node.stack()?.account()
    }
}
