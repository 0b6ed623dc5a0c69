//! Principals that are named by a value: an ARN, an account, an organization.

use super::{IPrincipal, LITERAL_STRING, PrincipalPolicyFragment, principal};
use crate::error::Result;
use crate::json::Map;
use crate::value::{Lazy, Text, Value};
use crate::{object, text};

/// A principal with an ARN: a user, a role, an account.
#[derive(Debug, Clone)]
pub struct ArnPrincipal {
    arn: Text,
}

impl ArnPrincipal {
    /// The principal with this ARN.
    pub fn new(arn: impl Into<Text>) -> ArnPrincipal {
        ArnPrincipal { arn: arn.into() }
    }
}

impl IPrincipal for ArnPrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        Ok(PrincipalPolicyFragment::of("AWS", self.arn.clone()))
    }

    fn dedupe_key(&self) -> Option<Value> {
        Some(["ArnPrincipal".into(), self.arn.clone()].into())
    }
}

/// Everyone in an account whom the account lets.
#[derive(Debug, Clone)]
pub struct AccountPrincipal {
    account_id: Text,
    arn: ArnPrincipal,
}

impl AccountPrincipal {
    /// The account with this id.
    pub fn new(account_id: impl Into<Text>) -> AccountPrincipal {
        let account_id = account_id.into();
        let account = account_id.clone();
        let arn = Lazy::text(move |context| {
            Ok(text!["arn:", context.stack()?.partition()?, ":iam::", &account, ":root"])
        });
        AccountPrincipal { account_id, arn: ArnPrincipal { arn } }
    }
}

impl IPrincipal for AccountPrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        self.arn.policy_fragment()
    }

    fn principal_account(&self) -> Option<Text> {
        Some(self.account_id.clone())
    }

    fn dedupe_key(&self) -> Option<Value> {
        self.arn.dedupe_key()
    }
}

/// Everyone in the account that the stack is deployed to.
#[derive(Debug, Clone, Copy)]
pub struct AccountRootPrincipal;

impl AccountRootPrincipal {
    /// The account of the stack in which it is used.
    #[expect(clippy::new_ret_no_self, reason = "it is an account principal; the CDK makes it with this name")]
    pub fn new() -> AccountPrincipal {
        AccountPrincipal::new(Lazy::text(|context| context.stack()?.account()))
    }
}

/// All identities in all accounts, as `{"AWS": "*"}`.
#[derive(Debug, Clone, Copy)]
pub struct AnyPrincipal;

impl AnyPrincipal {
    /// All identities.
    #[expect(clippy::new_ret_no_self, reason = "it is an ARN principal; the CDK makes it with this name")]
    pub fn new() -> ArnPrincipal {
        ArnPrincipal::new("*")
    }
}

/// All identities in all accounts, as `"*"`.
#[derive(Debug, Clone, Copy)]
pub struct StarPrincipal;

impl IPrincipal for StarPrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        Ok(PrincipalPolicyFragment::of(LITERAL_STRING, "*"))
    }

    fn dedupe_key(&self) -> Option<Value> {
        Some("StarPrincipal".into())
    }
}

/// All identities of an organization.
#[derive(Debug, Clone)]
pub struct OrganizationPrincipal {
    organization_id: Text,
}

impl OrganizationPrincipal {
    /// The organization with this id, such as `o-12345abcde`.
    pub fn new(organization_id: impl Into<Text>) -> OrganizationPrincipal {
        OrganizationPrincipal { organization_id: organization_id.into() }
    }
}

impl IPrincipal for OrganizationPrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        let condition = object! { "aws:PrincipalOrgID" => &self.organization_id };
        let conditions = [("StringEquals", condition)].into_iter().collect();
        Ok(PrincipalPolicyFragment::of("AWS", "*").with_conditions(conditions))
    }

    fn dedupe_key(&self) -> Option<Value> {
        Some(["OrganizationPrincipal".into(), self.organization_id.clone()].into())
    }
}

/// A user by the canonical id that S3 knows, as origin access identities have one.
#[derive(Debug, Clone)]
pub struct CanonicalUserPrincipal {
    canonical_user_id: Text,
}

impl CanonicalUserPrincipal {
    /// The user with this canonical id.
    pub fn new(canonical_user_id: impl Into<Text>) -> CanonicalUserPrincipal {
        CanonicalUserPrincipal { canonical_user_id: canonical_user_id.into() }
    }
}

impl IPrincipal for CanonicalUserPrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        Ok(PrincipalPolicyFragment::of("CanonicalUser", self.canonical_user_id.clone()))
    }

    fn dedupe_key(&self) -> Option<Value> {
        Some(["CanonicalUserPrincipal".into(), self.canonical_user_id.clone()].into())
    }
}

/// Users whom someone else knows.
#[derive(Debug, Clone)]
pub struct FederatedPrincipal {
    federated: Text,
    conditions: Map<Value>,
    assume_role_action: String,
}

impl FederatedPrincipal {
    /// Users of an identity provider, under conditions.
    pub fn new(
        federated: impl Into<Text>,
        conditions: Map<Value>,
        assume_role_action: &str,
    ) -> FederatedPrincipal {
        let assume_role_action = assume_role_action.to_owned();
        FederatedPrincipal { federated: federated.into(), conditions, assume_role_action }
    }
}

impl IPrincipal for FederatedPrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        let fragment = PrincipalPolicyFragment::of("Federated", self.federated.clone());
        Ok(fragment.with_conditions(self.conditions.clone()))
    }

    fn assume_role_action(&self) -> String {
        self.assume_role_action.clone()
    }

    fn dedupe_key(&self) -> Option<Value> {
        let action = self.assume_role_action.as_str();
        Some(vec![
            Value::from("FederatedPrincipal"),
            self.federated.clone().into(),
            action.into(),
            Value::Object(self.conditions.clone()),
        ])
        .map(Value::List)
    }
}

/// Users of a web identity provider.
#[derive(Debug, Clone, Copy)]
pub struct WebIdentityPrincipal;

impl WebIdentityPrincipal {
    /// Users of a provider, such as `accounts.google.com` or the ARN of an OpenID Connect provider.
    #[expect(
        clippy::new_ret_no_self,
        reason = "it is a federated principal; the CDK makes it with this name"
    )]
    pub fn new(identity_provider: impl Into<Text>, conditions: Map<Value>) -> FederatedPrincipal {
        FederatedPrincipal::new(identity_provider, conditions, "sts:AssumeRoleWithWebIdentity")
    }
}

principal!(
    ArnPrincipal,
    AccountPrincipal,
    StarPrincipal,
    OrganizationPrincipal,
    CanonicalUserPrincipal,
    FederatedPrincipal,
);
