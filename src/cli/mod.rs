//! The command line: arguments, and the order of the calls. One module for each subcommand.

#[cfg(all(feature = "live", target_os = "linux"))]
mod autograde;
mod batch;
mod check;
mod checks;
mod docs;
mod doctor;
mod explain;
mod formats;
mod hook;
mod input;
#[cfg(not(all(feature = "live", target_os = "linux")))]
mod left_out;
mod lint;
#[cfg(feature = "live")]
mod live;
mod manual;
mod output;
#[cfg(feature = "live")]
mod preview;
mod synth;
mod test;

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};
use infragrade::assembly::{self, Assembly};
use infragrade::policy::{self, Explanations, Pack};
use infragrade::report::baseline;
use infragrade::sources;
use infragrade::sunet::{self, Sunet};
use thiserror::Error;

/// Grades a synthesized AWS CDK assignment, check by check.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[cfg(all(feature = "live", target_os = "linux"))]
    Autograde(autograde::Arguments),
    #[cfg(all(feature = "live", target_os = "linux"))]
    #[command(hide = true, name = autograde::SUBCOMMAND)]
    AutogradeStage,
    Batch(batch::Arguments),
    Check(check::Arguments),
    Checks(checks::Arguments),
    Completions(manual::Completions),
    Doctor(doctor::Arguments),
    Explain(explain::Arguments),
    Hook(hook::Arguments),
    Input(input::Arguments),
    Lint(lint::Arguments),
    Man(manual::Pages),
    Synth(synth::Arguments),
    #[cfg(feature = "live")]
    Live(live::Arguments),
    #[cfg(feature = "live")]
    Preview(preview::Arguments),
    Test(test::Arguments),
    #[cfg(not(all(feature = "live", target_os = "linux")))]
    #[command(flatten)]
    LeftOut(left_out::Command),
    #[command(hide = true, name = batch::WORKER)]
    BatchWorker,
    #[cfg(target_os = "linux")]
    #[command(hide = true, name = infragrade::synth::sandbox::SUBCOMMAND)]
    SynthSandbox {
        arguments: Vec<String>,
    },
}

impl Cli {
    pub(crate) fn run(self) -> Result<Status, Failure> {
        match self.command {
            #[cfg(all(feature = "live", target_os = "linux"))]
            Command::Autograde(arguments) => autograde::run(&arguments),
            #[cfg(all(feature = "live", target_os = "linux"))]
            Command::AutogradeStage => autograde::work(),
            Command::Batch(arguments) => batch::run(&arguments),
            Command::BatchWorker => batch::run_worker(),
            Command::Check(arguments) => check::run(&arguments),
            Command::Checks(arguments) => checks::run(&arguments),
            Command::Completions(arguments) => manual::completions(&arguments),
            Command::Doctor(arguments) => doctor::run(&arguments),
            Command::Explain(arguments) => explain::run(&arguments),
            Command::Hook(arguments) => hook::run(&arguments),
            Command::Input(arguments) => input::run(&arguments),
            Command::Lint(arguments) => lint::run(&arguments),
            Command::Man(arguments) => manual::pages(&arguments),
            Command::Synth(arguments) => synth::run(&arguments),
            #[cfg(not(all(feature = "live", target_os = "linux")))]
            Command::LeftOut(command) => Err(left_out::failure(&command)),
            #[cfg(feature = "live")]
            Command::Live(arguments) => live::run(&arguments),
            #[cfg(feature = "live")]
            Command::Preview(arguments) => preview::run(&arguments),
            Command::Test(arguments) => test::run(&arguments),
            #[cfg(target_os = "linux")]
            Command::SynthSandbox { arguments } => {
                let failed = |error| Failure::Call(format!("sandbox: {error}"));
                infragrade::synth::sandbox::stage(&arguments).map(|()| Status::Success).map_err(failed)
            }
        }
    }
}

/// The exit status of a command that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Full marks, or whatever else was asked for.
    Success = 0,
    /// Points lost, tests failed.
    Lost = 1,
    /// A check could not be evaluated: the fault of infragrade or of the pack.
    Fault = 3,
}

