//! The finished assignment as a CDK app; and its variants, listed, written or compared with their recordings.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::run(cli::Arguments::parse())
}
