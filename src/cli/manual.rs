//! `infragrade completions` and `infragrade man`: what shells and readers are told of the command line, by its own definition.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Cli, Failure, Status, output};

/// Print a shell's completions
///
/// For bash: infragrade completions bash > ~/.local/share/bash-completion/completions/infragrade
#[derive(Debug, Args)]
pub(crate) struct Completions {
    shell: Shell,
}

/// Write the manual pages, one for each command
#[derive(Debug, Args)]
pub(crate) struct Pages {
    /// The folder to write them into, such as ~/.local/share/man/man1
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

pub(crate) fn completions(arguments: &Completions) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "infragrade", &mut script);
    output::to(None, |sink| sink.write_all(&script))?;
    Ok(Status::Success)
}

pub(crate) fn pages(arguments: &Pages) -> Result<Status, Failure> {
    let directory = &arguments.directory;
    fs::create_dir_all(directory).map_err(|source| Failure::Output { path: directory.clone(), source })?;
    let mut command = command().disable_help_subcommand(true);
    command.build();
    write(&command, directory)?;
    command.get_subcommands().try_for_each(|subcommand| write(subcommand, directory))?;
    Ok(Status::Success)
}

/// The command line without what is for infragrade itself.
fn command() -> Command {
    let all = Cli::command();
    let about = all.get_about().cloned().unwrap_or_default();
    let shown = all.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()).cloned();
    Command::new("infragrade")
        .about(about)
        .version(env!("CARGO_PKG_VERSION"))
        .propagate_version(true)
        .subcommands(shown)
}

fn write(command: &Command, directory: &Path) -> Result<(), Failure> {
    let manual = Man::new(command.clone());
    let mut page = Vec::new();
    manual.render(&mut page)?;
    output::to(Some(&directory.join(manual.get_filename())), |sink| sink.write_all(&page))
}
