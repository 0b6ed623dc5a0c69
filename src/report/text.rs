//! Plain sentences that several formats share.

use super::message::construct;
use super::{Finding, Graded, Status};

/// More violations of one check than this are counted.
pub(super) const MOST_FINDINGS: usize = 20;

/// A student's text on one line, without what cannot be seen: a control character, or a mark that turns the
/// direction of writing around, becomes U+FFFD.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || is_invisible(c) { '\u{fffd}' } else { c }).collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Points without needless decimals.
pub(crate) fn number(points: f64) -> String {
    format!("{points}")
}

/// `1 check`, `2 checks`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// The student's line and the construct, as far as they are known.
pub(super) fn place(finding: &Finding) -> Option<String> {
    let line = finding.source.as_ref().map(|source| format!("{}:{}", source.file, source.line));
    let both: Vec<String> = line.into_iter().chain(construct_or_resource(finding)).collect();
    (!both.is_empty()).then(|| visible(&both.join("  ")))
}

/// The construct path; where that is not known, the stack and the logical id.
pub(super) fn construct_or_resource(finding: &Finding) -> Option<String> {
    if let Some(path) = &finding.construct_path {
        return Some(construct(path).to_owned());
    }
    let stack = finding.violation.stack.as_ref()?;
    Some(match &finding.violation.resource {
        Some(resource) => format!("{stack}  {resource}"),
        None => stack.clone(),
    })
}

/// What a student has to know of a check that did not pass, line by line; nothing for one that did.
pub(super) fn details(check: &Graded) -> Vec<String> {
    match check.status {
        Status::Pass => Vec::new(),
        Status::Blocked => vec![waits(check)],
        Status::Error => vec![
            format!("could not be evaluated: {}", visible(check.error.as_deref().unwrap_or_default())),
            "this is not your fault: please tell the course staff".to_owned(),
        ],
        Status::Fail => failures(check),
    }
}

/// `waits for network.vpc.single: mend that first`
pub(super) fn waits(check: &Graded) -> String {
    format!("waits for {}: mend that first", check.blocked_by.join(", "))
}

fn failures(check: &Graded) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last = None;
    for finding in check.violations.iter().take(MOST_FINDINGS) {
        let place = place(finding);
        if place != last {
            lines.extend(place.clone());
            last = place;
        }
        lines.push(visible(&finding.message));
    }
    let more = check.violations.len().saturating_sub(MOST_FINDINGS);
    if more > 0 {
        lines.push(format!("… and {more} more like these"));
    }
    lines.push(format!("fix: {}", visible(&check.help)));
    lines
}
