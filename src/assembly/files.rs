//! Reads files of one assembly, and nothing else, within limits.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::source::{Found, Source, plain};
use super::{Error, Limits, json};

/// The files of an assembly. What is read through it counts towards the limits.
pub(super) struct Files<'a> {
    root: &'a Path,
    source: &'a dyn Source,
    limits: &'a Limits,
    read: Cell<u64>,
}

impl<'a> Files<'a> {
    /// Files of a source, which messages call `root`.
    pub(super) fn new(root: &'a Path, source: &'a dyn Source, limits: &'a Limits) -> Self {
        Self { root, source, limits, read: Cell::new(0) }
    }

    pub(super) fn limits(&self) -> &Limits {
        self.limits
    }

    /// The path of something in the assembly, for messages.
    pub(super) fn path(&self, inside: &Path) -> PathBuf {
        // Joining nothing would add a slash.
        if inside.as_os_str().is_empty() { self.root.to_owned() } else { self.root.join(inside) }
    }

    /// Joins a path that a file of the assembly names to the folder that it is relative to.
    ///
    /// # Errors
    /// Absolute paths, and paths with `..`, are refused.
    pub(super) fn join(&self, folder: &Path, named: &str, from: &Path) -> Result<PathBuf, Error> {
        match plain(Path::new(named)).filter(|_| !named.is_empty()) {
            Some(inside) if inside.as_os_str().is_empty() => Ok(folder.to_owned()),
            Some(inside) => Ok(folder.join(inside)),
            None => Err(Error::Outside { from: self.path(from), path: named.to_owned() }),
        }
    }

    /// Reads and parses a JSON file; `None` where there is no file.
    pub(super) fn json(&self, inside: &Path) -> Result<Option<Value>, Error> {
        let found = self.source.find(inside, self.limits.file_bytes);
        let bytes = match found.map_err(|source| Error::Io { path: self.path(inside), source })? {
            Found::Nothing => return Ok(None),
            Found::NotAFile => return Err(Error::NotAFile(self.path(inside))),
            Found::File(bytes) => bytes,
        };
        self.count(inside, bytes.len() as u64)?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|error| Error::Encoding { path: self.path(inside), offset: error.valid_up_to() })?;
        let value = json::parse(text, self.limits.depth);
        value.map(Some).map_err(|problem| Error::Json { path: self.path(inside), problem })
    }

    fn count(&self, inside: &Path, bytes: u64) -> Result<(), Error> {
        let Limits { file_bytes, total_bytes, .. } = *self.limits;
        if bytes > file_bytes {
            return Err(too_large(self.path(inside), "the file is larger", file_bytes));
        }
        self.read.set(self.read.get() + bytes);
        if self.read.get() > total_bytes {
            return Err(too_large(self.root.to_owned(), "its files are larger together", total_bytes));
        }
        Ok(())
    }

    /// The templates in a folder, sorted.
    pub(super) fn templates(&self, folder: &Path) -> Result<Vec<PathBuf>, Error> {
        let names = self.source.names(folder);
        let mut names = names.map_err(|source| Error::Io { path: self.path(folder), source })?;
        names.retain(|name| name.ends_with(".template.json"));
        names.sort();
        Ok(names.into_iter().map(|name| folder.join(name)).collect())
    }
}

fn too_large(path: PathBuf, what: &str, bytes: u64) -> Error {
    Error::TooLarge { path, what: what.to_owned(), limit: format!("{} MiB", bytes >> 20) }
}
