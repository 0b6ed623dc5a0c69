//! Where the files of an assembly come from: a directory, or memory.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::Error;

/// What there is at a path.
pub(super) enum Found<'s> {
    Nothing,
    /// A folder, link, device or pipe, or something below a file.
    NotAFile,
    File(Cow<'s, [u8]>),
}

/// Files by their paths, which are relative and plain: they hold neither `..` nor `.`.
pub(super) trait Source {
    /// What there is at a path; of a file's content, `most` bytes and one more.
    fn find(&self, inside: &Path, most: u64) -> io::Result<Found<'_>>;

    /// The names of what there is in a folder, in any order.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;
}

/// A directory.
pub(super) struct Directory<'a> {
    root: &'a Path,
}

impl<'a> Directory<'a> {
    /// Opens a directory. The user chose it, so it may itself be a link.
    pub(super) fn open(root: &'a Path) -> Result<Self, Error> {
        match fs::metadata(root) {
            Ok(metadata) if metadata.is_dir() => Ok(Self { root }),
            Ok(_) => Err(Error::NotADirectory(root.to_owned())),
            Err(source) if source.kind() == io::ErrorKind::NotFound => Err(Error::Missing(root.to_owned())),
            Err(source) if source.kind() == io::ErrorKind::NotADirectory => {
                Err(Error::NotADirectory(root.to_owned()))
            }
            Err(source) => Err(Error::Io { path: root.to_owned(), source }),
        }
    }

    /// Whether the path is a regular file and no step to it is a link.
    fn is_plain(&self, inside: &Path) -> io::Result<bool> {
        if inside.as_os_str().is_empty() {
            return Ok(false);
        }
        let mut path = self.root.to_owned();
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
}

impl Source for Directory<'_> {
    fn find(&self, inside: &Path, most: u64) -> io::Result<Found<'_>> {
        match self.is_plain(inside) {
            Ok(true) => {}
            Ok(false) => return Ok(Found::NotAFile),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(error),
        }
        let file = File::open(self.root.join(inside))?;
        let expected = file.metadata()?.len().min(most) as usize;
        let mut bytes = Vec::with_capacity(expected + 1);
        file.take(most + 1).read_to_end(&mut bytes)?;
        Ok(Found::File(bytes.into()))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.root.join(folder))? {
            // A name that is no text is none that the CDK gives.
            names.extend(entry?.file_name().into_string());
        }
        Ok(names)
    }
}

/// Files in memory.
pub(super) struct Memory<'a> {
    files: BTreeMap<PathBuf, &'a [u8]>,
}

impl<'a> Memory<'a> {
    /// Takes files by their paths; of two with the same path the later one.
    ///
    /// # Errors
    /// A path that no directory could have in it. `name` is what messages call the assembly.
    pub(super) fn new<P: AsRef<Path>>(
        name: &Path,
        files: impl IntoIterator<Item = (P, &'a [u8])>,
    ) -> Result<Self, Error> {
        let mut by_path = BTreeMap::new();
        for (path, content) in files {
            let path = path.as_ref();
            let Some(plain) = plain(path).filter(|plain| !plain.as_os_str().is_empty()) else {
                return Err(Error::Outside { from: name.to_owned(), path: path.display().to_string() });
            };
            by_path.insert(plain, content);
        }
        Ok(Self { files: by_path })
    }
}

impl Source for Memory<'_> {
    fn find(&self, inside: &Path, _: u64) -> io::Result<Found<'_>> {
        if let Some(content) = self.files.get(inside) {
            return Ok(Found::File((*content).into()));
        }
        let is_folder = self.files.keys().any(|path| path.starts_with(inside));
        let is_below_a_file = inside.ancestors().any(|above| self.files.contains_key(above));
        Ok(if is_folder || is_below_a_file { Found::NotAFile } else { Found::Nothing })
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let below = self.files.keys().filter_map(|path| path.strip_prefix(folder).ok());
        let names: BTreeSet<&str> = below.filter_map(|path| path.iter().next()?.to_str()).collect();
        Ok(names.into_iter().map(str::to_owned).collect())
    }
}

/// A relative path without `.` in it; `None` where it is absolute or holds `..`.
pub(super) fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => plain.push(part),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(plain)
}
