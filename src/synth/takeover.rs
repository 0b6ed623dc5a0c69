//! Takes over what the app wrote: regular files, few and small enough. Nothing of the app runs any more.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Limits;

/// What was done.
#[derive(Debug, Default)]
pub(super) struct Takeover {
    entries: u64,
    bytes: u64,
    /// Links, pipes, devices: in an asset's folder they can be honest.
    left_out: u64,
    first_left_out: Option<PathBuf>,
}

impl Takeover {
    /// Copies the folder `from` into the empty folder `to`. `owner` is whose files may be in it, when that is known.
    ///
    /// # Errors
    /// What is refused, in words that follow "the CDK app wrote".
    pub(super) fn copy(
        from: &Path,
        to: &Path,
        owner: Option<u32>,
        limits: &Limits,
    ) -> Result<Option<String>, String> {
        let mut takeover = Self::default();
        takeover.folder(Path::new(""), from, to, owner, limits)?;
        Ok(takeover.first_left_out.map(|first| {
            let (count, first) = (takeover.left_out, super::printed::clean(&first.to_string_lossy()));
            format!("left out of the output, as they are no regular files: {first:?} and {} more", count - 1)
        }))
    }

    fn folder(
        &mut self,
        inside: &Path,
        from: &Path,
        to: &Path,
        owner: Option<u32>,
        limits: &Limits,
    ) -> Result<(), String> {
        if inside.components().count() > limits.output_depth {
            return Err(format!("folders more than {} deep", limits.output_depth));
        }
        let failed = |error: io::Error| format!("what cannot be taken over ({error})");
        for entry in fs::read_dir(from.join(inside)).map_err(failed)? {
            let inside = inside.join(entry.map_err(failed)?.file_name());
            self.entries += 1;
            if self.entries > limits.output_entries {
                return Err(format!("more than {} files", limits.output_entries));
            }
            let found = fs::symlink_metadata(from.join(&inside)).map_err(failed)?;
            if owner.is_some_and(|owner| owner != owner_of(&found)) {
                return Err(format!("{}, which is a file of someone else", shown(&inside)));
            }
            if found.is_dir() {
                fs::create_dir(to.join(&inside)).map_err(failed)?;
                self.folder(&inside, from, to, owner, limits)?;
            } else if found.is_file() {
                self.file(&inside, from, to, &found, limits)?;
            } else if inside.components().count() == 1 && inside.extension() == Some(OsStr::new("json")) {
                return Err(format!("{}, which is not a regular file", shown(&inside)));
            } else {
                self.left_out += 1;
                self.first_left_out.get_or_insert(inside);
            }
        }
        Ok(())
    }

    fn file(
        &mut self,
        inside: &Path,
        from: &Path,
        to: &Path,
        found: &Metadata,
        limits: &Limits,
    ) -> Result<(), String> {
        let failed = |error: io::Error| format!("{}, which cannot be taken over ({error})", shown(inside));
        let left = limits.output_bytes - self.bytes;
        let mut source = File::open(from.join(inside)).map_err(failed)?.take(left + 1);
        let mut target =
            OpenOptions::new().write(true).create_new(true).open(to.join(inside)).map_err(failed)?;
        let length = io::copy(&mut source, &mut target).map_err(failed)?;
        if length > left {
            return Err(format!("more than {} MiB", limits.output_bytes >> 20));
        }
        self.bytes += length;
        make_executable_as(&target, found).map_err(failed)
    }
}

fn shown(inside: &Path) -> String {
    let name = super::printed::clean(&inside.to_string_lossy()).replace('\n', "\u{fffd}");
    super::printed::shortened(&name, 100)
}

#[cfg(unix)]
fn owner_of(found: &Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(found)
}

#[cfg(not(unix))]
fn owner_of(_found: &Metadata) -> u32 {
    0
}

#[cfg(unix)]
fn make_executable_as(target: &File, found: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if found.permissions().mode() & 0o100 == 0 { 0o644 } else { 0o755 };
    target.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn make_executable_as(_target: &File, _found: &Metadata) -> io::Result<()> {
    Ok(())
}
