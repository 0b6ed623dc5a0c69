//! What stands for a value that is known only later.

use std::rc::Rc;

use super::{Lazy, Reference, Text, Value};
use crate::json::Json;

/// What a token becomes, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TypeHint {
    /// A string.
    #[default]
    String,
    /// A list of strings.
    StringList,
    /// A number.
    Number,
}

/// Stands for a value that is known only at synthesis or at deployment.
#[derive(Debug, Clone)]
pub enum Token {
    /// An attribute of a resource, parameter or other element.
    Reference(Reference),
    /// An intrinsic function, or any value to be resolved further.
    Intrinsic(Rc<Value>, TypeHint),
    /// `Fn::Join`, shortened as far as it can be.
    Join(Rc<str>, Rc<[Value]>),
    /// Computed at synthesis.
    Lazy(Lazy),
    /// A resource's name that is made up when it is needed.
    GeneratedName,
}

impl Token {
    /// A token that becomes this value.
    pub fn intrinsic(value: impl Into<Value>) -> Token {
        Token::Intrinsic(Rc::new(value.into()), TypeHint::String)
    }

    /// A token that becomes this value, which is a list of strings.
    pub fn list(value: impl Into<Value>) -> Token {
        Token::Intrinsic(Rc::new(value.into()), TypeHint::StringList)
    }

    /// The value where a string is expected, whatever it becomes.
    pub fn as_string(value: impl Into<Value>) -> Text {
        match value.into() {
            Value::Text(text) => text,
            Value::Token(token) => Text::from(token),
            other => Text::from(Token::intrinsic(other)),
        }
    }

    /// What it becomes.
    pub fn type_hint(&self) -> TypeHint {
        match self {
            Token::Reference(reference) => reference.type_hint,
            Token::Intrinsic(_, hint) => *hint,
            Token::Join(..) | Token::GeneratedName => TypeHint::String,
            Token::Lazy(lazy) => lazy.type_hint(),
        }
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        match (self, other) {
            (Token::Reference(a), Token::Reference(b)) => a == b,
            (Token::Intrinsic(a, _), Token::Intrinsic(b, _)) => Rc::ptr_eq(a, b) || a == b,
            (Token::Join(d, a), Token::Join(e, b)) => d == e && a == b,
            (Token::Lazy(a), Token::Lazy(b)) => a == b,
            (Token::GeneratedName, Token::GeneratedName) => true,
            _ => false,
        }
    }
}

/// The pseudo-parameters of CloudFormation.
#[derive(Debug, Clone, Copy)]
pub struct Aws;

impl Aws {
    /// `AWS::AccountId`
    pub fn account_id() -> Text {
        pseudo("AWS::AccountId")
    }

    /// `AWS::Region`
    pub fn region() -> Text {
        pseudo("AWS::Region")
    }

    /// `AWS::Partition`
    pub fn partition() -> Text {
        pseudo("AWS::Partition")
    }

    /// `AWS::URLSuffix`
    pub fn url_suffix() -> Text {
        pseudo("AWS::URLSuffix")
    }

    /// `AWS::StackId` of the stack in which it is used.
    pub fn stack_id() -> Text {
        pseudo("AWS::StackId")
    }

    /// `AWS::StackName` of the stack in which it is used.
    pub fn stack_name() -> Text {
        pseudo("AWS::StackName")
    }

    /// `AWS::NoValue`: a property that is not there.
    pub fn no_value() -> Text {
        pseudo("AWS::NoValue")
    }
}

fn pseudo(name: &str) -> Text {
    Text::from(Token::intrinsic(Value::from(Json::single("Ref", name))))
}
