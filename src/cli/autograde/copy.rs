//! Copies a submission to where the sandbox's user may read it: regular files and folders, without what an app does not need.

use std::fs::{self, File, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::text;

/// Bounds on a submission.
struct Limits {
    entries: usize,
    depth: usize,
    file: u64,
    total: u64,
}

const LIMITS: Limits = Limits { entries: 60_000, depth: 48, file: 256 << 20, total: 768 << 20 };

/// Made anew, of version control, or of the machine that they were made on. An assembly that was handed in never counts.
const LEFT_OUT: [&str; 7] = [".git", ".venv", "venv", "node_modules", "cdk.out", "__pycache__", "__MACOSX"];

/// Copies `from` to the new folder `to`. What was left out, and has to be told, is returned.
///
/// # Errors
/// A submission that is too large, or a disk that is full.
pub(super) fn copy(from: &Path, to: &Path) -> Result<Option<String>, String> {
    let mut left_out = Vec::new();
    let mut total = 0;
    let entries = WalkDir::new(from).sort_by_file_name().into_iter().filter_entry(is_wanted);
    for (count, entry) in entries.enumerate() {
        let entry = entry.map_err(|error| failed(from, error.path().unwrap_or(from), &error))?;
        let inside = entry.path().strip_prefix(from).unwrap_or(entry.path());
        if count > LIMITS.entries {
            return Err(format!("more than {} files: leave out what does not belong to it", LIMITS.entries));
        }
        let target = to.join(inside);
        let kind = entry.file_type();
        if kind.is_dir() && entry.depth() < LIMITS.depth {
            folder(&target).map_err(|error| failed(from, entry.path(), &error))?;
        } else if kind.is_file() && entry.depth() <= LIMITS.depth && is_small(&entry) {
            total += file(entry.path(), &target).map_err(|error| failed(from, entry.path(), &error))?;
        } else if entry.depth() <= LIMITS.depth {
            left_out.push(text::line(&inside.to_string_lossy()));
        }
        if total > LIMITS.total {
            return Err(format!(
                "more than {} MiB: leave out what does not belong to it",
                LIMITS.total >> 20
            ));
        }
    }
    Ok(told(&left_out))
}

fn is_wanted(entry: &DirEntry) -> bool {
    // Below a folder that was left out nothing has a place.
    entry.depth() <= LIMITS.depth
        && !LEFT_OUT.iter().any(|name| entry.depth() > 0 && entry.file_name() == *name)
}

fn is_small(entry: &DirEntry) -> bool {
    entry.metadata().is_ok_and(|found| found.len() <= LIMITS.file)
}

fn file(from: &Path, to: &Path) -> io::Result<u64> {
    let source = File::open(from)?;
    let is_program = source.metadata()?.permissions().mode() & 0o111 != 0;
    let mode = if is_program { 0o755 } else { 0o644 };
    let mut target = File::create_new(to)?;
    target.set_permissions(Permissions::from_mode(mode))?;
    io::copy(&mut source.take(LIMITS.file), &mut target)
}

fn folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o755))
}

fn failed(from: &Path, path: &Path, error: &dyn std::fmt::Display) -> String {
    let shown = path.strip_prefix(from).unwrap_or(path).to_string_lossy();
    let shown = if shown.is_empty() { "the folder" } else { &*shown };
    let why = error.to_string();
    let why = why.rsplit(": ").next().unwrap_or(&why);
    format!("{} cannot be read ({})", text::line(shown), text::line(why))
}

fn told(left_out: &[String]) -> Option<String> {
    const MOST: usize = 5;
    let first = left_out.iter().take(MOST).map(|path| format!("{path:?}")).collect::<Vec<_>>().join(", ");
    let more = left_out.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!left_out.is_empty()).then(|| {
        format!("left out of what was handed in, as links, very large files and folders too deep are not used: {first}{more}")
    })
}
