//! `infragrade check`.

use std::path::{Path, PathBuf};

use clap::Args;
use infragrade::grade::{Grading, grade};
use infragrade::input;
use infragrade::policy::{Limits, Pack};
use infragrade::report::baseline::Baseline;
use infragrade::report::{Report, human};
use infragrade::source;

use super::formats;
use super::{Assignment, Failure, Rules, Status, Submission, suggestion};

/// Grade a synthesized assembly
///
/// Exit status: 0 full marks (or at least --fail-under, or no less than --baseline), 1 points lost, 2 unusable input or call, 3 a fault of
/// infragrade or of the rules.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    assignment: Assignment,
    #[command(flatten)]
    rules: Rules,
    /// Grade only the checks whose ID begins with this, such as `network` or `compute.frontend`
    #[arg(long, value_name = "ID-PREFIX", default_value = "", hide_default_value = true)]
    only: String,
    /// Succeed with at least this many points [default: all]
    #[arg(long, value_name = "POINTS", value_parser = points)]
    fail_under: Option<f64>,
    /// How the report is written: human, json, junit, sarif, github, gradescope or html; with =FILE, into a file.
    /// May be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human")]
    format: Vec<String>,
    /// Write the report that has no file of its own to this one instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The CDK app's folder, for pointing at its lines [default: the folder with cdk.json around CDK_OUT]
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
    /// Say what changed since an earlier report (one of --format json), and fail only if a check lost points since
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Count the checks that passed instead of listing them (format human)
    #[arg(long, short)]
    quiet: bool,
}

fn points(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if number >= 0.0 && number.is_finite() { Ok(number) } else { Err("not a number of points".to_owned()) }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let requests = formats::requests(&arguments.format, arguments.output.as_deref())?;
    formats::refuse_parts(&requests, &arguments.only)?;
    let mut pack = arguments.rules.load()?;
    let ids = || pack.catalogue().checks.iter().map(|check| check.id.as_str());
    if !ids().any(|id| id.starts_with(&arguments.only)) {
        let like = suggestion(&arguments.only, ids());
        let problem = format!("--only {}: no check begins with it{like}", arguments.only);
        return Err(Failure::Call(problem));
    }
    if let Some(folder) = arguments.source.as_deref().filter(|folder| !folder.is_dir()) {
        let problem = format!(
            "--source {}: there is no such folder; name the one that holds cdk.json",
            folder.display()
        );
        return Err(Failure::Call(problem));
    }
    let baseline = arguments.baseline.as_deref().map(Baseline::read).transpose()?;
    let submission = arguments.assignment.read()?;
    let app = arguments.source.as_deref();
    let mut report = evaluate(&mut pack, &submission, &arguments.only, app);
    note_outdated(&mut report, &submission, app);
    formats::add_context(&requests, &mut report, &submission);
    let options = human::Options {
        quiet: arguments.quiet,
        partial: !arguments.only.is_empty(),
        baseline: baseline.as_ref(),
        ..human::Options::default()
    };
    for request in &requests {
        let options = human::Options { columns: request.columns(), ..options };
        request.write(|sink| request.format.write(sink, &report, options))?;
    }
    // The process ends here: the system takes the memory back faster than the values would be dropped one by one.
    std::mem::forget((pack, submission.assembly));
    let is_enough = match (arguments.fail_under, &baseline) {
        (Some(enough), _) => report.score >= enough,
        (None, Some(baseline)) => !baseline.is_worse(&report),
        (None, None) => report.score >= report.max_score,
    };
    Ok(match is_enough {
        _ if report.has_errors() => Status::Fault,
        true => Status::Success,
        false => Status::Lost,
    })
}

/// Notes that the assembly is older than the app; that the lines are then others goes without saying.
pub(super) fn note_outdated(report: &mut Report, submission: &Submission, app: Option<&Path>) {
    if let Some(note) = submission.outdated(app) {
        report.notes.retain(|note| note != source::CHANGED);
        report.notes.push(note);
    }
}

/// Grades the checks whose id begins with `only`, and points at the lines of the CDK app, in the folder `app` if that is given.
pub(super) fn evaluate(pack: &mut Pack, submission: &Submission, only: &str, app: Option<&Path>) -> Report {
    let document = input::build(&submission.assembly, &submission.sunet);
    let evaluations = pack.evaluate(document, &Limits::default());
    let catalogue = pack.catalogue();
    let grading = Grading { catalogue, points_per_violation: pack.points_per_violation(), only };
    let mut report = grade(grading, evaluations, &submission.assembly);
    report.notes.clone_from(&submission.notes);
    let graded =
        source::Graded { directory: &submission.directory, assembly: &submission.assembly, catalogue, app };
    source::locate(&mut report, graded);
    report
}
