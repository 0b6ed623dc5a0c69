//! Synthesizes a student's CDK app as the CDK's command line would, in a sandbox, without an AWS account.
//!
//! The app can do whatever the user who runs it can do, so it runs confined ([`sandbox`]), and what it wrote is taken
//! over only when every process of it is gone. `docs/synth.md` says what is guarded on which kernel.

mod context;
mod error;
mod explain;
mod install;
mod limits;
mod lookups;
mod plan;
mod printed;
mod project;
#[cfg(target_os = "linux")]
pub mod sandbox;
mod takeover;
mod toolchain;
mod traceback;
mod unconfined;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value};

use crate::assembly::{self, Assembly};
use crate::sources::Sources;

pub use self::error::{AppFailure, Error};
pub use self::limits::Limits;
pub use self::lookups::Lookup;
use self::plan::{End, Plan, Verdict};
use self::project::Project;
use self::toolchain::Toolchain;

/// How much protection from the app is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Protection {
    /// All that this machine has; what it lacks is told of in [`Synthesis::notes`].
    #[default]
    Available,
    /// All that is essential, or nothing is run.
    Required,
    /// None: for one's own code on one's own machine.
    Off,
}

/// What is synthesized, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder with `cdk.json`.
    pub directory: PathBuf,
    /// The cloud assembly to write, or to replace.
    pub output: PathBuf,
    /// A program that hands its arguments after `synth-sandbox` to [`sandbox::stage`]; infragrade itself is one.
    pub helper: PathBuf,
    /// Folders that stand before all others in the app's `PYTHONPATH`. The app can read them.
    pub python_path: Vec<PathBuf>,
    /// Variables of the caller's that the app is given, such as `SUNET`; they go before the file `.env`.
    pub variables: Vec<(String, String)>,
    /// Where the caller's programs are found, as in `PATH`.
    pub search_path: std::ffi::OsString,
    /// The caller's active virtual environment.
    pub virtual_environment: Option<PathBuf>,
    /// The caller's home folder, below which `pip install --user` puts packages.
    pub home: Option<PathBuf>,
    /// How much protection is wanted.
    pub protection: Protection,
    /// Whether namespaces are tried; without them the sandbox is what an unprivileged container allows.
    pub namespaces: bool,
    /// Bounds on what the app may use and write.
    pub limits: Limits,
}

impl Options {
    /// Options for a folder, with the environment of this process.
    pub fn new(directory: &Path, helper: &Path) -> Self {
        let passed = ["SUNET", context::ACCOUNT_VARIABLE, context::REGION_VARIABLE];
        Self {
            directory: directory.to_owned(),
            output: directory.join("cdk.out"),
            helper: helper.to_owned(),
            python_path: Vec::new(),
            variables: passed
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
                .collect(),
            search_path: std::env::var_os("PATH").unwrap_or_default(),
            virtual_environment: std::env::var_os("VIRTUAL_ENV").map(PathBuf::from),
            home: std::env::var_os("HOME").map(PathBuf::from),
            protection: Protection::default(),
            namespaces: true,
            limits: Limits::default(),
        }
    }
}

/// A synthesis that succeeded.
#[derive(Debug)]
pub struct Synthesis {
    /// What was written, read back.
    pub assembly: Assembly,
    /// The interpreter that ran, in words.
    pub interpreter: String,
    /// Lookups that the CDK could not make, so that it used dummy values.
    pub lookups: Vec<Lookup>,
    /// What the user should know: what the sandbox lacks, what was made up, what was left out.
    pub notes: Vec<String>,
    /// What the app printed, bounded, without control characters.
    pub printed: String,
    /// From the start to the end of the app.
    pub time: Duration,
}

