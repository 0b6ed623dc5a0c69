//! The website: used by the robot, and looked at.

use std::fs;
use std::path::Path;
use std::time::Duration;

use infragrade_live::robot::{self, Limits, Options, Resolve, ResolveError, Site, Status, Step};

use super::stage::{Answer, Outcome, Request, Stage};
use crate::cli::Failure;

/// What the looks beyond the points take at most.
const ADVICE: Duration = Duration::from_secs(60);
/// What a stage may need beyond its own limits, to begin and to end.
pub(super) const GRACE: Duration = Duration::from_secs(10);

/// What the robot takes at most.
pub(super) fn interaction() -> Duration {
    Limits::default().interaction + ADVICE + GRACE
}

/// The settings that the command line gives.
///
/// # Errors
/// Settings that cannot be used.
pub(super) fn settings(resolve: &[String], cacert: Option<&Path>) -> Result<Request, Failure> {
    places(resolve)?;
    let certificates = cacert.map(|path| {
        let unusable = |why: String| Failure::Call(format!("--cacert {}: {why}", path.display()));
        let text = fs::read_to_string(path).map_err(|error| unusable(format!("cannot be read ({error})")))?;
        robot::read_certificates(text.as_bytes()).map_err(|error| unusable(error.to_string()))?;
        Ok::<_, Failure>(text)
    });
    Ok(Request { resolve: resolve.to_vec(), certificates: certificates.transpose()?, ..Request::default() })
}

fn places(resolve: &[String]) -> Result<Vec<Resolve>, Failure> {
    let places: Result<_, ResolveError> = resolve.iter().map(|text| text.parse()).collect();
    places.map_err(|error| Failure::Call(error.to_string()))
}

pub(super) fn grade(request: &Request) -> Result<Answer, Failure> {
    let options = options(request)?;
    let report = robot::run(&options);
    let failed = report.advice.iter().filter(|advice| !advice.ok);
    Ok(Answer {
        outcomes: report.steps.iter().map(outcome).collect(),
        notes: failed.map(|advice| format!("beyond the points: {}", advice.message)).collect(),
        staff: report.notes.into_iter().chain([format!("the website is {}", report.site)]).collect(),
        flags: report.steps.iter().filter_map(fault).collect(),
        refused: None,
    })
}

/// The site is made of the SUNet ID alone, and nothing of the submission's says more about it.
fn options(request: &Request) -> Result<Options, Failure> {
    let call = |error: &dyn std::fmt::Display| Failure::Call(error.to_string());
    let sunet = request.sunet.as_deref().unwrap_or_default();
    let site = Site::of_sunet(sunet).map_err(|error| call(&error))?;
    let certificates = request.certificates.as_ref().map(|text| robot::read_certificates(text.as_bytes()));
    let time = Duration::from_secs(request.seconds).saturating_sub(GRACE).max(Duration::from_secs(1));
    let usual = Limits::default();
    // Where time is short, all of it goes to what has points.
    let advice = request.stage == Stage::Interaction && time > 2 * ADVICE;
    Ok(Options {
        only: request.stage.prefix().to_owned(),
        advice,
        root_certificates: certificates.transpose().map_err(|error| call(&error))?.unwrap_or_default(),
        resolve: places(&request.resolve)?,
        confined: true,
        // It runs as a user without rights instead: a container has no room for the browser's own sandbox.
        sandbox: false,
        browser: request.browser.clone(),
        limits: Limits {
            interaction: usual.interaction.min(if advice { time - ADVICE } else { time }),
            appearance: usual.appearance.min(time),
            ..usual
        },
        ..Options::new(site)
    })
}

fn outcome(step: &Step) -> Outcome {
    Outcome { id: step.id.to_owned(), points: step.points, output: output(step).join("\n") }
}

/// What a student has to know of a step that did not pass, line by line.
fn output(step: &Step) -> Vec<String> {
    match step.status {
        Status::Pass => return Vec::new(),
        Status::Blocked => return vec![format!("waits for {}: mend that first", step.blocked_by.join(", "))],
        Status::Error => {
            return vec![
                "could not be graded: this is not your fault, please tell the course staff".to_owned(),
            ];
        }
        Status::Fail => {}
    }
    let mut lines: Vec<String> = step.message.iter().cloned().collect();
    match (&step.request, &step.answer) {
        // Without an answer the message says why.
        (Some(request), Some(answer)) if step.message.as_ref() != Some(answer) => {
            lines.push(format!("{request} → {answer}"));
        }
        (Some(request), _) => lines.push(request.clone()),
        (None, _) => {}
    }
    lines.extend(step.help.as_ref().map(|help| format!("fix: {help}")));
    lines
}

fn fault(step: &Step) -> Option<String> {
    step.error.as_ref().map(|error| format!("{} could not be graded: {error}", step.id))
}
