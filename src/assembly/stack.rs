//! One stack and its template.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::files::Files;
use super::{Error, Export};

/// A stack of an assembly.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// The name that `cdk ls` shows: the stack's construct path.
    pub name: String,
    /// The file that its template was read from, relative to the assembly.
    pub template_file: PathBuf,
    /// The template, a JSON object whose `Resources`, when there are any, are objects with a `Type`.
    pub template: Value,
    /// The names of the stacks that it depends on, sorted.
    pub dependencies: Vec<String>,
    /// Where it is deployed.
    pub environment: Environment,
    /// Logical id to construct path, such as `yoctogram-data-stack/photos/Resource`.
    pub paths: BTreeMap<String, String>,
    /// The hashes of the docker images that are built for it, sorted.
    pub images: Vec<String>,
}

impl Stack {
    /// The template's resources by logical id.
    pub fn resources(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.template.get("Resources").and_then(Value::as_object).into_iter().flatten()
    }
}

/// An account and a region; `None` where the stack is environment-agnostic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// The AWS account's 12 digits.
    pub account: Option<String>,
    /// The AWS region, such as `us-west-2`.
    pub region: Option<String>,
}

impl Environment {
    /// Parses `aws://ACCOUNT/REGION`.
    pub(super) fn parse(url: &str) -> Self {
        let known = |part: &str| (!part.is_empty() && !part.starts_with("unknown-")).then(|| part.to_owned());
        match url.strip_prefix("aws://").and_then(|rest| rest.split_once('/')) {
            Some((account, region)) => Self { account: known(account), region: known(region) },
            None => Self::default(),
        }
    }
}

/// A stack while its assembly is being read.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) stack: Stack,
    /// Logical ids with the construct paths that the manifest gives them: several when nested stacks share an id.
    pub(super) manifest_paths: Vec<(String, String)>,
    /// Whether another stack holds it, and so takes its outputs.
    pub(super) is_nested: bool,
    /// What its parent passes into it.
    pub(super) parameters: BTreeMap<String, Export>,
}

impl Loaded {
    /// Reads a template; refuses what is not one.
    pub(super) fn read(
        files: &Files<'_>,
        name: String,
        template_file: PathBuf,
        from: &str,
    ) -> Result<Self, Error> {
        let Some(template) = files.json(&template_file)? else {
            return Err(Error::Dangling { path: files.path(&template_file), from: from.to_owned() });
        };
        check_shape(&template).map_err(|problem| Error::shape(files.path(&template_file), problem))?;
        let paths = template_paths(&template);
        let stack = Stack {
            name,
            template_file,
            template,
            dependencies: Vec::new(),
            environment: Environment::default(),
            paths,
            images: Vec::new(),
        };
        Ok(Self { stack, manifest_paths: Vec::new(), is_nested: false, parameters: BTreeMap::new() })
    }

    /// Takes construct paths from the manifest for what has none in the template (path metadata may be off).
    pub(super) fn add_manifest_paths(&mut self) {
        for (id, path) in &self.manifest_paths {
            let known = self.stack.template.get("Resources").is_some_and(|all| all.get(id).is_some());
            if known && !self.stack.paths.contains_key(id) {
                self.stack.paths.insert(id.clone(), path.clone());
            }
        }
    }

    /// The exports of this stack: its template's, and those of its nesting.
    pub(super) fn exports(&mut self) -> Vec<(String, Export)> {
        let name = &self.stack.name;
        let mut exports = Vec::new();
        let outputs = self.stack.template.get("Outputs").and_then(Value::as_object);
        for (id, output) in outputs.into_iter().flatten() {
            let Some(value) = output.get("Value") else {
                continue;
            };
            let export = Export { stack: name.clone(), value: value.clone() };
            let exported = output.get("Export").and_then(|export| export.get("Name")?.as_str());
            exports.extend(exported.map(|exported| (exported.to_owned(), export.clone())));
            exports.extend(self.is_nested.then(|| (format!("{name}/Outputs/{id}"), export)));
        }
        exports.extend(std::mem::take(&mut self.parameters));
        exports
    }
}

fn check_shape(template: &Value) -> Result<(), String> {
    let Some(template) = template.as_object() else {
        return Err("a template must be a JSON object".to_owned());
    };
    for section in ["Parameters", "Resources", "Outputs"] {
        let Some(entries) = template.get(section) else {
            continue;
        };
        let Some(entries) = entries.as_object() else {
            return Err(format!("{section} must be an object"));
        };
        for (id, entry) in entries {
            check_entry(section, id, entry)?;
        }
    }
    Ok(())
}

fn check_entry(section: &str, id: &str, entry: &Value) -> Result<(), String> {
    let Some(entry) = entry.as_object() else {
        return Err(format!("{section}/{id} must be an object"));
    };
    if section != "Resources" {
        return Ok(());
    }
    if !entry.get("Type").is_some_and(Value::is_string) {
        return Err(format!("Resources/{id} has no Type"));
    }
    if entry.get("Properties").is_some_and(|properties| !properties.is_object()) {
        return Err(format!("Resources/{id}/Properties must be an object"));
    }
    Ok(())
}

/// The construct paths that the CDK writes beside each resource.
fn template_paths(template: &Value) -> BTreeMap<String, String> {
    let resources = template.get("Resources").and_then(Value::as_object);
    let path = |resource: &Map<String, Value>| {
        Some(resource.get("Metadata")?.get("aws:cdk:path")?.as_str()?.to_owned())
    };
    let found = resources.into_iter().flatten();
    found.filter_map(|(id, resource)| Some((id.clone(), path(resource.as_object()?)?))).collect()
}
