//! Keys.

use std::rc::Rc;

use super::{Alias, AliasProps, KeySpec, KeyUsage};
use crate::aws_iam::{
    AccountRootPrincipal, PolicyDocument, PolicyStatement, PolicyStatementProps, Principal,
};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::flags;
use crate::props;
use crate::value::Text;

const LEGACY_ADMIN_ACTIONS: [&str; 15] = [
    "kms:Create*",
    "kms:Describe*",
    "kms:Enable*",
    "kms:List*",
    "kms:Put*",
    "kms:Update*",
    "kms:Revoke*",
    "kms:Disable*",
    "kms:Get*",
    "kms:Delete*",
    "kms:ScheduleKeyDeletion",
    "kms:CancelKeyDeletion",
    "kms:GenerateDataKey",
    "kms:TagResource",
    "kms:UntagResource",
];

/// What a key can be told. The default is a symmetric key that stays when its stack goes.
#[derive(Clone, Default)]
pub struct KeyProps {
    /// For people.
    pub description: Option<String>,
    /// A name of the key, with or without `alias/` before it.
    pub alias: Option<Text>,
    /// Whether AWS makes new key material every year.
    pub enable_key_rotation: Option<bool>,
    /// Whether it can be used.
    pub enabled: Option<bool>,
    /// What it is made of.
    pub key_spec: Option<KeySpec>,
    /// What it is for.
    pub key_usage: Option<KeyUsage>,
    /// Who may do what with it; all that the account's own policies allow, if nothing is said.
    pub policy: Option<PolicyDocument>,
    /// Who may administer it.
    pub admins: Vec<Principal>,
    /// What happens to it when it leaves its stack; it stays if nothing is said.
    pub removal_policy: Option<RemovalPolicy>,
    /// How long AWS waits before it deletes the key: 7 to 30 days.
    pub pending_window: Option<Duration>,
    /// Whether the account's own policies decide. Only without the feature flag for it, with which they always do.
    pub trust_account_identities: Option<bool>,
}

/// A key, made here or imported. Cheap to clone: all clones are the same key.
#[derive(Clone)]
pub struct Key {
    node: Node,
    pub(super) details: Rc<Details>,
}

crate::construct!(Key);

pub(super) struct Details {
    pub(super) arn: Text,
    pub(super) id: Text,
    /// None for imported keys.
    pub(super) policy: Option<PolicyDocument>,
    pub(super) trust_account_identities: bool,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Key").field(&self.node).finish()
    }
}

impl Key {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_kms.Key");

    /// A key.
    pub fn new(scope: &dyn Construct, id: &str, props: KeyProps) -> Result<Key> {
        let node = Node::new(scope, id, Key::INFO)?;
        refuse_contradictions(&node, &props)?;
        let trusting = trusts_account_identities(&node, &props)?;
        let policy = props.policy.clone().unwrap_or_default();
        if !has_default_policies(&node) || props.policy.is_none() {
            policy.add_statements([admin_statement(trusting)?]);
        }
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::KMS::Key",
            props! {
                "Description" => props.description,
                "EnableKeyRotation" => props.enable_key_rotation,
                "Enabled" => props.enabled,
                "KeySpec" => props.key_spec,
                "KeyUsage" => props.key_usage,
                "KeyPolicy" => &policy,
                "PendingWindowInDays" => pending_window(&node, props.pending_window)?,
            },
        )?;
        resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Retain))?;
        let details = Details {
            arn: resource.get_att("Arn"),
            id: resource.ref_(),
            policy: Some(policy),
            trust_account_identities: trusting,
        };
        let key = Key::from_details(node, details);
        for admin in &props.admins {
            key.grant_admin(admin)?;
        }
        if let Some(alias) = props.alias {
            key.add_alias(alias)?;
        }
        Ok(key)
    }

    pub(super) fn from_details(node: Node, details: Details) -> Key {
        let key = Key { node, details: Rc::new(details) };
        let validated = key.clone();
        key.node.add_validation(move || {
            let policy = validated.details.policy.as_ref();
            policy.map(PolicyDocument::validate_for_resource_policy).unwrap_or_default()
        });
        key
    }

    /// Its ARN.
    pub fn key_arn(&self) -> Text {
        self.details.arn.clone()
    }

    /// Its id.
    pub fn key_id(&self) -> Text {
        self.details.id.clone()
    }

    /// Gives it one more name, with or without `alias/` before it.
    pub fn add_alias(&self, alias_name: impl Into<Text>) -> Result<Alias> {
        let alias_name = alias_name.into();
        let id = match self.node.try_find_child("Alias") {
            None => "Alias".to_owned(),
            Some(_) => format!("Alias{}", alias_name.as_literal().unwrap_or("${Token}")),
        };
        Alias::new(self, &id, AliasProps::new(alias_name, self))
    }
}

fn refuse_contradictions(node: &Node, props: &KeyProps) -> Result<()> {
    let spec = props.key_spec.unwrap_or(KeySpec::SymmetricDefault);
    let usage = props.key_usage.unwrap_or(KeyUsage::EncryptDecrypt);
    if !spec.allows(usage) {
        let (spec, usage) = (spec.as_str(), usage.as_str());
        return Err(node.error(format!("key spec '{spec}' is not valid with usage '{usage}'")));
    }
    if props.enable_key_rotation == Some(true) && spec != KeySpec::SymmetricDefault {
        let kind = if spec.is_hmac() { "HMAC" } else { "asymmetric" };
        return Err(node.error(format!("key rotation cannot be enabled on {kind} keys")));
    }
    Ok(())
}

/// This flag is on unless the context says otherwise.
fn has_default_policies(node: &Node) -> bool {
    node.try_get_context(flags::KMS_DEFAULT_KEY_POLICIES).is_none_or(|value| value.is_truthy())
}

fn trusts_account_identities(node: &Node, props: &KeyProps) -> Result<bool> {
    if !has_default_policies(node) {
        return Ok(props.trust_account_identities.unwrap_or(false));
    }
    if props.trust_account_identities == Some(false) {
        return Err(node.error(
            "`trustAccountIdentities` cannot be false if the @aws-cdk/aws-kms:defaultKeyPolicies feature flag is set",
        ));
    }
    Ok(true)
}

fn admin_statement(trusting: bool) -> Result<PolicyStatement> {
    let actions: &[&str] = if trusting { &["kms:*"] } else { &LEGACY_ADMIN_ACTIONS };
    PolicyStatement::new(PolicyStatementProps {
        actions: actions.iter().map(|action| Text::from(*action)).collect(),
        resources: vec!["*".into()],
        principals: vec![AccountRootPrincipal::new().into()],
        ..PolicyStatementProps::default()
    })
}

fn pending_window(node: &Node, window: Option<Duration>) -> Result<Option<i64>> {
    match window.map(Duration::to_days).transpose()? {
        Some(days) if !(7..=30).contains(&days) => {
            Err(node.error(format!("'pendingWindow' value must between 7 and 30 days. Received: {days}")))
        }
        days => Ok(days),
    }
}
