//! Policy documents that were written as JSON.

use super::principals::{IPrincipal, LITERAL_STRING, Principal, PrincipalPolicyFragment};
use super::{Effect, PolicyDocument, PolicyStatement, PolicyStatementProps};
use crate::error::{Error, Result};
use crate::json::{Json, Map};
use crate::value::{Text, Value};

impl PolicyDocument {
    /// A document that was written as JSON: an object with a list `Statement`.
    pub fn from_json(json: &Json) -> Result<PolicyDocument> {
        let statements = json.as_object().and_then(|document| document.get("Statement"));
        let Some(statements) = statements.and_then(Json::as_array) else {
            return Err(Error::message("Statement must be an array"));
        };
        let statements = statements.iter().map(PolicyStatement::from_json).collect::<Result<Vec<_>>>()?;
        Ok(PolicyDocument::new(statements))
    }
}

impl PolicyStatement {
    /// A statement that was written as JSON.
    pub fn from_json(json: &Json) -> Result<PolicyStatement> {
        let incorrect = |what: &str| Error::message(format!("Incorrect Policy Statement: {what}"));
        let Some(map) = json.as_object() else {
            return Err(incorrect(&format!("an object is expected, got {}", json.stringify(0))));
        };
        let texts = |key: &str| texts(key, map.get(key));
        let principals = |key: &str| -> Result<Vec<Principal>> {
            map.get(key).map(JsonPrincipal::new).transpose().map(|one| one.into_iter().collect())
        };
        let effect = match map.get("Effect").map(Json::as_str) {
            None | Some(Some("Allow")) => Effect::Allow,
            Some(Some("Deny")) => Effect::Deny,
            Some(_) => return Err(incorrect("Effect must be Allow or Deny")),
        };
        let conditions = match map.get("Condition").cloned().map(Value::from) {
            Some(Value::Object(conditions)) => conditions,
            _ => Map::new(),
        };
        let statement = PolicyStatement::new(PolicyStatementProps {
            sid: map.get("Sid").and_then(Json::as_str).map(str::to_owned),
            effect,
            actions: texts("Action")?,
            not_actions: texts("NotAction")?,
            principals: principals("Principal")?,
            not_principals: principals("NotPrincipal")?,
            resources: texts("Resource")?,
            not_resources: texts("NotResource")?,
            conditions,
        })?;
        match statement.validate_for_any_policy() {
            errors if errors.is_empty() => Ok(statement),
            errors => Err(incorrect(&errors.join("\n"))),
        }
    }
}

/// One string or several.
fn texts(key: &str, json: Option<&Json>) -> Result<Vec<Text>> {
    let not_strings =
        || Error::message(format!("Fields must be either a string or an array of strings: {key}"));
    match json {
        None => Ok(Vec::new()),
        Some(Json::String(text)) => Ok(vec![text.clone().into()]),
        Some(Json::Array(items)) => {
            items.iter().map(|item| item.as_str().map(Text::from).ok_or_else(not_strings)).collect()
        }
        Some(_) => Err(not_strings()),
    }
}

/// A principal as a policy has it.
#[derive(Debug)]
struct JsonPrincipal(Map<Vec<Value>>);

impl JsonPrincipal {
    #[expect(clippy::new_ret_no_self, reason = "it is only ever used as a principal of any kind")]
    fn new(json: &Json) -> Result<Principal> {
        let mut kinds = Map::new();
        match json {
            Json::String(text) => drop(kinds.insert(LITERAL_STRING, vec![Value::from(text.clone())])),
            Json::Object(map) => {
                for (kind, value) in map.entries() {
                    kinds.insert(
                        kind.clone(),
                        texts(kind, Some(value))?.into_iter().map(Value::from).collect(),
                    );
                }
            }
            other => {
                let got = other.stringify(0);
                return Err(Error::message(format!("JSON IAM principal should be an object, got {got}")));
            }
        }
        Ok(std::rc::Rc::new(JsonPrincipal(kinds)))
    }
}

impl IPrincipal for JsonPrincipal {
    fn policy_fragment(&self) -> Result<PrincipalPolicyFragment> {
        Ok(PrincipalPolicyFragment { principal_json: self.0.clone(), conditions: Map::new() })
    }

    fn dedupe_key(&self) -> Option<Value> {
        let kinds =
            self.0.entries().map(|(kind, values)| (kind.clone(), Value::List(values.clone()))).collect();
        Some(vec![Value::from("JsonPrincipal"), Value::Object(kinds)].into())
    }
}
