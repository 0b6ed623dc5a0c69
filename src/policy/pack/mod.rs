//! A rule pack as it is written: its files, its catalogue of checks, and its compilation.
//!
//! The build script compiles the pack that the binary carries with this same module.

pub mod catalogue;
pub mod compile;
pub mod explanation;
pub mod metadata;
mod qualify;
pub mod source;

use std::path::PathBuf;

pub use self::catalogue::Catalogue;
pub use self::explanation::Explanation;
pub use self::source::RuleFile;

/// Why a rule pack was refused: a place and one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {problem}", path.display(), line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct Error {
    /// The file, or the pack's directory.
    pub path: PathBuf,
    /// The line, from 1, where there is one.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to do, for those who ask for more than a line.
    pub fix: Option<String>,
}

impl Error {
    /// An error that is about a whole file or directory.
    pub fn new(path: impl Into<PathBuf>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), line: None, problem: problem.into(), fix: None }
    }

    /// An error at a line of a file.
    pub fn at(path: impl Into<PathBuf>, line: usize, problem: impl Into<String>) -> Self {
        Self { path: path.into(), line: Some(line), problem: problem.into(), fix: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }
}
