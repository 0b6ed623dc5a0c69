//! CloudFormation's intrinsic functions.

use std::rc::Rc;

use super::{Lazy, Text, Token, TypeHint, Value};
use crate::error::{Error, Result};

/// CloudFormation's intrinsic functions, named as the CDK names them.
#[derive(Debug, Clone, Copy)]
pub struct Fn;

impl Fn {
    /// `Ref` of a logical id that is known.
    pub fn ref_(logical_id: &str) -> Text {
        text("Ref", logical_id)
    }

    /// `Fn::GetAtt` of a logical id that is known.
    pub fn get_att(logical_id: &str, attribute: &str) -> Token {
        token("Fn::GetAtt", [logical_id, attribute])
    }

    /// `Fn::Join`. Literals and inner joins are put together already; one value is that value.
    pub fn join(delimiter: &str, values: impl IntoIterator<Item = impl Into<Value>>) -> Text {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        Text::from(Token::Join(delimiter.into(), values.into()))
    }

    /// `Fn::Join` of a list that is known later.
    pub fn join_list(delimiter: &str, list: impl Into<Value>) -> Text {
        text("Fn::Join", Value::List(vec![delimiter.into(), list.into()]))
    }

    /// `Fn::Split`; a literal is split at once.
    pub fn split(delimiter: &str, source: &Text) -> Value {
        match source.as_literal() {
            Some(literal) => Value::List(literal.split(delimiter).map(Value::from).collect()),
            None => list("Fn::Split", [delimiter.into(), source.clone()]).into(),
        }
    }

    /// `Fn::Select`; of a list of literals the item is taken at once.
    pub fn select(index: usize, array: &Value) -> Text {
        if let Value::List(items) = array
            && items.iter().all(|item| !item.is_unresolved())
            && let Some(Value::Text(item)) = items.get(index)
        {
            return item.clone();
        }
        text("Fn::Select", Value::List(vec![Value::Integer(index as i64), array.clone()]))
    }

    /// `Fn::Sub` without variables of its own.
    pub fn sub(body: &str) -> Text {
        text("Fn::Sub", body)
    }

    /// `Fn::Sub` with variables.
    pub fn sub_with(body: &str, variables: Value) -> Text {
        text("Fn::Sub", Value::List(vec![body.into(), variables]))
    }

    /// `Fn::Base64`
    pub fn base64(data: impl Into<Text>) -> Text {
        text("Fn::Base64", data.into())
    }

    /// `Fn::Cidr`; `count` is 1 to 256.
    pub fn cidr(ip_block: impl Into<Text>, count: u32, size_mask: Option<&str>) -> Result<Token> {
        if !(1..=256).contains(&count) {
            let message =
                format!("Fn::Cidr's count attribute must be between 1 and 256, {count} was provided.");
            return Err(Error::message(message));
        }
        Ok(list("Fn::Cidr", Value::List(vec![ip_block.into().into(), count.into(), size_mask.into()])))
    }

    /// `Fn::GetAZs`, of the stack's own region if none is given.
    pub fn get_azs(region: Option<&str>) -> Token {
        list("Fn::GetAZs", region.unwrap_or_default())
    }

    /// `Fn::ImportValue`
    pub fn import_value(export_name: impl Into<Text>) -> Text {
        text("Fn::ImportValue", export_name.into())
    }

    /// `Fn::FindInMap`
    pub fn find_in_map(map: impl Into<Text>, top: impl Into<Text>, second: impl Into<Text>) -> Text {
        text("Fn::FindInMap", [map.into(), top.into(), second.into()])
    }

    /// `Fn::FindInMap` with a value for keys that are not there, which needs CloudFormation's language extensions.
    pub fn find_in_map_or(
        map: impl Into<Text>,
        top: impl Into<Text>,
        second: impl Into<Text>,
        default: impl Into<Text>,
    ) -> Text {
        let default = crate::object! { "DefaultValue" => default.into() };
        let arguments = [map.into().into(), top.into().into(), second.into().into(), default];
        Text::from(extension("Fn::FindInMap", Value::from(arguments)))
    }

    /// The value as JSON text; one that is known later becomes it at deployment, by CloudFormation's language
    /// extensions.
    pub fn to_json_string(value: impl Into<Value>) -> Text {
        match value.into() {
            Value::Token(token) => Text::from(extension("Fn::ToJsonString", token.into())),
            value => super::to_json_string(value),
        }
    }

    /// The number of items of a list; of one that is known later by CloudFormation's language extensions.
    pub fn len(array: impl Into<Value>) -> Value {
        match array.into() {
            Value::List(items) => Value::Integer(items.len() as i64),
            array => extension("Fn::Length", array).into(),
        }
    }

    /// `Fn::Transform`
    pub fn transform(macro_name: &str, parameters: Value) -> Token {
        token("Fn::Transform", crate::object! { "Name" => macro_name, "Parameters" => parameters })
    }

    /// `Fn::And`, nested where there are more than ten.
    pub fn condition_and(conditions: Vec<Value>) -> Result<Value> {
        grouped("Fn::And", "conditionAnd", conditions)
    }

    /// `Fn::Or`, nested where there are more than ten.
    pub fn condition_or(conditions: Vec<Value>) -> Result<Value> {
        grouped("Fn::Or", "conditionOr", conditions)
    }

    /// `Fn::Equals`
    pub fn condition_equals(left: impl Into<Value>, right: impl Into<Value>) -> Value {
        token("Fn::Equals", [left.into(), right.into()]).into()
    }

    /// `Fn::Not`
    pub fn condition_not(condition: impl Into<Value>) -> Value {
        token("Fn::Not", [condition.into()]).into()
    }

    /// `Fn::If`
    pub fn condition_if(
        condition: impl Into<Text>,
        if_true: impl Into<Value>,
        if_false: impl Into<Value>,
    ) -> Value {
        token("Fn::If", [Value::Text(condition.into()), if_true.into(), if_false.into()]).into()
    }

    /// `Fn::Contains`, for rules.
    pub fn condition_contains(strings: Vec<Value>, value: impl Into<Value>) -> Value {
        token("Fn::Contains", [Value::List(strings), value.into()]).into()
    }
}

fn token(name: &'static str, value: impl Into<Value>) -> Token {
    Token::intrinsic(Value::single(name, value))
}

fn text(name: &'static str, value: impl Into<Value>) -> Text {
    Text::from(token(name, value))
}

fn list(name: &'static str, value: impl Into<Value>) -> Token {
    Token::Intrinsic(Rc::new(Value::single(name, value)), TypeHint::StringList)
}

/// A function of CloudFormation's language extensions, which the stack that uses it has to name.
fn extension(name: &'static str, value: Value) -> Token {
    Token::Lazy(Lazy::new(move |context| {
        context.stack()?.add_transform("AWS::LanguageExtensions")?;
        Ok(Value::single(name, value.clone()))
    }))
}

/// CloudFormation takes at most ten conditions in one function.
fn grouped(name: &'static str, method: &str, mut conditions: Vec<Value>) -> Result<Value> {
    const MOST: usize = 10;
    match conditions.len() {
        0 => Err(Error::message(format!("Fn.{method}() needs at least one argument"))),
        1 => Ok(conditions.swap_remove(0)),
        2..=MOST => Ok(token(name, Value::List(conditions)).into()),
        _ => {
            let groups = conditions.chunks(MOST).map(|group| grouped(name, method, group.to_vec()));
            grouped(name, method, groups.collect::<Result<_>>()?)
        }
    }
}
