//! What a value in a template refers to, through the stacks.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Place;
use crate::assembly::{Assembly, Stack, references};
use crate::report::message::construct;

/// An export may pass on another's value, but not for ever.
const MOST_STEPS: usize = 8;

/// The longest text that is made of a value, in bytes.
const LONGEST_TEXT: usize = 300;

/// A resource with its place.
#[derive(Clone, Copy)]
pub(super) struct Resource<'a> {
    pub(super) stack: &'a Stack,
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    body: &'a Value,
}

impl<'a> Resource<'a> {
    pub(super) fn place(&self) -> Place {
        (self.stack.name.clone(), self.id.to_owned())
    }

    /// A property, by its path below `Properties`.
    pub(super) fn property(&self, path: &[&str]) -> Option<&'a Value> {
        path.iter().try_fold(self.body.get("Properties")?, |value, step| value.get(step))
    }

    /// The elements of a property, which CloudFormation also takes alone.
    pub(super) fn list(&self, path: &[&str]) -> &'a [Value] {
        elements(self.property(path))
    }

    pub(super) fn text(&self, path: &[&str]) -> Option<&'a str> {
        self.property(path)?.as_str()
    }

    /// The construct's path without the stack, as the student named it.
    pub(super) fn name(&self) -> String {
        let path = self.stack.paths.get(self.id).map(|path| construct(path));
        let own = path.map(|path| path.strip_prefix(&format!("{}/", self.stack.name)).unwrap_or(path));
        own.unwrap_or(self.id).to_owned()
    }
}

/// A value as a list, since CloudFormation and IAM take a single element for a list of one.
pub(super) fn elements(value: Option<&Value>) -> &[Value] {
    match value {
        None => &[],
        Some(Value::Array(values)) => values,
        Some(value) => std::slice::from_ref(value),
    }
}

/// The resources of an assembly, by place.
pub(super) struct Resources<'a> {
    assembly: &'a Assembly,
    known: BTreeMap<(&'a str, &'a str), Resource<'a>>,
}

impl<'a> Resources<'a> {
    pub(super) fn of(assembly: &'a Assembly) -> Self {
        let all = assembly.stacks.iter().flat_map(|stack| {
            stack.resources().map(move |(id, body)| {
                let kind = body.get("Type").and_then(Value::as_str).unwrap_or_default();
                ((stack.name.as_str(), id.as_str()), Resource { stack, id, kind, body })
            })
        });
        Self { assembly, known: all.collect() }
    }

    /// Every resource, by stack and logical id.
    pub(super) fn all(&self) -> impl Iterator<Item = Resource<'a>> + '_ {
        self.known.values().copied()
    }

    pub(super) fn of_type<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = Resource<'a>> + 's {
        self.all().filter(move |resource| resource.kind == kind)
    }

    /// The resources that a property of a resource refers to, anywhere in it.
    pub(super) fn targets(&self, resource: &Resource<'a>, path: &[&str]) -> Vec<Resource<'a>> {
        resource.property(path).map(|value| self.referred(resource.stack, value)).unwrap_or_default()
    }

    /// The resources that a value in a stack refers to; an attached secret is the secret.
    pub(super) fn referred(&self, stack: &'a Stack, value: &'a Value) -> Vec<Resource<'a>> {
        let mut found = Vec::new();
        self.follow(stack, value, MOST_STEPS, &mut found);
        found.sort_by_key(|resource| (resource.stack.name.as_str(), resource.id));
        found.dedup_by_key(|resource| (resource.stack.name.as_str(), resource.id));
        found
    }

    fn follow(&self, stack: &'a Stack, value: &'a Value, steps: usize, found: &mut Vec<Resource<'a>>) {
        let Some(steps) = steps.checked_sub(1) else {
            return;
        };
        let mut names = Vec::new();
        references::names(value, &mut |name| names.push(name));
        for resource in names.into_iter().filter_map(|name| self.known.get(&(stack.name.as_str(), name))) {
            match resource.property(&["SecretId"]) {
                Some(secret) if resource.kind == "AWS::SecretsManager::SecretTargetAttachment" => {
                    self.follow(resource.stack, secret, steps, found);
                }
                _ => found.push(*resource),
            }
        }
        let mut imports = Vec::new();
        references::imports(value, &mut |name| imports.push(name));
        for (exporter, value) in imports.into_iter().filter_map(|name| self.exported(name)) {
            self.follow(exporter, value, steps, found);
        }
    }

    fn exported(&self, name: &str) -> Option<(&'a Stack, &'a Value)> {
        let export = self.assembly.exports.get(name)?;
        let stack = self.assembly.stacks.iter().find(|stack| stack.name == export.stack)?;
        Some((stack, &export.value))
    }

    /// A value for reading; what only AWS knows is an ellipsis.
    pub(super) fn shown(&self, stack: &'a Stack, value: Option<&'a Value>) -> String {
        let mut text = String::new();
        if let Some(value) = value {
            self.show(stack, value, MOST_STEPS, &mut text);
        }
        text
    }

    fn show(&self, stack: &'a Stack, value: &'a Value, steps: usize, text: &mut String) {
        let Some(steps) = steps.checked_sub(1).filter(|_| text.len() < LONGEST_TEXT) else {
            return text.push('…');
        };
        match value {
            Value::String(literal) => text.extend(literal.chars().take(LONGEST_TEXT)),
            Value::Number(_) | Value::Bool(_) => text.push_str(&value.to_string()),
            Value::Object(entries) => {
                let imported = entries.get("Fn::ImportValue").and_then(Value::as_str);
                if let Some((exporter, value)) = imported.and_then(|name| self.exported(name)) {
                    self.show(exporter, value, steps, text);
                } else if let Some([Value::String(by), Value::Array(pieces)]) =
                    entries.get("Fn::Join").and_then(Value::as_array).map(Vec::as_slice)
                {
                    for (i, piece) in pieces.iter().enumerate() {
                        text.push_str(if i == 0 { "" } else { by });
                        self.show(stack, piece, steps, text);
                    }
                } else if let Some(known) = known(stack, entries) {
                    text.push_str(&known);
                } else {
                    text.push('…');
                }
            }
            Value::Null | Value::Array(_) => text.push('…'),
        }
    }
}

/// What a stack alone says of a function's value: its region and account, a parameter's default, a zone's number.
fn known(stack: &Stack, entries: &Map<String, Value>) -> Option<String> {
    if let Some([Value::Number(index), Value::Object(zones)]) =
        entries.get("Fn::Select").and_then(Value::as_array).map(Vec::as_slice)
    {
        return zones.contains_key("Fn::GetAZs").then_some(format!("zone {}", index.as_u64()? + 1));
    }
    match entries.get("Ref")?.as_str()? {
        "AWS::Region" => stack.environment.region.clone(),
        "AWS::AccountId" => stack.environment.account.clone(),
        parameter => {
            Some(stack.template.get("Parameters")?.get(parameter)?.get("Default")?.as_str()?.to_owned())
        }
    }
}
