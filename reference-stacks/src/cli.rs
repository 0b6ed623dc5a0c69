//! Arguments, and what they ask for.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use reference_stacks::recordings::{Recordings, command_line_context};
use reference_stacks::{Settings, Variant, variant};
use synthesizer::compare::compare;
use synthesizer::{AppProps, Error, Result};

/// The finished assignment, and variants of it. Without arguments it is a CDK app, for `cdk synth`.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Arguments {
    /// Variant to synthesize; with --compare, variants to compare.
    names: Vec<String>,
    /// List all variants, what they show, and the checks that they fail.
    #[arg(long, conflicts_with_all = ["all", "compare", "output", "names"])]
    list: bool,
    /// Folder to write the assembly to.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["all", "compare"])]
    output: Option<PathBuf>,
    /// Synthesize every variant, each into a folder of its name below this one.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["compare", "names"])]
    all: Option<PathBuf>,
    /// Compare all variants, or those named, with what the real CDK made of them.
    #[arg(long)]
    compare: bool,
    /// Folder of the recordings.
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))]
    recordings: PathBuf,
    /// The student's id; SUNET in the environment if not given.
    #[arg(long, value_name = "ID")]
    sunet: Option<String>,
    /// The account to deploy to; CDK_DEFAULT_ACCOUNT in the environment if not given.
    #[arg(long, value_name = "DIGITS")]
    account: Option<String>,
}

/// Exit status: 0 done or all equal, 1 something differs, 2 it could not be done.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    match answer(&arguments, &mut io::stdout().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(io::stderr(), "reference-stacks: {error}");
            ExitCode::from(2)
        }
    }
}

fn answer(arguments: &Arguments, out: &mut impl Write) -> Result<bool> {
    if arguments.list {
        return match list(out) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Error::io("standard output", error))
            }
            _ => Ok(true),
        };
    }
    if arguments.compare {
        return compare_variants(arguments, out);
    }
    if let Some(folder) = &arguments.all {
        for variant in variant::all() {
            write_one(variant, arguments, &folder.join(variant.name))?;
        }
        return Ok(true);
    }
    let variant = match arguments.names.as_slice() {
        [] => &variant::REFERENCE,
        [name] => named(name)?,
        _ => return Err(Error::message("give one variant, or --all DIR for all of them")),
    };
    let from_cli = AppProps::from_env()?;
    match arguments.output.as_ref().or(from_cli.outdir.as_ref()) {
        Some(folder) => write_one(variant, arguments, folder).map(|()| true),
        None => Err(Error::message("say where to: --output DIR, or run `cdk synth` in reference-stacks")),
    }
}

fn named(name: &str) -> Result<&'static Variant> {
    let unknown = || Error::message(format!("there is no variant {name:?}; --list names them all"));
    variant::named(name).ok_or_else(unknown)
}

fn list(out: &mut impl Write) -> io::Result<()> {
    for variant in variant::all() {
        writeln!(out, "{}: {}", variant.name, variant.says)?;
        if !variant.fails.is_empty() {
            writeln!(out, "    fails {}", variant.fails.join(", "))?;
        }
    }
    Ok(())
}

fn write_one(variant: &Variant, arguments: &Arguments, folder: &Path) -> Result<()> {
    let mut props = AppProps::from_env()?;
    if props.outdir.is_none() {
        props.context = command_line_context(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/cdk.json")))?;
    }
    let assembly = variant.synthesize(props, &settings(arguments)?)?;
    assembly.write_to(folder)?;
    let missing = assembly.stage_assets(folder, None)?;
    for path in missing {
        let _ = writeln!(io::stderr(), "{}: {path} is shipped with the CDK and not staged", folder.display());
    }
    Ok(())
}

fn settings(arguments: &Arguments) -> Result<Settings> {
    let given = |argument: &Option<String>, variable: &str, option: &str| {
        let value = argument.clone().or_else(|| std::env::var(variable).ok());
        value.ok_or_else(|| Error::message(format!("{variable} is not set: set it, or give {option}")))
    };
    let sunet = given(&arguments.sunet, "SUNET", "--sunet ID")?;
    let account = given(&arguments.account, "CDK_DEFAULT_ACCOUNT", "--account DIGITS")?;
    let mut settings = Settings::new(sunet, account);
    let folder = |variable: &str, usual: &str| match std::env::var_os(variable) {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(usual),
    };
    settings.yoctogram_app_dir = folder("YOCTOGRAM_APP_DIR", "app");
    settings.yoctogram_web_dir = folder("YOCTOGRAM_WEB_DIR", "web");
    settings.check()?;
    Ok(settings)
}

/// Prints the table, file by file; whether all are equal.
fn compare_variants(arguments: &Arguments, out: &mut impl Write) -> Result<bool> {
    let failed = |error| Error::io("standard output", error);
    let recordings = Recordings::open(&arguments.recordings)?;
    let settings = Settings::of_recordings(&arguments.recordings);
    let variants: Vec<&Variant> = match arguments.names.as_slice() {
        [] => variant::all().collect(),
        names => names.iter().map(|name| named(name)).collect::<Result<_>>()?,
    };
    let (mut equal, mut different) = (0, 0);
    for variant in variants {
        let Some(recording) = recordings.get(variant.name)? else {
            writeln!(out, "{}: not recorded", variant.name).map_err(failed)?;
            continue;
        };
        let assembly = variant.synthesize(recordings.app_props()?, &settings)?;
        for compared in compare(&recording, &assembly)? {
            let file = format!("{}/{}", variant.name, compared.file);
            match compared.difference {
                None => {
                    equal += 1;
                    writeln!(out, "equal      {file}").map_err(failed)?;
                }
                Some(difference) => {
                    different += 1;
                    writeln!(out, "different  {file}\n           {difference}").map_err(failed)?;
                }
            }
        }
    }
    writeln!(out, "{equal} files equal, {different} different").map_err(failed)?;
    Ok(different == 0)
}
