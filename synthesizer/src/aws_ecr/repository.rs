//! Repositories of container images.

use crate::aws_iam::{
    AddToResourcePolicyResult, Grant, GrantOptions, IGrantable, IResourceWithPolicy, PolicyStatement,
};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::stack::ArnComponents;
use crate::text;
use crate::value::Text;

/// A repository that was made elsewhere. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Repository {
    node: Node,
    repository_name: Text,
    repository_arn: Text,
}

crate::construct!(Repository);

impl Repository {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecr.RepositoryBase");
    const PULL_ACTIONS: [&str; 3] =
        ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"];

    /// A repository of the stack's account and region.
    pub fn from_repository_name(
        scope: &dyn Construct,
        id: &str,
        name: impl Into<Text>,
    ) -> Result<Repository> {
        let node = Node::new(scope, id, Repository::INFO)?;
        let repository_name = name.into();
        let repository_arn = node.stack()?.format_arn(ArnComponents {
            service: "ecr".into(),
            resource: "repository".into(),
            resource_name: Some(repository_name.clone()),
            ..ArnComponents::default()
        })?;
        Ok(Repository { node, repository_name, repository_arn })
    }

    /// Its name.
    pub fn repository_name(&self) -> Text {
        self.repository_name.clone()
    }

    /// Its ARN.
    pub fn repository_arn(&self) -> Text {
        self.repository_arn.clone()
    }

    /// `ACCOUNT.dkr.ecr.REGION.SUFFIX/NAME:TAG`
    pub fn repository_uri_for_tag(&self, tag: &str) -> Result<Text> {
        let stack = self.node.stack()?;
        Ok(text![
            stack.account()?,
            ".dkr.ecr.",
            stack.region()?,
            ".",
            crate::Aws::url_suffix(),
            "/",
            &self.repository_name,
            ":",
            tag
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
    /// The policy of a repository that was made elsewhere is not touched.
    fn add_to_resource_policy(&self, _statement: PolicyStatement) -> Result<AddToResourcePolicyResult> {
        Ok(AddToResourcePolicyResult::default())
    }

    fn resource_account(&self) -> Result<Text> {
        self.node.stack()?.account()
    }
}
