//! Reads files below one directory, and nothing else, within limits.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::{Error, Limits, json};

/// The assembly's directory. What is read through it counts towards the limits.
pub(super) struct Files<'a> {
    root: PathBuf,
    limits: &'a Limits,
    read: Cell<u64>,
}

impl<'a> Files<'a> {
    /// Opens a directory. The user chose it, so it may itself be a link.
    pub(super) fn open(root: &Path, limits: &'a Limits) -> Result<Self, Error> {
        match fs::metadata(root) {
            Ok(metadata) if metadata.is_dir() => {
                Ok(Self { root: root.to_owned(), limits, read: Cell::new(0) })
            }
            Ok(_) => Err(Error::NotADirectory(root.to_owned())),
            Err(source) if source.kind() == io::ErrorKind::NotFound => Err(Error::Missing(root.to_owned())),
            Err(source) if source.kind() == io::ErrorKind::NotADirectory => {
                Err(Error::NotADirectory(root.to_owned()))
            }
            Err(source) => Err(Error::Io { path: root.to_owned(), source }),
        }
    }

    pub(super) fn limits(&self) -> &Limits {
        self.limits
    }

    /// The path of something in the assembly, for messages.
    pub(super) fn path(&self, inside: &Path) -> PathBuf {
        // Joining nothing would add a slash.
        if inside.as_os_str().is_empty() { self.root.clone() } else { self.root.join(inside) }
    }

    /// Joins a path that a file of the assembly names to the folder that it is relative to.
    ///
    /// # Errors
    /// Absolute paths, and paths with `..`, are refused.
    pub(super) fn join(&self, folder: &Path, named: &str, from: &Path) -> Result<PathBuf, Error> {
        let inside = Path::new(named)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if named.is_empty() || !inside {
            return Err(Error::Outside { from: self.path(from), path: named.to_owned() });
        }
        let plain = Path::new(named).components().filter(|part| matches!(part, Component::Normal(_)));
        Ok(plain.fold(folder.to_owned(), |path, part| path.join(part)))
    }

    /// Reads and parses a JSON file; `None` where there is no file.
    pub(super) fn json(&self, inside: &Path) -> Result<Option<Value>, Error> {
        let Some(text) = self.text(inside)? else {
            return Ok(None);
        };
        match json::parse(&text, self.limits.depth) {
            Ok(value) => Ok(Some(value)),
            Err(problem) => Err(Error::Json { path: self.path(inside), problem }),
        }
    }

    fn text(&self, inside: &Path) -> Result<Option<String>, Error> {
        let path = self.path(inside);
        let io = |source| Error::Io { path: path.clone(), source };
        match self.is_plain(inside) {
            Ok(true) => {}
            Ok(false) => return Err(Error::NotAFile(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io(error)),
        }
        let limit = self.limits.file_bytes;
        let file = File::open(&path).map_err(io)?;
        let expected = file.metadata().map_err(io)?.len().min(limit) as usize;
        let mut bytes = Vec::with_capacity(expected + 1);
        file.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
        let length = bytes.len() as u64;
        if length > limit {
            return Err(too_large(path, "the file is larger", limit));
        }
        self.read.set(self.read.get() + length);
        if self.read.get() > self.limits.total_bytes {
            return Err(too_large(
                self.root.clone(),
                "its files are larger together",
                self.limits.total_bytes,
            ));
        }
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|error| Error::Encoding { path, offset: error.utf8_error().valid_up_to() })
    }

    /// Whether the path is a regular file and no step to it is a link.
    fn is_plain(&self, inside: &Path) -> io::Result<bool> {
        let mut path = self.root.clone();
        let mut steps = inside.components().peekable();
        while let Some(step) = steps.next() {
            path.push(step);
            let kind = fs::symlink_metadata(&path)?.file_type();
            let expected = if steps.peek().is_some() { kind.is_dir() } else { kind.is_file() };
            if !expected {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The names of the templates in a folder, sorted.
    pub(super) fn templates(&self, folder: &Path) -> Result<Vec<PathBuf>, Error> {
        let path = self.path(folder);
        let io = |source| Error::Io { path: path.clone(), source };
        let mut found = Vec::new();
        for entry in fs::read_dir(&path).map_err(io)? {
            let name = entry.map_err(io)?.file_name();
            if name.to_str().is_some_and(|name| name.ends_with(".template.json")) {
                found.push(folder.join(name));
            }
        }
        found.sort();
        Ok(found)
    }
}

fn too_large(path: PathBuf, what: &str, bytes: u64) -> Error {
    Error::TooLarge { path, what: what.to_owned(), limit: format!("{} MiB", bytes >> 20) }
}
