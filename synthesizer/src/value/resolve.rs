//! Turning values into JSON for the stack in which they are used.

use std::cell::RefCell;

use super::join::{concat, minimal};
use super::text::Fragment;
use super::{Lazy, Reference, Text, Token, Value};
use crate::cfn::camel_case;
use crate::construct::{Node, NodeId, Tree};
use crate::error::{Error, Result};
use crate::json::{Json, Map};
use crate::stack::Stack;

/// Deeper nesting is taken for a value that contains itself.
const MOST_LEVELS: usize = 200;

/// Resolves values for one construct of one stack.
pub(crate) struct Resolver<'a> {
    pub(crate) node: &'a Node,
    stack: NodeId,
    /// References in the order in which they were met, when they are wanted.
    seen: Option<RefCell<Vec<Reference>>>,
    levels: RefCell<usize>,
    structs: Structs,
}

/// How [`Value::Struct`] is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Structs {
    /// As it is.
    #[default]
    Plain,
    /// Keys sorted, as in the properties of a template.
    Sorted,
    /// Keys as the CDK names them, as in `tree.json`.
    CamelCase,
}

/// What a lazy value may ask when it is computed.
pub struct ResolveContext<'a> {
    resolver: &'a Resolver<'a>,
}

impl ResolveContext<'_> {
    /// The construct for which it is resolved.
    pub fn scope(&self) -> &Node {
        self.resolver.node
    }

    /// The stack in whose template it is used.
    pub fn stack(&self) -> Result<Stack> {
        self.resolver.node.stack()
    }

    /// What a value becomes here. `None` if it is left out.
    pub fn resolve(&self, value: &Value) -> Result<Option<Json>> {
        self.resolver.resolve(value)
    }
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(node: &'a Node) -> Result<Resolver<'a>> {
        let stack = node.stack_id()?;
        Ok(Resolver { node, stack, seen: None, levels: RefCell::new(0), structs: Structs::default() })
    }

    /// One that remembers the references it meets.
    pub(crate) fn collecting(node: &'a Node) -> Result<Resolver<'a>> {
        Ok(Resolver { seen: Some(RefCell::default()), ..Resolver::new(node)? })
    }

    /// Sets how structs are written from now on.
    pub(crate) fn set_structs(&mut self, structs: Structs) {
        self.structs = structs;
    }

    /// Whether the keys of structs are sorted.
    pub(crate) fn sorts_structs(&self) -> bool {
        self.structs == Structs::Sorted
    }

    /// The references met so far, each once.
    pub(crate) fn into_references(self) -> Vec<Reference> {
        self.seen.map(RefCell::into_inner).unwrap_or_default()
    }

    fn tree(&self) -> &Tree {
        self.node.tree()
    }

    /// `None` stands for JavaScript's `undefined`.
    pub(crate) fn resolve(&self, value: &Value) -> Result<Option<Json>> {
        Ok(Some(match value {
            Value::Undefined => return Ok(None),
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Integer(number) => Json::Integer(*number),
            Value::Float(number) => Json::Float(*number),
            Value::Text(text) => return self.resolve_text(text),
            Value::List(items) => Json::Array(self.resolve_list(items)?),
            Value::Object(map) => Json::Object(self.resolve_map(map)?),
            Value::Struct(map) => Json::Object(self.resolve_struct(map)?),
            Value::Token(token) => return self.resolve_token(token),
        }))
    }

    pub(crate) fn resolve_map(&self, map: &Map<Value>) -> Result<Map<Json>> {
        let mut out = Map::with_capacity(map.len());
        for (key, value) in map.entries() {
            if let Some(json) = self.resolve(value)? {
                out.insert(key.clone(), json);
            }
        }
        Ok(out)
    }

    fn resolve_struct(&self, map: &Map<Value>) -> Result<Map<Json>> {
        let mut out = self.resolve_map(map)?;
        if self.structs != Structs::CamelCase {
            out.retain(|key| !key.starts_with(|c: char| c.is_ascii_lowercase()));
        }
        match self.structs {
            Structs::Plain => {}
            Structs::Sorted => out.sort(),
            Structs::CamelCase => out = out.with_keys(camel_case),
        }
        Ok(out)
    }

    fn resolve_list(&self, items: &[Value]) -> Result<Vec<Json>> {
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            out.extend(self.resolve(item)?);
        }
        Ok(out)
    }

    pub(crate) fn resolve_text(&self, text: &Text) -> Result<Option<Json>> {
        let mut fragments = text.fragments();
        let (first, second) = (fragments.next(), fragments.next());
        let mut joined = match first {
            None => return Ok(Some(Json::from(""))),
            Some(fragment) => self.resolve_fragment(fragment)?,
        };
        for fragment in second.into_iter().chain(fragments) {
            joined = Some(concat(joined, self.resolve_fragment(fragment)?));
        }
        Ok(joined)
    }

    fn resolve_fragment(&self, fragment: Fragment<'_>) -> Result<Option<Json>> {
        match fragment {
            Fragment::Literal(text) => Ok(Some(Json::String(text.clone()))),
            Fragment::Token(token) => self.resolve_token(token),
        }
    }

    fn resolve_token(&self, token: &Token) -> Result<Option<Json>> {
        if *self.levels.borrow() >= MOST_LEVELS {
            return Err(Error::message(format!(
                "a value used in {} contains itself, or is nested too deeply",
                self.node.path()
            )));
        }
        *self.levels.borrow_mut() += 1;
        let resolved = match token {
            Token::Reference(reference) => self.resolve_reference(reference),
            Token::Intrinsic(value, _) => self.resolve(value),
            Token::Join(delimiter, values) => self.resolve_join(delimiter, values),
            Token::Lazy(lazy) => self.resolve_lazy(lazy),
            Token::GeneratedName => Err(Error::message(
                "Invalid physical name passed to CloudFormation. Use \"this.physicalName\" instead",
            )),
        };
        *self.levels.borrow_mut() -= 1;
        resolved
    }

    fn resolve_join(&self, delimiter: &str, values: &[Value]) -> Result<Option<Json>> {
        let mut values = minimal(delimiter, self.resolve_list(values)?);
        if values.len() == 1 {
            return Ok(values.pop());
        }
        Ok(Some(Json::single("Fn::Join", vec![Json::from(delimiter), Json::Array(values)])))
    }

    fn resolve_lazy(&self, lazy: &Lazy) -> Result<Option<Json>> {
        let value = lazy.produce(&ResolveContext { resolver: self })?;
        self.resolve(&value)
    }

    fn resolve_reference(&self, reference: &Reference) -> Result<Option<Json>> {
        let target = self.node.other(reference.target);
        if target.read(|node| node.across_environments.is_some() && node.stack != Some(self.stack))
            && let Some(name) = reference.across_environments(&target, &self.node.stack()?)?
        {
            return self.resolve_text(&name);
        }
        if let Some(seen) = &self.seen
            && !seen.borrow().contains(reference)
        {
            seen.borrow_mut().push(reference.clone());
        }
        if let Some(value) = self.tree().replacement(reference, self.stack) {
            return self.resolve(&value);
        }
        if reference.is_pseudo() {
            return Ok(Some(Json::single("Ref", &*reference.attribute)));
        }
        let id = target.logical_id()?;
        Ok(Some(match &*reference.attribute {
            "Ref" => Json::single("Ref", id),
            attribute => Json::single("Fn::GetAtt", vec![Json::from(id), Json::from(attribute)]),
        }))
    }
}
