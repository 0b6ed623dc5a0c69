//! The report for a student at a terminal.

mod frame;

use std::collections::BTreeSet;
use std::io::{self, Write};

use colored::Colorize;

use super::baseline::Baseline;
use super::message::construct;
use super::{Finding, Graded, KnownFrom, Report, Source, Status};

/// How the report is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'b> {
    /// Checks that passed are counted, not listed.
    pub quiet: bool,
    /// The report is about some of the pack's checks only.
    pub partial: bool,
    /// An earlier run, to say what changed since.
    pub baseline: Option<&'b Baseline>,
    /// The website's report comes after this one, so its points are not promised for later.
    pub website_follows: bool,
    /// What the terminal shows in a line; none where there is no terminal.
    pub columns: Option<usize>,
}

/// More violations of one check than this are counted.
const MOST_FINDINGS: usize = 6;

/// Writes the report; colours are used where `colored` is told so. Fails only when `sink` does.
pub fn write(mut sink: impl Write, report: &Report, options: Options<'_>) -> io::Result<()> {
    for note in &report.notes {
        writeln!(sink, "{} {}", "note:".cyan().bold(), plain(note))?;
    }
    let shown = |check: &&Graded| match check.status {
        Status::Pass => !options.quiet,
        Status::Blocked => !folds(report, check),
        _ => true,
    };
    let columns = Columns::of(report, options.columns);
    let mut frames = BTreeSet::new();
    let mut section = None;
    for check in report.checks.iter().filter(shown) {
        if section != Some(&check.handout) {
            writeln!(sink, "\n{}", plain(&check.handout).bold())?;
            section = Some(&check.handout);
        }
        write_outcome(&mut sink, check, columns, options.baseline)?;
        write_details(&mut sink, report, check, &mut frames)?;
    }
    write_total(&mut sink, report, options)
}

/// The widths of the ids and the titles, so that the points stand below each other.
#[derive(Clone, Copy)]
struct Columns {
    id: usize,
    title: usize,
    /// The terminal's, where it is too narrow for that: then the points come first.
    narrow: Option<usize>,
}

/// Of the points, such as `2 of 2`, and of the change since the last run.
const POINTS: usize = 7;
const CHANGE: usize = 4;

impl Columns {
    fn of(report: &Report, terminal: Option<usize>) -> Self {
        let widest = |text: fn(&Graded) -> &str| {
            report.checks.iter().map(|check| text(check).chars().count()).max().unwrap_or_default()
        };
        let (id, title) = (widest(|check| &check.id), widest(|check| &check.title));
        let all = "✓ ".chars().count() + id + 2 + title + 2 + POINTS + CHANGE;
        Self { id, title, narrow: terminal.filter(|terminal| *terminal < all) }
    }
}

fn write_outcome(
    sink: &mut impl Write,
    check: &Graded,
    columns: Columns,
    baseline: Option<&Baseline>,
) -> io::Result<()> {
    let mark = match check.status {
        Status::Pass => "✓".green(),
        Status::Fail => "✗".red(),
        Status::Blocked => "∙".yellow(),
        Status::Error => "!".magenta(),
    };
    let points = format!("{} of {}", number(check.points), number(check.max_points));
    let points = if check.status == Status::Pass { points.normal() } else { points.bold() };
    let Columns { id, title, narrow } = columns;
    let change = baseline.and_then(|baseline| baseline.change(check)).map(changed).unwrap_or_default();
    let Some(terminal) = narrow else {
        return writeln!(
            sink,
            "{mark} {:id$}  {:title$}  {points:>POINTS$}{change}",
            check.id,
            plain(&check.title)
        );
    };
    let taken = 2 + POINTS + 2 + check.id.chars().count() + if change.is_empty() { 0 } else { CHANGE };
    let title = shortened(&plain(&check.title), terminal.saturating_sub(taken));
    writeln!(sink, "{mark} {points:>POINTS$}{change}  {}{title}", check.id)
}

/// A title after a gap, in so many columns; nothing where a word has no room.
fn shortened(title: &str, columns: usize) -> String {
    const FEWEST: usize = 8;
    match columns.checked_sub(2) {
        Some(room) if title.chars().count() <= room => format!("  {title}"),
        Some(room) if room >= FEWEST => {
            let beginning: String = title.chars().take(room - 1).collect();
            format!("  {}…", beginning.trim_end())
        }
        _ => String::new(),
    }
}

/// Where a frame was shown: nobody needs it twice.
type Frames = BTreeSet<(String, usize, usize)>;

fn write_details(
    sink: &mut impl Write,
    report: &Report,
    check: &Graded,
    frames: &mut Frames,
) -> io::Result<()> {
    match check.status {
        Status::Pass => Ok(()),
        Status::Blocked => writeln!(sink, "    waits for {}", check.blocked_by.join(", ")),
        Status::Error => {
            let error = check.error.as_deref().unwrap_or_default();
            writeln!(sink, "    could not be evaluated: {}", plain(error))?;
            writeln!(sink, "    this is not your fault: please tell the course staff")
        }
        Status::Fail => {
            let mut last = (None, None);
            for finding in check.violations.iter().take(MOST_FINDINGS) {
                let place = (finding.source.as_ref(), place(finding));
                write_place(sink, report, &place, &last, frames)?;
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

/// Where a finding is: the student's line with what made it, each unless the finding before had the same.
fn write_place(
    sink: &mut impl Write,
    report: &Report,
    (source, construct): &(Option<&Source>, Option<String>),
    last: &(Option<&Source>, Option<String>),
    frames: &mut Frames,
) -> io::Result<()> {
    let new_source = source.filter(|_| *source != last.0);
    let line = new_source.map(|source| format!("{}:{}:{}", source.file, source.line, source.column));
    let construct = construct.clone().filter(|_| *construct != last.1 || new_source.is_some());
    let words: Vec<String> = line.into_iter().chain(construct).map(|word| plain(&word)).collect();
    if !words.is_empty() {
        writeln!(sink, "    {}", words.join("  ").cyan())?;
    }
    match new_source {
        Some(source) if frames.insert((source.file.clone(), source.line, source.column)) => {
            frame::write(sink, report, source)
        }
        _ => Ok(()),
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

fn write_total(sink: &mut impl Write, report: &Report, options: Options<'_>) -> io::Result<()> {
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
    let since = options.baseline.map(|baseline| match baseline.total_change(report) {
        0.0 => ", as in the last run".to_owned(),
        change => format!(",{} since the last run", changed(change)),
    });
    writeln!(sink, "\n{total}{}  ({})", since.unwrap_or_default(), counts.join(", "))?;
    if is_searched(report) {
        writeln!(
            sink,
            "the lines are what a search of the source found; where it is not sure, none is named"
        )?;
    }
    if complete && options.partial {
        return writeln!(sink, "these checks passed; without --only all are graded");
    }
    if complete && options.website_follows {
        return writeln!(sink, "all public static checks passed");
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

/// Whether a line is known from a search alone.
fn is_searched(report: &Report) -> bool {
    let sources =
        || report.checks.iter().flat_map(|check| &check.violations).filter_map(|f| f.source.as_ref());
    sources().next().is_some() && sources().all(|source| source.known_from == KnownFrom::Search)
}

/// ` +2`, nothing where nothing changed.
fn changed(points: f64) -> String {
    match points {
        0.0 => String::new(),
        gained if gained > 0.0 => format!(" {}", format!("+{gained}").green()),
        lost => format!(" {}", format!("{lost}").red()),
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
