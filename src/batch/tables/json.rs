//! The batch as JSON (`infragrade/batch/v1`), a line for each check and each submission.

use std::io;

use serde::Serialize;

use super::Batch;
use super::statistics::Tally;
use crate::batch::kept::{Origin, Problem, Row};
use crate::policy::Catalogue;
use crate::report::Status;

/// The version of the format.
pub const SCHEMA: &str = "infragrade/batch/v1";

#[derive(Serialize)]
struct Check<'a> {
    id: &'a str,
    title: &'a str,
    handout: &'a str,
    max_points: f64,
    pass: usize,
    fail: usize,
    blocked: usize,
    error: usize,
    /// Of those that were graded; null where none was.
    pass_rate: Option<f64>,
}

#[derive(Serialize)]
struct Submission<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sunet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assembly: Option<Origin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a Problem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<Checks<'a>>,
}

/// By id, in the catalogue's order.
struct Checks<'a>(Vec<(&'a str, Mark)>);

#[derive(Serialize)]
struct Mark {
    points: f64,
    status: Status,
}

impl Serialize for Checks<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, mark)| (id, mark)))
    }
}

/// Writes the table. Fails only when `sink` does.
pub fn write(sink: &mut dyn io::Write, batch: Batch<'_>) -> io::Result<()> {
    let catalogue = batch.catalogue;
    // Neither text needs escapes.
    write!(sink, "{{\n  \"schema\": \"{SCHEMA}\",\n  \"grader\": \"{}\",", batch.grader)?;
    if let Some(shard) = batch.shard {
        write!(sink, "\n  \"shard\": \"{shard}\",")?;
    }
    write!(sink, "\n  \"max_score\": {},\n  \"checks\": [", serde_json::to_string(&catalogue.points)?)?;
    let tally = Tally::of(batch.rows, catalogue);
    lines(
        sink,
        catalogue.checks.iter().enumerate().map(|(index, check)| {
            let counts = &tally.checks[index];
            Check {
                id: &check.id,
                title: &check.title,
                handout: &check.handout,
                max_points: check.points,
                pass: counts.pass,
                fail: counts.fail,
                blocked: counts.blocked,
                error: counts.error,
                pass_rate: tally.pass_rate(index),
            }
        }),
    )?;
    write!(sink, "],\n  \"submissions\": [")?;
    lines(sink, batch.rows.iter().map(|row| submission(row, catalogue)))?;
    writeln!(sink, "]\n}}")
}

fn submission<'a>(row: &'a Row, catalogue: &'a Catalogue) -> Submission<'a> {
    let marks = row.outcome.as_ref().ok();
    let checks = marks.map(|marks| {
        let checks = catalogue.checks.iter().enumerate();
        Checks(
            checks
                .map(|(index, check)| {
                    let mark = Mark { points: marks.points(index, catalogue), status: marks.statuses[index] };
                    (check.id.as_str(), mark)
                })
                .collect(),
        )
    });
    Submission {
        name: &row.name,
        sunet: row.sunet.as_deref(),
        assembly: row.assembly,
        problem: row.outcome.as_ref().err(),
        score: marks.map(|marks| marks.score(catalogue)),
        checks,
    }
}

/// The entries of a list, each on a line of its own.
fn lines(sink: &mut dyn io::Write, entries: impl Iterator<Item = impl Serialize>) -> io::Result<()> {
    let mut is_empty = true;
    for entry in entries {
        sink.write_all(if is_empty { b"\n    " } else { b",\n    " })?;
        serde_json::to_writer(&mut *sink, &entry)?;
        is_empty = false;
    }
    if is_empty { Ok(()) } else { sink.write_all(b"\n  ") }
}
