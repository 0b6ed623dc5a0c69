//! Reports to be written: of recordings, with source lines, and with names that mean harm.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "shared by tests"
)]

use std::collections::BTreeMap;
use std::path::Path;

use infragrade::grade::{Grading, grade};
use infragrade::input;
use infragrade::policy::{Limits, Link, Pack, Violation};
use infragrade::report::{
    Context, Finding, Graded, KnownFrom, Report, SCHEMA, Source, Status, TemplatePlace, context,
};
use serde_json::json;

use super::support::{SUNET, read};

/// The report of a recording with everything that any format shows, of the checks with a prefix.
pub fn of(directory: &Path, only: &str) -> Report {
    let mut pack = Pack::builtin().unwrap();
    let assembly = read(directory);
    let evaluations = pack.evaluate(input::build(&assembly, SUNET), &Limits::default());
    let grading = Grading { catalogue: pack.catalogue(), points_per_violation: None, only };
    let mut report = grade(grading, evaluations, &assembly);
    context::add(&mut report, &assembly, directory, SUNET);
    context::draw(&mut report, &assembly);
    report
}

/// Gives every violation that lies in a resource the same place in a source file.
pub fn with_sources(mut report: Report) -> Report {
    let source = Source {
        file: "cdk/cdk/network_stack.py".to_owned(),
        line: 4,
        column: 13,
        end_line: 4,
        end_column: 61,
        known_from: KnownFrom::Trace,
    };
    let text = "class NetworkStack(Stack):\n    def __init__(self, scope, construct_id, props, **kwargs):\n        \
                vpc = ec2.Vpc(self, \"vpc\",\n            ip_addresses=ec2.IpAddresses.cidr(\"10.1.0.0/16\"),\n        )\n";
    let findings = report.checks.iter_mut().flat_map(|check| &mut check.violations);
    for finding in findings.filter(|finding| finding.violation.resource.is_some()) {
        finding.source = Some(source.clone());
    }
    report.sources.insert(source.file, text.to_owned());
    report
}

/// What means something in one format or another.
pub const HARM: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&amp;&lt;]]>\n::error::x%0A\r##[error]y\
                        \u{1b}[31m\u{202e}\u{0}[a](javascript:alert(1)) `c` **d** {0} \\ $(id) é\u{1f600}\u{ffff}";

/// A report of one check with each outcome, in which a text stands wherever a student or a pack may put one.
pub fn hostile(text: &str) -> Report {
    let name = || text.to_owned();
    let violation = Violation {
        message: Some(name()),
        stack: Some(name()),
        resource: Some(name()),
        kind: Some(name()),
        property: Some(format!("/{text}")),
        expected: Some(json!(text)),
        actual: Some(json!([text])),
    };
    let source = Source {
        file: name(),
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 3,
        known_from: KnownFrom::Search,
    };
    let context = Context {
        template: Some(TemplatePlace { file: name(), line: Some(3) }),
        actual: vec![name()],
        expected: vec![name()],
    };
    let finding =
        Finding { message: name(), violation, construct_path: Some(name()), source: Some(source), context };
    let check = |i: usize, status: Status| Graded {
        id: format!("hostile.check_{i}"),
        title: name(),
        points: if status == Status::Pass { 1.0 } else { 0.0 },
        max_points: 1.0,
        status,
        handout: name(),
        help: name(),
        description: name(),
        links: vec![Link { title: name(), address: format!("https://example.org/{text}") }],
        blocked_by: if status == Status::Blocked { vec!["hostile.check_1".to_owned()] } else { Vec::new() },
        error: (status == Status::Error).then(name),
        violations: if status == Status::Fail { vec![finding.clone(), finding.clone()] } else { Vec::new() },
    };
    let statuses = [Status::Pass, Status::Fail, Status::Blocked, Status::Error];
    Report {
        schema: SCHEMA,
        score: 1.0,
        max_score: 4.0,
        notes: vec![name()],
        checks: statuses.into_iter().enumerate().map(|(i, status)| check(i, status)).collect(),
        sources: BTreeMap::from([(name(), format!("{text}\n{text}"))]),
        sunet: Some(name()),
        picture: None,
    }
}
