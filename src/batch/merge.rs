//! Makes one batch of several, such as the shards that were graded on several machines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Error;
use super::kept::{self, FOLDER, Row};
use super::names::natural;
use super::shard::Shard;
use crate::policy::Catalogue;

/// What a batch's `results.json` says of it.
#[derive(Debug, Deserialize)]
struct Head {
    grader: String,
    #[serde(default)]
    shard: Option<Shard>,
}

/// What was merged.
#[derive(Debug)]
pub struct Merged {
    /// All submissions, in their order.
    pub rows: Vec<Row>,
    /// Whether there is a page for each submission.
    pub pages: bool,
}

/// Copies what is kept in several batches' folders into one, and reads the rows.
///
/// # Errors
/// A folder that is no finished batch, batches that were not graded alike, shards that are missing, a submission that is
/// in two and differs.
pub fn merge(
    folders: &[PathBuf],
    output: &Path,
    catalogue: &Catalogue,
    grader: &str,
) -> Result<Merged, Error> {
    complete(&heads(folders, grader)?)?;
    let mut sources = BTreeMap::<String, PathBuf>::new();
    for folder in folders {
        for path in files(&folder.join(FOLDER))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Some(other) = sources.insert(name, path.clone())
                && bytes(&other)? != bytes(&path)?
            {
                let problem = format!("differs from {}: merge each submission once", other.display());
                return Err(Error::new(path, problem));
            }
        }
    }
    let mut rows = Vec::new();
    let mut pages = 0;
    for (name, path) in &sources {
        if name.ends_with(".json") {
            rows.push(row(path, catalogue)?);
        } else {
            pages += 1;
        }
        let to = output.join(FOLDER).join(name);
        fs::copy(path, &to).map_err(|error| Error::new(to, format!("cannot be written ({error})")))?;
    }
    rows.sort_by(|a, b| natural(&a.name, &b.name));
    Ok(Merged { rows, pages: pages > 0 })
}

fn heads(folders: &[PathBuf], grader: &str) -> Result<Vec<(PathBuf, Head)>, Error> {
    let mut heads = Vec::new();
    for folder in folders {
        let path = folder.join("results.json");
        let unfinished = |error: String| {
            Error::new(
                &path,
                format!("cannot be read ({error}): merge folders that `infragrade batch` has finished"),
            )
        };
        let text = fs::read(&path).map_err(|error| unfinished(error.to_string()))?;
        let head: Head = serde_json::from_slice(&text).map_err(|error| unfinished(error.to_string()))?;
        if head.grader != grader {
            let problem = "graded with other rules, options or another build of infragrade than this: grade it with --resume again, \
                           or merge with the same --rules, --synth and infragrade";
            return Err(Error::new(path, problem));
        }
        heads.push((path, head));
    }
    Ok(heads)
}

/// Refuses shards of different divisions, and a division that lacks one.
fn complete(heads: &[(PathBuf, Head)]) -> Result<(), Error> {
    let shards = heads.iter().filter_map(|(path, head)| Some((path, head.shard?)));
    let mut found = BTreeSet::new();
    let mut count = None;
    for (path, shard) in shards {
        if count.is_some_and(|count| count != shard.count) {
            return Err(Error::new(
                path,
                format!("is shard {shard}, and others are of another division: grade all with one"),
            ));
        }
        count = Some(shard.count);
        found.insert(shard.index);
    }
    let Some(count) = count else {
        return Ok(());
    };
    let missing: Vec<String> =
        (1..=count).filter(|index| !found.contains(index)).map(|index| format!("{index}/{count}")).collect();
    let path = heads.first().map(|(path, _)| path.clone()).unwrap_or_default();
    if missing.is_empty() {
        Ok(())
    } else {
        let missing = missing.join(", ");
        Err(Error::new(
            path,
            format!("is one of {count} shards, and of these {missing} is missing: pass its folder too"),
        ))
    }
}

/// The files in a folder, sorted; a shard that no submission fell into has none.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |error: std::io::Error| Error::new(folder, format!("cannot be read ({error})"));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "json" || ending == "html") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::new(path, format!("cannot be read ({error})")))
}

fn row(path: &Path, catalogue: &Catalogue) -> Result<Row, Error> {
    let kept = kept::read(path).map_err(|error| {
        Error::new(path, format!("cannot be read ({error}): grade it with --resume again"))
    })?;
    Row::of(kept, catalogue)
        .ok_or_else(|| Error::new(path, "holds no grade by these rules: grade it with --resume again"))
}
