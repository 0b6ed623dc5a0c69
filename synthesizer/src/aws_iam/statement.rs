//! Statements of policies.

use std::rc::Rc;

use super::principals::{LITERAL_STRING, Principal, add_condition, merge_principal};
use crate::construct::DependencyGroup;
use crate::error::{Error, Result};
use crate::json::{Json, Map};
use crate::value::{Text, Value};

/// Whether a statement allows or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effect {
    /// It allows.
    #[default]
    Allow,
    /// It denies, whatever else allows it.
    Deny,
}

impl Effect {
    pub(super) fn name(self) -> &'static str {
        match self {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }
    }
}

/// What a statement can be told.
#[derive(Clone, Default)]
pub struct PolicyStatementProps {
    /// Identifier of the statement, which keeps it from being merged with others.
    pub sid: Option<String>,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Such as `s3:GetObject`.
    pub actions: Vec<Text>,
    /// All actions but these.
    pub not_actions: Vec<Text>,
    /// Whom it is about; only in policies of resources.
    pub principals: Vec<Principal>,
    /// All principals but these.
    pub not_principals: Vec<Principal>,
    /// ARNs.
    pub resources: Vec<Text>,
    /// All resources but these.
    pub not_resources: Vec<Text>,
    /// What is compared, by operator: `{"StringEquals": {"aws:SourceAccount": …}}`.
    pub conditions: Map<Value>,
}

/// One statement of a policy.
#[derive(Clone, Default)]
pub struct PolicyStatement {
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    pub(super) actions: Vec<Text>,
    pub(super) not_actions: Vec<Text>,
    pub(super) principals: Vec<Principal>,
    pub(super) not_principals: Vec<Principal>,
    pub(super) resources: Vec<Text>,
    pub(super) not_resources: Vec<Text>,
    pub(super) conditions: Map<Value>,
    /// The conditions that its principals have, which must agree.
    pub(super) principal_conditions: Option<Map<Value>>,
    /// Those who wait until this statement, or one that it was merged from, takes effect.
    pub(super) waiting: Vec<DependencyGroup>,
}

impl PolicyStatement {
    /// A statement.
    pub fn new(props: PolicyStatementProps) -> Result<PolicyStatement> {
        let mut statement =
            PolicyStatement { sid: props.sid, effect: props.effect, ..PolicyStatement::default() };
        statement.add_actions(props.actions)?;
        statement.add_not_actions(props.not_actions)?;
        statement.add_principals(props.principals)?;
        statement.add_not_principals(props.not_principals)?;
        statement.add_resources(props.resources)?;
        statement.add_not_resources(props.not_resources)?;
        for (operator, condition) in props.conditions {
            statement.add_condition(&operator, condition)?;
        }
        Ok(statement)
    }

    /// A statement that allows these actions on these resources.
    pub fn allow<A: Into<Text>, R: Into<Text>>(
        actions: impl IntoIterator<Item = A>,
        resources: impl IntoIterator<Item = R>,
    ) -> Result<PolicyStatement> {
        PolicyStatement::new(PolicyStatementProps {
            actions: actions.into_iter().map(Into::into).collect(),
            resources: resources.into_iter().map(Into::into).collect(),
            ..PolicyStatementProps::default()
        })
    }

    /// Adds actions, each once.
    pub fn add_actions<T: Into<Text>>(&mut self, actions: impl IntoIterator<Item = T>) -> Result<()> {
        let actions = texts(actions);
        refuse(&actions, &self.not_actions, "Actions", "NotActions")?;
        actions.iter().try_for_each(validate_action)?;
        push_new(&mut self.actions, actions);
        Ok(())
    }

    /// Adds actions that it is not about.
    pub fn add_not_actions<T: Into<Text>>(&mut self, actions: impl IntoIterator<Item = T>) -> Result<()> {
        let actions = texts(actions);
        refuse(&actions, &self.actions, "NotActions", "Actions")?;
        actions.iter().try_for_each(validate_action)?;
        push_new(&mut self.not_actions, actions);
        Ok(())
    }

    /// Adds resources, each once.
    pub fn add_resources<T: Into<Text>>(&mut self, arns: impl IntoIterator<Item = T>) -> Result<()> {
        let arns = texts(arns);
        refuse(&arns, &self.not_resources, "Resources", "NotResources")?;
        push_new(&mut self.resources, arns);
        Ok(())
    }

