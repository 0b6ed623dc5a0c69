//! The document that the rules see.
//!
//! Its shape is a contract, see `docs/input.md`.

use std::collections::BTreeMap;

use regorus::Value;

use crate::assembly::{Assembly, Stack};

/// Builds the input document of an assembly for a student.
pub fn build(assembly: &Assembly, sunet: &str) -> Value {
    let mut resources = BTreeMap::new();
    let mut stacks = BTreeMap::new();
    let mut paths = BTreeMap::new();
    for stack in &assembly.stacks {
        let template = convert(&stack.template);
        if let Value::Object(own) = &template["Resources"] {
            // The values are shared, not copied.
            resources.extend(own.iter().map(|(id, resource)| (id.clone(), resource.clone())));
        }
        let own_paths = strings(&stack.paths);
        paths.extend(own_paths.clone());
        stacks.insert(Value::from(stack.name.as_str()), stack_document(stack, template, own_paths));
    }
    let exports = assembly.exports.iter().map(|(name, export)| {
        let entries = [("stack", Value::from(export.stack.as_str())), ("value", convert(&export.value))];
        (Value::from(name.as_str()), object(entries))
    });
    object([
        ("Resources", Value::from(resources)),
        ("stacks", Value::from(stacks)),
        ("exports", Value::from(exports.collect::<BTreeMap<_, _>>())),
        ("paths", Value::from(paths)),
        ("sunet", Value::from(sunet)),
        ("missing_context", list(&assembly.missing_context)),
    ])
}

fn stack_document(stack: &Stack, template: Value, paths: BTreeMap<Value, Value>) -> Value {
    let environment = [("account", &stack.environment.account), ("region", &stack.environment.region)];
    let known = environment.into_iter().filter_map(|(key, part)| Some((key, Value::from(part.as_deref()?))));
    object([
        ("template", template),
        ("dependencies", list(&stack.dependencies)),
        ("environment", object(known)),
        ("paths", Value::from(paths)),
        ("images", list(&stack.images)),
    ])
}

fn object<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    Value::from(entries.into_iter().map(|(key, value)| (Value::from(key), value)).collect::<BTreeMap<_, _>>())
}

fn list(strings: &[String]) -> Value {
    Value::from(strings.iter().map(|string| Value::from(string.as_str())).collect::<Vec<_>>())
}

fn strings(entries: &BTreeMap<String, String>) -> BTreeMap<Value, Value> {
    entries.iter().map(|(key, value)| (Value::from(key.as_str()), Value::from(value.as_str()))).collect()
}

fn convert(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::from(*value),
        serde_json::Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => Value::from(number),
            (None, Some(number), _) => Value::from(number),
            (None, None, number) => Value::from(number.unwrap_or_default()),
        },
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(values) => Value::from(values.iter().map(convert).collect::<Vec<_>>()),
        serde_json::Value::Object(entries) => Value::from(
            entries
                .iter()
                .map(|(key, value)| (Value::from(key.as_str()), convert(value)))
                .collect::<BTreeMap<_, _>>(),
        ),
    }
}
