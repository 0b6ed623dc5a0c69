//! JUnit XML, as GitLab, Jenkins and GitHub's test reporters read it. A section of the handout is a suite, a check a
//! case; a check that waits for another is skipped.
//!
//! Source: <https://github.com/testmoapp/junitxml>

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::text::{details, number, visible, waits};
use super::{Graded, Report, Status};

/// Writes the report. Fails only when `sink` does.
pub fn write(mut sink: impl io::Write, report: &Report) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut sink, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all: Vec<&Graded> = report.checks.iter().collect();
    let counts = counts(&all);
    let name = [("name", "infragrade".to_owned())];
    xml.create_element("testsuites")
        .with_attributes(attributes(name.iter().chain(&counts)))
        .write_inner_content(|xml| {
            for (section, checks) in sections(report) {
                write_suite(xml, &section, &checks)?;
            }
            Ok(())
        })?;
    writeln!(sink)
}

type Attribute = (&'static str, String);

fn attributes<'a>(
    pairs: impl IntoIterator<Item = &'a Attribute>,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    pairs.into_iter().map(|(name, value)| (*name, value.as_str()))
}

fn counts(checks: &[&Graded]) -> [Attribute; 4] {
    let count = |status| checks.iter().filter(|check| check.status == status).count().to_string();
    [
        ("tests", checks.len().to_string()),
        ("failures", count(Status::Fail)),
        ("errors", count(Status::Error)),
        ("skipped", count(Status::Blocked)),
    ]
}

/// The sections in the order in which they first come.
fn sections(report: &Report) -> Vec<(String, Vec<&Graded>)> {
    let mut sections: Vec<(String, Vec<&Graded>)> = Vec::new();
    let mut index = BTreeMap::new();
    for check in &report.checks {
        let i = *index.entry(&check.handout).or_insert_with(|| {
            sections.push((visible(&check.handout), Vec::new()));
            sections.len() - 1
        });
        sections[i].1.push(check);
    }
    sections
}

fn write_suite<W: io::Write>(xml: &mut Writer<W>, section: &str, checks: &[&Graded]) -> io::Result<()> {
    let name = if section.is_empty() { "checks" } else { section };
    let name = [("name", name.to_owned())];
    let counts = counts(checks);
    xml.create_element("testsuite")
        .with_attributes(attributes(name.iter().chain(&counts)))
        .write_inner_content(|xml| {
            write_points(xml, checks)?;
            checks.iter().try_for_each(|check| write_case(xml, check))
        })
        .map(drop)
}

fn write_points<W: io::Write>(xml: &mut Writer<W>, checks: &[&Graded]) -> io::Result<()> {
    let score: f64 = checks.iter().map(|check| check.points).sum();
    let max_score: f64 = checks.iter().map(|check| check.max_points).sum();
    xml.create_element("properties")
        .write_inner_content(|xml| {
            for (name, points) in [("score", score), ("max_score", max_score)] {
                let points = number(points);
                let pair = [("name", name), ("value", points.as_str())];
                xml.create_element("property").with_attributes(pair).write_empty()?;
            }
            Ok(())
        })
        .map(drop)
}

fn write_case<W: io::Write>(xml: &mut Writer<W>, check: &Graded) -> io::Result<()> {
    let mut pairs = vec![("name", visible(&check.title)), ("classname", visible(&check.id))];
    if let Some(source) = check.violations.iter().find_map(|finding| finding.source.as_ref()) {
        pairs.push(("file", visible(&source.file)));
        pairs.push(("line", source.line.to_string()));
    }
    let case = xml.create_element("testcase").with_attributes(attributes(&pairs));
    let (element, message) = match check.status {
        Status::Pass => return case.write_empty().map(drop),
        Status::Blocked => {
            let skipped = |xml: &mut Writer<W>| {
                let waits = visible(&waits(check));
                xml.create_element("skipped")
                    .with_attribute(("message", waits.as_str()))
                    .write_empty()
                    .map(drop)
            };
            return case.write_inner_content(skipped).map(drop);
        }
        Status::Fail => {
            let first = check.violations.first().map(|finding| visible(&finding.message));
            ("failure", first.unwrap_or_default())
        }
        Status::Error => ("error", visible(check.error.as_deref().unwrap_or_default())),
    };
    let pairs = [("message", message), ("type", visible(&check.id))];
    let text = details(check).join("\n");
    case.write_inner_content(|xml| {
        let element = xml.create_element(element).with_attributes(attributes(&pairs));
        element.write_text_content(BytesText::new(&text)).map(drop)
    })
    .map(drop)
}
