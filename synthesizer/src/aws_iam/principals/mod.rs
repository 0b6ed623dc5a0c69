//! Who is allowed, or not allowed, to do something.

mod adapters;
mod kinds;
mod service;

pub(super) use adapters::add_condition;
pub use adapters::{CompositePrincipal, PrincipalWithConditions, SessionTagsPrincipal};
pub use kinds::{
    AccountPrincipal, AccountRootPrincipal, AnyPrincipal, ArnPrincipal, CanonicalUserPrincipal,
    FederatedPrincipal, OrganizationPrincipal, StarPrincipal, WebIdentityPrincipal,
};
pub use service::{ServicePrincipal, ServicePrincipalOpts};

use std::rc::Rc;

use super::{PolicyStatement, PolicyStatementProps};
use crate::construct::{Dependable, Node};
use crate::error::{Error, Result};
use crate::json::Map;
use crate::value::{Text, Value};

/// A principal of any kind.
pub type Principal = Rc<dyn IPrincipal>;

/// The key under which a principal that is a plain string is kept.
pub(super) const LITERAL_STRING: &str = "LiteralString";

/// Who is allowed, or not allowed, to do something.
pub trait IPrincipal {
    /// What a statement says of it.
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment>;

    /// What it does to become a role.
    fn assume_role_action(&self) -> String {
        "sts:AssumeRole".to_owned()
    }

    /// Its account, as far as it is known.
    fn principal_account(&self) -> Option<Text> {
        None
    }

    /// The construct that it is, if it is one.
    fn construct(&self) -> Option<Node> {
        None
    }

    /// Adds a statement to its own policy, if it has one.
    fn add_to_principal_policy(&self, _statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        Ok(AddToPrincipalPolicyResult::default())
    }

    /// The statements by which it may become a role.
    fn assume_role_statements(&self, this: &Principal) -> Result<Vec<PolicyStatement>> {
        Ok(vec![PolicyStatement::new(PolicyStatementProps {
            actions: vec![self.assume_role_action().into()],
            principals: vec![this.clone()],
            ..PolicyStatementProps::default()
        })?])
    }

    /// Equal for principals that are the same although they were made twice. `None` if nothing but itself is the same.
    fn dedupe_key(&self) -> Option<Value> {
        None
    }
}

/// Something that permissions can be granted to.
pub trait IGrantable {
    /// Who gets them.
    fn grant_principal(&self) -> Principal;
}

impl IGrantable for Principal {
    fn grant_principal(&self) -> Principal {
        self.clone()
    }
}

/// What became of a statement for a principal's policy.
#[derive(Debug, Clone, Default)]
pub struct AddToPrincipalPolicyResult {
    /// Whether the principal has a policy that took it, or needs none.
    pub statement_added: bool,
    /// What to wait for until it takes effect.
    pub policy_dependable: Option<Dependable>,
}

/// How a statement names a principal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrincipalPolicyFragment {
    /// Values by kind of principal: `AWS`, `Service`, `Federated`, `CanonicalUser`.
    pub principal_json: Map<Vec<Value>>,
    /// Conditions that the statement has to have.
    pub conditions: Map<Value>,
}

impl PrincipalPolicyFragment {
    pub(crate) fn of(kind: &'static str, value: impl Into<Value>) -> PrincipalPolicyFragment {
        let principal_json = [(kind, vec![value.into()])].into_iter().collect();
        PrincipalPolicyFragment { principal_json, conditions: Map::new() }
    }

    fn with_conditions(self, conditions: Map<Value>) -> PrincipalPolicyFragment {
        PrincipalPolicyFragment { conditions, ..self }
    }
}

/// Adds a principal's values to those of others.
pub(super) fn merge_principal(target: &mut Map<Vec<Value>>, source: &Map<Vec<Value>>) -> Result<()> {
    let literal = |map: &Map<Vec<Value>>| map.contains_key(LITERAL_STRING);
    let other = |map: &Map<Vec<Value>>| map.keys().any(|key| key != LITERAL_STRING);
    if (literal(source) && other(target)) || (literal(target) && other(source)) {
        return Err(Error::message(
            "Cannot merge principals; if one uses a literal principal string the other one must be empty",
        ));
    }
    for (key, values) in source.iter() {
        target.get_or_insert_with(key, Vec::new).extend(values.iter().cloned());
    }
    Ok(())
}

/// Makes an `IPrincipal` something that can be granted to, with `.into()` to a [`Principal`].
macro_rules! principal {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::aws_iam::IGrantable for $type {
            fn grant_principal(&self) -> $crate::aws_iam::Principal {
                ::std::rc::Rc::new(self.clone())
            }
        }
        impl From<$type> for $crate::aws_iam::Principal {
            fn from(principal: $type) -> $crate::aws_iam::Principal {
                ::std::rc::Rc::new(principal)
            }
        }
    )*};
}
pub(crate) use principal;
