//! SARIF 2.1.0, which code scanners' dashboards read.
//!
//! A result is placed at the student's line; where that is not known, at the line of the template, and where there is no
//! resource either, at the assembly's manifest, without a line: a line that is not known is never made up.
//! Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

mod model;

use std::collections::BTreeMap;
use std::io;

use self::model::*;
use super::message::construct;
use super::text::{visible, waits};
use super::{Finding, Graded, Report, Source, Status};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of our fingerprint; with another way of making it comes another number.
const FINGERPRINT: &str = "infragradeViolation/v1";

/// The folder that the source files are relative to, and the one that templates are.
const SOURCE_ROOT: &str = "%SRCROOT%";
const ASSEMBLY_ROOT: &str = "CDK_OUT";

/// Writes the report. Fails only when `sink` does.
pub fn write(mut sink: impl io::Write, report: &Report) -> io::Result<()> {
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run(report)] };
    serde_json::to_writer_pretty(&mut sink, &log).map_err(io::Error::from)?;
    writeln!(sink)
}

fn run(report: &Report) -> Run {
    let roots = [
        (SOURCE_ROOT, "the assignment's root, where the file SUNET lies"),
        (ASSEMBLY_ROOT, "the folder that `cdk synth` wrote"),
    ];
    Run {
        tool: Tool {
            driver: Driver {
                name: "infragrade",
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: report.checks.iter().map(rule).collect(),
            },
        },
        automation_details: AutomationDetails { id: "infragrade/" },
        original_uri_base_ids: roots
            .map(|(name, text)| (name, BaseId { description: Text::plain(text.to_owned()) }))
            .into(),
        column_kind: "unicodeCodePoints",
        results: results(report),
        invocations: [invocation(report)],
        properties: RunProperties { score: report.score, max_score: report.max_score },
    }
}

fn rule(check: &Graded) -> Rule {
    let description = if check.description.is_empty() { &check.title } else { &check.description };
    Rule {
        id: visible(&check.id),
        short_description: Text::plain(visible(&check.title)),
        full_description: Text::plain(visible(description)),
        help: help(check),
        help_uri: check.links.first().map(|link| link.address.clone()).filter(|uri| is_web_address(uri)),
        default_configuration: Configuration { level: "error" },
        properties: RuleProperties { points: check.max_points, tags: [visible(&check.handout)] },
    }
}

fn help(check: &Graded) -> Text {
    let [what, fix, section] = [&check.description, &check.help, &check.handout].map(|text| visible(text));
    let mut text = format!("{what}\nFix: {fix}\nHandout: {section}");
    let mut markdown =
        format!("{}\n\n**Fix:** {}\n\n**Handout:** {}\n", escaped(&what), escaped(&fix), escaped(&section));
    for link in check.links.iter().filter(|link| is_web_address(&link.address)) {
        text.push_str(&format!("\n{}: {}", visible(&link.title), link.address));
        markdown.push_str(&format!("\n- [{}](<{}>)", escaped(&visible(&link.title)), link.address));
    }
    Text { text, markdown: Some(markdown) }
}

/// An address that is written as one, with nothing in it that would end it early.
fn is_web_address(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>\"\\^`{|}".contains(c);
    (address.starts_with("https://") || address.starts_with("http://")) && address.chars().all(plain)
}

fn results(report: &Report) -> Vec<ResultOf> {
    let mut seen = BTreeMap::new();
    let checks = report.checks.iter().enumerate();
    let findings =
        checks.flat_map(|(i, check)| check.violations.iter().map(move |finding| (i, check, finding)));
    findings.map(|(i, check, finding)| result(i, check, finding, &mut seen)).collect()
}

fn result(
    rule_index: usize,
    check: &Graded,
    finding: &Finding,
    seen: &mut BTreeMap<String, usize>,
) -> ResultOf {
    let template = template(finding);
    let (primary, related) = match &finding.source {
        Some(source) => (source_location(source), template),
        None => (template.unwrap_or_else(|| file(ASSEMBLY_ROOT, "manifest.json", None)), None),
    };
    let message = format!("{}\nFix: {}", visible(&finding.message), visible(&check.help));
    ResultOf {
        rule_id: visible(&check.id),
        rule_index,
        level: "error",
        message: Text::plain(bracketed(&message)),
        locations: [Location {
            id: None,
            message: None,
            physical_location: Some(primary),
            logical_locations: logical(finding).into_iter().collect(),
        }],
        related_locations: related.map(|place| Location {
            id: Some(1),
            message: Some(Text::plain("the resource in its template".to_owned())),
            physical_location: Some(place),
            logical_locations: Vec::new(),
        }),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint(check, finding, seen))]),
        properties: ResultProperties {
            expected: finding.violation.expected.clone(),
            actual: finding.violation.actual.clone(),
        },
    }
}

