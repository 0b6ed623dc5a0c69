//! The graded result, and one module for each format that it is written in.

pub mod baseline;
pub mod context;
pub mod github;
pub mod gradescope;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod lost;
pub mod message;
pub mod picture;
pub mod sarif;
mod template;
pub(crate) mod text;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::picture::Picture;
use crate::policy::{Link, Violation};

/// The version of [`Report`] as JSON.
pub const SCHEMA: &str = "infragrade/report/v1";

/// An assembly's grade. As JSON it is a contract: `docs/report.md`.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Points earned.
    pub score: f64,
    /// Points that there are.
    pub max_score: f64,
    /// What the reader should know before the checks, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Every check, in the pack's order.
    pub checks: Vec<Graded>,
    /// The text of the files that findings point at, by [`Source::file`].
    #[serde(skip)]
    pub sources: BTreeMap<String, String>,
    /// Whose deployment it is; only [`context::add`] fills it.
    #[serde(skip)]
    pub sunet: Option<String>,
    /// The deployment as the templates describe it; only [`context::draw`] fills it.
    #[serde(skip)]
    pub picture: Option<Picture>,
}

/// A check's outcome.
#[derive(Debug, Clone, Serialize)]
pub struct Graded {
    /// The check's id.
    pub id: String,
    /// A short noun phrase.
    pub title: String,
    /// Points earned.
    pub points: f64,
    /// Points that there are.
    pub max_points: f64,
    /// Its outcome.
    pub status: Status,
    /// The section of the handout.
    pub handout: String,
    /// What to write, in a line.
    pub help: String,
    /// What must hold.
    #[serde(skip)]
    pub description: String,
    /// Documentation.
    #[serde(skip)]
    pub links: Vec<Link>,
    /// The checks that must pass before this one means anything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocked_by: Vec<String>,
    /// Why it could not be evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Finding>,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It found nothing wrong.
    Pass,
    /// It found something wrong.
    Fail,
    /// A check that it requires did not pass.
    Blocked,
    /// It could not be evaluated, which is not the student's fault.
    Error,
}

/// A violation with its place.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// A sentence for the student.
    pub message: String,
    /// What the rule said; its own message is in the one above.
    #[serde(flatten, serialize_with = "without_message")]
    pub violation: Violation,
    /// Where the CDK made the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub construct_path: Option<String>,
    /// The student's own line to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What some formats show besides; only [`context::add`] fills it.
    #[serde(skip)]
    pub context: Context,
}

/// What the assembly tells of a violation beyond what every format needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Where it is in a template.
    pub template: Option<TemplatePlace>,
    /// What was found, for reading: a line for each element of a list.
    pub actual: Vec<String>,
    /// What must be there, likewise.
    pub expected: Vec<String>,
}

/// A line of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplatePlace {
    /// The file, from the assembly's folder, with `/` between the parts.
    pub file: String,
    /// The line of the property, or of what is there of its path; without a resource, none.
    pub line: Option<usize>,
}

/// A stretch of a source file. Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file, from the assignment's root, with `/` between the parts.
    pub file: String,
    /// Where it begins.
    pub line: usize,
    /// Where it begins in that line.
    pub column: usize,
    /// The line in which it ends.
    pub end_line: usize,
    /// The column after its last character.
    pub end_column: usize,
    /// How the place is known.
    pub known_from: KnownFrom,
}

/// How a place in the source is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnownFrom {
    /// `infragrade synth` saw the call.
    Trace,
    /// The assembly holds the stack trace of the construct's creation.
    StackTrace,
    /// The syntax of the source leaves no other place.
    Search,
}

fn without_message<S: serde::Serializer>(violation: &Violation, serializer: S) -> Result<S::Ok, S::Error> {
    Violation { message: None, ..violation.clone() }.serialize(serializer)
}

impl Report {
    /// Whether a check could not be evaluated.
    pub fn has_errors(&self) -> bool {
        self.checks.iter().any(|check| check.status == Status::Error)
    }

    /// How many checks have an outcome.
    pub fn count(&self, status: Status) -> usize {
        self.checks.iter().filter(|check| check.status == status).count()
    }
}
