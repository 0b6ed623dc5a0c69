//! Recordings of the real CDK's assemblies.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};

/// File contents by path in the assembly.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What was kept of one assembly of the real CDK.
#[derive(Debug, Clone, Default)]
pub struct Recording {
    /// Name of the variant.
    pub name: String,
    /// Its files.
    pub files: Files,
}

impl Recording {
    /// A recording that is kept as a folder.
    pub fn from_folder(folder: &Path) -> Result<Recording> {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut files = Files::new();
        read_folder(folder, "", &mut files)?;
        Ok(Recording { name, files })
    }

    /// All recordings of a `.tar.xz` archive, one top folder each.
    pub fn all_of_archive(archive: &Path) -> Result<Vec<Recording>> {
        let compressed = fs::read(archive).map_err(|error| Error::io(archive, error))?;
        let mut plain = Vec::new();
        lzma_rs::xz_decompress(&mut &compressed[..], &mut plain)
            .map_err(|error| Error::message(format!("{}: {error:?}", archive.display())))?;
        read_archive(&plain).map_err(|error| Error::io(archive, error))
    }
}

fn read_archive(plain: &[u8]) -> std::io::Result<Vec<Recording>> {
    let mut by_name: BTreeMap<String, Files> = BTreeMap::new();
    for entry in tar::Archive::new(plain).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        if let Some((name, file)) = path.split_once('/').filter(|(_, file)| is_of_the_cdk(file)) {
            let mut content = Vec::new();
            entry.read_to_end(&mut content)?;
            by_name.entry(name.to_owned()).or_default().insert(file.to_owned(), content);
        }
    }
    Ok(by_name.into_iter().map(|(name, files)| Recording { name, files }).collect())
}

fn read_folder(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    let failed = |error| Error::io(folder, error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files)?;
        } else if is_of_the_cdk(&name) {
            files.insert(name, fs::read(&path).map_err(|error| Error::io(&path, error))?);
        }
    }
    Ok(())
}

/// Beside what the CDK wrote, recordings keep what infragrade's tracer saw.
fn is_of_the_cdk(file: &str) -> bool {
    !file.ends_with("infragrade.trace.json")
}
