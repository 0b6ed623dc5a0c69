//! Finds the stacks of an assembly by its manifest, or by its templates where there is none.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::Error;
use super::files::Files;
use super::stack::{Environment, Loaded};

const MANIFEST: &str = "manifest.json";

/// Stages may hold stages; the CDK itself writes one level.
const MAX_NESTED_ASSEMBLIES: usize = 5;

#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) stacks: Vec<Loaded>,
    pub(super) missing_context: Vec<String>,
}

/// Reads the stacks of the assembly in a folder of the directory, and of those within it.
pub(super) fn read(files: &Files<'_>, folder: &Path, found: &mut Found) -> Result<(), Error> {
    let file = folder.join(MANIFEST);
    match files.json(&file)? {
        Some(manifest) => Manifest { files, folder, file: &file }.read(&manifest, found),
        None if folder.as_os_str().is_empty() => read_templates(files, folder, found),
        None => Err(Error::Dangling { path: files.path(&file), from: MANIFEST.to_owned() }),
    }
}

fn read_templates(files: &Files<'_>, folder: &Path, found: &mut Found) -> Result<(), Error> {
    for file in files.templates(folder)? {
        let name = file.to_string_lossy();
        // A nested stack's template belongs to the stack that nests it.
        if let Some(name) = name.strip_suffix(".template.json").filter(|name| !name.ends_with(".nested")) {
            add(files, found, Loaded::read(files, name.to_owned(), file.clone(), "the directory")?)?;
        }
    }
    Ok(())
}

fn add(files: &Files<'_>, found: &mut Found, loaded: Loaded) -> Result<(), Error> {
    let name = &loaded.stack.name;
    if found.stacks.iter().any(|other| other.stack.name == *name) {
        return Err(Error::shape(
            files.path(&loaded.stack.template_file),
            format!("two stacks are named {name}"),
        ));
    }
    found.stacks.push(loaded);
    let limit = files.limits().stacks;
    if found.stacks.len() > limit {
        let path = files.path(Path::new(""));
        return Err(Error::TooLarge {
            path,
            what: format!("more than {limit} stacks"),
            limit: limit.to_string(),
        });
    }
    Ok(())
}

struct Manifest<'a> {
    files: &'a Files<'a>,
    folder: &'a Path,
    file: &'a Path,
}