/// Which violation it is, whatever its line, its values and the other violations: the check and the place.
fn fingerprint(check: &Graded, finding: &Finding, seen: &mut BTreeMap<String, usize>) -> String {
    let violation = &finding.violation;
    let place = finding.construct_path.as_ref().or(violation.resource.as_ref());
    let parts = [Some(&check.id), violation.stack.as_ref(), place, violation.property.as_ref()];
    let parts: Vec<String> =
        parts.into_iter().map(|part| part.map(|part| visible(part)).unwrap_or_default()).collect();
    let identity = parts.join("|");
    let earlier = seen.entry(identity.clone()).or_default();
    *earlier += 1;
    format!("{identity}|{earlier}")
}

fn logical(finding: &Finding) -> Option<LogicalLocation> {
    let violation = &finding.violation;
    let name = finding.construct_path.as_deref().map(construct);
    let name = name.or(violation.resource.as_deref()).or(violation.stack.as_deref())?;
    let kind = if violation.resource.is_some() { "resource" } else { "module" };
    let last = name.rsplit('/').next().unwrap_or(name);
    Some(LogicalLocation { name: visible(last), fully_qualified_name: visible(name), kind })
}

fn source_location(source: &Source) -> PhysicalLocation {
    let region = Region {
        start_line: source.line,
        start_column: Some(source.column),
        end_line: Some(source.end_line),
        end_column: Some(source.end_column),
    };
    file(SOURCE_ROOT, &source.file, Some(region))
}

fn template(finding: &Finding) -> Option<PhysicalLocation> {
    let place = finding.context.template.as_ref()?;
    let region = |line| Region { start_line: line, start_column: None, end_line: None, end_column: None };
    Some(file(ASSEMBLY_ROOT, &place.file, place.line.map(region)))
}

fn file(root: &'static str, path: &str, region: Option<Region>) -> PhysicalLocation {
    PhysicalLocation { artifact_location: ArtifactLocation { uri: uri(path), uri_base_id: root }, region }
}

/// A relative path as a URI.
fn uri(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).collect()
}

/// What could not be evaluated is told of as the tool's own trouble.
fn invocation(report: &Report) -> Invocation {
    let errors = report.checks.iter().filter(|check| check.status == Status::Error).map(|check| {
        let error = visible(check.error.as_deref().unwrap_or_default());
        Notification { level: "error", message: Text::plain(bracketed(&format!("{}: {error}", check.id))) }
    });
    let blocked = report.checks.iter().filter(|check| check.status == Status::Blocked);
    let blocked = blocked.map(|check| {
        let text = format!("{} {}", check.id, waits(check));
        Notification { level: "note", message: Text::plain(bracketed(&text)) }
    });
    Invocation {
        execution_successful: !report.has_errors(),
        tool_execution_notifications: errors.chain(blocked).collect(),
    }
}

/// A message in which brackets are no link and braces no placeholder.
fn bracketed(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '[' | ']' | '\\' => result.extend(['\\', c]),
            '{' if characters.peek().is_some_and(char::is_ascii_digit) => result.push_str("{{"),
            _ => result.push(c),
        }
    }
    result
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => result.push_str("&lt;"),
            '&' => result.push_str("&amp;"),
            _ if "\\`*_{}[]()#-.!|>~:@".contains(c) => result.extend(['\\', c]),
            _ => result.push(c),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_others_stays_text() {
        assert_eq!(bracketed(r"[a](1) \ {0} ${x}"), r"\[a\](1) \\ {{0} ${x}");
        assert_eq!(escaped("[a](http://x) <b> *c*"), r"\[a\]\(http\://x\) &lt;b\> \*c\*");
        assert_eq!(uri("a b/é?#.py"), "a%20b/%C3%A9%3F%23.py");
        assert!(is_web_address("https://docs.aws.amazon.com/x#y") && !is_web_address("javascript:alert(1)"));
    }
}
