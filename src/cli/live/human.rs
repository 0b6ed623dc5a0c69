//! The website's report for a student at a terminal.

use std::io::{self, Write};

use colored::Colorize;
use infragrade_live::robot::{Report, Status, Step};

/// Writes the report; colours are used where `colored` is told so. In a terminal of fewer columns than the table has, the points
/// come first. Fails only when `sink` does.
pub(in crate::cli) fn write(
    mut sink: impl Write,
    report: &Report,
    terminal: Option<usize>,
) -> io::Result<()> {
    for note in &report.notes {
        writeln!(sink, "{} {}", "note:".cyan().bold(), plain(note))?;
    }
    writeln!(sink, "\n{}", plain(&report.site).bold())?;
    let widest = |text: fn(&Step) -> &str| {
        report.steps.iter().map(|step| text(step).chars().count()).max().unwrap_or_default()
    };
    let columns = [widest(|step| step.id), widest(|step| step.title)];
    let whole = 2 + columns[0] + 2 + columns[1] + 2 + POINTS;
    let columns = terminal.is_none_or(|terminal| terminal >= whole).then_some(columns);
    let mut cause = None;
    for step in &report.steps {
        write_step(&mut sink, step, columns)?;
        // Said once: the rest waits for the same step.
        if cause != step.blocked_by.first() {
            cause = step.blocked_by.first();
            cause.into_iter().try_for_each(|cause| writeln!(sink, "    waits for {cause}"))?;
        }
    }
    if !report.advice.is_empty() {
        writeln!(sink, "\n{}", "Beyond the points".bold())?;
    }
    for advice in &report.advice {
        let mark = if advice.ok { "✓".green() } else { "✗".yellow() };
        writeln!(sink, "{mark} {}", plain(&advice.message))?;
    }
    let total = format!("{} of {} points", report.score, report.max_score);
    let complete = report.score >= report.max_score;
    writeln!(sink, "\n{}", if complete { total.green().bold() } else { total.red().bold() })
}

/// Columns of the points, such as `20 of 20`.
const POINTS: usize = 8;

fn write_step(sink: &mut impl Write, step: &Step, columns: Option<[usize; 2]>) -> io::Result<()> {
    let mark = match step.status {
        Status::Pass => "✓".green(),
        Status::Fail => "✗".red(),
        Status::Blocked => "∙".yellow(),
        Status::Error => "!".magenta(),
    };
    let points = format!("{} of {}", step.points, step.max_points);
    let points = if step.status == Status::Pass { points.normal() } else { points.bold() };
    match columns {
        Some([id, title]) => {
            writeln!(sink, "{mark} {:id$}  {:title$}  {points:>POINTS$}", step.id, step.title)?;
        }
        None => writeln!(sink, "{mark} {points:>POINTS$}  {}  {}", step.id, step.title)?,
    }
    match step.status {
        Status::Pass | Status::Blocked => return Ok(()),
        Status::Error => {
            writeln!(sink, "    could not be graded: {}", plain(step.error.as_deref().unwrap_or_default()))?;
        }
        Status::Fail => {}
    }
    if let Some(message) = &step.message {
        writeln!(sink, "    {}", plain(message))?;
    }
    let exchange = match (&step.request, &step.answer) {
        // A request without an answer: the message says why.
        (Some(request), answer) if answer.is_none() || *answer == step.message => plain(request),
        (Some(request), Some(answer)) => format!("{} → {}", plain(request), plain(answer)),
        _ => return Ok(()),
    };
    writeln!(sink, "    {}", exchange.cyan())?;
    match &step.help {
        Some(help) => writeln!(sink, "    {} {}", "fix:".green().bold(), plain(help)),
        None => Ok(()),
    }
}

/// Foreign text without what a terminal would obey, and without marks that turn its direction around.
fn plain(text: &str) -> String {
    let is_unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if is_unseen(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use infragrade_live::robot::{Advice, SCHEMA};

    use super::*;

    fn step(id: &'static str, status: Status) -> Step {
        let points = if status == Status::Pass { 4.0 } else { 0.0 };
        Step {
            id,
            title: "log in to it",
            points,
            max_points: 4.0,
            status,
            handout: "",
            help: None,
            blocked_by: Vec::new(),
            error: None,
            message: None,
            request: Some("POST https://a.example/api/v1/auth/login/".to_owned()),
            answer: Some("401 application/json: {\"detail\":\"no\u{1b}\"}".to_owned()),
        }
    }

    #[test]
    fn each_failure_is_told_with_what_was_asked_and_what_came_back() {
        let failed = Step {
            message: Some("the service answered 401".to_owned()),
            help: Some("does /api/* forward all headers?".to_owned()),
            ..step("b", Status::Fail)
        };
        let silent = Step {
            message: Some("the name a.example does not resolve".to_owned()),
            answer: Some("the name a.example does not resolve".to_owned()),
            ..step("e", Status::Fail)
        };
        let blocked = |id| Step {
            blocked_by: vec!["b".to_owned()],
            request: None,
            answer: None,
            ..step(id, Status::Blocked)
        };
        let unknown = Step {
            error: Some("Chromium is not installed".to_owned()),
            request: None,
            answer: None,
            ..step("f", Status::Error)
        };
        let report = Report {
            schema: SCHEMA,
            site: "https://a.example".to_owned(),
            score: 4.0,
            max_score: 24.0,
            notes: vec!["read this".to_owned()],
            steps: vec![step("a", Status::Pass), failed, blocked("c"), blocked("d"), silent, unknown],
            advice: vec![
                Advice { ok: true, message: "this is as it should be".to_owned() },
                Advice { ok: false, message: "this is not".to_owned() },
            ],
        };
        colored::control::set_override(false);
        let shown = |terminal| {
            let mut out = Vec::new();
            write(&mut out, &report, terminal).unwrap();
            String::from_utf8(out).unwrap()
        };
        insta::assert_snapshot!(shown(None));
        assert_eq!(shown(Some(80)), shown(None));
        let narrow = shown(Some(20));
        assert!(narrow.contains("✓   4 of 4  a  log in to it\n"), "{narrow}");
        assert!(narrow.contains("✗   0 of 4  b  log in to it\n"), "{narrow}");
    }
}
