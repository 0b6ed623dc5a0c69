//! Who may do what with a secret, and the policy that says so.

use super::Secret;
use crate::Construct;
use crate::aws_iam::{
    AccountRootPrincipal, AddToResourcePolicyResult, Effect, Grant, GrantOptions, IGrantable,
    IResourceWithPolicy, PolicyDocument, PolicyStatement, PolicyStatementProps,
};
use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Dependable, Node};
use crate::error::Result;
use crate::json::Map;
use crate::value::Text;
use crate::{object, props};

/// The policy of a secret. Cheap to clone.
#[derive(Clone)]
pub struct ResourcePolicy {
    node: Node,
    document: PolicyDocument,
}

crate::construct!(ResourcePolicy);

impl ResourcePolicy {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_secretsmanager.ResourcePolicy");

    /// An empty policy for a secret. [`Secret::add_to_resource_policy`] makes one by itself.
    pub fn new(scope: &dyn Construct, id: &str, secret: &Secret) -> Result<ResourcePolicy> {
        let node = Node::new(scope, id, ResourcePolicy::INFO)?;
        let document = PolicyDocument::default();
        let properties = props! { "ResourcePolicy" => &document, "SecretId" => secret.secret_arn() };
        CfnResource::typed(&node, "Resource", "AWS::SecretsManager::ResourcePolicy", properties)?;
        Ok(ResourcePolicy { node, document })
    }

    /// Its statements.
    pub fn document(&self) -> &PolicyDocument {
        &self.document
    }
}

impl Secret {
    /// Lets someone read the secret; only versions in one of these stages, if any are given.
    pub fn grant_read(&self, grantee: &dyn IGrantable, version_stages: &[&str]) -> Result<Grant> {
        let mut conditions = Map::new();
        if !version_stages.is_empty() {
            let stages = object! { "secretsmanager:VersionStage" => version_stages };
            conditions.insert("ForAnyValue:StringEquals", stages);
        }
        self.grant(
            grantee,
            ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
            conditions,
            |same_account| !same_account,
        )
    }

    /// Lets someone change the secret.
    pub fn grant_write(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        let actions = ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"];
        self.grant(grantee, actions, Map::new(), |_| true)
    }

    /// An account that is another needs a key to read what is encrypted, and the default key cannot be shared.
    fn grant(
        &self,
        grantee: &dyn IGrantable,
        actions: [&str; 2],
        conditions: Map<crate::Value>,
        needs_key: impl FnOnce(bool) -> bool,
    ) -> Result<Grant> {
        let principal = grantee.grant_principal();
        let own = self.node().stack()?.account()?;
        let same_account = principal.principal_account().is_some_and(|theirs| theirs == own);
        let options = GrantOptions {
            grantee: principal,
            actions: actions.map(Text::from).into(),
            resource_arns: vec![self.arn_for_policies()],
            conditions,
        };
        let grant = Grant::add_to_principal_or_resource(options, self, None)?;
        if self.is_owned()
            && self.policy().is_some()
            && grant.success_on_resource()
            && needs_key(same_account)
        {
            return Err(self.node().error("KMS Key must be provided for cross account access to Secret"));
        }
        Ok(grant)
    }

    /// Keeps everybody from deleting the secret, until this is taken back.
    pub fn deny_account_root_delete(&self) -> Result<()> {
        let statement = PolicyStatement::new(PolicyStatementProps {
            effect: Effect::Deny,
            actions: vec!["secretsmanager:DeleteSecret".into()],
            resources: vec!["*".into()],
            principals: vec![AccountRootPrincipal::new().into()],
            ..PolicyStatementProps::default()
        })?;
        self.add_to_resource_policy(statement).map(drop)
    }
}

impl IResourceWithPolicy for Secret {
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
        self.node().stack()?.account()
    }
}
