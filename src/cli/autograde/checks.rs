//! The checks: the app is synthesized afresh in the sandbox, and what it wrote is graded.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use infragrade::policy::Pack;
use infragrade::report::{Report, Status, gradescope};
use infragrade::synth::{self, AppFailure, Error, Options, Protection, Synthesis};
use infragrade::{sunet, trace};

use super::copy::copy;
use super::stage::{Answer, Outcome, Request};
use crate::cli::{Failure, Submission, check};

/// What the synthesis leaves of a container's memory to the rest.
const OTHER_MEMORY: u64 = 128 << 20;
const OUR_FAULT: &str = "could not be graded: this is not your fault, please tell the course staff";

pub(super) fn grade(request: &Request) -> Result<Answer, Failure> {
    let assignment = request.scratch.join("assignment");
    let mut answer = Answer::default();
    match copy(&request.submission, &assignment) {
        Ok(left_out) => answer.notes.extend(left_out),
        Err(reason) => return Ok(Answer { refused: Some(reason), ..answer }),
    }
    if request.sunet.is_none() {
        // One of another form would end the synthesis.
        let _ = fs::remove_file(assignment.join("SUNET"));
    }
    let tracer = trace::folder().map_err(Failure::Stdout)?;
    let options = options(request, &assignment, tracer.path());
    match synth::run(&options) {
        Ok(synthesis) => graded(request, &options, synthesis, &mut answer)?,
        Err(error) => refused(error, &mut answer),
    }
    let hide = |text: &String| without_places(text, &request.scratch);
    answer.refused = answer.refused.as_ref().map(hide);
    for outcome in &mut answer.outcomes {
        outcome.output = hide(&outcome.output);
    }
    answer.notes = answer.notes.iter().map(hide).collect();
    Ok(answer)
}

fn options(request: &Request, assignment: &Path, tracer: &Path) -> Options {
    let mut options = Options::new(&assignment.join("cdk"), Path::new("/proc/self/exe"));
    options.output = request.scratch.join("cdk.out");
    options.python_path.push(tracer.to_owned());
    options.variables.retain(|(name, _)| name != "SUNET");
    options.variables.extend(request.sunet.iter().map(|sunet| ("SUNET".to_owned(), sunet.clone())));
    options.protection = if request.weaker_sandbox { Protection::Available } else { Protection::Required };
    // What is left is for the reading, the rules, and a second run if there is one.
    options.limits.wall = options.limits.wall.min(Duration::from_secs((request.seconds * 3 / 4).max(1)));
    if let Some(memory) = container_memory() {
        options.limits.memory = options.limits.memory.min(memory.saturating_sub(OTHER_MEMORY));
    }
    options
}

/// What the container may use, in bytes.
fn container_memory() -> Option<u64> {
    let files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];
    files.iter().find_map(|file| fs::read_to_string(file).ok()?.trim().parse().ok())
}

fn graded(
    request: &Request,
    options: &Options,
    synthesis: Synthesis,
    answer: &mut Answer,
) -> Result<(), Failure> {
    answer.staff.push(format!(
        "synthesized with {} in {:.1} s",
        synthesis.interpreter,
        synthesis.time.as_secs_f64()
    ));
    answer.staff.extend(synthesis.notes.clone());
    if trace::read(&options.output).is_none_or(|trace| trace.constructs.is_empty()) {
        let flag =
            "the app made no construct that infragrade's tracer saw: were its templates written by hand?";
        answer.flags.push(flag.to_owned());
    }
    for lookup in &synthesis.lookups {
        let places = match lookup.places.as_slice() {
            [] => String::new(),
            places => format!(", which {} asks for", places.join(" or ")),
        };
        answer.notes.push(format!(
            "the CDK could not look up {}{places}: there is no AWS account here, so it used a made-up value",
            lookup.key
        ));
    }
    let sunet = match &request.sunet {
        Some(sunet) => sunet.clone(),
        None => guessed(&synthesis, answer),
    };
    let submission = Submission {
        directory: options.output.clone(),
        assembly: synthesis.assembly,
        sunet,
        notes: Vec::new(),
    };
    let mut pack = Pack::builtin().map_err(Failure::Builtin)?;
    let report = check::evaluate(&mut pack, &submission, "", Some(&options.directory));
    answer.outcomes = outcomes(&report);
    for check in report.checks.iter().filter(|check| check.status == Status::Error) {
        answer.flags.push(format!("{} could not be evaluated: please report it", check.id));
    }
    Ok(())
}

/// The id that the templates agree on, for the checks alone: which website is graded is for the file to say.
fn guessed(synthesis: &Synthesis, answer: &mut Answer) -> String {
    let (sunet, note) = match sunet::infer(&synthesis.assembly) {
        Some(sunet) => {
            let note =
                format!("the checks take your SUNet ID to be {sunet}, from the templates' domain names");
            (sunet.to_string(), note)
        }
        None => {
            let note = "your SUNet ID is not known, so every domain name counts as wrong in the checks";
            ("SUNET".to_owned(), note.to_owned())
        }
    };
    answer.notes.push(note);
    sunet
}

fn outcomes(report: &Report) -> Vec<Outcome> {
    let tests = report.checks.iter().zip(gradescope::tests(report));
    tests
        .map(|(check, test)| Outcome { id: check.id.clone(), points: test.score, output: test.output })
        .collect()
}

fn refused(error: Error, answer: &mut Answer) {
    let reason = match error {
        Error::App(failure) => told(&failure),
        Error::Sandbox(_) | Error::Lost(_) | Error::Output { .. } => {
            answer.flags.push(error.to_string());
            OUR_FAULT.to_owned()
        }
        error => error.to_string(),
    };
    answer.refused = Some(reason);
}

/// The exception first: what comes after it is only of use where it is not enough.
fn told(failure: &AppFailure) -> String {
    let mut lines = vec!["your CDK app failed, so there is nothing to grade".to_owned()];
    lines.extend(failure.place.clone());
    lines.extend(failure.code.as_ref().map(|code| format!("    {code}")));
    lines.push(failure.problem.clone());
    // The limits are not the student's to change here.
    let fix = failure.fix.as_ref().and_then(|fix| fix.split(", or give more with --").next());
    lines.extend(fix.map(|fix| format!("fix: {fix}")));
    if !failure.printed.is_empty() {
        lines.extend([String::new(), "what it printed last:".to_owned()]);
        lines.extend(failure.printed.lines().map(|line| format!("  | {line}")));
    }
    lines.join("\n")
}

/// The text with files named as the student knows them, and with no name that is made up anew each time.
fn without_places(text: &str, scratch: &Path) -> String {
    const RANDOM: usize = 6;
    let scratch = fs::canonicalize(scratch).unwrap_or_else(|_| PathBuf::from(scratch));
    let scratch = scratch.to_string_lossy();
    let text =
        text.replace(&format!("{scratch}/assignment/"), "").replace(&format!("{scratch}/assignment"), ".");
    let text = text.replace(&format!("{scratch}/"), "");
    let mut parts = text.split("checks/infragrade-");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.get(RANDOM..).unwrap_or_default().trim_start_matches('/'));
    rest.fold(first, |text, part| text + part)
}
