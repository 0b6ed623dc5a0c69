//! Values that may hold what is known only later: references, intrinsic functions, lazy values.

mod conversions;
mod func;
mod join;
mod lazy;
pub(crate) mod macros;
mod reference;
mod resolve;
mod stringify;
mod text;
mod token;

pub use func::Fn;
pub use lazy::Lazy;
pub use reference::Reference;
pub use resolve::ResolveContext;
pub(crate) use resolve::{Resolver, Structs};
pub use stringify::to_json_string;
pub(crate) use text::Fragment;
pub use text::Text;
pub use token::{Aws, Token, TypeHint};

use crate::json::{Map, MapKey};

/// A property's value before synthesis.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// Not given: left out of lists and objects.
    #[default]
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A string, maybe with tokens in it.
    Text(Text),
    /// A list.
    List(Vec<Value>),
    /// An object whose keys are data: policy documents, environment variables, tags by name. Kept as it is.
    Object(Map<Value>),
    /// An object that CloudFormation's schema names: keys as in CloudFormation, in the order in which the CDK's code
    /// sets them. A template has them sorted, `tree.json` in this order and in camel case. Keys that begin with a small
    /// letter are not CloudFormation's: what the CDK's code sets besides, which only `tree.json` shows.
    Struct(Map<Value>),
    /// A list or object (or any other value) that is known later.
    Token(Token),
}

impl Value {
    /// Whether it is, or holds, a token at its top level: a reference, a list token, a text with tokens.
    pub fn is_unresolved(&self) -> bool {
        match self {
            Value::Token(_) => true,
            Value::Text(text) => text.is_unresolved(),
            _ => false,
        }
    }

    /// Whether nothing was given.
    pub fn is_undefined(&self) -> bool {
        matches!(self, Value::Undefined)
    }

    /// An object with this one key.
    pub fn single(key: impl Into<MapKey>, value: impl Into<Value>) -> Value {
        Value::Object([(key, value.into())].into_iter().collect())
    }
}
