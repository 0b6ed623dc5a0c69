//! `infragrade synth`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use colored::Colorize;
use infragrade::synth::{self, AppFailure, Error, Options, Protection, Synthesis};
use infragrade::trace;

use super::{Failure, Status};

/// Synthesize a CDK app in a sandbox, without an AWS account and without network
///
/// Runs what cdk.json says, as `cdk synth` does, and writes a cloud assembly. Exit status: 0 it is written, 2 it is not
/// (what was there before stays), 3 a fault of infragrade.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder with cdk.json [default: cdk, else .]
    #[arg(value_name = "CDK_DIR")]
    directory: Option<PathBuf>,
    /// The cloud assembly to write or replace [default: CDK_DIR/cdk.out]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Fail where this machine cannot shut the app in
    #[arg(long)]
    require_sandbox: bool,
    /// Run the app as you, unprotected: for your own code on your own machine
    #[arg(long, conflicts_with = "require_sandbox")]
    no_sandbox: bool,
    /// End the app after this time
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    time_limit: u64,
    /// End the app when it uses more memory than this
    #[arg(long, value_name = "MIB", default_value_t = 1536, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    memory_limit: u64,
    /// Show what the app prints, also when it succeeds
    #[arg(long, short)]
    verbose: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let directory = arguments.directory.clone().unwrap_or_else(|| {
        let usual = PathBuf::from("cdk");
        if usual.is_dir() { usual } else { PathBuf::from(".") }
    });
    let mut options = Options::new(&directory, &own_program()?);
    if let Some(output) = &arguments.output {
        options.output.clone_from(output);
    }
    options.protection = match arguments {
        Arguments { require_sandbox: true, .. } => Protection::Required,
        Arguments { no_sandbox: true, .. } => Protection::Off,
        _ => Protection::Available,
    };
    options.limits.wall = Duration::from_secs(arguments.time_limit);
    options.limits.memory = arguments.memory_limit << 20;
    let synthesis = synthesize(&mut options, usize::MAX)?;
    // Nobody to tell if standard error is closed.
    let _ = tell(&synthesis, &options.output, arguments);
    Ok(Status::Success)
}

/// Synthesizes the app in a folder, and says something only when that fails, in few lines.
pub(super) fn quietly(app: &Path, output: &Path) -> Result<(), Failure> {
    let mut options = Options::new(app, &own_program()?);
    options.output = output.to_owned();
    synthesize(&mut options, 8).map(drop)
}

/// Synthesizes with the tracer. Of an app that fails the reason is told, and the last so many lines that it printed.
fn synthesize(options: &mut Options, most_lines: usize) -> Result<Synthesis, Failure> {
    let tracer = trace::folder().map_err(|error| {
        let reason = error.kind();
        Failure::Call(format!("no temporary folder ({reason}): set TMPDIR to one that can be written"))
    })?;
    options.python_path.push(tracer.path().to_owned());
    synth::run(options).map_err(|error| match error {
        Error::App(failure) => {
            let _ = tell_failure(&failure, most_lines);
            let output = options.output.display();
            Failure::Call(format!("the CDK app failed, see above, so {output} is not written anew"))
        }
        error => Failure::Synth(error),
    })
}

/// The running program, also after its file was replaced.
pub(super) fn own_program() -> Result<PathBuf, Failure> {
    if cfg!(target_os = "linux") {
        return Ok(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe().map_err(|error| Failure::Call(format!("infragrade cannot find itself ({error})")))
}

fn tell(synthesis: &Synthesis, output: &Path, arguments: &Arguments) -> io::Result<()> {
    let mut sink = io::stderr().lock();
    if arguments.verbose && !synthesis.printed.is_empty() {
        writeln!(sink, "{}", synthesis.printed.trim_end())?;
    }
    let stacks = synthesis.assembly.stacks.len();
    writeln!(
        sink,
        "synthesized {stacks} stack{} into {} with {} in {:.1} s",
        if stacks == 1 { "" } else { "s" },
        output.display(),
        synthesis.interpreter,
        synthesis.time.as_secs_f64()
    )?;
    if arguments.no_sandbox {
        writeln!(sink, "note: the app ran unprotected, as you")?;
    }
    for note in &synthesis.notes {
        writeln!(sink, "note: {note}")?;
    }
    for lookup in &synthesis.lookups {
        let places = match lookup.places.as_slice() {
            [] => String::new(),
            places => format!(", asked for at {}", places.join(" or ")),
        };
        writeln!(
            sink,
            "note: the CDK could not look up {}{places}, and used a made-up value: it would need AWS credentials",
            lookup.key
        )?;
    }
    Ok(())
}

/// The exception first: what comes after it is only of use where it is not enough.
fn tell_failure(failure: &AppFailure, most_lines: usize) -> io::Result<()> {
    let mut sink = io::stderr().lock();
    if let Some(place) = &failure.place {
        writeln!(sink, "{}", place.bold())?;
    }
    if let Some(code) = &failure.code {
        writeln!(sink, "    {code}")?;
    }
    writeln!(sink, "{}", failure.problem)?;
    if let Some(fix) = &failure.fix {
        writeln!(sink, "{} {fix}", "fix:".green().bold())?;
    }
    let printed: Vec<&str> = failure.printed.lines().collect();
    if !printed.is_empty() {
        writeln!(sink, "\nwhat the app printed last:")?;
        printed[printed.len().saturating_sub(most_lines)..]
            .iter()
            .try_for_each(|line| writeln!(sink, "  | {line}"))?;
        writeln!(sink)?;
    }
    Ok(())
}