impl Manifest<'_> {
    fn read(&self, manifest: &Value, found: &mut Found) -> Result<(), Error> {
        let artifacts = match manifest.get("artifacts") {
            Some(Value::Object(artifacts)) => artifacts.iter().collect::<Vec<_>>(),
            None if manifest.is_object() => Vec::new(),
            _ => return Err(self.shape("its `artifacts` must be an object")),
        };
        let names: BTreeMap<&str, &str> = artifacts
            .iter()
            .filter(|(_, artifact)| kind(artifact) == Some("aws:cloudformation:stack"))
            .map(|(id, artifact)| (id.as_str(), display_name(id, artifact)))
            .collect();
        for (id, artifact) in &artifacts {
            match kind(artifact) {
                Some("aws:cloudformation:stack") => {
                    let stack = self.stack(id, artifact, &names, manifest)?;
                    add(self.files, found, stack)?;
                }
                Some("cdk:cloud-assembly") => {
                    if self.folder.components().count() >= MAX_NESTED_ASSEMBLIES {
                        return Err(self.shape("assemblies are nested too deeply"));
                    }
                    let folder = self.property_path(id, artifact, "directoryName")?;
                    // "." would come back here.
                    if folder == self.folder {
                        return Err(self.shape(&format!("the assembly {id} holds itself")));
                    }
                    read(self.files, &folder, found)?;
                }
                Some(_) => {}
                None => return Err(self.shape(&format!("artifacts/{id} has no type"))),
            }
        }
        let missing = manifest.get("missing").and_then(Value::as_array);
        let keys = missing.into_iter().flatten().filter_map(|entry| entry.get("key")?.as_str());
        found.missing_context.extend(keys.map(str::to_owned));
        Ok(())
    }

    fn stack(
        &self,
        id: &str,
        artifact: &Value,
        names: &BTreeMap<&str, &str>,
        manifest: &Value,
    ) -> Result<Loaded, Error> {
        let template = self.property_path(id, artifact, "templateFile")?;
        let mut loaded = Loaded::read(self.files, display_name(id, artifact).to_owned(), template, MANIFEST)?;
        let stack = &mut loaded.stack;
        if let Some(url) = artifact.get("environment").and_then(Value::as_str) {
            stack.environment = Environment::parse(url);
        }
        let dependencies: Vec<&str> = strings(artifact.get("dependencies")).collect();
        stack.dependencies =
            dependencies.iter().filter_map(|id| names.get(id)).map(|name| (*name).to_owned()).collect();
        stack.dependencies.sort();
        for dependency in dependencies {
            if let Some(assets) = manifest.get("artifacts").and_then(|all| all.get(dependency)) {
                stack.images.extend(self.images(dependency, assets)?);
            }
        }
        stack.images.sort();
        stack.images.dedup();
        loaded.manifest_paths = self.paths(id, artifact)?;
        loaded.add_manifest_paths();
        Ok(loaded)
    }

    /// The hashes of the docker images in an asset manifest.
    fn images(&self, id: &str, artifact: &Value) -> Result<Vec<String>, Error> {
        if kind(artifact) != Some("cdk:asset-manifest") {
            return Ok(Vec::new());
        }
        let file = self.property_path(id, artifact, "file")?;
        let Some(assets) = self.files.json(&file)? else {
            let path = self.files.path(&file);
            return Err(Error::Dangling { path, from: MANIFEST.to_owned() });
        };
        let images = assets.get("dockerImages").and_then(Value::as_object);
        Ok(images.into_iter().flatten().map(|(hash, _)| hash.clone()).collect())
    }

    /// The construct paths of a stack's logical ids, from its metadata inside the manifest or in a file of its own.
    fn paths(&self, id: &str, artifact: &Value) -> Result<Vec<(String, String)>, Error> {
        let own_file = match artifact.get("additionalMetadataFile") {
            Some(_) => self.files.json(&self.path(id, artifact.get("additionalMetadataFile"))?)?,
            None => None,
        };
        let mut paths = Vec::new();
        for metadata in [artifact.get("metadata"), own_file.as_ref()].into_iter().flatten() {
            for (path, entries) in metadata.as_object().into_iter().flatten() {
                for entry in entries.as_array().into_iter().flatten() {
                    let is_id = kind(entry) == Some("aws:cdk:logicalId");
                    if let Some(id) = entry.get("data").and_then(Value::as_str).filter(|_| is_id) {
                        paths.push((id.to_owned(), path.trim_start_matches('/').to_owned()));
                    }
                }
            }
        }
        Ok(paths)
    }

    fn property_path(&self, id: &str, artifact: &Value, property: &str) -> Result<std::path::PathBuf, Error> {
        let named = artifact.get("properties").and_then(|properties| properties.get(property));
        match named {
            Some(_) => self.path(id, named),
            None => Err(self.shape(&format!("artifacts/{id}/properties has no {property}"))),
        }
    }

    fn path(&self, id: &str, named: Option<&Value>) -> Result<std::path::PathBuf, Error> {
        match named.and_then(Value::as_str) {
            Some(named) => self.files.join(self.folder, named, self.file),
            None => Err(self.shape(&format!("artifacts/{id} names a file by something that is no text"))),
        }
    }

    fn shape(&self, problem: &str) -> Error {
        Error::shape(self.files.path(self.file), problem)
    }
}

fn kind(artifact: &Value) -> Option<&str> {
    artifact.get("type")?.as_str()
}

/// A stack's construct path, which `cdk ls` shows; the artifact's id where there is none.
fn display_name<'a>(id: &'a str, artifact: &'a Value) -> &'a str {
    artifact.get("displayName").and_then(Value::as_str).unwrap_or(id)
}

fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
