//! The commands that this infragrade was built without: each says how to get it. `--help`, completions and manual pages list what
//! works.

use std::ffi::OsString;

use clap::{Args, Subcommand};

use super::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(hide = true, disable_help_flag = true, disable_version_flag = true)]
    Autograde(Arguments),
    #[cfg(not(feature = "live"))]
    #[command(hide = true, disable_help_flag = true, disable_version_flag = true)]
    Live(Arguments),
    #[cfg(not(feature = "live"))]
    #[command(hide = true, disable_help_flag = true, disable_version_flag = true)]
    Preview(Arguments),
}

/// Whatever the command would be given.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    _ignored: Vec<OsString>,
}

const WEBSITE: &str = "this infragrade was built without the part that runs and grades the website; install the wheel (docs/install.md), \
                       or build it with `cargo install --locked --path . --features live`";

pub(crate) fn failure(command: &Command) -> Failure {
    let (name, why) = match command {
        Command::Autograde(_) if cfg!(target_os = "linux") => ("autograde", WEBSITE),
        Command::Autograde(_) => ("autograde", "works on Linux only, where submissions can be shut in"),
        #[cfg(not(feature = "live"))]
        Command::Live(_) => ("live", WEBSITE),
        #[cfg(not(feature = "live"))]
        Command::Preview(_) => ("preview", WEBSITE),
    };
    Failure::Call(format!("{name}: {why}"))
}
