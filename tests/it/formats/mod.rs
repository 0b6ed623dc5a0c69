//! The formats that other people's programs read, and the page that people do.

mod cli;
mod hostile;
mod reports;

use std::io;

use infragrade::report::{Report, Status, github, gradescope, html, human, junit, sarif};

use crate::support::{self, fixtures};

type Write = fn(&mut Vec<u8>, &Report) -> io::Result<()>;

/// Every format that this is about.
const FORMATS: [(&str, Write); 5] = [
    ("junit", |sink, report| junit::write(sink, report)),
    ("sarif", |sink, report| sarif::write(sink, report)),
    ("github", |sink, report| github::write(sink, report)),
    ("gradescope", |sink, report| gradescope::write(sink, report)),
    ("html", |sink, report| html::write(sink, report)),
];

fn written(write: Write, report: &Report) -> String {
    let mut sink = Vec::new();
    write(&mut sink, report).unwrap();
    String::from_utf8(sink).unwrap()
}

#[test]
fn each_format_of_three_reports() {
    let reports = [
        ("sources", reports::with_sources(reports::of(&fixtures().join("vpc-cidr-10-1"), "network.vpc"))),
        ("starter", reports::of(&fixtures().join("starter"), "network")),
        ("blocked", reports::of(&fixtures().join("database-serverless-v2"), "data.database")),
    ];
    for (name, report) in &reports {
        for (format, write) in FORMATS {
            let text = written(write, report);
            let text = if format == "html" { readable(&text) } else { text };
            insta::assert_snapshot!(format!("{format}-{name}"), text);
        }
    }
}

/// A page with its elements on lines of their own, without the style and the script, which have files of their own.
fn readable(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, rest) = rest.split_once("</style>").unwrap();
    let (body, _) = rest.split_once("<script>").unwrap();
    format!("{head}{body}").replace('<', "\n<").replace("\n</", "</")
}

#[test]
fn in_a_narrow_terminal_the_points_come_first() {
    let report = reports::of(&fixtures().join("starter"), "network");
    let shown = |columns: Option<usize>| {
        let mut sink = Vec::new();
        human::write(&mut sink, &report, human::Options { columns, ..human::Options::default() }).unwrap();
        String::from_utf8(sink).unwrap()
    };
    assert_eq!(shown(Some(200)), shown(None));
    for columns in [80, 40] {
        let text = shown(Some(columns));
        for line in text.lines().filter(|line| line.contains(" of 2")) {
            assert!(line.chars().count() <= columns.max("✓  2 of 2  ".len() + 37), "{columns}: {line}");
        }
        insta::assert_snapshot!(format!("human-{columns}"), text);
    }
}

#[test]
fn an_annotation_is_not_spent_on_what_github_drops() {
    let report = reports::of(&fixtures().join("starter"), "");
    let text = written(FORMATS[2].1, &report);
    let failed = report.count(Status::Fail);
    assert_eq!(text.lines().filter(|line| line.starts_with("::error ")).count(), 10);
    assert!(text.contains(&format!("::group::{} more checks without an annotation\n", failed - 10)));
    assert!(
        text.ends_with(
            "::notice title=infragrade::30 of 90 points: 18 passed, 29 failed, 7 wait for another\n"
        )
    );
}

#[test]
fn gradescope_always_adds_up_to_the_packs_points() {
    for recording in ["reference", "starter", "zones-dummy"] {
        let report = reports::of(&fixtures().join(recording), "");
        let tests = gradescope::tests(&report);
        assert_eq!(tests.iter().map(|test| test.max_score).sum::<f64>(), 90.0);
        assert_eq!(tests.iter().map(|test| test.score).sum::<f64>(), report.score);
        let numbers: std::collections::BTreeSet<_> = tests.iter().map(|test| &test.number).collect();
        assert_eq!(numbers.len(), tests.len());
    }
    let mut report = reports::hostile("x");
    report.checks[1].violations[0].message = "long ".repeat(100_000);
    assert!(gradescope::tests(&report)[1].output.chars().count() < 11_000);
}

#[test]
fn a_line_that_is_not_known_is_not_made_up() {
    let report = reports::of(&fixtures().join("starter"), "network");
    let log: serde_json::Value = serde_json::from_str(&written(FORMATS[1].1, &report)).unwrap();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uriBaseId"], "CDK_OUT", "{result}");
        assert!(result.get("relatedLocations").is_none());
        let file = fixtures().join("starter").join(place["artifactLocation"]["uri"].as_str().unwrap());
        let text = std::fs::read_to_string(file).unwrap();
        let line = text.lines().nth(place["region"]["startLine"].as_u64().unwrap() as usize - 1).unwrap();
        assert!(line.contains("\": "), "the line begins a resource or a property: {line}");
    }
}

#[test]
fn fingerprints_survive_a_change_of_lines_and_values() {
    let fingerprints = |report: &Report| -> Vec<String> {
        let log: serde_json::Value = serde_json::from_str(&written(FORMATS[1].1, report)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect()
    };
    let report = reports::of(&fixtures().join("starter"), "");
    let mut moved = reports::with_sources(report.clone());
    for finding in moved.checks.iter_mut().flat_map(|check| &mut check.violations) {
        finding.violation.actual = Some("another".into());
        finding.message = "another".to_owned();
    }
    assert_eq!(fingerprints(&report), fingerprints(&moved));
}
