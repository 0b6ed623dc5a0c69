//! Policies of roles, users and groups.

use std::cell::RefCell;

use super::{ManagedPolicy, Policy};
use crate::construct::Construct;
use crate::error::Result;
use crate::value::{Text, Value};

/// The inline policies of a role, user or group, whose names have to differ.
#[derive(Default)]
pub(super) struct AttachedPolicies(RefCell<Vec<Policy>>);

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
