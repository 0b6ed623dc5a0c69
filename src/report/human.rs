//! The report for a student at a terminal.

use std::io::{self, Write};

use colored::Colorize;

use super::message::construct;
use super::{Finding, Graded, Report, Status};

/// How the report is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Checks that passed are counted, not listed.
    pub quiet: bool,
    /// The report is about some of the pack's checks only.
    pub partial: bool,
}

/// More violations of one check than this are counted.
const MOST_FINDINGS: usize = 6;

/// Writes the report; colours are used where `colored` is told so. Fails only when `sink` does.
pub fn write(mut sink: impl Write, report: &Report, options: Options) -> io::Result<()> {
    for note in &report.notes {
        writeln!(sink, "{} {}", "note:".cyan().bold(), plain(note))?;
    }
    let shown = |check: &&Graded| match check.status {
        Status::Pass => !options.quiet,
        Status::Blocked => !folds(report, check),
        _ => true,
    };
    let columns = Columns::of(report);
    let mut section = None;
    for check in report.checks.iter().filter(shown) {
        if section != Some(&check.handout) {
            writeln!(sink, "\n{}", plain(&check.handout).bold())?;
            section = Some(&check.handout);
        }
        write_check(&mut sink, report, check, columns)?;
    }
    write_total(&mut sink, report, options)
}

/// The widths of the ids and the titles, so that the points stand below each other.
#[derive(Clone, Copy)]
struct Columns {
    id: usize,
    title: usize,
}

impl Columns {
    fn of(report: &Report) -> Self {
        let widest = |text: fn(&Graded) -> &str| {
            report.checks.iter().map(|check| text(check).chars().count()).max().unwrap_or_default()
        };
        Self { id: widest(|check| &check.id), title: widest(|check| &check.title) }
    }
}

fn write_check(sink: &mut impl Write, report: &Report, check: &Graded, columns: Columns) -> io::Result<()> {
    let mark = match check.status {
        Status::Pass => "✓".green(),
        Status::Fail => "✗".red(),
        Status::Blocked => "∙".yellow(),
        Status::Error => "!".magenta(),
    };
    let points = format!("{} of {}", number(check.points), number(check.max_points));
    let points = if check.status == Status::Pass { points.normal() } else { points.bold() };
    let Columns { id, title } = columns;
    writeln!(sink, "{mark} {:id$}  {:title$}  {points:>7}", check.id, plain(&check.title))?;
    match check.status {
        Status::Pass => Ok(()),
        Status::Blocked => writeln!(sink, "    waits for {}", check.blocked_by.join(", ")),
        Status::Error => {
            let error = check.error.as_deref().unwrap_or_default();
            writeln!(sink, "    could not be evaluated: {}", plain(error))?;
            writeln!(sink, "    this is not your fault: please tell the course staff")
        }
        Status::Fail => {
            let mut last: Option<String> = None;
            for finding in check.violations.iter().take(MOST_FINDINGS) {
                let place = place(finding);
                if let Some(new) = place.as_ref().filter(|_| place != last) {
                    writeln!(sink, "    {}", plain(new).cyan())?;
                }
                writeln!(sink, "    {}", plain(&finding.message))?;
                last = place;
            }
            let more = check.violations.len().saturating_sub(MOST_FINDINGS);
            if more > 0 {
                writeln!(sink, "    … and {more} more like these")?;
            }
            writeln!(sink, "    {} {}", "fix:".green().bold(), plain(&check.help))?;
            write_blocked(sink, report, check)
        }
    }
}

/// The construct path; where that is not known, the stack and the logical id.
fn place(finding: &Finding) -> Option<String> {
    if let Some(path) = &finding.construct_path {
        return Some(construct(path).to_owned());
    }
    let stack = finding.violation.stack.as_ref()?;
    Some(match &finding.violation.resource {
        Some(resource) => format!("{stack}  {resource}"),
        None => stack.clone(),
    })
}

/// Whether a blocked check is told of under the check that blocks it.
fn folds(report: &Report, check: &Graded) -> bool {
    report
        .checks
        .iter()
        .any(|cause| cause.status == Status::Fail && check.blocked_by.first() == Some(&cause.id))
}

fn write_blocked(sink: &mut impl Write, report: &Report, cause: &Graded) -> io::Result<()> {
    let blocked: Vec<&Graded> =
        report.checks.iter().filter(|check| check.blocked_by.first() == Some(&cause.id)).collect();
    if blocked.is_empty() {
        return Ok(());
    }
    let points: f64 = blocked.iter().map(|check| check.max_points).sum();
    let checks = if blocked.len() == 1 { "check waits" } else { "checks wait" };
    writeln!(sink, "    {} {checks} for this one ({} points):", blocked.len(), number(points))?;
    for check in blocked {
        writeln!(sink, "      {} {}  {}", "∙".yellow(), check.id, plain(&check.title))?;
    }
    Ok(())
}

fn write_total(sink: &mut impl Write, report: &Report, options: Options) -> io::Result<()> {
    let counts = [
        (Status::Pass, "passed"),
        (Status::Fail, "failed"),
        (Status::Blocked, "blocked"),
        (Status::Error, "not evaluated"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(status, word)| (report.count(status), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let total = format!("{} of {} points", number(report.score), number(report.max_score));
    let complete = report.score >= report.max_score;
    let total = if complete { total.green().bold() } else { total.red().bold() };
    writeln!(sink, "\n{total}  ({})", counts.join(", "))?;
    if complete && options.partial {
        return writeln!(sink, "these checks passed; without --only all are graded");
    }
    if complete {
        let rest =
            "the website's 60 points (40 for using it, 20 for its looks) are graded once it is deployed";
        return writeln!(sink, "all public static checks passed; {rest}");
    }
    match report.checks.iter().find(|check| check.status == Status::Fail) {
        Some(first) => writeln!(sink, "start with {}: `infragrade explain {}` says more", first.id, first.id),
        None => Ok(()),
    }
}

/// Points without needless decimals.
fn number(points: f64) -> String {
    format!("{points}")
}

/// A student's text without what a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || is_invisible(c) { '\u{fffd}' } else { c }).collect()
}

/// Marks that turn the direction of text around, and the like.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
