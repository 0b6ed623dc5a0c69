//! A stack's template.

use super::Stack;
use crate::construct::{Construct, Node};
use crate::error::{Error, Result};
use crate::json::{Json, Map};
use crate::value::{Resolver, Value};

const MAX_RESOURCES: i64 = 500;
const RESOURCE_LIMIT_CONTEXT: &str = "@aws-cdk/core:stackResourceLimit";

impl Stack {
    /// The stack's template, as it will be written.
    pub fn to_template(&self) -> Result<Json> {
        let mut template = self.template_head()?;
        for element in self.elements() {
            let mut resolver = Resolver::new(&element)?;
            if let Some((section, content)) = element.render_element(&mut resolver)? {
                let id = element.logical_id()?;
                let entries = template.get_or_insert_with(section, || Json::Object(Map::new()));
                if let Json::Object(entries) = entries
                    && entries.insert(id.clone(), content).is_some()
                {
                    return Err(Error::message(format!("section '{section}' already contains '{id}'")));
                }
            }
        }
        self.data(|data| data.logical_ids.assert_all_renames_applied())??;
        self.refuse_too_many(&template)?;
        Ok(Json::Object(template))
    }

    fn template_head(&self) -> Result<Map<Json>> {
        let mut head = Map::new();
        let (description, transforms, version, metadata) = self.data(|data| {
            let version = data.template_format_version.clone();
            (data.description.clone(), data.transforms.clone(), version, data.template_metadata.clone())
        })?;
        if let Some(description) = description {
            head.insert("Description", Json::from(description));
        }
        match &transforms[..] {
            [] => {}
            [only] => drop(head.insert("Transform", Json::from(only.as_str()))),
            // A list even where it is the same one several times.
            several => {
                let first = several.iter().enumerate().filter(|(at, name)| !several[..*at].contains(name));
                let list = first.map(|(_, name)| Json::from(name.as_str())).collect();
                head.insert("Transform", Json::Array(list));
            }
        }
        if let Some(version) = version {
            head.insert("AWSTemplateFormatVersion", Json::from(version));
        }
        if !metadata.is_empty()
            && let Some(metadata) = self.resolve(&Value::Object(metadata))?
        {
            head.insert("Metadata", metadata);
        }
        Ok(head)
    }

    /// The template elements of this stack, those of stacks inside of it left out.
    pub(crate) fn elements(&self) -> Vec<Node> {
        let mut found = Vec::new();
        collect(self.node(), &mut found);
        found
    }

    fn refuse_too_many(&self, template: &Map<Json>) -> Result<()> {
        let limit = match self.node().try_get_context(RESOURCE_LIMIT_CONTEXT) {
            Some(Json::Integer(limit)) => limit,
            Some(Json::String(text)) => text.parse().unwrap_or(MAX_RESOURCES),
            _ => MAX_RESOURCES,
        };
        let resources = template.get("Resources").and_then(Json::as_object).map_or(0, Map::len) as i64;
        if limit > 0 && resources > limit {
            return Err(Error::message(format!(
                "Number of resources in stack '{}': {resources} is greater than allowed maximum of {limit}",
                self.node().path()
            )));
        }
        Ok(())
    }
}

fn collect(node: &Node, found: &mut Vec<Node>) {
    if node.read(|data| data.element.is_some()) {
        found.push(node.clone());
    }
    for child in node.children() {
        if child.read(|data| data.stack_data.is_none()) {
            collect(&child, found);
        }
    }
}