    /// Adds resources that it is not about.
    pub fn add_not_resources<T: Into<Text>>(&mut self, arns: impl IntoIterator<Item = T>) -> Result<()> {
        let arns = texts(arns);
        refuse(&arns, &self.resources, "NotResources", "Resources")?;
        push_new(&mut self.not_resources, arns);
        Ok(())
    }

    /// Adds principals and their conditions.
    pub fn add_principals(&mut self, principals: impl IntoIterator<Item = Principal>) -> Result<()> {
        for principal in principals {
            if !self.not_principals.is_empty() {
                return Err(both("Principals", "NotPrincipals"));
            }
            self.add_principal_conditions(&principal)?;
            push_principal(&mut self.principals, principal);
        }
        Ok(())
    }

    /// Adds principals that it is not about.
    pub fn add_not_principals(&mut self, principals: impl IntoIterator<Item = Principal>) -> Result<()> {
        for principal in principals {
            if !self.principals.is_empty() {
                return Err(both("NotPrincipals", "Principals"));
            }
            self.add_principal_conditions(&principal)?;
            push_principal(&mut self.not_principals, principal);
        }
        Ok(())
    }

    /// Adds what an operator compares: `"StringEquals", object! { "aws:SourceAccount" => … }`.
    pub fn add_condition(&mut self, operator: &str, condition: impl Into<Value>) -> Result<()> {
        let condition = condition.into();
        let existing = self.conditions.get(operator).cloned();
        match (existing, condition) {
            (Some(Value::Object(mut existing)), Value::Object(more)) => {
                more.into_iter().for_each(|(key, value)| drop(existing.insert(key, value)));
                self.conditions.insert(operator.to_owned(), Value::Object(existing));
                Ok(())
            }
            (_, condition) => {
                self.conditions.remove(operator);
                add_condition(&mut self.conditions, operator, condition)
            }
        }
    }

    /// Only for principals that name this id when they become the role.
    pub fn add_account_condition(&mut self, account_id: impl Into<Text>) -> Result<()> {
        self.add_condition("StringEquals", crate::object! { "sts:ExternalId" => account_id.into() })
    }

    fn add_principal_conditions(&mut self, principal: &Principal) -> Result<()> {
        let conditions = principal.policy_fragment()?.conditions;
        match &self.principal_conditions {
            Some(known) if *known != conditions => {
                return Err(Error::message(
                    "All principals in a PolicyStatement must have the same Conditions. Use multiple statements instead.",
                ));
            }
            _ => self.principal_conditions = Some(conditions.clone()),
        }
        for (operator, condition) in conditions {
            self.add_condition(&operator, condition)?;
        }
        Ok(())
    }

    /// What is wrong with it in the policy of an identity.
    pub(super) fn validate_for_identity_policy(&self) -> Vec<String> {
        let mut errors = self.validate_for_any_policy();
        if !(self.principals.is_empty() && self.not_principals.is_empty()) {
            errors.push(
                "A PolicyStatement used in an identity-based policy cannot specify any IAM principals."
                    .to_owned(),
            );
        }
        if self.resources.is_empty() && self.not_resources.is_empty() {
            errors.push(
                "A PolicyStatement used in an identity-based policy must specify at least one resource."
                    .to_owned(),
            );
        }
        errors
    }

    /// What is wrong with it in the policy of a resource.
    pub(super) fn validate_for_resource_policy(&self) -> Vec<String> {
        let mut errors = self.validate_for_any_policy();
        if self.principals.is_empty() && self.not_principals.is_empty() {
            errors.push(
                "A PolicyStatement used in a resource-based policy must specify at least one IAM principal."
                    .to_owned(),
            );
        }
        errors
    }

    pub(super) fn validate_for_any_policy(&self) -> Vec<String> {
        if self.actions.is_empty() && self.not_actions.is_empty() {
            return vec!["A PolicyStatement must specify at least one 'action' or 'notAction'.".to_owned()];
        }
        Vec::new()
    }

    /// As it stands in a policy, before tokens are resolved.
    pub(super) fn render(&self) -> Result<Value> {
        let conditions = Some(self.conditions.clone()).filter(|conditions| !conditions.is_empty());
        Ok(crate::object! {
            "Action" => one_or_list(values(&self.actions)),
            "NotAction" => one_or_list(values(&self.not_actions)),
            "Condition" => conditions,
            "Effect" => self.effect.name(),
            "Principal" => render_principals(&self.principals)?,
            "NotPrincipal" => render_principals(&self.not_principals)?,
            "Resource" => one_or_list(values(&self.resources)),
            "NotResource" => one_or_list(values(&self.not_resources)),
            "Sid" => self.sid.clone(),
        })
    }

