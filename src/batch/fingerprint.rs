//! What a result depends on, as a hash: with `--resume`, what has the same is not graded again.

use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::{Entry, Synth};
use crate::policy::{self, pack};

/// What is graded with: this build of infragrade, the rules, and whether assemblies that were handed in may count.
///
/// # Errors
/// Rules that cannot be read.
pub fn grader(rules: Option<&Path>, synth: Synth) -> Result<String, policy::Error> {
    let mut hash = Sha256::new();
    field(&mut hash, env!("CARGO_PKG_VERSION").as_bytes());
    field(&mut hash, env!("INFRAGRADE_BUILD").as_bytes());
    field(&mut hash, format!("{synth:?}").as_bytes());
    if let Some(rules) = rules {
        for file in pack::source::read(rules)? {
            let path = file.path.strip_prefix(rules).unwrap_or(&file.path);
            field(&mut hash, path.as_os_str().as_encoded_bytes());
            field(&mut hash, file.text.as_bytes());
        }
    }
    Ok(hex(hash))
}

/// A submission's key: its name and all its bytes, and what it is graded with.
pub(super) fn key(entry: &Entry, grader: &str) -> io::Result<String> {
    let mut hash = Sha256::new();
    field(&mut hash, grader.as_bytes());
    field(&mut hash, entry.name.as_bytes());
    // What is under version control counts, not how it came there.
    let walk = WalkDir::new(&entry.path).sort_by_file_name().into_iter();
    for found in walk.filter_entry(|found| found.depth() == 0 || found.file_name() != ".git") {
        let found = found?;
        let inside = found.path().strip_prefix(&entry.path).unwrap_or(found.path());
        field(&mut hash, inside.as_os_str().as_encoded_bytes());
        let kind = found.file_type();
        if kind.is_symlink() {
            field(&mut hash, fs::read_link(found.path())?.as_os_str().as_encoded_bytes());
        } else if kind.is_file() {
            content(&mut hash, found.path())?;
        }
    }
    Ok(hex(hash))
}

/// Adds a text with its length, so that no two sequences of texts are the same bytes.
fn field(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn content(hash: &mut Sha256, path: &Path) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut buffer = [0; 32 << 10];
    let mut length = 0_u64;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        length += count as u64;
        hash.update(&buffer[..count]);
    }
    hash.update(length.to_le_bytes());
    Ok(())
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_submission_changes_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let entry = Entry { name: "s".to_owned(), path: folder.path().to_owned() };
        let mut keys = vec![key(&entry, "g").unwrap()];
        let mut changed = |entry: &Entry, grader: &str| {
            let new = key(entry, grader).unwrap();
            assert!(!keys.contains(&new), "{keys:?}");
            assert_eq!(key(entry, grader).unwrap(), new);
            keys.push(new);
        };
        fs::write(folder.path().join("a"), "x").unwrap();
        changed(&entry, "g");
        fs::write(folder.path().join("a"), "y").unwrap();
        changed(&entry, "g");
        fs::rename(folder.path().join("a"), folder.path().join("b")).unwrap();
        changed(&entry, "g");
        fs::create_dir(folder.path().join("c")).unwrap();
        changed(&entry, "g");
        changed(&entry, "h");
        changed(&Entry { name: "t".to_owned(), ..entry }, "g");
    }

    #[test]
    fn rules_and_what_may_count_change_the_grader() {
        let rules = tempfile::tempdir().unwrap();
        fs::write(rules.path().join("a.rego"), "package a\n").unwrap();
        let first = grader(Some(rules.path()), Synth::Apps).unwrap();
        assert_ne!(grader(Some(rules.path()), Synth::Always).unwrap(), first);
        assert_ne!(grader(None, Synth::Apps).unwrap(), first);
        fs::write(rules.path().join("a.rego"), "package a\n\nx := 1\n").unwrap();
        assert_ne!(grader(Some(rules.path()), Synth::Apps).unwrap(), first);
    }
}
