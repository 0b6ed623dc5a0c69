//! Annotations for GitHub Actions: lines that its runner reads as commands.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest, so a check is one annotation,
//! and those that would be dropped are listed in the log instead.
//! Source: <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>

use std::io::{self, Write};

use super::text::{count, details, number, place, visible};
use super::{Graded, Report, Source, Status};

/// As many annotations of one kind as GitHub shows of a step.
const MOST_ANNOTATIONS: usize = 10;

/// Writes the report. Fails only when `sink` does.
pub fn write(mut sink: impl Write, report: &Report) -> io::Result<()> {
    let with = |status| report.checks.iter().filter(move |check| check.status == status).collect::<Vec<_>>();
    annotate(&mut sink, "error", &with(Status::Fail))?;
    annotate(&mut sink, "warning", &with(Status::Error))?;
    for note in &report.notes {
        writeln!(sink, "{}", plain(&format!("note: {}", visible(note))))?;
    }
    writeln!(sink, "::notice title=infragrade::{}", data(&summary(report)))
}

fn annotate(sink: &mut impl Write, command: &str, checks: &[&Graded]) -> io::Result<()> {
    let (shown, rest) = checks.split_at(checks.len().min(MOST_ANNOTATIONS));
    for check in shown {
        let title = format!("{}: {}", check.id, visible(&check.title));
        let mut properties = String::new();
        if let Some(source) = check.violations.iter().find_map(|finding| finding.source.as_ref()) {
            properties = location(source);
        }
        let message = data(&details(check).join("\n"));
        writeln!(sink, "::{command} {properties}title={}::{message}", property(&title))?;
    }
    if rest.is_empty() {
        return Ok(());
    }
    writeln!(sink, "::group::{} without an annotation", count(rest.len(), "more check"))?;
    for check in rest {
        let place = check.violations.iter().find_map(place);
        let place = place.map(|place| format!("  {place}")).unwrap_or_default();
        writeln!(sink, "{}", plain(&format!("{}  {}{place}", check.id, visible(&check.title))))?;
    }
    writeln!(sink, "::endgroup::")
}

fn location(source: &Source) -> String {
    let mut properties = format!("file={},line={},", property(&visible(&source.file)), source.line);
    properties.push_str(&format!("endLine={},", source.end_line));
    // GitHub takes columns of one line only, and counts the last one in.
    if source.line == source.end_line && source.end_column > source.column {
        properties.push_str(&format!("col={},endColumn={},", source.column, source.end_column - 1));
    }
    properties
}

fn summary(report: &Report) -> String {
    let counts = [
        (Status::Pass, "passed"),
        (Status::Fail, "failed"),
        (Status::Blocked, "wait for another"),
        (Status::Error, "could not be evaluated"),
    ];
    let counts = counts.map(|(status, word)| (report.count(status), word));
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    let points = format!("{} of {} points", number(report.score), number(report.max_score));
    format!("{points}: {}", counts.join(", "))
}

/// A line of the log that the runner cannot take for a command, of which there are two notations.
fn plain(line: &str) -> String {
    // Twice, since four colons are two pairs with another between them.
    let line = line.replace("::", ": :").replace("::", ": :");
    format!("  {}", line.replace("##[", "## ["))
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