    /// About how many characters it takes in a policy; tokens count as much as `arn_estimate` says.
    pub(super) fn estimate_size(&self, arn_estimate: usize) -> Result<usize> {
        const ACTION_ESTIMATE: usize = 20;
        let count = |key: &str, values: &[Text], token: usize| match values {
            [] => 0,
            _ => {
                let size =
                    |value: &Text| value.as_literal().map_or(token, |text| text.encode_utf16().count()) + 3;
                key.len() + 5 + values.iter().map(size).sum::<usize>()
            }
        };
        let conditions =
            self.conditions.entries().map(|(key, value)| (key.clone(), plain(value))).collect::<Map<Json>>();
        Ok(format!("\"Effect\": \"{}\",", self.effect.name()).len()
            + count("Action", &self.actions, ACTION_ESTIMATE)
            + count("NotAction", &self.not_actions, ACTION_ESTIMATE)
            + count("Resource", &self.resources, arn_estimate)
            + count("NotResource", &self.not_resources, arn_estimate)
            + (self.principals.len() + self.not_principals.len()) * arn_estimate
            + Json::Object(conditions).stringify(0).encode_utf16().count())
    }
}

/// JSON whose tokens are as long as those of the CDK usually are.
fn plain(value: &Value) -> Json {
    match value {
        Value::Undefined | Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(number) => Json::Integer(*number),
        Value::Float(number) => Json::Float(*number),
        Value::Text(text) => text.as_literal().unwrap_or("${Token[TOKEN.100]}").into(),
        Value::List(items) => Json::Array(items.iter().map(plain).collect()),
        Value::Object(map) | Value::Struct(map) => {
            Json::Object(map.entries().map(|(key, value)| (key.clone(), plain(value))).collect())
        }
        Value::Token(_) => "${Token[TOKEN.100]}".into(),
    }
}

fn texts<T: Into<Text>>(items: impl IntoIterator<Item = T>) -> Vec<Text> {
    items.into_iter().map(Into::into).collect()
}

fn both(added: &str, there: &str) -> Error {
    Error::message(format!("Cannot add '{added}' to policy statement if '{there}' have been added"))
}

fn refuse(new: &[Text], opposite: &[Text], added: &str, there: &str) -> Result<()> {
    if new.is_empty() || opposite.is_empty() { Ok(()) } else { Err(both(added, there)) }
}

fn push_new(list: &mut Vec<Text>, new: Vec<Text>) {
    for text in new {
        if !list.contains(&text) {
            list.push(text);
        }
    }
}

fn push_principal(list: &mut Vec<Principal>, new: Principal) {
    if !list.iter().any(|known| Rc::ptr_eq(known, &new)) {
        list.push(new);
    }
}

fn validate_action(action: &Text) -> Result<()> {
    let Some(action) = action.as_literal() else {
        return Ok(());
    };
    let valid = action == "*"
        || action.split_once(':').is_some_and(|(service, name)| {
            let is = |text: &str, more: char| {
                !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == more)
            };
            is(service, '-') && is(name, '*')
        });
    if valid {
        return Ok(());
    }
    Err(Error::message(format!(
        "Action '{action}' is invalid. An action string consists of a service namespace, a colon, and the name of an \
         action. Action names can include wildcards."
    )))
}

fn values(texts: &[Text]) -> Vec<Value> {
    texts.iter().map(Value::from).collect()
}

fn one_or_list(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::Undefined,
        1 => values.swap_remove(0),
        _ => Value::List(values),
    }
}

fn render_principals(principals: &[Principal]) -> Result<Value> {
    let mut merged = Map::new();
    for principal in principals {
        merge_principal(&mut merged, &principal.policy_fragment()?.principal_json)?;
    }
    if merged.is_empty() {
        return Ok(Value::Undefined);
    }
    if let Some(literal) = merged.get(LITERAL_STRING) {
        return Ok(literal.first().cloned().unwrap_or_default());
    }
    Ok(Value::Object(merged.into_iter().map(|(key, values)| (key, one_or_list(values))).collect()))
}
