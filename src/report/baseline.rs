//! An earlier report, to say what changed since.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use super::{Graded, Report, SCHEMA};

/// A report of the course's own pack has 30 KB.
const MOST_BYTES: u64 = 16 << 20;

/// The points of an earlier report, by check.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    points: BTreeMap<String, f64>,
}

/// Why a file is no earlier report.
#[derive(Debug, Error)]
pub enum Error {
    /// It cannot be read.
    #[error("--baseline {}: cannot be read ({source})", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It holds something else.
    #[error(
        "--baseline {}: is no report of infragrade ({problem}): write one with `infragrade check --format json --output FILE`",
        path.display()
    )]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
}

#[derive(Deserialize)]
struct Earlier {
    schema: String,
    checks: Vec<EarlierCheck>,
}

#[derive(Deserialize)]
struct EarlierCheck {
    id: String,
    points: f64,
}

impl Baseline {
    /// Reads the JSON report of an earlier run.
    ///
    /// # Errors
    /// A file that cannot be read or holds anything else.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let io = |source| Error::Io { path: path.to_owned(), source };
        let form = |problem: String| Error::Form { path: path.to_owned(), problem };
        let mut bytes = Vec::new();
        File::open(path).map_err(io)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(form(format!("it is larger than {} MiB", MOST_BYTES >> 20)));
        }
        let earlier: Earlier = serde_json::from_slice(&bytes).map_err(|error| form(error.to_string()))?;
        if earlier.schema != SCHEMA {
            return Err(form(format!("its schema is {:?}, not {SCHEMA}", earlier.schema)));
        }
        Ok(Self { points: earlier.checks.into_iter().map(|check| (check.id, check.points)).collect() })
    }

    /// The points that a check had.
    pub fn points(&self, id: &str) -> Option<f64> {
        self.points.get(id).copied()
    }

    /// The points that a check gained since, or lost; `None` if the earlier report does not have it.
    pub fn change(&self, check: &Graded) -> Option<f64> {
        self.points(&check.id).map(|before| check.points - before)
    }

    /// The points that all checks gained since, or lost.
    pub fn total_change(&self, report: &Report) -> f64 {
        report.checks.iter().filter_map(|check| self.change(check)).sum()
    }

    /// Whether a check has fewer points than before.
    pub fn is_worse(&self, report: &Report) -> bool {
        report.checks.iter().any(|check| self.change(check).is_some_and(|change| change < 0.0))
    }
}
