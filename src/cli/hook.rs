//! `infragrade hook`.

mod memory;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use infragrade::report::baseline::Baseline;
use infragrade::report::{Report, json, lost};
use infragrade::sources;
use infragrade::sunet::Sunet;

use self::memory::Memory;
use super::{Assignment, Failure, Rules, Status, check, how_to_synthesize, output, synth};

/// Tell in a git hook which points were lost since the last commit
///
/// Says nothing when none were. The points are compared with those of the last commit that lost none, which are kept in
/// the repository's own folder (.git/infragrade), by branch; nothing in the work tree is written. A cdk.out that is
/// missing, cannot be read or is older than the app is said, and blocks nothing.
///
/// Exit status: 0 nothing was lost, or it is not known; 1 points were lost; 2 an unusable call; 3 a fault of
/// infragrade.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    assignment: Assignment,
    #[command(flatten)]
    rules: Rules,
    /// Compare with this report (one of `infragrade check --format json`) instead of the last commit
    #[arg(long, value_name = "FILE", conflicts_with = "accept")]
    baseline: Option<PathBuf>,
    /// Synthesize the app when cdk.out is missing or older than it, into .git/infragrade: some 10 seconds
    #[arg(long)]
    synth: bool,
    /// Take the points as they are now for those of the last commit, also where some were lost
    #[arg(long)]
    accept: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let memory = Memory::of_repository(Path::new(""))?;
    let Some(graded) = graded(arguments, &memory)? else {
        return Ok(Status::Success);
    };
    let Some(report) = evaluate(arguments, &graded)? else {
        return Ok(Status::Success);
    };
    let baseline = match &arguments.baseline {
        Some(file) => Some(Baseline::read(file)?),
        None => memory.baseline().filter(|_| !arguments.accept),
    };
    let lost = baseline.map(|baseline| lost::since(&report, &baseline)).unwrap_or_default();
    if !lost.is_empty() {
        let all = format!("infragrade check {} --quiet", graded.directory.display());
        output::to(None, |sink| {
            lost::write(&mut *sink, &report, &lost, &all)?;
            let accept = "`infragrade hook --accept` takes the points as they are now for the last commit's";
            writeln!(sink, "to commit all the same: git commit --no-verify; {accept}")
        })?;
        return Ok(Status::Lost);
    }
    if report.has_errors() {
        say("a check could not be evaluated, which is not your fault: `infragrade check` says which");
        return Ok(Status::Success);
    }
    if arguments.baseline.is_none() {
        let mut bytes = Vec::new();
        json::write(&mut bytes, &report)?;
        match memory.renew(&bytes) {
            Err(failure) if !arguments.accept => {
                say(&format!("the points are not kept for the next commit: {failure}"));
            }
            renewed => renewed?,
        }
    }
    Ok(Status::Success)
}

/// The assembly to grade, and whose app's it is.
struct Graded {
    directory: PathBuf,
    app: Option<PathBuf>,
    sunet: Option<Sunet>,
}

/// The assembly that was made from the app as it is now; else says what to do, and there is none.
fn graded(arguments: &Arguments, memory: &Memory) -> Result<Option<Graded>, Failure> {
    let directory = arguments.assignment.directory();
    let sunet = arguments.assignment.known_sunet(&directory)?;
    let problem = problem(&directory, None);
    let Some(problem) = problem else {
        return Ok(Some(Graded { directory, app: None, sunet }));
    };
    if !arguments.synth {
        return not_graded(arguments, format!("{problem}: run {}", how_to_synthesize(&directory)));
    }
    let app =
        directory.parent().filter(|app| !app.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
    let own = memory.assembly();
    if self::problem(&own, Some(&app)).is_some() {
        fs::create_dir_all(memory.folder())
            .map_err(|source| Failure::Output { path: own.clone(), source })?;
        synth::quietly(&app, &own)?;
    }
    Ok(Some(Graded { directory: own, app: Some(app), sunet }))
}

/// Why an assembly is not that of the app as it is now.
fn problem(assembly: &Path, app: Option<&Path>) -> Option<String> {
    let shown = assembly.display();
    if !assembly.join("manifest.json").is_file() {
        return Some(format!("there is no {shown} to grade"));
    }
    sources::changed(assembly, app).map(|file| format!("{shown} is older than {file}, so it is not graded"))
}

/// Says why nothing is graded, which blocks no commit; but who asks for it to be accepted wants it graded.
fn not_graded<T>(arguments: &Arguments, problem: String) -> Result<Option<T>, Failure> {
    if arguments.accept {
        return Err(Failure::Call(problem));
    }
    say(&problem);
    Ok(None)
}

/// Grades; says so when there is nothing in the assembly that can be.
fn evaluate(arguments: &Arguments, graded: &Graded) -> Result<Option<Report>, Failure> {
    let sunet = graded.sunet.as_ref().map(Sunet::to_string);
    let assignment = Assignment { directory: Some(graded.directory.clone()), sunet };
    let submission = match assignment.read() {
        Err(Failure::Assembly(error)) => return not_graded(arguments, error.to_string()),
        read => read?,
    };
    let mut pack = arguments.rules.load()?;
    Ok(Some(check::evaluate(&mut pack, &submission, "", graded.app.as_deref())))
}

/// A line that blocks nothing; nobody to tell if standard error is closed.
fn say(line: &str) {
    let line: String = line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let _ = writeln!(io::stderr(), "infragrade: {line}");
}
