//! Policies of roles, users and groups.

use std::cell::RefCell;

use super::{AddToPrincipalPolicyResult, ManagedPolicy, Policy, PolicyProps, PolicyStatement};
use crate::construct::{Construct, Dependable, Node};
use crate::error::Result;
use crate::value::{Text, Value};

/// The inline policies of a role, user or group, whose names have to differ.
#[derive(Default)]
pub(super) struct AttachedPolicies(RefCell<Vec<Policy>>);

/// The inline policies of a user or group, and the one that takes statements which are added to it.
#[derive(Default)]
pub(super) struct InlinePolicies {
    pub(super) attached: AttachedPolicies,
    default: RefCell<Option<Policy>>,
}

impl InlinePolicies {
    /// Adds a statement to the policy for that, which is made below `owner` by this id and attached if there is none.
    pub(super) fn add_statement(
        &self,
        owner: &Node,
        id: &str,
        attach: impl FnOnce(&Policy) -> Result<()>,
        statement: PolicyStatement,
    ) -> Result<AddToPrincipalPolicyResult> {
        let known = self.default.borrow().clone();
        let policy = match known {
            Some(policy) => policy,
            None => {
                let policy = Policy::new(owner, id, PolicyProps::default())?;
                attach(&policy)?;
                self.default.borrow_mut().insert(policy).clone()
            }
        };
        policy.add_statements([statement]);
        let policy_dependable = Some(Dependable::from(&policy));
        Ok(AddToPrincipalPolicyResult { statement_added: true, policy_dependable })
    }
}

impl AttachedPolicies {
    pub(super) fn attach(&self, policy: &Policy) -> Result<bool> {
        let mut policies = self.0.borrow_mut();
        if policies.iter().any(|known| known.node() == policy.node()) {
            return Ok(false);
        }
        let name = policy.name_without_reference();
        if policies.iter().any(|known| known.name_without_reference() == name) {
            let name = name.as_literal().unwrap_or("${Token}");
            return Err(policy.node().error(format!("A policy named \"{name}\" is already attached")));
        }
        policies.push(policy.clone());
        Ok(true)
    }
}

/// The ARNs of managed policies, each once.
pub(super) fn arns(policies: &[ManagedPolicy]) -> Value {
    let mut arns: Vec<Text> = Vec::new();
    for arn in policies.iter().map(ManagedPolicy::managed_policy_arn) {
        if !arns.contains(&arn) {
            arns.push(arn);
        }
    }
    arns.into()
}
