//! The `infragrade` command: parse, call, exit code.

mod cli;

use std::io::Write;
use std::panic;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    // A panic is a fault of ours (3), not the 101 that Rust would exit with.
    match panic::catch_unwind(|| cli.run()) {
        Ok(Ok(status)) => ExitCode::from(status as u8),
        Ok(Err(failure)) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            say(&format!("error: {failure}"));
            ExitCode::from(failure.exit_code())
        }
        Err(_) => {
            say("error: infragrade failed, which is not your fault: please report the lines above");
            ExitCode::from(3)
        }
    }
}

/// One line on standard error, without what a terminal would obey; nobody to tell if that is closed.
fn say(line: &str) {
    let line: String = line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let _ = writeln!(std::io::stderr(), "{line}");
}
