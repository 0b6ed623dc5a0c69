//! Mappings: tables of literals.

use std::cell::Cell;
use std::rc::Rc;

use super::elements::logical_id;
use crate::construct::{Annotations, Construct, ConstructInfo, ElementBody, Node};
use crate::error::{Error, Result};
use crate::json::Map;
use crate::value::{Fn, Lazy, ResolveContext, Text, Token, Value};

/// What a mapping is.
#[derive(Debug, Clone, Default)]
pub struct CfnMappingProps {
    /// Values by key and key below it, whose letters and digits are all that it may have.
    pub mapping: Map<Map<Value>>,
    /// Whether it is left out where all that was asked for is known already. Where nothing is said it is there, and a
    /// note says that it could be left out.
    pub lazy: Option<bool>,
}

/// A table of literals. Cheap to clone: all clones are the same mapping.
#[derive(Debug, Clone)]
pub struct CfnMapping {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(CfnMapping);

#[derive(Debug)]
struct Details {
    mapping: Map<Map<Value>>,
    lazy: Option<bool>,
    /// Whether the last value that was asked for is known only at deployment.
    needed: Cell<bool>,
    informed: Cell<bool>,
}

impl CfnMapping {
    /// Adds a mapping to the stack of `scope`.
    pub fn new(scope: &dyn Construct, id: &str, props: CfnMappingProps) -> Result<CfnMapping> {
        for key in props.mapping.values().flat_map(Map::keys) {
            if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric()) {
                return Err(Error::message(format!(
                    "Attribute name '{key}' must contain only alphanumeric characters."
                )));
            }
        }
        let CfnMappingProps { mapping, lazy } = props;
        let details =
            Rc::new(Details { mapping, lazy, needed: Cell::new(false), informed: Cell::new(false) });
        let content = details.clone();
        let content = Token::Lazy(Lazy::new(move |context| Ok(content.render(context))));
        let body = ElementBody::Entry("Mappings", Rc::new(content.into()));
        let node = Node::new_element(scope, id, ConstructInfo::cdk("aws-cdk-lib.CfnMapping"), body)?;
        Ok(CfnMapping { node, details })
    }

    /// The value of a key of the mapping and a key below it.
    pub fn find_in_map(&self, key1: impl Into<Text>, key2: impl Into<Text>) -> Result<Text> {
        self.find(key1.into(), key2.into(), None)
    }

    /// The same with a value for keys that are not there.
    pub fn find_in_map_or(
        &self,
        key1: impl Into<Text>,
        key2: impl Into<Text>,
        default: impl Into<Text>,
    ) -> Result<Text> {
        self.find(key1.into(), key2.into(), Some(default.into()))
    }

    fn find(&self, key1: Text, key2: Text, default: Option<Text>) -> Result<Text> {
        let known = self.known(&key1, &key2);
        let missing = |level: &str, key: &Text| {
            let key = key.as_literal().unwrap_or("${Token}");
            self.node.error(format!("Mapping doesn't contain {level}-level key '{key}'"))
        };
        match (&known, &default) {
            (Known::NoTop, None) => return Err(missing("top", &key1)),
            (Known::NoSecond, None) => return Err(missing("second", &key2)),
            (Known::NoTop | Known::NoSecond, Some(default)) if self.details.lazy == Some(true) => {
                return Ok(default.clone());
            }
            (Known::Value(Value::Text(value)), _) if self.details.lazy == Some(true) => {
                return Ok(value.clone());
            }
            _ => {}
        }
        self.details.needed.set(matches!(known, Known::Later | Known::NoTop));
        let mapping = self.clone();
        Ok(Lazy::text(move |context| {
            let id = logical_id(&mapping.in_stack_of(context)?);
            let (key1, key2) = (key1.clone(), key2.clone());
            Ok(match &default {
                Some(default) => Fn::find_in_map_or(id, key1, key2, default.clone()),
                None => Fn::find_in_map(id, key1, key2),
            })
        }))
    }

    fn known(&self, key1: &Text, key2: &Text) -> Known {
        let Some(top) = key1.as_literal() else {
            return Known::Later;
        };
        let Some(inner) = self.details.mapping.get(top) else {
            return Known::NoTop;
        };
        match key2.as_literal() {
            None => Known::Later,
            Some(second) => inner.get(second).map_or(Known::NoSecond, |value| Known::Value(value.clone())),
        }
    }

    /// A stack can look up in its own mappings only: others get a copy.
    fn in_stack_of(&self, context: &ResolveContext<'_>) -> Result<Node> {
        let stack = context.stack()?;
        if stack == self.node.stack()? {
            return Ok(self.node.clone());
        }
        let id = format!("MappingCopy-{}-{}", self.node.id(), self.node.addr());
        if let Some(copy) = stack.node().try_find_child(&id) {
            return Ok(copy);
        }
        let props = CfnMappingProps { mapping: self.details.mapping.clone(), lazy: None };
        Ok(CfnMapping::new(&stack, &id, props)?.node)
    }
}

/// What is known at synthesis of a value.
enum Known {
    Value(Value),
    NoTop,
    NoSecond,
    Later,
}

impl Details {
    fn render(&self, context: &ResolveContext<'_>) -> Value {
        if self.lazy.is_none() && !self.needed.get() && !self.informed.replace(true) {
            Annotations::of(context.scope()).add_info(
                "Consider making this CfnMapping a lazy mapping by providing `lazy: true`: either no findInMap was called \
                 or every findInMap could be immediately resolved without using Fn::FindInMap",
            );
        }
        if self.lazy == Some(true) && !self.needed.get() {
            return Value::Undefined;
        }
        let rows = self.mapping.entries().map(|(key, inner)| (key.clone(), Value::Object(inner.clone())));
        Value::Object(rows.collect())
    }
}
