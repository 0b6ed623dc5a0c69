//! Putting an assembly together.

use std::fs;
use std::path::Path;

use super::SCHEMA_VERSION;
use crate::assets::StagedAsset;
use crate::error::{Error, Result};
use crate::json::{Json, Map};

/// One file of an assembly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssemblyFile {
    /// Path in the assembly, with `/`.
    pub path: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// A synthesized app, in memory.
#[derive(Debug, Clone, Default)]
pub struct CloudAssembly {
    files: Vec<AssemblyFile>,
    pub(super) assets: Vec<StagedAsset>,
}

impl CloudAssembly {
    /// The files, those of inner assemblies included.
    pub fn files(&self) -> &[AssemblyFile] {
        &self.files
    }

    /// The content of one file.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.iter().find(|file| file.path == path).map(|file| &file.content[..])
    }

    /// Writes all files below `directory`, which is made if need be.
    pub fn write_to(&self, directory: &Path) -> Result<()> {
        let mut made = None;
        for file in &self.files {
            let path = directory.join(&file.path);
            let parent = path.parent().map(Path::to_path_buf);
            if let Some(parent) = parent.filter(|parent| made.as_ref() != Some(parent)) {
                fs::create_dir_all(&parent).map_err(|error| Error::io(&parent, error))?;
                made = Some(parent);
            }
            fs::write(&path, &file.content).map_err(|error| Error::io(&path, error))?;
        }
        Ok(())
    }

    /// Copies the assets to `directory`. Those that the CDK ships are taken from `node_modules`, where `aws-cdk-lib` and
    /// the packages it depends on are installed; returned are the paths of those that could not be found.
    pub fn stage_assets(&self, directory: &Path, node_modules: Option<&Path>) -> Result<Vec<String>> {
        let mut missing = Vec::new();
        for asset in &self.assets {
            if !asset.stage(directory, node_modules)? {
                missing.push(asset.path.clone());
            }
        }
        Ok(missing)
    }

    pub(crate) fn add(&mut self, path: String, content: String) {
        self.files.push(AssemblyFile { path, content: content.into_bytes() });
    }
}

/// Collects the artifacts of one assembly, the app's or a stage's.
pub(crate) struct AssemblyBuilder<'a> {
    pub(crate) assembly: &'a mut CloudAssembly,
    /// Put before file names: empty, or a folder with `/`.
    folder: String,
    artifacts: Map<Json>,
    missing: Vec<Json>,
}

impl<'a> AssemblyBuilder<'a> {
    pub(crate) fn new(assembly: &'a mut CloudAssembly, folder: String) -> AssemblyBuilder<'a> {
        AssemblyBuilder { assembly, folder, artifacts: Map::new(), missing: Vec::new() }
    }

    pub(crate) fn folder(&self) -> &str {
        &self.folder
    }

    pub(crate) fn add_file(&mut self, name: &str, content: String) {
        self.assembly.add(format!("{}{name}", self.folder), content);
    }

    pub(crate) fn add_artifact(&mut self, id: &str, artifact: Map<Json>) {
        self.artifacts.insert(id.to_owned(), Json::Object(artifact));
    }

    /// Each key is looked up once.
    pub(crate) fn add_missing(&mut self, report: Json) {
        let key = |report: &Json| report.as_object().and_then(|map| map.get("key")).cloned();
        if self.missing.iter().all(|known| key(known) != key(&report)) {
            self.missing.push(report);
        }
    }

    /// Writes the manifest; returns what is to be looked up.
    pub(crate) fn finish(mut self) -> Vec<Json> {
        let mut manifest = Map::new();
        manifest.insert("version", Json::from(SCHEMA_VERSION));
        manifest.insert("artifacts", Json::Object(std::mem::take(&mut self.artifacts)));
        if !self.missing.is_empty() {
            manifest.insert("missing", Json::Array(self.missing.clone()));
        }
        self.add_file("manifest.json", Json::Object(manifest).stringify(2));
        self.add_file("cdk.out", Json::single("version", SCHEMA_VERSION).stringify(0));
        self.missing
    }
}
