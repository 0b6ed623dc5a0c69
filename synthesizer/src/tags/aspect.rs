//! Tags for everything below a construct.

use std::cell::RefCell;

use crate::aspect::{Aspect, Aspects};
use crate::cfn::CfnResource;
use crate::construct::{Construct, Node};
use crate::error::Result;
use crate::stack::Stack;
use crate::tags::TagManager;
use crate::value::Value;

/// Which resources a tag is for, and what it gives way to.
#[derive(Debug, Clone, Default)]
pub struct TagProps {
    /// Whether instances of an auto-scaling group get it too; they do unless this says no.
    pub apply_to_launched_instances: Option<bool>,
    /// Resource types that do not get it.
    pub exclude_resource_types: Vec<String>,
    /// The only resource types that get it; all if empty.
    pub include_resource_types: Vec<String>,
    /// The higher one wins; 100 for adding and 200 for removing if none is given.
    pub priority: Option<i32>,
}

/// Tags for everything below a construct.
#[derive(Debug)]
pub struct Tags {
    node: Node,
}

impl Tags {
    /// Those of everything below this construct, itself included.
    pub fn of(construct: &dyn Construct) -> Tags {
        Tags { node: construct.node().clone() }
    }

    /// Adds a tag.
    pub fn add(&self, key: &str, value: impl Into<Value>, props: TagProps) {
        Aspects::of(&self.node).add(Tag { key: key.to_owned(), value: Some(value.into()), props });
    }

    /// Removes a tag.
    pub fn remove(&self, key: &str, props: TagProps) {
        Aspects::of(&self.node).add(Tag { key: key.to_owned(), value: None, props });
    }
}

/// Sets a tag, or removes it where there is no value.
struct Tag {
    key: String,
    value: Option<Value>,
    props: TagProps,
}

impl Tag {
    fn apply(&self, tags: &mut TagManager) {
        let props = &self.props;
        if !tags.is_included(&props.include_resource_types, &props.exclude_resource_types) {
            return;
        }
        match &self.value {
            Some(value) => {
                let launched = props.apply_to_launched_instances != Some(false);
                tags.set_tag(&self.key, value.clone(), props.priority.unwrap_or(100), launched);
            }
            None => tags.remove_tag(&self.key, props.priority.unwrap_or(200)),
        }
    }
}

impl Aspect for Tag {
    fn visit(&self, node: &Node) -> Result<()> {
        if let Some(resource) = CfnResource::at(node) {
            resource.tags(|tags| self.apply(tags));
        } else if node.read(|data| data.stack_data.is_some()) {
            Stack::from_node(node.clone()).tags(|tags| self.apply(tags))?;
        } else if let Some(tags) = node.attached::<RefCell<TagManager>>() {
            self.apply(&mut tags.borrow_mut());
        }
        Ok(())
    }
}
