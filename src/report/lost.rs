//! What was lost since an earlier report, in few lines: for hooks of a version control system.

use std::io::{self, Write};

use colored::Colorize;

use super::baseline::Baseline;
use super::text::{count, number, place, visible};
use super::{Graded, Report, Status};

/// Checks that are shown; the others are counted.
const MOST_CHECKS: usize = 3;

/// Characters of a line that is made of a student's text or of a rule's.
const WIDEST: usize = 200;

/// The checks that have fewer points than before and do not pass, with the points that they lost. A check that could not be
/// evaluated is nobody's loss.
pub fn since<'r>(report: &'r Report, baseline: &Baseline) -> Vec<(&'r Graded, f64)> {
    let changes = report.checks.iter().filter_map(|check| Some((check, baseline.change(check)?)));
    changes
        .filter(|(check, change)| *change < 0.0 && matches!(check.status, Status::Fail | Status::Blocked))
        .map(|(check, change)| (check, -change))
        .collect()
}

/// Writes what was lost, in at most 18 lines; `all` is the command that shows the rest. Fails only when `sink` does.
pub fn write(mut sink: impl Write, report: &Report, lost: &[(&Graded, f64)], all: &str) -> io::Result<()> {
    let points: f64 = lost.iter().map(|(_, points)| points).sum();
    let total = format!("{} of {}", number(report.score), number(report.max_score));
    let first = format!("{} lost since the last commit that was checked", count_points(points));
    writeln!(sink, "{}: {total} now", first.red().bold())?;
    for note in &report.notes {
        writeln!(sink, "note: {}", short(note))?;
    }
    // What waits for another check is mended with that one.
    let (causes, waiting): (Vec<_>, Vec<_>) =
        lost.iter().partition(|(check, _)| check.status == Status::Fail);
    for (check, points) in causes.iter().take(MOST_CHECKS) {
        write_check(&mut sink, check, *points)?;
    }
    let more = causes.len().saturating_sub(MOST_CHECKS);
    let rest = [
        (more, count(more, "more check")),
        (waiting.len(), format!("{} that cannot be evaluated before", count(waiting.len(), "check"))),
    ];
    let rest: Vec<String> =
        rest.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
    if !rest.is_empty() {
        writeln!(sink, "… and {}: `{}` shows all", rest.join(", and "), visible(all))?;
    }
    Ok(())
}

fn write_check(sink: &mut impl Write, check: &Graded, points: f64) -> io::Result<()> {
    let lost = format!("-{}", number(points));
    writeln!(sink, "{} {}  {}  {}", "✗".red(), check.id, short(&check.title), lost.red())?;
    if let Some(finding) = check.violations.first() {
        if let Some(place) = place(finding) {
            writeln!(sink, "    {}", short(&place).cyan())?;
        }
        let more = check.violations.len() - 1;
        let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        writeln!(sink, "    {}{more}", short(&finding.message))?;
    }
    writeln!(sink, "    {} {}", "fix:".green().bold(), short(&check.help))
}

fn count_points(points: f64) -> String {
    if points == 1.0 { "1 point".to_owned() } else { format!("{} points", number(points)) }
}

/// A text on one line, cut where it is too long for one.
fn short(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
