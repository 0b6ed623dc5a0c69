//! Grades a class's submissions, each by itself, into tables for the course staff. `docs/batch.md` describes it.
//!
//! Each submission is graded by a worker process ([`work`]), several of them side by side ([`run`]): whatever one submission
//! does to its worker is told in its own row. What was graded is kept in a file for each ([`kept`]), and the tables
//! ([`tables`]) are made of those rows in the order of the submissions' names.

mod find;
mod fingerprint;
pub mod kept;
mod layout;
pub mod merge;
mod names;
mod one;
mod run;
pub mod shard;
pub mod tables;
mod unzip;
pub mod work;

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::find::{Entry, Found, find};
pub use self::fingerprint::grader;
pub use self::run::{Worker, run};

/// Whether a cloud assembly that was handed in may count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Synth {
    /// Every CDK app is synthesized; an assembly counts where nothing else was handed in.
    #[default]
    Apps,
    /// Every CDK app is synthesized, and an assembly never counts: anyone can write one by hand.
    Always,
    /// An assembly that was handed in counts, and only an app without one is synthesized.
    Missing,
}

/// How submissions are graded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Settings {
    /// The folder of the tables; what is kept of each submission goes below it.
    pub output: PathBuf,
    /// The folder of a rule pack, in place of the one that the binary carries.
    pub rules: Option<PathBuf>,
    /// Whether a cloud assembly that was handed in may count.
    pub synth: Synth,
    /// Of one run of a CDK app.
    pub time_limit: Duration,
    /// Of one CDK app, in bytes.
    pub memory_limit: u64,
    /// Whether what was graded before and is the same still counts.
    pub resume: bool,
    /// Whether a page for each submission is written.
    pub pages: bool,
    /// [`grader`] of these settings.
    pub grader: String,
}

impl Settings {
    /// How long a worker may take for a submission: without, and with a synthesis. Evaluation has a limit of its own, far
    /// below the first; a synthesis may take two runs of the app.
    fn deadlines(&self) -> (Duration, Duration) {
        const OWN: Duration = Duration::from_secs(60);
        (OWN, OWN + 2 * self.time_limit)
    }
}

/// Why a batch, or the merging of several, cannot begin or end.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A folder or file, and what is wrong with it.
    #[error("{}: {problem}", path.display())]
    Path {
        /// What it is about.
        path: PathBuf,
        /// What is wrong, and what to do.
        problem: String,
    },
}

impl Error {
    fn new(path: impl Into<PathBuf>, problem: impl Into<String>) -> Self {
        Self::Path { path: path.into(), problem: problem.into() }
    }
}
