//! Resolved JSON, whose objects keep the order that JavaScript would give them.

mod key;
mod map;
mod parse;
mod write;

pub use key::MapKey;
pub use map::Map;

use std::rc::Rc;

/// A JSON value without tokens: what the files of an assembly are made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    String(Rc<str>),
    /// A list.
    Array(Vec<Json>),
    /// An object.
    Object(Map<Json>),
}

impl Json {
    /// An object of one key, as every CloudFormation intrinsic is.
    pub fn single(key: impl Into<MapKey>, value: impl Into<Json>) -> Json {
        let mut map = Map::new();
        map.insert(key, value.into());
        Json::Object(map)
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Map<Json>> {
        match self {
            Json::Object(map) => Some(map),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// What JavaScript takes it for in a condition.
    pub fn is_truthy(&self) -> bool {
        match self {
            Json::Null => false,
            Json::Bool(value) => *value,
            Json::Integer(number) => *number != 0,
            Json::Float(number) => *number != 0.0,
            Json::String(text) => !text.is_empty(),
            Json::Array(_) | Json::Object(_) => true,
        }
    }

    /// Whether it is `[]` or `{}`.
    pub fn is_empty_collection(&self) -> bool {
        match self {
            Json::Array(items) => items.is_empty(),
            Json::Object(map) => map.is_empty(),
            _ => false,
        }
    }

    /// The one key and value, if this is a CloudFormation intrinsic.
    pub fn as_intrinsic(&self) -> Option<(&str, &Json)> {
        let map = self.as_object()?;
        if map.len() != 1 {
            return None;
        }
        let (key, value) = map.iter().next()?;
        let function = key.starts_with("Fn::") && key != "Fn::GetArtifactAtt" && key != "Fn::GetParam";
        (key == "Ref" || function).then_some((key, value))
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::String(text.into())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::String(text.into())
    }
}

impl From<Rc<str>> for Json {
    fn from(text: Rc<str>) -> Json {
        Json::String(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Json {
        Json::Bool(value)
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Json {
        Json::Integer(number)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Json {
        Json::Array(items)
    }
}

impl From<Map<Json>> for Json {
    fn from(map: Map<Json>) -> Json {
        Json::Object(map)
    }
}
