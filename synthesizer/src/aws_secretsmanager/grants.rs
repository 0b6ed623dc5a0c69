//! Who may do what with a secret, and the policy that says so.

use super::Secret;
use crate::Construct;
use crate::aws_iam::{
    AccountPrincipal, AccountRootPrincipal, AddToResourcePolicyResult, Effect, Grant, GrantOptions,
    IGrantable, IResourceWithPolicy, PolicyDocument, PolicyStatement, PolicyStatementProps, Principal,
};
use crate::aws_kms::ViaServicePrincipal;
use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Dependable, Node};
use crate::error::Result;
use crate::json::Map;
use crate::value::Text;
use crate::{object, props, text};

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
        let actions = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];
        let grant = self.grant(grantee, actions, conditions)?;
        if let Some(key) = self.encryption_key() {
            key.grant_decrypt(&self.by_way_of_secrets_manager(grantee.grant_principal())?)?;
        }
        let theirs = grantee.grant_principal().principal_account();
        let same_account = Some(self.node().stack()?.account()?) == theirs;
        self.refuse_without_key(&grant, !same_account)?;
        Ok(grant)
    }

    /// Lets someone change the secret.
    pub fn grant_write(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        let actions = ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"];
        let grant = self.grant(grantee, actions, Map::new())?;
        if let Some(key) = self.encryption_key() {
            key.grant_encrypt(&self.by_way_of_secrets_manager(grantee.grant_principal())?)?;
        }
        self.refuse_without_key(&grant, true)?;
        Ok(grant)
    }

    fn grant(
        &self,
        grantee: &dyn IGrantable,
        actions: [&str; 2],
        conditions: Map<crate::Value>,
    ) -> Result<Grant> {
        let options = GrantOptions {
            grantee: grantee.grant_principal(),
            actions: actions.map(Text::from).into(),
            resource_arns: vec![self.arn_for_policies()],
            conditions,
        };
        Grant::add_to_principal_or_resource(options, self, None)
    }

    /// Another account needs a key to read what is encrypted, and AWS's own key cannot be shared.
    fn refuse_without_key(&self, grant: &Grant, needed: bool) -> Result<()> {
        let by_policy = self.is_owned() && grant.success_on_resource();
        if needed && by_policy && self.encryption_key().is_none() {
            return Err(self.node().error("KMS Key must be provided for cross account access to Secret"));
        }
        Ok(())
    }

    fn by_way_of_secrets_manager(&self, principal: Principal) -> Result<ViaServicePrincipal> {
        let region = self.node().stack()?.region()?;
        Ok(ViaServicePrincipal::new(text!["secretsmanager.", region, ".amazonaws.com"], principal))
    }

    /// Lets Secrets Manager use the key for whoever in the account may use the secret.
    pub(super) fn let_account_use_key(&self) -> Result<()> {
        let Some(key) = self.encryption_key() else { return Ok(()) };
        let account = AccountPrincipal::new(self.node().stack()?.account()?);
        let principal = self.by_way_of_secrets_manager(account.into())?;
        key.grant_encrypt_decrypt(&principal)?;
        key.grant(&principal, &["kms:CreateGrant", "kms:DescribeKey"])?;
        Ok(())
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