/// Synthesizes the app and puts the assembly at [`Options::output`], which stays as it is when anything fails.
///
/// # Errors
/// A project that cannot be run, an app that fails or exceeds its limits, an output that is no cloud assembly, and on
/// [`Protection::Required`] a machine that cannot confine it.
pub fn run(options: &Options) -> Result<Synthesis, Error> {
    let project = Project::read(options)?;
    let toolchain = Toolchain::find(options, &project)?;
    install::check(&options.output)?;
    let staging = install::staging(&options.output)?;
    let mut notes = project.notes.clone();
    let mut answers = context::zones(&project.environment);
    // As they are before the app runs.
    let sources = Sources::of_app(&project.directory);
    let mut again = true;
    let (run, assembly) = loop {
        let run = run_once(options, &project, &toolchain, &answers, staging.path())?;
        let assembly = read(staging.path(), &options.output)?;
        // As the CDK's command line does: what the app was missing is supplied, and it runs again.
        let known = context::answers(&assembly.missing_context);
        if !again || known.is_empty() {
            break (run, assembly);
        }
        again = false;
        answers.extend(known);
        install::empty(staging.path())?;
    };
    notes.extend(run.verdict.lacking.iter().cloned());
    notes.extend(run.verdict.left_out.clone());
    let lookups = lookups::find(&assembly.missing_context, &project);
    // Without the record, the files' times have to do.
    let _ = sources.record(staging.path());
    install::replace(staging, &options.output)?;
    Ok(Synthesis {
        assembly,
        interpreter: toolchain.interpreter.clone(),
        lookups,
        notes,
        printed: run.printed,
        time: Duration::from_millis(run.verdict.milliseconds),
    })
}

/// Reads what was taken over; messages name the place where it will be.
fn read(staging: &Path, output: &Path) -> Result<Assembly, Error> {
    assembly::read(staging, &assembly::Limits::default()).map_err(|error| match error {
        assembly::Error::NoStack(_) => Error::NoStack,
        error => {
            Error::Assembly(error.to_string().replace(&*staging.to_string_lossy(), &output.to_string_lossy()))
        }
    })
}

struct Run {
    verdict: Verdict,
    printed: String,
}

fn run_once(
    options: &Options,
    project: &Project,
    toolchain: &Toolchain,
    answers: &Map<String, Value>,
    staging: &Path,
) -> Result<Run, Error> {
    let scratch = tempfile::Builder::new().prefix("infragrade-").tempdir().map_err(Error::scratch)?;
    let plan = Plan::new(options, project, toolchain, answers, scratch.path(), staging)?;
    let ran =
        if options.protection == Protection::Off { unconfined::run(&plan) } else { confined(options, plan) };
    install::remove(scratch);
    let (verdict, printed) = ran?;
    match &verdict.end {
        End::Exited(0) => Ok(Run { verdict, printed }),
        end => {
            let failure = explain::failure(end, &printed, project, toolchain, &options.limits);
            Err(Error::App(Box::new(failure)))
        }
    }
}

#[cfg(target_os = "linux")]
fn confined(options: &Options, mut plan: Plan) -> Result<(Verdict, String), Error> {
    let (mut verdict, mut printed) = sandbox::run(&plan, &options.helper)?;
    if let End::NoNamespaces(reason) = verdict.end {
        // Nothing of the app has run yet.
        plan.namespaces = false;
        (verdict, printed) = sandbox::run(&plan, &options.helper)?;
        verdict.lacking.push(format!("the sandbox does without namespaces on this machine ({reason})"));
    }
    match verdict.end {
        End::NotConfined(problem) => Err(Error::Sandbox(problem)),
        End::Untrusted(problem) => Err(Error::Untrusted(problem)),
        _ => Ok((verdict, printed)),
    }
}

#[cfg(not(target_os = "linux"))]
fn confined(options: &Options, plan: Plan) -> Result<(Verdict, String), Error> {
    let lacking = "there is no sandbox on this system, only on Linux, so the app runs as you do".to_owned();
    if options.protection == Protection::Required {
        return Err(Error::Sandbox(lacking));
    }
    let (mut verdict, printed) = unconfined::run(&plan)?;
    verdict.lacking.push(lacking);
    Ok((verdict, printed))
}
