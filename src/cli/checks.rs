//! `infragrade checks`.

use clap::Args;
use colored::Colorize;

use super::output::{self, Format};
use super::{Failure, Rules, Status};

/// List all checks with their points
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    rules: Rules,
    /// How the list is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let pack = arguments.rules.load()?;
    let catalogue = pack.catalogue();
    output::to(None, |sink| match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *sink, catalogue)?;
            writeln!(sink)
        }
        Format::Human => {
            let width = catalogue.checks.iter().map(|check| check.id.len()).max().unwrap_or_default();
            let mut section = None;
            for check in &catalogue.checks {
                if section.is_none_or(|section| section != &check.handout) {
                    let gap = if section.is_some() { "\n" } else { "" };
                    writeln!(sink, "{gap}{}", check.handout.bold())?;
                    section = Some(&check.handout);
                }
                writeln!(sink, "{:>4}  {:width$}  {}", check.points, check.id, check.title)?;
            }
            writeln!(sink, "\n{} checks, {} points", catalogue.checks.len(), catalogue.points)
        }
    })?;
    Ok(Status::Success)
}
