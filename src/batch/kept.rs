//! What is kept of each submission: one file, written whole, below the batch's folder.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::policy::Catalogue;
use crate::report::{Report, Status};

/// The version of [`Kept`] as JSON.
pub const SCHEMA: &str = "infragrade/submission/v1";

/// The folder of these files in the batch's.
pub const FOLDER: &str = "submissions";

/// Where the assembly that was graded comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// It was handed in.
    Submitted,
    /// It was made of the CDK app that was handed in.
    Synthesized,
}

impl Origin {
    /// As in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Synthesized => "synthesized",
        }
    }
}

/// A submission's file. `R` is a report, or what the tables need of one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept<'a, R> {
    /// [`SCHEMA`].
    pub schema: Cow<'a, str>,
    /// The submission.
    pub name: Cow<'a, str>,
    /// What the result depends on; without it, nothing does that stays the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sunet: Option<String>,
    /// Where its assembly comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assembly: Option<Origin>,
    /// Why it was not graded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// Its grade, as `infragrade check --format json` writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<R>,
}

/// Why a submission was not graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// One line that says what is wrong and what to do.
    pub message: String,
    /// Whether infragrade or the machine is to blame, and not the submission.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_fault: bool,
}

/// What the tables need of a report.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Summary {
    checks: Vec<Check>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Check {
    id: String,
    points: f64,
    status: Status,
}

/// A submission in the tables. It is small: a batch holds one for each submission, and no report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The submission.
    pub name: String,
    /// Whose it is.
    pub sunet: Option<String>,
    /// Where its assembly comes from.
    pub assembly: Option<Origin>,
    /// Its marks, or why there are none.
    pub outcome: Result<Marks, Problem>,
}

/// Points for each check, in the catalogue's order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    /// What became of each check.
    pub statuses: Box<[Status]>,
    /// The points for each check, where they are not all or nothing.
    points: Option<Box<[f64]>>,
}

impl Marks {
    fn new(checks: &[(Status, f64)], catalogue: &Catalogue) -> Self {
        let marks = Self { statuses: checks.iter().map(|(status, _)| *status).collect(), points: None };
        let is_plain =
            checks.iter().enumerate().all(|(i, (_, points))| marks.points(i, catalogue) == *points);
        let points = (!is_plain).then(|| checks.iter().map(|(_, points)| *points).collect());
        Self { points, ..marks }
    }

    /// Of a report.
    pub fn of(report: &Report, catalogue: &Catalogue) -> Self {
        let checks: Vec<_> = report.checks.iter().map(|check| (check.status, check.points)).collect();
        Self::new(&checks, catalogue)
    }

    /// The sum of the points.
    pub fn score(&self, catalogue: &Catalogue) -> f64 {
        (0..self.statuses.len()).map(|check| self.points(check, catalogue)).sum()
    }

    /// The points for the check at a place in the catalogue.
    pub fn points(&self, check: usize, catalogue: &Catalogue) -> f64 {
        match &self.points {
            Some(points) => points[check],
            None if self.statuses[check] == Status::Pass => catalogue.checks[check].points,
            None => 0.0,
        }
    }

    /// Whether a check could not be evaluated, which is nobody's loss.
    pub fn has_errors(&self) -> bool {
        self.statuses.contains(&Status::Error)
    }
}

impl Row {
    /// The row of a kept file; `None` if it is of other checks, or says nothing.
    pub fn of(kept: Kept<'_, Summary>, catalogue: &Catalogue) -> Option<Self> {
        let outcome = match (kept.report, kept.problem) {
            (Some(report), _) => {
                let ids = report.checks.iter().map(|check| &check.id);
                if !ids.eq(catalogue.checks.iter().map(|check| &check.id)) {
                    return None;
                }
                let checks: Vec<_> = report.checks.iter().map(|check| (check.status, check.points)).collect();
                Ok(Marks::new(&checks, catalogue))
            }
            (None, problem) => Err(problem?),
        };
        Some(Self { name: kept.name.into_owned(), sunet: kept.sunet, assembly: kept.assembly, outcome })
    }
}

/// The name of a submission's file, without its ending.
pub fn file_name(name: &str) -> Cow<'_, str> {
    // File names may have 255 bytes; endings, and a temporary file's letters, come to it.
    const MOST: usize = 200;
    if name.len() <= MOST {
        return Cow::Borrowed(name);
    }
    let beginning: String =
        name.char_indices().take_while(|(at, _)| *at < MOST - 20).map(|(_, c)| c).collect();
    let hash: String = Sha256::digest(name).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Cow::Owned(format!("{beginning}-{hash}"))
}

/// Where what is kept of a submission is, with an ending such as `json`.
pub fn path(output: &Path, name: &str, ending: &str) -> PathBuf {
    output.join(FOLDER).join(format!("{}.{ending}", file_name(name)))
}

/// Reads a submission's file.
///
/// # Errors
/// A file that cannot be read, or that is none of these.
pub fn read(path: &Path) -> io::Result<Kept<'static, Summary>> {
    let kept: Kept<'static, Summary> = serde_json::from_slice(&fs::read(path)?)?;
    if kept.schema == SCHEMA {
        Ok(kept)
    } else {
        Err(io::Error::other(format!("its schema is {}", kept.schema)))
    }
}

/// Writes a submission's file as a whole, or not at all.
///
/// # Errors
/// A folder that cannot be written.
pub fn write<R: Serialize>(output: &Path, kept: &Kept<'_, R>) -> io::Result<()> {
    whole(&path(output, &kept.name, "json"), |sink| {
        serde_json::to_writer_pretty(&mut *sink, kept)?;
        writeln!(sink)
    })
}

/// Writes a file beside its place, then puts it there. What a sudden end of the machine leaves of it is no JSON, and
/// graded again.
pub(super) fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // As any new file: what the umask leaves of it.
        use std::os::unix::fs::PermissionsExt;
        file.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = file.tempfile_in(path.parent().unwrap_or(Path::new(".")))?;
    let mut sink = io::BufWriter::new(file);
    write(&mut sink)?;
    let file = sink.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_shortened_and_stay_apart() {
        assert_eq!(file_name("codyho"), "codyho");
        let (a, b) = ("é".repeat(120) + "a", "é".repeat(120) + "b");
        let (short_a, short_b) = (file_name(&a), file_name(&b));
        assert!(short_a.len() <= 200 && short_a != short_b, "{short_a} {short_b}");
    }
}
