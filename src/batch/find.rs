//! The submissions in a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::names::natural;
use super::{Error, kept};

/// What systems leave in folders and archives.
const JUNK: [&str; 4] = ["__MACOSX", "Thumbs.db", "desktop.ini", "lost+found"];

/// One submission: a folder or a zip archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is called in the tables: the folder's or archive's name, the latter without its ending where that is unique.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// What is in a folder of submissions.
#[derive(Debug, Default)]
pub struct Found {
    /// The submissions, by name: numbers in names count as numbers.
    pub entries: Vec<Entry>,
    /// The names of files that are no submissions, sorted.
    pub others: Vec<String>,
}

/// Finds the submissions in a folder: its folders, its `*.zip`, and links, which are told of and not followed.
///
/// # Errors
/// A folder that cannot be read, a name that is no text, no submission at all.
pub fn find(folder: &Path) -> Result<Found, Error> {
    let unreadable = |error: std::io::Error| {
        Error::new(folder, format!("cannot be read ({error}): pass the folder that holds the submissions"))
    };
    let mut found = Found::default();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        let name = entry.file_name().into_string().map_err(|name| {
            Error::new(
                folder.join(name),
                "its name is not UTF-8 text: rename it, so that it can be told apart",
            )
        })?;
        if is_junk(&name) {
            continue;
        }
        if kind.is_file() && archive_stem(&name).is_none() {
            found.others.push(name);
        } else {
            found.entries.push(Entry { name, path: entry.path() });
        }
    }
    found.others.sort_by(|a, b| natural(a, b));
    if found.entries.is_empty() {
        return Err(Error::new(
            folder,
            "neither a folder nor a zip archive in it, so there is nothing to grade",
        ));
    }
    shorten(&mut found.entries);
    found.entries.sort_by(|a, b| natural(&a.name, &b.name));
    Ok(found)
}

pub(super) fn is_junk(name: &str) -> bool {
    name.starts_with('.') || JUNK.contains(&name)
}

fn archive_stem(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    (ending.eq_ignore_ascii_case("zip") && !stem.is_empty()).then_some(stem)
}

/// Leaves out `.zip` where no other submission is then called the same, also on a disk that ignores case.
fn shorten(entries: &mut [Entry]) {
    let mut names = BTreeMap::<String, usize>::new();
    for entry in entries.iter() {
        let short = archive_stem(&entry.name).unwrap_or(&entry.name);
        *names.entry(kept::file_name(short).to_lowercase()).or_default() += 1;
    }
    for entry in entries {
        if let Some(short) = archive_stem(&entry.name)
            && names.get(&kept::file_name(short).to_lowercase()) == Some(&1)
        {
            entry.name = short.to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: &Found) -> Vec<&str> {
        found.entries.iter().map(|entry| entry.name.as_str()).collect()
    }

    #[test]
    fn folders_and_archives_are_submissions() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["s10", "s9", "twice", "__MACOSX", ".git"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["alone.ZIP", "twice.zip", "notes.txt", "s11.tar.gz", ".DS_Store", ".zip"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = find(folder.path()).unwrap();
        assert_eq!(names(&found), ["alone", "s9", "s10", "twice", "twice.zip"]);
        assert_eq!(found.others, ["notes.txt", "s11.tar.gz"]);
    }

    #[test]
    fn an_empty_folder_and_none_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let error = find(folder.path()).unwrap_err().to_string();
        assert!(error.contains("neither a folder nor a zip archive"), "{error}");
        let error = find(&folder.path().join("no")).unwrap_err().to_string();
        assert!(error.contains("pass the folder that holds the submissions"), "{error}");
    }
}
