//! What is known of a stack besides its place in the tree.

use std::rc::Rc;

use super::dependencies::StackDependency;
use super::logical_ids::LogicalIds;
use super::nested::Nested;
use super::synthesizer::Synthesizer;
use super::unique_id::{UniqueResourceNameOptions, unique_resource_name};
use super::{Environment, Stack, StackProps, environment};
use crate::construct::Node;
use crate::error::{Error, Result};
use crate::json::{Json, Map};
use crate::tags::TagManager;
use crate::value::{Text, Value};

const MAX_NAME_LENGTH: usize = 128;
const MAX_DESCRIPTION_LENGTH: usize = 512;

pub(crate) struct StackData {
    pub(crate) account: Text,
    pub(crate) region: Text,
    pub(crate) environment: String,
    pub(crate) stack_name: Rc<str>,
    pub(crate) artifact_id: Rc<str>,
    pub(crate) termination_protection: bool,
    pub(crate) version_reporting: bool,
    pub(crate) suppress_indentation: bool,
    pub(crate) description: Option<String>,
    pub(crate) transforms: Vec<String>,
    pub(crate) template_metadata: Map<Value>,
    pub(crate) tags: TagManager,
    pub(crate) logical_ids: LogicalIds,
    pub(crate) dependencies: Vec<StackDependency>,
    /// What the command line has to look up, as `manifest.json` says it.
    pub(crate) missing: Vec<Json>,
    pub(crate) synthesizer: Synthesizer,
    /// What a nested stack has besides.
    pub(crate) nested: Option<Nested>,
    /// Whether values of stacks in other regions are carried here by custom resources.
    pub(crate) cross_region_references: bool,
    pub(crate) template_format_version: Option<String>,
}

impl StackData {
    pub(super) fn new(node: &Node, props: StackProps) -> Result<StackData> {
        let (account, region) = Environment::resolved(props.env, node);
        let description = checked_description(props.description)?;
        let stack_name = checked_name(match props.stack_name {
            Some(name) => name,
            None => generated_name(node)?,
        })?;
        let flag = |given: Option<bool>, key: &str| {
            given.unwrap_or_else(|| node.try_get_context(key).is_some_and(|value| value.is_truthy()))
        };
        Ok(StackData {
            environment: environment::format(&account, &region),
            synthesizer: Synthesizer::new(node, props.synthesizer.unwrap_or_default(), &account, &region),
            account,
            region,
            stack_name,
            artifact_id: name_from_ids(&path_ids(node, 0), "")?.into(),
            termination_protection: props.termination_protection,
            version_reporting: flag(props.analytics_reporting, "aws:cdk:version-reporting"),
            suppress_indentation: flag(
                props.suppress_template_indentation,
                "@aws-cdk/core:suppressTemplateIndentation",
            ),
            description,
            transforms: Vec::new(),
            template_metadata: Map::new(),
            tags: Stack::new_tag_manager(&props.tags),
            logical_ids: LogicalIds::default(),
            dependencies: Vec::new(),
            missing: Vec::new(),
            nested: None,
            cross_region_references: props.cross_region_references,
            template_format_version: None,
        })
    }

    pub(crate) fn template_file(&self) -> String {
        match &self.nested {
            Some(nested) => nested.template_file.clone(),
            None => format!("{}.template.json", self.artifact_id),
        }
    }
}

fn checked_description(description: Option<String>) -> Result<Option<String>> {
    match description {
        Some(text) if text.encode_utf16().count() > MAX_DESCRIPTION_LENGTH => Err(Error::message(format!(
            "Stack description must be <= 1024 bytes. Received description: '{text}'"
        ))),
        fine => Ok(fine),
    }
}

fn checked_name(name: String) -> Result<Rc<str>> {
    if name.chars().count() > MAX_NAME_LENGTH {
        return Err(Error::message(format!("Stack name must be <= 128 characters. Stack name: '{name}'")));
    }
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !starts_well || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(Error::message(format!(
            "Stack name must match the regular expression: /^[A-Za-z][A-Za-z0-9-]*$/, got '{name}'"
        )));
    }
    Ok(name.into())
}

/// The name of a stack that is given none: its stage's name, and its path below the stage.
fn generated_name(node: &Node) -> Result<String> {
    let (stage_name, depth) = node.stage_name();
    let prefix = if stage_name.is_empty() { String::new() } else { format!("{stage_name}-") };
    let ids = path_ids(node, depth);
    if node.is_enabled(crate::flags::INCLUDE_PREFIX_IN_UNIQUE_NAME_GENERATION) {
        name_from_ids(&ids, &prefix)
    } else {
        Ok(prefix + &name_from_ids(&ids, "")?)
    }
}

/// The ids from below the ancestor at this depth down to the stack.
fn path_ids(node: &Node, depth: usize) -> Vec<Rc<str>> {
    node.scopes().iter().skip(depth + 1).map(Node::id).collect()
}

fn name_from_ids(ids: &[Rc<str>], prefix: &str) -> Result<String> {
    if let [only] = ids {
        let name = format!("{prefix}{only}");
        if name.len() <= MAX_NAME_LENGTH {
            return Ok(name);
        }
    }
    let options = UniqueResourceNameOptions { max_length: MAX_NAME_LENGTH, ..Default::default() };
    unique_resource_name(ids, prefix, options)
}
