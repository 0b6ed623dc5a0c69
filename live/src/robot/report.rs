//! What the robot found out.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

/// The version of [`Report`] as JSON: that of the static checks' report.
pub const SCHEMA: &str = "infragrade/report/v1";

/// The website's grade.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The website, as an address without a path.
    pub site: String,
    /// Points earned.
    pub score: f64,
    /// Points that there are.
    pub max_score: f64,
    /// What the reader should know before the steps, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Every step that was asked for, in order.
    #[serde(rename = "checks")]
    pub steps: Vec<Step>,
    /// What costs no points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<Advice>,
}

/// A step of the robot's, and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Its id, such as `interaction.first.login`.
    pub id: &'static str,
    /// What it does, in a few words.
    pub title: &'static str,
    /// Points earned.
    pub points: f64,
    /// Points that there are.
    pub max_points: f64,
    /// Its outcome.
    pub status: Status,
    /// The section of the handout.
    pub handout: &'static str,
    /// What is probably wrong, and where to look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The step that stopped it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocked_by: Vec<String>,
    /// Why it could not be graded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What went wrong.
    #[serde(
        rename = "violations",
        skip_serializing_if = "Option::is_none",
        serialize_with = "as_violations"
    )]
    pub message: Option<String>,
    /// The last request that it made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// What came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It did what a person would.
    Pass,
    /// The website did not let it.
    Fail,
    /// An earlier step failed.
    Blocked,
    /// It could not be graded, which is not the student's fault.
    Error,
}

/// Something the handout asks for that costs no points here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// Whether it is as it should be.
    pub ok: bool,
    /// A sentence.
    pub message: String,
}

impl Report {
    /// Adds the points up.
    pub(super) fn new(site: String, notes: Vec<String>, steps: Vec<Step>, advice: Vec<Advice>) -> Self {
        let score = steps.iter().map(|step| step.points).sum();
        let max_score = steps.iter().map(|step| step.max_points).sum();
        Self { schema: SCHEMA, site, score, max_score, notes, steps, advice }
    }

    /// Whether a step could not be graded.
    pub fn has_errors(&self) -> bool {
        self.steps.iter().any(|step| step.status == Status::Error)
    }
}

/// The shape that violations have in the report of the static checks.
fn as_violations<S: Serializer>(message: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Violation<'a> {
        message: &'a str,
    }
    let mut violations = serializer.serialize_seq(Some(1))?;
    message.iter().try_for_each(|message| violations.serialize_element(&Violation { message }))?;
    violations.end()
}