/// Why a command could not do its work: one line for standard error.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Assembly(#[from] assembly::Error),
    #[error(transparent)]
    Batch(#[from] infragrade::batch::Error),
    #[error(transparent)]
    Sunet(#[from] sunet::Error),
    /// A pack that the user gave.
    #[error(transparent)]
    Rules(policy::Error),
    /// The pack of the binary itself.
    #[error("{0}: this is a fault of infragrade, please report it")]
    Builtin(policy::Error),
    #[error(transparent)]
    Synth(#[from] infragrade::synth::Error),
    #[error(transparent)]
    Baseline(#[from] baseline::Error),
    #[error("{0}")]
    Call(String),
    #[error("{}: cannot be written ({source})", path.display())]
    Output { path: PathBuf, source: io::Error },
    #[cfg(feature = "live")]
    #[error(transparent)]
    Preview(#[from] infragrade_live::preview::Error),
    #[error("standard output: {0}")]
    Stdout(#[from] io::Error),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Builtin(_) => 3,
            Self::Synth(error) if error.is_fault() => 3,
            _ => 2,
        }
    }

    /// Whether the reader of standard output went away, which is nothing to tell anyone.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Stdout(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// What is graded.
#[derive(Debug, Args)]
pub(crate) struct Assignment {
    /// The directory that `cdk synth` wrote [default: cdk/cdk.out, else ./cdk.out]
    #[arg(value_name = "CDK_OUT")]
    directory: Option<PathBuf>,
    /// Your SUNet ID [default: the file SUNET at the assignment's root, else the ID that the templates agree on]
    #[arg(long, value_name = "ID")]
    sunet: Option<String>,
}

/// A student's deployment, read.
pub(crate) struct Submission {
    /// The folder that it was read from.
    pub(crate) directory: PathBuf,
    pub(crate) assembly: Assembly,
    pub(crate) sunet: String,
    /// What the report should say about it.
    pub(crate) notes: Vec<String>,
}

impl Assignment {
    /// The cloud assembly's directory.
    pub(crate) fn directory(&self) -> PathBuf {
        self.directory.clone().unwrap_or_else(|| {
            let here = PathBuf::from("cdk.out");
            let usual = Path::new("cdk").join("cdk.out");
            if here.is_dir() && !usual.is_dir() { here } else { usual }
        })
    }

    pub(crate) fn read(&self) -> Result<Submission, Failure> {
        let directory = self.directory();
        let assembly = assembly::read(&directory, &assembly::Limits::default())?;
        let mut notes = Vec::new();
        let sunet = match self.known_sunet(&directory)? {
            Some(sunet) => sunet.to_string(),
            None => match sunet::infer(&assembly) {
                Some(sunet) => {
                    notes.push(format!(
                        "your SUNet ID is taken to be {sunet}, from the templates' domain names; put it into a file SUNET"
                    ));
                    sunet.to_string()
                }
                None => {
                    notes.push(
                        "your SUNet ID is not known, so every domain name counts as wrong: put it into a file SUNET"
                            .to_owned(),
                    );
                    "SUNET".to_owned()
                }
            },
        };
        if !assembly.missing_context.is_empty() {
            notes.push(format!(
                "the synthesis was not finished: the CDK could not look up {}, so it used made-up values (such as the zone dummy1a); \
                 run `cdk synth` with your AWS credentials, or `./grade.sh`, which needs none",
                assembly.missing_context.join(", ")
            ));
        }
        Ok(Submission { directory, assembly, sunet, notes })
    }

    /// The option, else the file `SUNET`: beside the assembly, beside the folder it is in, or in the working directory.
    fn known_sunet(&self, directory: &Path) -> Result<Option<Sunet>, Failure> {
        let folders = [directory.join(".."), directory.join("../.."), PathBuf::from(".")];
        known_sunet(self.sunet.as_deref(), &folders)
    }
}

impl Submission {
    /// A note for an assembly that is older than the app, where that is known for sure.
    pub(crate) fn outdated(&self, app: Option<&Path>) -> Option<String> {
        let file = sources::changed_since_recorded(&self.directory, app)?;
        let shown = self.directory.display();
        let how = how_to_synthesize(&self.directory);
        Some(format!(
            "{shown} is older than {file}, so this is your app as it was: run {how} to see it as it is now"
        ))
    }
}

fn how_to_synthesize(assembly: &Path) -> &'static str {
    let script = assembly.parent().is_some_and(|app| app.join("../grade.sh").is_file());
    if script { "./grade.sh or `cdk synth`" } else { "`infragrade synth` or `cdk synth`" }
}

/// The SUNet ID that was given, else that of the first of the folders that has a file `SUNET`.
fn known_sunet(given: Option<&str>, folders: &[PathBuf]) -> Result<Option<Sunet>, Failure> {
    if let Some(text) = given {
        return Ok(Some(text.trim().parse()?));
    }
    for folder in folders {
        let read =
            sunet::read(&folder.join("SUNET")).or_else(|_| sunet::read(&from_here(folder).join("SUNET")));
        if let Some(sunet) = read? {
            return Ok(Some(sunet));
        }
    }
    Ok(None)
}

/// A folder as one would name it from the working directory, for messages.
fn from_here(folder: &Path) -> PathBuf {
    let Ok(absolute) = folder.canonicalize() else {
        return folder.to_owned();
    };
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let inside = here.ok().and_then(|here| absolute.strip_prefix(here).ok().map(Path::to_owned));
    inside.unwrap_or(absolute)
}

/// The rules.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// The folder of a rule pack [default: the assignment's pack, which is built in]
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
}

impl Rules {
    pub(crate) fn directory(&self) -> Option<&Path> {
        self.rules.as_deref()
    }

    pub(crate) fn load(&self) -> Result<Pack, Failure> {
        match &self.rules {
            Some(directory) => Pack::from_directory(directory).map_err(Failure::Rules),
            None => Pack::builtin().map_err(Failure::Builtin),
        }
    }

    pub(crate) fn explanations(&self) -> Result<Explanations, Failure> {
        let failure = if self.rules.is_some() { Failure::Rules } else { Failure::Builtin };
        policy::explanations(self.rules.as_deref()).map_err(failure)
    }
}

/// `; did you mean …?` with the known name that is most like an unknown one.
pub(crate) fn suggestion<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> String {
    const LIKE: f64 = 0.7;
    let scored = known.map(|name| (strsim::jaro_winkler(unknown, name), name));
    match scored.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
        Some((score, name)) if score > LIKE => format!("; did you mean {name}?"),
        _ => String::new(),
    }
}
