//! Values of one stack that others import.

use std::rc::Rc;

use super::references::referenced_in_parent;
use super::{Stack, unique_id};
use crate::cfn::{CfnOutput, CfnOutputProps};
use crate::construct::{Construct, Node};
use crate::error::{Error, Result};
use crate::json::Json;
use crate::value::{Fn, Reference, Text, Token, TypeHint, Value};

const MAX_NAME_LENGTH: usize = 255;
const LIST_DELIMITER: &str = "||";

impl Stack {
    /// Exports an attribute of a resource of this stack, and gives what imports it. It stays exported when nothing
    /// refers to it any more.
    pub fn export_value(&self, value: &Text) -> Result<Text> {
        let reference = value.as_reference().ok_or_else(not_a_reference)?;
        self.export_reference(reference).map(Fn::import_value)
    }

    /// Exports a list attribute of a resource of this stack, and gives what imports it.
    pub fn export_string_list_value(&self, list: &Value) -> Result<Value> {
        let Value::Token(Token::Reference(reference)) = list else {
            return Err(not_a_reference());
        };
        let reference = Reference { type_hint: TypeHint::StringList, ..reference.clone() };
        self.import_of(&reference)
    }

    /// Exports a list by a name of its own, and gives what imports it.
    pub fn export_string_list_value_as(&self, list: Token, name: &str) -> Result<Value> {
        let import = self.export_value_as(Fn::join_list(LIST_DELIMITER, list), name)?;
        Ok(Fn::split(LIST_DELIMITER, &import))
    }

    /// Exports a value by a name of its own, and gives what imports it.
    pub fn export_value_as(&self, value: impl Into<Text>, name: &str) -> Result<Text> {
        let props = CfnOutputProps { export_name: Some(name.into()), ..CfnOutputProps::new(value) };
        CfnOutput::new(self, &format!("Export{name}"), props)?;
        Ok(Fn::import_value(name))
    }

    /// What stands for this reference in another stack.
    pub(super) fn import_of(&self, reference: &Reference) -> Result<Value> {
        let import = Fn::import_value(self.export_reference(reference)?);
        Ok(match reference.type_hint {
            TypeHint::StringList => Fn::split(LIST_DELIMITER, &import),
            TypeHint::String | TypeHint::Number => import.into(),
        })
    }

    fn export_reference(&self, reference: &Reference) -> Result<Rc<str>> {
        self.node().other(reference.target).lock_logical_id();
        let reference = &referenced_in_parent(self, reference)?;
        let scope = self.exports_scope()?;
        let resolved = self.resolve(&Value::from(reference.clone()))?.unwrap_or(Json::Null);
        let id = format!("Output{}", resolved.stringify(0));
        let name: Rc<str> = export_name(self, &scope, &id)?.into();
        if scope.try_find_child(&id.replace('/', "--")).is_none() {
            let value = match reference.type_hint {
                TypeHint::StringList => Fn::join_list(LIST_DELIMITER, Token::Reference(reference.clone())),
                TypeHint::String | TypeHint::Number => Text::from(reference.clone()),
            };
            let export_name = Some(Text::from(name.clone()));
            CfnOutput::new(&scope, &id, CfnOutputProps { export_name, ..CfnOutputProps::new(value) })?;
        }
        Ok(name)
    }

    fn exports_scope(&self) -> Result<Node> {
        match self.node().try_find_child("Exports") {
            Some(scope) => Ok(scope),
            None => Node::group(self, "Exports"),
        }
    }
}

fn export_name(stack: &Stack, scope: &Node, id: &str) -> Result<String> {
    let local = unique_id(&[scope.id(), id.into()])?;
    let prefix = format!("{}:", stack.data(|data| data.stack_name.clone())?);
    // The end is what differs.
    let room = MAX_NAME_LENGTH.saturating_sub(prefix.len());
    Ok(prefix + &local[local.len().saturating_sub(room)..])
}

fn not_a_reference() -> Error {
    Error::message(
        "exportValue: either supply 'name' or make sure to export a resource attribute (like 'bucket.bucketName')",
    )
}
