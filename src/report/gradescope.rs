//! The static checks' part of Gradescope's `results.json`.
//!
//! There is no top-level `score`: Gradescope adds up the tests, and every check is always among them, so that the total
//! is the pack's points whatever happened.
//! Source: <https://gradescope-autograders.readthedocs.io/en/latest/specs/>

use std::io;

use serde::Serialize;

use super::text::{details, visible};
use super::{Report, Status};

/// Of one test's output, in characters. Gradescope cuts a longer one in the middle at 100 000.
const MOST_CHARACTERS: usize = 10_000;

/// What [`write`] writes.
#[derive(Debug, Clone, Serialize)]
pub struct Results {
    /// One for each check.
    pub tests: Vec<Test>,
}

/// A line of Gradescope's list.
#[derive(Debug, Clone, Serialize)]
pub struct Test {
    /// `SECTION.CHECK`, counted from 1: the order of the handout.
    pub number: String,
    /// The check's id and title.
    pub name: String,
    /// Points earned.
    pub score: f64,
    /// Points that there are.
    pub max_score: f64,
    /// `passed` or `failed`.
    pub status: &'static str,
    /// What is wrong and what to do, in lines.
    pub output: String,
    /// `text`: nothing in `output` means anything but itself.
    pub output_format: &'static str,
}

/// The tests of a report, which must be of a whole pack.
pub fn tests(report: &Report) -> Vec<Test> {
    let mut section = 0;
    let mut place = 0;
    let mut last = None;
    let numbered = report.checks.iter().map(|check| {
        if last != Some(&check.handout) {
            (section, place, last) = (section + 1, 0, Some(&check.handout));
        }
        place += 1;
        Test {
            number: format!("{section}.{place}"),
            name: format!("{}: {}", check.id, visible(&check.title)),
            score: check.points,
            max_score: check.max_points,
            status: if check.status == Status::Pass { "passed" } else { "failed" },
            output: capped(&details(check).join("\n")),
            output_format: "text",
        }
    });
    numbered.collect()
}

fn capped(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…\n(cut here: it is too long)", &text[..end]),
        None => text.to_owned(),
    }
}

/// Writes the tests as one JSON object. Fails only when `sink` does.
pub fn write(mut sink: impl io::Write, report: &Report) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut sink, &Results { tests: tests(report) }).map_err(io::Error::from)?;
    writeln!(sink)
}
