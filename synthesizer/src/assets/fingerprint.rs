//! Fingerprints of files and folders: the CDK's `FileSystem.fingerprint`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use sha2::Digest;

use super::ignore::{Ignore, IgnoreMode};
use crate::error::{Error, Result};
use crate::hash::hex;

/// Which symbolic links are taken for what they point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SymlinkFollowMode {
    /// None.
    Never,
    /// All.
    Always,
    /// Those that point out of the folder.
    #[default]
    External,
    /// Those that stay in the folder.
    BlockExternal,
}

/// What a fingerprint is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FingerprintOptions {
    /// Patterns of files that are left out; after `!` of files that are not.
    pub exclude: Vec<String>,
    /// How the patterns are read.
    pub ignore_mode: IgnoreMode,
    /// Which symbolic links are followed.
    pub follow: SymlinkFollowMode,
    /// Goes into the fingerprint too.
    pub extra_hash: String,
}

/// Deeper folders are taken for links that lead round in a circle.
const MOST_LEVELS: usize = 100;

/// The fingerprint of a file or folder, 64 hexadecimal digits.
pub fn fingerprint(path: &Path, options: &FingerprintOptions) -> Result<String> {
    let root = fs::canonicalize(path).map_err(|error| Error::io(path, error))?;
    let is_folder = root.is_dir();
    let folder = if is_folder { root.as_path() } else { root.parent().unwrap_or(&root) };
    let ignore = Ignore::new(options.ignore_mode, &options.exclude)?;
    let mut walk = Walk { hash: hash_of_options(options), folder, ignore, follow: options.follow };
    if is_folder {
        walk.folder("", &root, 0)?
    } else {
        walk.entry("", &root, 0)?
    }
    Ok(hex(&walk.hash.finalize()))
}

/// The fingerprint of a folder of one file, none of which is left out.
pub(super) fn text_fingerprint(name: &str, content: &[u8], options: &FingerprintOptions) -> String {
    let mut hash = hash_of_options(options);
    add_field(&mut hash, &format!("file:{name}"), content_fingerprint(content).as_bytes());
    hex(&hash.finalize())
}

fn hash_of_options(options: &FingerprintOptions) -> sha2::Sha256 {
    let mut hash = sha2::Sha256::new();
    add_field(&mut hash, "options.extra", options.extra_hash.as_bytes());
    add_field(&mut hash, "options.follow", options.follow.name().as_bytes());
    if options.ignore_mode != IgnoreMode::Glob {
        add_field(&mut hash, "options.ignoreMode", options.ignore_mode.name().as_bytes());
    }
    hash
}

fn add_field(hash: &mut sha2::Sha256, header: &str, value: &[u8]) {
    hash.update([1]);
    hash.update(header);
    hash.update([2]);
    hash.update(value);
    hash.update([3]);
}

struct Walk<'a> {
    hash: sha2::Sha256,
    folder: &'a Path,
    ignore: Ignore,
    follow: SymlinkFollowMode,
}

