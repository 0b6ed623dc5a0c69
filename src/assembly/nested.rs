//! Makes nested stacks (`AWS::CloudFormation::Stack`) stacks of the assembly like the others.
//!
//! A nested stack gets values from its parent as parameters and gives values back as outputs. Here both become exports
//! and imports, so that whoever follows references has one way to follow.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::files::Files;
use super::stack::Loaded;
use super::{Error, Export, references};

/// Loads the nested stacks of all stacks, at any depth, and connects them.
pub(super) fn flatten(files: &Files<'_>, stacks: &mut Vec<Loaded>) -> Result<(), Error> {
    let mut lineages: Vec<Vec<PathBuf>> =
        stacks.iter().map(|loaded| vec![loaded.stack.template_file.clone()]).collect();
    let mut next = 0;
    while next < stacks.len() {
        for mut child in connect(files, &mut stacks[next], &lineages[next])? {
            let limit = files.limits().stacks;
            if stacks.len() >= limit {
                let path = files.path(Path::new(""));
                let what = format!("more than {limit} stacks");
                return Err(Error::TooLarge { path, what, limit: limit.to_string() });
            }
            let mut lineage = lineages[next].clone();
            lineage.push(child.stack.template_file.clone());
            child.add_manifest_paths();
            lineages.push(lineage);
            stacks.push(child);
        }
        next += 1;
    }
    Ok(())
}

/// Reads the stacks nested directly in a parent and connects them with it.
fn connect(files: &Files<'_>, parent: &mut Loaded, lineage: &[PathBuf]) -> Result<Vec<Loaded>, Error> {
    let mut children = Vec::new();
    for (id, file) in nested(files, parent)? {
        if lineage.contains(&file) {
            let members = lineage.iter().chain([&file]).map(|file| file.display().to_string()).collect();
            return Err(Error::Cycle { path: files.path(&file), members });
        }
        let child = Loaded::read(files, child_name(parent, &id), file, &parent.stack.name)?;
        children.push((id, child));
    }
    for (id, child) in &children {
        let prefix = format!("{}/Outputs/", child.stack.name);
        rewrite(&mut parent.stack.template, &mut |name, attribute| {
            let output = attribute?.strip_prefix("Outputs.").filter(|_| name == id)?;
            Some(import(&prefix, output))
        });
    }
    Ok(children.into_iter().map(|(id, child)| hand_over(parent, &id, child)).collect())
}

/// Gives a child what its parent passes into it.
fn hand_over(parent: &Loaded, id: &str, mut child: Loaded) -> Loaded {
    let name = child.stack.name.clone();
    child.stack.environment = parent.stack.environment.clone();
    child.stack.images = parent.stack.images.clone();
    let below = format!("{name}/");
    let own = parent.manifest_paths.iter().filter(|(_, path)| path.starts_with(&below));
    child.manifest_paths = own.cloned().collect();

    let resource = parent.stack.template.get("Resources").and_then(|all| all.get(id));
    let passed = resource.and_then(|resource| resource.get("Properties")?.get("Parameters")?.as_object());
    let prefix = format!("{name}/Parameters/");
    for (parameter, value) in passed.into_iter().flatten() {
        let export = Export { stack: parent.stack.name.clone(), value: value.clone() };
        child.parameters.insert(format!("{prefix}{parameter}"), export);
    }
    let passed = passed.cloned().unwrap_or_default();
    rewrite(&mut child.stack.template, &mut |name, attribute| {
        (attribute.is_none() && passed.contains_key(name)).then(|| import(&prefix, name))
    });
    child.is_nested = true;
    child
}

/// The logical ids and template files of the stacks nested in a parent. A stack whose template is no asset of the
/// assembly (some address in S3) cannot be read, and stays a resource.
fn nested(files: &Files<'_>, parent: &Loaded) -> Result<Vec<(String, PathBuf)>, Error> {
    let from = &parent.stack.template_file;
    let folder = from.parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    for (id, resource) in parent.stack.resources() {
        let is_stack = resource.get("Type").and_then(Value::as_str) == Some("AWS::CloudFormation::Stack");
        let asset = resource.get("Metadata").and_then(|metadata| metadata.get("aws:asset:path")?.as_str());
        if let Some(asset) = asset.filter(|_| is_stack) {
            found.push((id.clone(), files.join(folder, asset, from)?));
        }
    }
    Ok(found)
}

/// `parent/nested`, of the construct path `parent/nested.NestedStack/nested.NestedStackResource`.
fn child_name(parent: &Loaded, id: &str) -> String {
    let path = parent.stack.paths.get(id);
    let construct =
        path.and_then(|path| path.split_once(".NestedStack/")).map(|(construct, _)| construct.to_owned());
    construct.unwrap_or_else(|| format!("{}/{id}", parent.stack.name))
}

fn import(prefix: &str, name: &str) -> Value {
    json!({ "Fn::ImportValue": format!("{prefix}{name}") })
}

/// Replaces the references for which `with(name, attribute)` knows another value.
fn rewrite(value: &mut Value, with: &mut impl FnMut(&str, Option<&str>) -> Option<Value>) {
    if let Some(new) = replacement(value, with) {
        *value = new;
        return;
    }
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| rewrite(value, with)),
        Value::Object(entries) => {
            if let Some(substitution) = entries.get_mut("Fn::Sub") {
                add_variables(substitution, with);
            }
            entries.values_mut().for_each(|value| rewrite(value, with));
        }
        _ => {}
    }
}

fn replacement(value: &Value, with: &mut impl FnMut(&str, Option<&str>) -> Option<Value>) -> Option<Value> {
    let entries = value.as_object().filter(|entries| entries.len() == 1)?;
    match entries.iter().next()? {
        (key, Value::String(name)) if key == "Ref" => with(name, None),
        (key, Value::String(path)) if key == "Fn::GetAtt" => {
            let (id, attribute) = references::attribute(path);
            with(id, Some(attribute))
        }
        (key, Value::Array(path)) if key == "Fn::GetAtt" => {
            with(path.first()?.as_str()?, Some(path.get(1)?.as_str()?))
        }
        _ => None,
    }
}

/// Turns `"${Name}"` into `["${Name}", {"Name": new value}]`.
fn add_variables(substitution: &mut Value, with: &mut impl FnMut(&str, Option<&str>) -> Option<Value>) {
    let (template, mut variables) = match &*substitution {
        Value::String(template) => (template.clone(), Map::new()),
        Value::Array(arguments) => match (arguments.first(), arguments.get(1)) {
            (Some(Value::String(template)), Some(Value::Object(variables))) => {
                (template.clone(), variables.clone())
            }
            _ => return,
        },
        _ => return,
    };
    let before = variables.len();
    for (name, _) in template.split("${").skip(1).filter_map(|piece| piece.split_once('}')) {
        let (id, attribute) = references::attribute(name);
        let attribute = (!attribute.is_empty()).then_some(attribute);
        if let Some(new) = with(id, attribute).filter(|_| !variables.contains_key(name)) {
            variables.insert(name.to_owned(), new);
        }
    }
    if variables.len() > before {
        *substitution = json!([template, variables]);
    }
}
