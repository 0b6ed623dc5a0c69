//! The files of a rule pack.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::Error;

const MAX_FILES: usize = 2_000;
const MAX_FILE_BYTES: u64 = 1 << 20;

/// A Rego file.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// Its path, as given to the user.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl RuleFile {
    /// The package that the file declares, such as `checks.network.vpc.cidr`, and the line that does.
    pub fn package(&self) -> Option<(&str, usize)> {
        let lines = self.text.lines().enumerate();
        let mut declared = lines.filter_map(|(i, line)| Some((line.strip_prefix("package ")?, i + 1)));
        let (name, line) = declared.next()?;
        Some((name.split(['#', ' ', '\t']).next().unwrap_or_default(), line))
    }

    /// The id of the check that the file holds, which is its package below `checks`.
    pub fn check(&self) -> Option<&str> {
        self.package().and_then(|(name, _)| name.strip_prefix("checks."))
    }

    /// Whether it holds tests, which are not loaded when an assembly is graded.
    pub fn is_test(&self) -> bool {
        self.path.to_string_lossy().ends_with("_test.rego")
    }
}

/// Reads every `*.rego` file of a directory, sorted by path.
///
/// # Errors
/// A directory without any, files that cannot be read, are too large or are not UTF-8.
pub fn read(directory: &Path) -> Result<Vec<RuleFile>, Error> {
    if !directory.is_dir() {
        let problem = if directory.exists() { "not a directory" } else { "there is no such directory" };
        return Err(Error::new(directory, format!("{problem}: pass the folder of a rule pack")));
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(directory).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            Error::new(error.path().unwrap_or(directory), format!("cannot be read ({reason})"))
        })?;
        let path = entry.path();
        if !entry.file_type().is_file() || path.extension().is_none_or(|extension| extension != "rego") {
            continue;
        }
        if files.len() == MAX_FILES {
            return Err(Error::new(directory, format!("more than {MAX_FILES} Rego files")));
        }
        if entry.metadata().is_ok_and(|metadata| metadata.len() > MAX_FILE_BYTES) {
            return Err(Error::new(path, "a Rego file of more than 1 MiB"));
        }
        let text = fs::read_to_string(path)
            .map_err(|error| Error::new(path, format!("cannot be read ({error})")))?;
        files.push(RuleFile { path: path.to_owned(), text });
    }
    if files.is_empty() {
        return Err(Error::new(directory, "no *.rego file in it: pass the folder of a rule pack"));
    }
    Ok(files)
}
