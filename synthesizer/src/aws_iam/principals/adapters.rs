//! Principals that are made of others.

use super::{
    AddToPrincipalPolicyResult, IPrincipal, Principal, PrincipalPolicyFragment, merge_principal, principal,
};
use crate::aws_iam::PolicyStatement;
use crate::error::{Error, Result};
use crate::json::Map;
use crate::value::{Text, Value};

/// A principal under conditions.
#[derive(Clone)]
pub struct PrincipalWithConditions {
    wrapped: Principal,
    additional: Map<Value>,
}

impl PrincipalWithConditions {
    /// Adds conditions, by their operators, to those that the principal has.
    pub fn new(principal: impl Into<Principal>, conditions: Map<Value>) -> PrincipalWithConditions {
        PrincipalWithConditions { wrapped: principal.into(), additional: conditions }
    }

    fn conditions(&self) -> Result<Map<Value>> {
        let mut merged = self.wrapped.policy_fragment()?.conditions;
        for (operator, condition) in self.additional.entries() {
            add_condition(&mut merged, operator, condition.clone())?;
        }
        Ok(merged)
    }
}

/// Adds what one operator compares to a statement's or principal's conditions.
pub(in crate::aws_iam) fn add_condition(
    conditions: &mut Map<Value>,
    operator: &str,
    condition: Value,
) -> Result<()> {
    let not_a_map = || Error::message("A Condition should be represented as a map of operator to value");
    let Some(existing) = conditions.get_mut(operator) else {
        if !matches!(condition, Value::Object(_) | Value::Struct(_) | Value::Token(_)) {
            return Err(not_a_map());
        }
        conditions.insert(operator.to_owned(), condition);
        return Ok(());
    };
    match (existing, condition) {
        (Value::Object(existing), Value::Object(more)) => {
            for (key, value) in more {
                existing.insert(key, value);
            }
            Ok(())
        }
        (Value::Token(_), _) | (_, Value::Token(_)) => Err(Error::message(format!(
            "multiple \"{operator}\" conditions cannot be merged if one of them contains an unresolved token"
        ))),
        _ => Err(not_a_map()),
    }
}

impl IPrincipal for PrincipalWithConditions {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        Ok(self.wrapped.policy_fragment()?.with_conditions(self.conditions()?))
    }

    fn assume_role_action(&self) -> String {
        self.wrapped.assume_role_action()
    }

    fn principal_account(&self) -> Option<Text> {
        self.wrapped.principal_account()
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        self.wrapped.add_to_principal_policy(statement)
    }

    fn dedupe_key(&self) -> Option<Value> {
        let inner = self.wrapped.dedupe_key()?;
        let conditions = Value::Object(self.conditions().ok()?);
        Some(Value::List(vec!["PrincipalWithConditions".into(), inner, conditions]))
    }
}

/// A principal that may also tag its session.
#[derive(Clone)]
pub struct SessionTagsPrincipal {
    wrapped: Principal,
}

impl SessionTagsPrincipal {
    /// Lets the principal tag its session.
    pub fn new(principal: impl Into<Principal>) -> SessionTagsPrincipal {
        SessionTagsPrincipal { wrapped: principal.into() }
    }
}

impl IPrincipal for SessionTagsPrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        self.wrapped.policy_fragment()
    }

    fn assume_role_action(&self) -> String {
        self.wrapped.assume_role_action()
    }

    fn principal_account(&self) -> Option<Text> {
        self.wrapped.principal_account()
    }

    fn add_to_principal_policy(&self, statement: PolicyStatement) -> Result<AddToPrincipalPolicyResult> {
        self.wrapped.add_to_principal_policy(statement)
    }

    fn assume_role_statements(&self, _this: &Principal) -> Result<Vec<PolicyStatement>> {
        let mut statements = self.wrapped.assume_role_statements(&self.wrapped)?;
        for statement in &mut statements {
            statement.add_actions(["sts:TagSession"])?;
        }
        Ok(statements)
    }

    fn dedupe_key(&self) -> Option<Value> {
        Some(Value::List(vec!["SessionTagsPrincipal".into(), self.wrapped.dedupe_key()?]))
    }
}

/// Several principals as one.
#[derive(Clone)]
pub struct CompositePrincipal {
    principals: Vec<Principal>,
}

impl CompositePrincipal {
    /// These principals, at least one.
    pub fn new(principals: Vec<Principal>) -> Result<CompositePrincipal> {
        if principals.is_empty() {
            return Err(Error::message(
                "CompositePrincipals must be constructed with at least 1 Principal but none were passed.",
            ));
        }
        Ok(CompositePrincipal { principals })
    }
}

impl IPrincipal for CompositePrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        let mut merged = PrincipalPolicyFragment::default();
        for principal in &self.principals {
            let fragment = principal.policy_fragment()?;
            if !fragment.conditions.is_empty() {
                return Err(Error::message("Components of a CompositePrincipal must not have conditions."));
            }
            merge_principal(&mut merged.principal_json, &fragment.principal_json)?;
        }
        Ok(merged)
    }

    fn assume_role_action(&self) -> String {
        self.principals.first().map_or_else(String::new, |first| first.assume_role_action())
    }

    /// Each its own, since they may become the role in different ways and under different conditions.
    fn assume_role_statements(&self, _this: &Principal) -> Result<Vec<PolicyStatement>> {
        let mut statements = Vec::new();
        for principal in &self.principals {
            statements.extend(principal.assume_role_statements(principal)?);
        }
        Ok(statements)
    }

    fn dedupe_key(&self) -> Option<Value> {
        let inner: Option<Vec<Value>> =
            self.principals.iter().map(|principal| principal.dedupe_key()).collect();
        Some(Value::List(vec!["CompositePrincipal".into(), Value::List(inner?)]))
    }
}

principal!(PrincipalWithConditions, SessionTagsPrincipal, CompositePrincipal);
