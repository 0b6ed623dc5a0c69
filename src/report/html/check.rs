//! One check: its outcome, what is wrong and what to do.

use maud::{Markup, html};

use super::frame;
use super::{class, sign};
use crate::report::text::{MOST_FINDINGS, construct_or_resource, number, visible};
use crate::report::{Finding, Graded, KnownFrom, Report, Status};

pub(super) fn card(report: &Report, check: &Graded) -> Markup {
    let outcome = match check.status {
        Status::Pass => "passed",
        Status::Fail => "failed",
        Status::Blocked => "waits",
        Status::Error => "not evaluated",
    };
    let is_open = matches!(check.status, Status::Fail | Status::Error);
    html! {
        details.check.(class(check.status)) id={ "check-" (check.id) } open[is_open] {
            summary {
                span.mark aria-hidden="true" { (sign(check.status)) }
                h3 { (visible(&check.title)) span.unseen { ", " (outcome) } }
                code.id { (visible(&check.id)) }
                span.points { (number(check.points)) " of " (number(check.max_points)) }
            }
            div.body {
                @match check.status {
                    Status::Pass => p { (visible(&check.description)) },
                    Status::Fail => (failures(report, check)),
                    Status::Blocked => {
                        p { "Waits for " @for (i, cause) in check.blocked_by.iter().enumerate() {
                            @if i > 0 { ", " } a href={ "#check-" (cause) } { (visible(cause)) }
                        } ": mend that first." }
                        p { (visible(&check.description)) }
                    }
                    Status::Error => {
                        p { "Could not be evaluated: " (visible(check.error.as_deref().unwrap_or_default())) }
                        p { "This is not your fault: please tell the course staff." }
                    }
                }
            }
        }
    }
}

fn failures(report: &Report, check: &Graded) -> Markup {
    let more = check.violations.len().saturating_sub(MOST_FINDINGS);
    html! {
        @for (i, finding) in check.violations.iter().take(MOST_FINDINGS).enumerate() {
            (one(report, finding, i.checked_sub(1).map(|i| &check.violations[i])))
        }
        @if more > 0 { p { "… and " (more) " more like these" } }
        p.fix { strong { "Fix: " } (visible(&check.help)) }
        @if !check.description.is_empty() { p.required { strong { "Required: " } (visible(&check.description)) } }
        @let links = check.links.iter().filter(|link| link.address.starts_with("https://"));
        p.more { "Handout: " (visible(&check.handout))
            @for link in links { " · " a href=(link.address) rel="noreferrer" { (visible(&link.title)) } }
        }
        (waiting(report, check))
    }
}

fn one(report: &Report, finding: &Finding, before: Option<&Finding>) -> Markup {
    let context = &finding.context;
    let place =
        construct_or_resource(finding).filter(|_| before.is_none_or(|before| is_elsewhere(before, finding)));
    let has_values = !context.expected.is_empty() || !context.actual.is_empty();
    html! {
        div.finding {
            @if let Some(place) = place { p.place { code { (visible(&place)) } } }
            p.message { (visible(&finding.message)) }
            @if let Some(source) = &finding.source {
                (frame::code(source, report.sources.get(&source.file).map(String::as_str), known_from(source.known_from)))
            }
            @if has_values { dl.values {
                div.found { dt { "Found" } (values(&context.actual)) }
                @if !context.expected.is_empty() { div.expected { dt { "Expected" } (values(&context.expected)) } }
            } }
            @let is_new = before.is_none_or(|before| before.context.template != context.template);
            @if let Some(template) = context.template.as_ref().filter(|_| is_new) {
                p.template { "In the template: " code { (visible(&template.file))
                    @if let Some(line) = template.line { ":" (line) } }
                    @if let Some(property) = &finding.violation.property { " " code { (visible(property)) } } }
            }
        }
    }
}

fn is_elsewhere(a: &Finding, b: &Finding) -> bool {
    construct_or_resource(a) != construct_or_resource(b)
}

fn values(lines: &[String]) -> Markup {
    html! {
        @if lines.is_empty() { dd { em { "not set" } } }
        @for line in lines { dd { code { (visible(line)) } } }
    }
}

fn known_from(known: KnownFrom) -> &'static str {
    match known {
        KnownFrom::Trace => "seen while your program ran",
        KnownFrom::StackTrace => "from the CDK's stack trace",
        KnownFrom::Search => "found by searching your source",
    }
}

/// The checks that wait for this one.
fn waiting(report: &Report, cause: &Graded) -> Markup {
    let waiting: Vec<&Graded> =
        report.checks.iter().filter(|check| check.blocked_by.first() == Some(&cause.id)).collect();
    let points: f64 = waiting.iter().map(|check| check.max_points).sum();
    html! {
        @if !waiting.is_empty() {
            p.waiting { "For this one wait (" (number(points)) " points): "
                @for (i, check) in waiting.iter().enumerate() {
                    @if i > 0 { ", " } a href={ "#check-" (check.id) } { (visible(&check.title)) }
                }
            }
        }
    }
}
