//! Escape hatches: changes of what is rendered.

use super::CfnResource;
use crate::error::Result;
use crate::json::{Json, Map};
use crate::value::{Resolver, Value};

/// Intrinsics are replaced, not merged into.
const NOT_MERGED: [&str; 17] = [
    "Ref",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::GetAZs",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::Transform",
    "Fn::And",
    "Fn::Equals",
    "Fn::If",
    "Fn::Not",
    "Fn::Or",
];

impl CfnResource {
    /// Sets a value in the rendered resource, at a path such as `Properties.Tags.0`; a dot in a key is `\.`.
    pub fn add_override(&self, path: &str, value: impl Into<Value>) {
        let value = value.into();
        self.change(|data| set_at(&mut data.overrides, &split_on_periods(path), value));
    }

    /// Takes something out of the rendered resource.
    pub fn add_deletion_override(&self, path: &str) {
        self.add_override(path, Value::Undefined);
    }

    /// Sets a value in the rendered properties.
    pub fn add_property_override(&self, path: &str, value: impl Into<Value>) {
        self.add_override(&format!("Properties.{path}"), value);
    }

    /// Takes something out of the rendered properties.
    pub fn add_property_deletion_override(&self, path: &str) {
        self.add_property_override(path, Value::Undefined);
    }
}

fn set_at(map: &mut Map<Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [last] => drop(map.insert(last, value)),
        [first, rest @ ..] => {
            let inner = map.get_or_insert_with(first, Value::default);
            if !matches!(inner, Value::Object(_)) {
                *inner = Value::Object(Map::new());
            }
            if let Value::Object(inner) = inner {
                set_at(inner, rest, value);
            }
        }
    }
}

fn split_on_periods(path: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = path.chars().peekable();
    while let Some(character) = characters.next() {
        let character = match character {
            '\\' => characters.next().unwrap_or('\\'),
            '.' => {
                parts.push(String::new());
                continue;
            }
            plain => plain,
        };
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts
}

/// Lays overrides over a rendered resource.
pub(super) fn merge(target: &mut Map<Json>, overrides: &Map<Value>, resolver: &Resolver<'_>) -> Result<()> {
    merge_values(target, overrides, resolver, Keys::AsTheyCome)
}

/// Where a new key of an object goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// To the end.
    AsTheyCome,
    /// Among the others: a class of the CDK has a place for each property, given or not, in the order of their names.
    Sorted,
}

fn merge_values(
    target: &mut Map<Json>,
    overrides: &Map<Value>,
    resolver: &Resolver<'_>,
    keys: Keys,
) -> Result<()> {
    let below = if resolver.sorts_structs() { Keys::Sorted } else { Keys::AsTheyCome };
    for (key, value) in overrides.iter() {
        match value {
            Value::Undefined => drop(target.remove(key)),
            Value::Object(inner) | Value::Struct(inner) => {
                let single = inner.len() == 1 && inner.keys().all(|key| NOT_MERGED.contains(&key));
                merge_object(target, key, single, keys, |place, fresh| {
                    let below = if fresh { Keys::AsTheyCome } else { below };
                    merge_values(place, inner, resolver, below)
                })?;
            }
            other => match resolver.resolve(other)? {
                None => drop(target.remove(key)),
                Some(Json::Object(map)) => merge_json(target, key, map, keys)?,
                Some(json) => put(target, key, json, keys),
            },
        }
    }
    Ok(())
}

fn merge_json(target: &mut Map<Json>, key: &str, map: Map<Json>, keys: Keys) -> Result<()> {
    merge_object(target, key, is_intrinsic(&map), keys, |place, _| {
        for (key, value) in map {
            match value {
                Json::Object(inner) => merge_json(place, &key, inner, Keys::AsTheyCome)?,
                other => drop(place.insert(key, other)),
            }
        }
        Ok(())
    })
}

fn put(target: &mut Map<Json>, key: &str, value: Json, keys: Keys) {
    let sorted = keys == Keys::Sorted && !target.is_empty() && target.keys().is_sorted();
    let new = target.insert(key.to_owned(), value).is_none();
    if sorted && new {
        target.sort();
    }
}

/// Merges into the object at `key`, or into a new one where there is none or where an intrinsic is put in or replaced.
/// `fill` is told whether it is new.
fn merge_object(
    target: &mut Map<Json>,
    key: &str,
    replaces: bool,
    keys: Keys,
    fill: impl FnOnce(&mut Map<Json>, bool) -> Result<()>,
) -> Result<()> {
    let keep = match target.get_mut(key) {
        Some(Json::Array(items)) => return merge_items(items, |items| fill(items, false)),
        Some(Json::Object(map)) => !replaces && !is_intrinsic(map),
        _ => false,
    };
    if !keep {
        put(target, key, Json::Object(Map::new()), keys);
    }
    if let Some(Json::Object(map)) = target.get_mut(key) {
        fill(map, !keep)?;
        if map.is_empty() {
            target.remove(key);
        }
    }
    Ok(())
}

/// Merges into a list, whose items are named by their numbers.
fn merge_items(items: &mut Vec<Json>, fill: impl FnOnce(&mut Map<Json>) -> Result<()>) -> Result<()> {
    let old = std::mem::take(items).into_iter().enumerate();
    let mut map: Map<Json> = old.map(|(place, item)| (place.to_string(), item)).collect();
    fill(&mut map)?;
    for (key, item) in map {
        if let Ok(place) = key.parse::<usize>() {
            // As in JavaScript, what is taken out leaves a gap.
            items.resize(place.max(items.len()), Json::Null);
            items.push(item);
        }
    }
    Ok(())
}

fn is_intrinsic(map: &Map<Json>) -> bool {
    map.len() == 1 && map.keys().all(|key| NOT_MERGED.contains(&key))
}
