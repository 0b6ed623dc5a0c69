//! `infragrade input`.

use clap::Args;
use infragrade::input;

use super::{Assignment, Failure, Status, output};

/// Print the document that the rules see, as JSON
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    assignment: Assignment,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let submission = arguments.assignment.read()?;
    let document = input::build(&submission.assembly, &submission.sunet);
    output::to(None, |sink| {
        serde_json::to_writer_pretty(&mut *sink, &document)?;
        writeln!(sink)
    })?;
    Ok(Status::Success)
}
