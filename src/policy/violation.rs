//! The objects that a check's `violation` set holds.

use regorus::Value;
use serde::{Deserialize, Serialize};

use super::Evaluation;

/// Something that a check found wrong. Rules build it with `lib.result`; what is not known is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Violation {
    /// A sentence, where found and expected do not say it all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The stack's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack: Option<String>,
    /// The resource's logical id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The resource's type, such as `AWS::EC2::VPC`.
    #[serde(skip_serializing_if = "Option::is_none", rename = "type")]
    pub kind: Option<String>,
    /// A JSON pointer from the resource down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// What it must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<serde_json::Value>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<serde_json::Value>,
}

/// Reads a `violation` set; its order is that of Rego's values, which is always the same.
pub(super) fn read_all(value: &Value) -> Evaluation {
    let Value::Set(set) = value else {
        return Err(format!("the rule `violation` is no set but {value}"));
    };
    set.iter().map(read).collect()
}

fn read(value: &Value) -> Result<Violation, String> {
    let json = serde_json::to_value(value).map_err(|error| error.to_string())?;
    serde_json::from_value(json)
        .map_err(|error| format!("a violation that lib.result did not build: {error}"))
}
