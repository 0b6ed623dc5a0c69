//! The batch as one page with everything in it: no network, no JavaScript. Written row by row, for classes of any size.

use std::io;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Batch;
use super::statistics::Tally;
use crate::batch::kept::{FOLDER, Problem, Row, file_name};
use crate::policy::Catalogue;
use crate::report::Status;
use crate::report::text::{count, number, visible};

const HOUSE: &str = include_str!("../../report/html/style.css");
const STYLE: &str = include_str!("style.css");

/// Nothing is loaded, and no script runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Writes the page. Fails only when `sink` does.
pub fn write(sink: &mut dyn io::Write, batch: Batch<'_>) -> io::Result<()> {
    let tally = Tally::of(batch.rows, batch.catalogue);
    let mut put = |markup: Markup| sink.write_all(markup.into_string().as_bytes());
    put(html! { (DOCTYPE) (PreEscaped("<html lang=\"en\">")) (head(batch)) (PreEscaped("<body>")) })?;
    put(
        html! { a.skip href="#submissions" { "Skip to the submissions" } (header(batch, &tally)) (PreEscaped("<main>")) },
    )?;
    put(problems(batch))?;
    put(checks(batch, &tally))?;
    put(matrix_head(batch.catalogue))?;
    for (index, row) in batch.rows.iter().enumerate() {
        put(matrix_row(index, row, batch))?;
    }
    put(html! {
        (PreEscaped("</tbody></table></div></section></main>"))
        footer { p { "Made by infragrade " (env!("CARGO_PKG_VERSION")) ". The same as a table is in "
            a href="results.csv" { "results.csv" } " and " a href="results.json" { "results.json" } "." } }
        (PreEscaped("</body></html>\n"))
    })
}

fn head(batch: Batch<'_>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            title { (count(batch.rows.len(), "submission")) " · infragrade" }
            style { (PreEscaped(HOUSE)) (PreEscaped(STYLE)) }
        }
    }
}

fn header(batch: Batch<'_>, tally: &Tally) -> Markup {
    let most = number(batch.catalogue.points);
    let ungraded = batch.rows.len() - tally.graded;
    html! {
        header {
            p.brand { "infragrade" @if let Some(shard) = batch.shard { " · shard " (shard) } }
            h1 { (count(batch.rows.len(), "submission")) }
            @if let Some((mean, median)) = tally.mean().zip(tally.median()) {
                p { "Mean " strong { (format!("{mean:.1}")) } ", median " strong { (format!("{median:.1}")) } " of " (most) " points." }
                (scores(batch.catalogue, tally))
            }
            @if ungraded > 0 { p.note { a href="#problems" { (count(ungraded, "submission")) " not graded" } } }
        }
    }
}

/// How many submissions have how many points, as bars and as a table's rows at once.
fn scores(catalogue: &Catalogue, tally: &Tally) -> Markup {
    let counts = tally.tenths(catalogue.points);
    let most = counts.iter().max().copied().unwrap_or_default().max(1);
    html! {
        table.scores {
            caption { "How many have how many points" }
            thead { tr { th scope="col" { "Points" } th scope="col" { "Submissions" } } }
            tbody {
                @for (tenth, count) in counts.iter().enumerate().rev() {
                    @let (from, to) = (catalogue.points * tenth as f64 / 10.0, catalogue.points * (tenth + 1) as f64 / 10.0);
                    tr { th scope="row" { @if tenth == 0 { "0" } @else { "over " (round(from)) } " to " (round(to)) }
                        td { (bar(*count as f64 / most as f64, "earned")) " " (count) } }
                }
            }
        }
    }
}

fn round(points: f64) -> String {
    number((points * 10.0).round() / 10.0)
}

fn bar(share: f64, class: &str) -> Markup {
    html! {
        svg.meter viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
            rect.track width="100" height="4" {}
            rect class=(class) width=(format!("{:.1}", share * 100.0)) height="4" {}
        }
    }
}

