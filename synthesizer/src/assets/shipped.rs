//! Assets that the CDK ships inside its packages.

use std::fs;
use std::path::Path;

use super::fingerprint::FingerprintOptions;
use crate::error::{Error, Result};

/// The code of a custom resource or a layer that is part of the CDK's packages. It is known by its hash; the files
/// themselves are taken from the packages if these are installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedAsset {
    /// Its fingerprint.
    pub hash: &'static str,
    /// Extension of the file in the assembly; empty for folders.
    pub extension: &'static str,
    /// What it is made of: the name in the asset (empty for the asset itself), and the path below `node_modules`.
    pub parts: &'static [(&'static str, &'static str)],
}

impl ShippedAsset {
    /// Copies it from installed packages to `target`; says whether they have it.
    pub(crate) fn stage(&self, node_modules: &Path, target: &Path) -> Result<bool> {
        if !self.parts.iter().all(|(_, source)| node_modules.join(source).exists()) {
            return Ok(false);
        }
        for (name, source) in self.parts {
            let (source, target) = (node_modules.join(source), target.join(name));
            if source.is_dir() {
                super::staging::copy_folder(&source, &target, &FingerprintOptions::default())?;
                continue;
            }
            let target = if name.is_empty() { target.as_path().components().collect() } else { target };
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).map_err(|error| Error::io(parent, error))?;
            }
            fs::copy(&source, &target).map_err(|error| Error::io(&source, error))?;
        }
        Ok(true)
    }
}
