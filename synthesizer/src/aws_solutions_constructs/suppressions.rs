//! Findings of the linter cfn_nag that a pattern knows of.

use crate::cfn::CfnResource;
use crate::construct::{Construct, Node};
use crate::object;
use crate::value::Value;

/// Says in the metadata of a construct's resource that a finding is meant to be so.
pub(super) fn suppress(construct: &Node, id: &str, reason: &str) {
    let Some(resource) = construct.default_child().as_ref().and_then(CfnResource::at) else {
        return;
    };
    let known = resource.node().resource(|data| data.metadata.get("cfn_nag").cloned()).flatten();
    let mut rules = match known {
        Some(Value::Object(map)) => match map.get("rules_to_suppress") {
            Some(Value::List(rules)) => rules.clone(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    rules.push(object! { "id" => id, "reason" => reason });
    resource.add_metadata("cfn_nag", object! { "rules_to_suppress" => rules });
}