impl Walk<'_> {
    fn field(&mut self, header: &str, value: &[u8]) {
        add_field(&mut self.hash, header, value);
    }

    /// `symbolic` is the path below the root as it is hashed; `real` is where the file is.
    fn entry(&mut self, symbolic: &str, real: &Path, level: usize) -> Result<()> {
        if self.ignore.ignores(symbolic) {
            return Ok(());
        }
        let kind = fs::symlink_metadata(real).map_err(|error| Error::io(real, error))?.file_type();
        if kind.is_symlink() {
            let target = fs::read_link(real).map_err(|error| Error::io(real, error))?;
            let resolved = resolve(real.parent().unwrap_or(real), &target);
            if self.follow.follows(self.folder, &resolved) {
                return self.below(symbolic, &resolved, level);
            }
            self.field(&format!("link:{symbolic}"), target.to_string_lossy().as_bytes());
            return Ok(());
        }
        if kind.is_file() {
            let content = fs::read(real).map_err(|error| Error::io(real, error))?;
            self.field(&format!("file:{symbolic}"), content_fingerprint(&content).as_bytes());
            return Ok(());
        }
        if kind.is_dir() {
            return self.folder(symbolic, real, level);
        }
        Err(Error::message(format!(
            "Unable to hash {}: it is neither a file nor a directory",
            real.display()
        )))
    }

    fn below(&mut self, symbolic: &str, real: &Path, level: usize) -> Result<()> {
        if level >= MOST_LEVELS {
            let path = real.display();
            return Err(Error::message(format!("{path}: more than {MOST_LEVELS} folders or links deep")));
        }
        self.entry(symbolic, real, level + 1)
    }

    fn folder(&mut self, symbolic: &str, real: &Path, level: usize) -> Result<()> {
        for name in names_in(real)? {
            let inner = if symbolic.is_empty() { name.clone() } else { format!("{symbolic}/{name}") };
            self.below(&inner, &real.join(&name), level)?;
        }
        Ok(())
    }
}

/// The names in a folder, in JavaScript's order.
pub(super) fn names_in(folder: &Path) -> Result<Vec<String>> {
    let failed = |error| Error::io(folder, error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
    Ok(names)
}

/// `path.resolve`: without looking at what is there.
pub(super) fn resolve(base: &Path, path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            Component::ParentDir => drop(resolved.pop()),
            Component::CurDir => {}
            other => resolved.push(other),
        }
    }
    resolved
}

impl SymlinkFollowMode {
    fn name(self) -> &'static str {
        match self {
            SymlinkFollowMode::Never => "never",
            SymlinkFollowMode::Always => "always",
            SymlinkFollowMode::External => "external",
            SymlinkFollowMode::BlockExternal => "internal-only",
        }
    }

    pub(super) fn follows(self, root: &Path, target: &Path) -> bool {
        let internal = || target.to_string_lossy().starts_with(&*root.to_string_lossy());
        match self {
            SymlinkFollowMode::Never => false,
            SymlinkFollowMode::Always => target.exists(),
            SymlinkFollowMode::External => !internal() && target.exists(),
            SymlinkFollowMode::BlockExternal => internal() && target.exists(),
        }
    }
}

/// Size and digest, of text with line ends made the same.
fn content_fingerprint(content: &[u8]) -> String {
    const FIRST_BLOCK: usize = 8 * 1024;
    let first = &content[..content.len().min(FIRST_BLOCK)];
    let text = if first.contains(&0) { None } else { Some(String::from_utf8_lossy(content)) };
    let normalized = text.map(|text| text.replace("\r\n", "\n").into_bytes());
    let bytes = normalized.as_deref().unwrap_or(content);
    format!("{}:{}", bytes.len(), crate::hash::sha256(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hashes are those of the recorded assignment.
    #[test]
    fn fingerprints_equal_the_cdks() {
        let fixtures = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"));
        let site =
            FingerprintOptions { exclude: vec![".is_custom_resource".to_owned()], ..Default::default() };
        let image = FingerprintOptions {
            exclude: vec![".is_custom_resource".to_owned(), "!Dockerfile".to_owned()],
            ignore_mode: IgnoreMode::Docker,
            extra_hash: "{\"version\":\"1.21.0\"}".to_owned(),
            ..FingerprintOptions::default()
        };
        let hash = |path, options| {
            fingerprint(&fixtures.join(path), options).unwrap_or_else(|error| panic!("{error}"))
        };
        assert_eq!(
            hash("web/dist", &site),
            "288cdc45a704bf75e067e28b58ab4a4a2a0f313a7905b569829c4f38e2f65a03"
        );
        assert_eq!(hash("app", &image), "1430acb2a0e67d24ccfab03eb037c7a20c242960cfc52df06d807e7e36f4bf3f");
    }
}