fn problems(batch: Batch<'_>) -> Markup {
    let problems: Vec<(usize, &Row, &Problem)> = batch
        .rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| Some((index, row, row.outcome.as_ref().err()?)))
        .collect();
    html! {
        @if !problems.is_empty() {
            section aria-labelledby="problems" {
                h2 #problems { "Not graded" }
                ul { @for (index, row, problem) in problems {
                    li { a href={ "#submission-" (index + 1) } { (visible(&row.name)) } ": " (visible(&problem.message))
                        @if problem.is_fault { " " em { "(not the student's fault)" } } }
                } }
            }
        }
    }
}

fn checks(batch: Batch<'_>, tally: &Tally) -> Markup {
    html! {
        section aria-labelledby="checks" {
            h2 #checks { "Checks, the hardest first" }
            div.wide role="region" aria-label="Table of the checks" tabindex="0" { table.list {
                thead { tr { th scope="col" { "Check" } th scope="col" { "Points" } th scope="col" { "Passed" }
                    th scope="col" { "Failed" } th scope="col" { "Waits" } @if has_errors(tally) { th scope="col" { "Error" } } } }
                tbody { @for index in tally.hardest_first() {
                    @let check = &batch.catalogue.checks[index];
                    @let counts = &tally.checks[index];
                    tr id={ "check-" (check.id) } {
                        th scope="row" { (visible(&check.title)) " " code { (check.id) } }
                        td { (number(check.points)) }
                        td { @if let Some(rate) = tally.pass_rate(index) { (bar(rate, "earned")) " " (format!("{:.0} %", rate * 100.0)) } }
                        td { (counts.fail) } td { (counts.blocked) } @if has_errors(tally) { td { (counts.error) } }
                    }
                } }
            } }
        }
    }
}

fn has_errors(tally: &Tally) -> bool {
    tally.checks.iter().any(|counts| counts.error > 0)
}

fn matrix_head(catalogue: &Catalogue) -> Markup {
    html! {
        (PreEscaped("<section aria-labelledby=\"submissions\">"))
        h2 #submissions tabindex="-1" { "Submissions" }
        p.legend-line { span.pass { span.mark { "2" } } " points earned, " span.fail { span.mark { "0" } } " failed, "
            span.blocked { span.mark { "∙" } } " waits for another check, " span.error { span.mark { "!" } } " not evaluated" }
        (PreEscaped("<div class=\"wide\" role=\"region\" aria-label=\"Table of the submissions\" tabindex=\"0\"><table class=\"matrix\">"))
        thead { tr {
            th scope="col" { "Submission" } th scope="col" { "SUNet ID" } th scope="col" { "Points" }
            @for check in &catalogue.checks {
                th.check-name scope="col" { a href={ "#check-" (check.id) } title=(visible(&check.title)) { (check.id) } }
            }
        } }
        (PreEscaped("<tbody>"))
    }
}

fn matrix_row(index: usize, row: &Row, batch: Batch<'_>) -> Markup {
    let ending = if batch.pages && row.outcome.is_ok() { "html" } else { "json" };
    let link = format!("{FOLDER}/{}.{ending}", escaped(&file_name(&row.name)));
    html! {
        tr id={ "submission-" (index + 1) } {
            th scope="row" { a href=(link) { (visible(&row.name)) } }
            td.id { (row.sunet.as_deref().unwrap_or_default()) }
            @match &row.outcome {
                Ok(marks) => {
                    td.sum { (number(marks.score(batch.catalogue))) }
                    @for (check, status) in marks.statuses.iter().enumerate() { (cell(*status, marks.points(check, batch.catalogue))) }
                }
                Err(problem) => {
                    td.sum { "" }
                    td.problem colspan=(batch.catalogue.checks.len()) { (visible(&problem.message)) }
                }
            }
        }
        "\n"
    }
}

fn cell(status: Status, points: f64) -> Markup {
    match status {
        Status::Pass => html! { td.p { (number(points)) } },
        Status::Fail => html! { td.f { (number(points)) } },
        Status::Blocked => html! { td.b { "∙" } },
        Status::Error => html! { td.e { "!" } },
    }
}

/// A file's name as a part of an address (RFC 3986).
fn escaped(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            byte => text.push_str(&format!("%{byte:02X}")),
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped() {
        assert_eq!(escaped("a b/#?\"é"), "a%20b%2F%23%3F%22%C3%A9");
    }
}
