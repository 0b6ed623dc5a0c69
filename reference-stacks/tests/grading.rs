//! Faults fail the checks that they name, and alternatives none.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use infragrade::assembly;
use infragrade::grade::{Grading, grade};
use infragrade::input;
use infragrade::policy::{Limits, Pack};
use infragrade::report::{Report, Status};
use reference_stacks::recordings::command_line_context;
use reference_stacks::{Settings, Variant};
use support::{ask_all, fixtures};
use synthesizer::AppProps;

/// What a thread needs to grade variants.
struct Grader {
    pack: Pack,
    settings: Settings,
    /// No rule looks at `tree.json`.
    props: AppProps,
}

impl Grader {
    fn new() -> Grader {
        let context = command_line_context(&fixtures().join("cdk/cdk.json")).unwrap();
        Grader {
            pack: Pack::builtin().unwrap(),
            settings: Settings::of_recordings(fixtures()),
            props: AppProps { context, without_tree: true, ..AppProps::default() },
        }
    }

    fn grade(&mut self, variant: &Variant) -> Report {
        let synthesized = variant.synthesize(self.props.clone(), &self.settings).unwrap();
        let files = synthesized.files().iter().map(|file| (&file.path, &file.content[..]));
        let assembly =
            assembly::read_files(Path::new(variant.name), files, &assembly::Limits::default()).unwrap();
        let document = input::build(&assembly, &self.settings.sunet);
        let evaluations = self.pack.evaluate(document, &Limits::default());
        let points_per_violation = self.pack.points_per_violation();
        let grading = Grading { catalogue: self.pack.catalogue(), points_per_violation, only: "" };
        grade(grading, evaluations, &assembly)
    }
}

/// What is wrong about the grade of a variant.
fn complaint(variant: &Variant, report: &Report) -> Option<String> {
    if report.has_errors() {
        return Some(format!("{}: a check could not be evaluated", variant.name));
    }
    let failed = report.checks.iter().filter(|check| check.status == Status::Fail);
    let failed: BTreeSet<&str> = failed.map(|check| check.id.as_str()).collect();
    let named: BTreeSet<&str> = variant.fails.iter().copied().collect();
    (failed != named).then(|| format!("{}: fails {failed:?}, says {named:?}", variant.name))
}

#[test]
fn variants_fail_what_they_name() {
    let complaints = ask_all(Grader::new, |grader, variant| complaint(variant, &grader.grade(variant)));
    let complaints: Vec<String> = complaints.into_iter().flatten().collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}
