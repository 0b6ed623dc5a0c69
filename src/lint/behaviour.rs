//! What a pack does when it is evaluated: on an empty assembly, and when its tests run on a check that finds nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::assembly::{Assembly, Environment, Stack};
use crate::grade::{Grading, grade};
use crate::input;
use crate::policy::pack::{RuleFile, metadata};
use crate::policy::rule_tests::Tests;
use crate::policy::{Catalogue, Limits, Pack};
use crate::report::Status;

use super::{Finding, Severity, line};

const NOTHING: &str =
    "a student who deployed nothing would get its points: that there is no such resource is never a pass";
const UNNOTICED: &str = "the rule could stop working without anybody noticing";

pub(super) fn lint(directory: &Path, files: &[RuleFile], catalogue: &Catalogue) -> Vec<Finding> {
    let found = |id: &str, code, problem: String, reason, fix: &str| {
        let package = format!("checks.{id}");
        let file = files
            .iter()
            .find(|file| !file.is_test() && file.package().is_some_and(|(name, _)| name == package));
        let place = file.map(|file| (file.path.clone(), line(&file.text, metadata::line(file, "package"))));
        let (file, bytes) = place.unwrap_or_else(|| (directory.to_owned(), 0..0));
        let fix = fix.to_owned();
        Finding { file, bytes, severity: Severity::Error, code, problem, reason, fix }
    };
    let mut findings = Vec::new();
    match on_nothing(directory) {
        Err(problem) => findings.push(found("", "unusable", problem, None, "mend what it names")),
        Ok(outcomes) => findings.extend(outcomes.into_iter().map(|(id, outcome)| match outcome {
            Nothing::Passes => {
                let problem = format!("the check {id} passes on an empty assembly");
                let fix = "add a violation for the absent resource (result.absent), or require the check that has it";
                found(&id, "passes-on-nothing", problem, Some(NOTHING), fix)
            }
            Nothing::Fails(error) => {
                let problem = format!("the check {id} cannot be evaluated on an empty assembly: {error}");
                found(&id, "unusable", problem, None, "violations are objects that lib.result builds")
            }
        })),
    }
    if let Ok(mut tests) = Tests::from_directory(directory) {
        let unnoticed = catalogue.checks.iter().filter(|check| !tests.notice_silence_of(&check.id));
        findings.extend(unnoticed.map(|check| {
            let problem = format!("no test fails when the check {} finds nothing", check.id);
            let fix = "add a test that compares its set `violation` on a faulty input, in a file beside it";
            found(&check.id, "untested", problem, Some(UNNOTICED), fix)
        }));
    }
    findings
}

enum Nothing {
    Passes,
    Fails(String),
}

/// The checks that earn their points where there is no stack, or one without resources.
fn on_nothing(directory: &Path) -> Result<Vec<(String, Nothing)>, String> {
    let mut pack = Pack::from_directory(directory).map_err(|error| error.to_string())?;
    let stack = Stack {
        name: "empty".to_owned(),
        template_file: PathBuf::new(),
        template: serde_json::json!({}),
        dependencies: Vec::new(),
        environment: Environment::default(),
        paths: BTreeMap::new(),
        images: Vec::new(),
    };
    let mut found: Vec<(String, Nothing)> = Vec::new();
    for assembly in [Assembly::default(), Assembly { stacks: vec![stack], ..Assembly::default() }] {
        let evaluations = pack.evaluate(input::build(&assembly, "student"), &Limits::default());
        let grading = Grading { catalogue: pack.catalogue(), points_per_violation: None, only: "" };
        for check in grade(grading, evaluations, &assembly).checks {
            let outcome = match check.status {
                Status::Pass => Nothing::Passes,
                Status::Error => Nothing::Fails(check.error.unwrap_or_default()),
                Status::Fail | Status::Blocked => continue,
            };
            if found.iter().all(|(id, _)| *id != check.id) {
                found.push((check.id, outcome));
            }
        }
    }
    Ok(found)
}
