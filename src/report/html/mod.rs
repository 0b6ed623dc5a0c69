//! One HTML page with everything in it: no network, no JavaScript needed.

mod check;
mod frame;

use std::io;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::picture::marks::Marked;
use super::picture::{Picture, svg, words};
use super::text::{count, number, visible};
use super::{Graded, Report, Status};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Nothing is loaded, and no script runs but ours: its hash is here (`openssl dgst -sha256 -binary | base64`).
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                      script-src 'sha256-Kcusqcq9U0/uUUN5JmD/H+KfxVciyfi7RmF4atx3r0w='";

/// Writes the report. Fails only when `sink` does.
pub fn write(mut sink: impl io::Write, report: &Report) -> io::Result<()> {
    sink.write_all(page(report).into_string().as_bytes())?;
    writeln!(sink)
}

fn page(report: &Report) -> Markup {
    let points = format!("{} of {} points", number(report.score), number(report.max_score));
    let owner = report.sunet.as_deref().map(|sunet| format!(" · {}", visible(sunet))).unwrap_or_default();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (points) (owner) " · infragrade" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#checks" { "Skip to the checks" }
                (header(report, &points, &owner))
                main {
                    @if let Some(picture) = &report.picture { (deployment(picture, report)) }
                    (checks(report))
                }
                footer {
                    p { "Made by infragrade " (env!("CARGO_PKG_VERSION")) " from what the CDK synthesized. "
                        code { "infragrade explain CHECK" } " says more about a check." }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn header(report: &Report, points: &str, owner: &str) -> Markup {
    let share = |points: f64| if report.max_score > 0.0 { points / report.max_score * 100.0 } else { 0.0 };
    let blocked: f64 = report
        .checks
        .iter()
        .filter(|check| check.status == Status::Blocked)
        .map(|check| check.max_points)
        .sum();
    html! {
        header {
            p.brand { "infragrade" (owner) }
            h1 { (points) }
            svg.bar viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
                rect.lost width="100" height="4" {}
                rect.waiting width={ (format!("{:.2}", share(report.score + blocked))) } height="4" {}
                rect.earned width={ (format!("{:.2}", share(report.score))) } height="4" {}
            }
            ul.counts {
                @for (status, word) in [
                    (Status::Pass, "passed"), (Status::Fail, "failed"), (Status::Blocked, "wait for another"),
                    (Status::Error, "not evaluated"),
                ] {
                    @if report.count(status) > 0 {
                        li class=(class(status)) { span.mark aria-hidden="true" { (sign(status)) } " " (report.count(status)) " " (word) }
                    }
                }
            }
            @for note in &report.notes { p.note { strong { "Note: " } (visible(note)) } }
            (next(report))
        }
    }
}

fn next(report: &Report) -> Markup {
    let first = report.checks.iter().find(|check| check.status == Status::Fail);
    html! {
        @if let Some(first) = first {
            p.next { "Start with " a href={ "#check-" (first.id) } { (visible(&first.title)) } "." }
        } @else if !report.has_errors() {
            p.next { "These checks passed. The website's points come once it is deployed." }
        }
    }
}

fn deployment(picture: &Picture, report: &Report) -> Markup {
    let marked = Marked::new(picture, report);
    html! {
        section aria-labelledby="deployment" {
            h2 #deployment { "Your deployment" }
            p { "Drawn from your templates. " span.legend.traffic { "requests" } " " span.legend.access { "permissions" } " "
                span.legend.setup { "settings" } ". What a check found is marked " span.legend.failed { "✗" } " and links to it." }
            div.picture role="region" aria-label="Picture of your deployment" tabindex="0" { (svg::draw(&marked, "deployment")) }
            @if !marked.elsewhere.is_empty() {
                p { "Not in the picture: "
                    @for (i, mark) in marked.elsewhere.iter().enumerate() {
                        @if i > 0 { ", " } a href={ "#check-" (mark.check) } { (visible(&mark.title)) }
                    }
                    "." }
            }
            details.words { summary { "The same in words" } (words::list(&marked)) }
        }
    }
}

fn checks(report: &Report) -> Markup {
    let mut sections: Vec<(&str, Vec<&Graded>)> = Vec::new();
    for check in &report.checks {
        match sections.last_mut() {
            Some((section, checks)) if *section == check.handout => checks.push(check),
            _ => sections.push((&check.handout, vec![check])),
        }
    }
    html! {
        div #checks tabindex="-1" {
            div #filter role="group" aria-label="Show" hidden {}
            @for (i, (section, checks)) in sections.iter().enumerate() {
                section aria-labelledby={ "section-" (i) } {
                    h2 id={ "section-" (i) } {
                        @if section.is_empty() { "Checks" } @else { (visible(section)) }
                        " " span.points {
                            (number(checks.iter().map(|check| check.points).sum())) " of "
                            (number(checks.iter().map(|check| check.max_points).sum()))
                        }
                    }
                    @for check in checks { (check::card(report, check)) }
                }
            }
            @if report.checks.is_empty() { p { (count(0, "check")) } }
        }
    }
}

fn class(status: Status) -> &'static str {
    match status {
        Status::Pass => "pass",
        Status::Fail => "fail",
        Status::Blocked => "blocked",
        Status::Error => "error",
    }
}

fn sign(status: Status) -> &'static str {
    match status {
        Status::Pass => "✓",
        Status::Fail => "✗",
        Status::Blocked => "∙",
        Status::Error => "!",
    }
}
