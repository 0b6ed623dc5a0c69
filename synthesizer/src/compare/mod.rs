//! Comparing an assembly with a recording of the real CDK's.
//!
//! Two things are excepted. JavaScript stack traces in `manifest.json` have no counterpart here. And the analytics text
//! may be compressed differently: where both decode to the same text, the recorded bytes are put in, and the hashes
//! that depend on them are computed anew.

mod analytics;
mod difference;
mod recording;

pub use difference::{Difference, first_difference};
pub use recording::{Files, Recording};

use crate::assembly::CloudAssembly;
use crate::error::{Error, Result};
use crate::json::Json;

/// What became of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileComparison {
    /// Path in the assembly.
    pub file: String,
    /// The first difference, if there is one.
    pub difference: Option<Difference>,
}

/// Compares all files of a recording, and says which files there are too many of.
pub fn compare(recording: &Recording, assembly: &CloudAssembly) -> Result<Vec<FileComparison>> {
    let ours = comparable_files(recording, assembly)?;
    let mut out = Vec::new();
    for (file, content) in &recording.files {
        let difference = match ours.get(file) {
            None => Some(Difference::only("the file", "is not written")),
            Some(own) if own == content => None,
            Some(own) => compare_json(file, content, own)?,
        };
        out.push(FileComparison { file: file.clone(), difference });
    }
    for file in ours.keys().filter(|file| !recording.files.contains_key(*file)) {
        // A recording without a tree was made of a variant whose tree is not kept.
        if file != "tree.json" {
            let difference = Some(Difference::only("the file", "is not in the recording"));
            out.push(FileComparison { file: file.clone(), difference });
        }
    }
    Ok(out)
}

/// The files of the assembly that recordings keep, with the recorded analytics where ours say the same.
pub fn comparable_files(recording: &Recording, assembly: &CloudAssembly) -> Result<Files> {
    analytics::with_recorded_analytics(&recording.files, kept_files(assembly))
}

fn kept_files(assembly: &CloudAssembly) -> Files {
    let kept = |path: &str| path.ends_with(".json") && !path.starts_with("asset.");
    assembly
        .files()
        .iter()
        .filter(|file| kept(&file.path))
        .map(|file| (file.path.clone(), file.content.clone()))
        .collect()
}

fn compare_json(file: &str, theirs: &[u8], ours: &[u8]) -> Result<Option<Difference>> {
    let (mut recorded, own) = (parse(file, theirs)?, parse(file, ours)?);
    let indent = if file.ends_with(".template.json") { 1 } else { 2 };
    if file.ends_with("manifest.json") {
        drop_traces(&mut recorded);
        if recorded.stringify(indent).as_bytes() == ours {
            return Ok(None);
        }
    }
    let bytes = Difference::only("the bytes", "differ, though the values are equal");
    Ok(Some(first_difference(&recorded, &own).unwrap_or(bytes)))
}

pub(crate) fn parse(file: &str, content: &[u8]) -> Result<Json> {
    let text = std::str::from_utf8(content).map_err(|error| Error::message(format!("{file}: {error}")))?;
    Json::parse(text).map_err(|error| Error::message(format!("{file}: {error}")))
}

/// Takes the JavaScript stack traces out of a manifest.
fn drop_traces(json: &mut Json) {
    match json {
        Json::Object(map) => {
            map.remove("trace");
            map.values_mut().for_each(drop_traces);
        }
        Json::Array(items) => items.iter_mut().for_each(drop_traces),
        _ => {}
    }
}
