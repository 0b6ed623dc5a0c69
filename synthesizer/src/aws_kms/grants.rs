//! Who may do what with a key.

use super::Key;
use crate::aws_iam::{
    AccountPrincipal, AddToPrincipalPolicyResult, AddToResourcePolicyResult, Grant, GrantOptions, IGrantable,
    IPrincipal, IResourceWithPolicy, PolicyStatement, Principal, PrincipalPolicyFragment,
};
use crate::cfn::CfnResource;
use crate::construct::Construct;
use crate::error::Result;
use crate::json::Map;
use crate::stack::Stack;
use crate::value::{Text, Value};

const ADMIN: [&str; 14] = [
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
    "kms:TagResource",
    "kms:UntagResource",
    "kms:ScheduleKeyDeletion",
    "kms:CancelKeyDeletion",
];
const ENCRYPT: [&str; 3] = ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];
const DECRYPT: [&str; 1] = ["kms:Decrypt"];

impl Key {
    /// Lets someone do this with the key. The key's policy says so too where that of the grantee is not enough.
    pub fn grant(&self, grantee: &dyn IGrantable, actions: &[&str]) -> Result<Grant> {
        let grantee = grantee.grant_principal();
        let own = self.node().stack()?;
        let theirs = stack_of(&grantee)?;
        let foreign = match &theirs {
            None => false,
            Some(theirs) => own.account()? != theirs.account()? || own.region()? != theirs.region()?,
        };
        let options = |grantee: Principal, resource: Text| GrantOptions {
            grantee,
            actions: actions.iter().map(|action| Text::from(*action)).collect(),
            resource_arns: vec![resource],
            conditions: Map::new(),
        };
        let self_arns = Some(vec!["*".into()]);
        if self.details.trust_account_identities && !foreign {
            return Grant::add_to_principal_or_resource(options(grantee, self.key_arn()), self, self_arns);
        }
        let named = match theirs {
            Some(theirs) if waits_for(&theirs, &own)? => AccountPrincipal::new(theirs.account()?).into(),
            _ => grantee.clone(),
        };
        let arn = if foreign { "*".into() } else { self.key_arn() };
        let grantee: Principal = std::rc::Rc::new(NamedAs { grantee, named });
        Grant::add_to_principal_and_resource(options(grantee, arn), self, self_arns.filter(|_| !foreign))
    }

    /// Lets someone decrypt.
    pub fn grant_decrypt(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        self.grant(grantee, &DECRYPT)
    }

    /// Lets someone encrypt.
    pub fn grant_encrypt(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        self.grant(grantee, &ENCRYPT)
    }

    /// Lets someone decrypt and encrypt.
    pub fn grant_encrypt_decrypt(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        let actions: Vec<&str> = DECRYPT.into_iter().chain(ENCRYPT).collect();
        self.grant(grantee, &actions)
    }

    /// Lets someone make message authentication codes.
    pub fn grant_generate_mac(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        self.grant(grantee, &["kms:GenerateMac"])
    }

    /// Lets someone check message authentication codes.
    pub fn grant_verify_mac(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        self.grant(grantee, &["kms:VerifyMac"])
    }

    /// Lets someone administer the key, but not use it.
    pub fn grant_admin(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        self.grant(grantee, &ADMIN)
    }
}

impl IResourceWithPolicy for Key {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Result<AddToResourcePolicyResult> {
        let Some(policy) = &self.details.policy else {
            return Ok(AddToResourcePolicyResult::default());
        };
        policy.add_statements([statement]);
        Ok(AddToResourcePolicyResult { statement_added: true, policy_dependable: None })
    }

    fn resource_account(&self) -> Result<Text> {
        self.node().stack()?.account()
    }
}

/// The stack of a principal that is made in this app.
fn stack_of(grantee: &Principal) -> Result<Option<Stack>> {
    let Some(construct) = grantee.construct() else { return Ok(None) };
    let owned = construct.default_child().as_ref().and_then(CfnResource::at).is_some();
    if owned { construct.stack().map(Some) } else { Ok(None) }
}

/// A key that named the role of a stack that waits for the key's would make a cycle.
fn waits_for(stack: &Stack, own: &Stack) -> Result<bool> {
    Ok(stack != own && stack.dependencies()?.contains(own))
}

/// A grantee that the policy of a resource calls by another name.
struct NamedAs {
    grantee: Principal,
    named: Principal,
}

impl IPrincipal for NamedAs {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        self.named.policy_fragment()
    }

    fn principal_account(&self) -> Option<Text> {
        self.grantee.principal_account()
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        self.grantee.add_to_principal_policy(statement)
    }

    fn dedupe_key(&self) -> Option<Value> {
        self.named.dedupe_key()
    }
}
