//! Tags of resources and stacks.

mod aspect;
mod types;

pub use aspect::{TagProps, Tags};
pub use types::TagType;

use std::rc::Rc;

use crate::collation::locale_compare;
use crate::json::Map;
use crate::value::Value;

/// Priority of the tags that a resource is given by its properties.
const INITIAL_PRIORITY: i32 = 50;

/// The tags of one resource or stack.
#[derive(Debug, Clone)]
pub struct TagManager {
    tag_type: TagType,
    resource_type: Rc<str>,
    property: &'static str,
    tags: Vec<Tag>,
    /// The highest priority that set or removed a key.
    priorities: Map<i32>,
    /// Tags whose keys are not known yet.
    dynamic: Vec<Value>,
}

#[derive(Debug, Clone)]
struct Tag {
    key: Rc<str>,
    value: Value,
    apply_to_launched_instances: bool,
}

impl TagManager {
    /// Tags in the form that resources of this type have, with those given in its properties.
    pub(crate) fn new(tag_type: TagType, resource_type: &str, initial: Option<Value>) -> TagManager {
        let property = TagType::of(resource_type).map_or("Tags", |(_, property)| property);
        let mut manager = TagManager {
            tag_type,
            resource_type: resource_type.into(),
            property,
            tags: Vec::new(),
            priorities: Map::new(),
            dynamic: Vec::new(),
        };
        manager.parse(initial.unwrap_or_default());
        manager
    }

    fn parse(&mut self, initial: Value) {
        match initial {
            Value::List(items) => {
                for item in items {
                    self.parse_item(item);
                }
            }
            Value::Object(map) | Value::Struct(map) => {
                for (key, value) in map {
                    self.set_initial(&key, value);
                }
            }
            Value::Undefined => {}
            other => self.dynamic.push(other),
        }
    }

    fn parse_item(&mut self, item: Value) {
        let (Value::Struct(map) | Value::Object(map)) = &item else {
            self.dynamic.push(item);
            return;
        };
        let key = match map.get("Key") {
            Some(Value::Text(key)) => key.as_literal().map(Rc::<str>::from),
            _ => None,
        };
        match (key, map.get("Value")) {
            (Some(key), Some(value)) => {
                let launched = !matches!(map.get("PropagateAtLaunch"), Some(Value::Bool(false)));
                self.set(
                    Tag { key, value: value.clone(), apply_to_launched_instances: launched },
                    INITIAL_PRIORITY,
                );
            }
            _ => self.dynamic.push(item),
        }
    }

    pub(crate) fn set_initial(&mut self, key: &str, value: Value) {
        self.set_tag(key, value, INITIAL_PRIORITY, true);
    }

    /// Sets a tag, unless one of higher priority was set or removed.
    pub fn set_tag(&mut self, key: &str, value: impl Into<Value>, priority: i32, launched_instances: bool) {
        let tag =
            Tag { key: key.into(), value: value.into(), apply_to_launched_instances: launched_instances };
        self.set(tag, priority);
    }

    fn set(&mut self, tag: Tag, priority: i32) {
        if priority < self.priority(&tag.key) {
            return;
        }
        self.priorities.insert(tag.key.clone(), priority);
        match self.tags.iter_mut().find(|known| known.key == tag.key) {
            Some(known) => *known = tag,
            None => self.tags.push(tag),
        }
    }

    /// Removes a tag, unless one of higher priority was set.
    pub fn remove_tag(&mut self, key: &str, priority: i32) {
        if priority >= self.priority(key) {
            self.tags.retain(|tag| &*tag.key != key);
            self.priorities.insert(key.to_owned(), priority);
        }
    }

    fn priority(&self, key: &str) -> i32 {
        self.priorities.get(key).copied().unwrap_or(0)
    }

    /// Whether an aspect for these resource types applies.
    pub(crate) fn is_included(&self, include: &[String], exclude: &[String]) -> bool {
        let names = |types: &[String]| types.iter().any(|name| **name == *self.resource_type);
        !names(exclude) && (include.is_empty() || names(include))
    }

    /// Whether there are any.
    pub fn has_tags(&self) -> bool {
        !self.tags.is_empty()
    }

    pub(crate) fn property(&self) -> &'static str {
        self.property
    }

    fn sorted(&self) -> Vec<&Tag> {
        let mut sorted: Vec<&Tag> = self.tags.iter().collect();
        sorted.sort_by(|a, b| locale_compare(&a.key, &b.key));
        sorted
    }

    /// Keys and values, sorted by key.
    pub fn tag_values(&self) -> Map<Value> {
        self.sorted().into_iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
    }

    /// The property's value; undefined if there are no tags.
    pub fn render(&self) -> Value {
        if self.tag_type == TagType::Map {
            let map = self.tag_values();
            return if map.is_empty() { Value::Undefined } else { Value::Object(map) };
        }
        let mut list: Vec<Value> = self.sorted().into_iter().map(|tag| self.render_tag(tag)).collect();
        list.extend(self.dynamic.iter().cloned());
        if list.is_empty() { Value::Undefined } else { Value::List(list) }
    }

    fn render_tag(&self, tag: &Tag) -> Value {
        let (key, value) = (tag.key.clone(), tag.value.clone());
        match self.tag_type {
            TagType::AutoScalingGroup => crate::props! {
                "Key" => key,
                "Value" => value,
                "PropagateAtLaunch" => tag.apply_to_launched_instances,
            },
            _ => crate::props! { "Key" => key, "Value" => value },
        }
    }
}
