//! `infragrade checks`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use colored::Colorize;
use infragrade::policy::Check;

use super::output::{self, Format};
use super::{Failure, Rules, Status, docs};

/// List all checks with their points, or write a page about each
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    rules: Rules,
    /// How the list is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write a page (Markdown) for each check and an index into a folder, instead of listing them
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    docs: Option<PathBuf>,
    /// Write nothing, but fail when the pages in the folder are not what would be written
    #[arg(long, requires = "docs")]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let pack = arguments.rules.load()?;
    let catalogue = pack.catalogue();
    if let Some(directory) = &arguments.docs {
        let pages = docs::pages(catalogue, &arguments.rules.explanations()?);
        return if arguments.check {
            docs::compare(directory, &pages)
        } else {
            docs::write(directory, &pages)
        };
    }
    output::to(None, |sink| match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *sink, catalogue)?;
            writeln!(sink)
        }
        Format::Human => list(sink, &catalogue.checks.iter().collect::<Vec<_>>()),
    })?;
    Ok(Status::Success)
}

/// Lists checks by section, with their points and the sum of them.
pub(super) fn list(sink: &mut dyn Write, checks: &[&Check]) -> io::Result<()> {
    let width = checks.iter().map(|check| check.id.len()).max().unwrap_or_default();
    let mut section = None;
    for check in checks {
        if section.is_none_or(|section| section != &check.handout) {
            let gap = if section.is_some() { "\n" } else { "" };
            writeln!(sink, "{gap}{}", check.handout.bold())?;
            section = Some(&check.handout);
        }
        writeln!(sink, "{:>4}  {:width$}  {}", check.points, check.id, check.title)?;
    }
    let sum: f64 = checks.iter().map(|check| check.points).sum();
    writeln!(sink, "\n{}, {}", counted(checks.len()), points(sum))
}

/// `2 checks`.
pub(super) fn counted(checks: usize) -> String {
    format!("{checks} check{}", if checks == 1 { "" } else { "s" })
}

/// `2 points`.
pub(super) fn points(number: f64) -> String {
    format!("{number} point{}", if number == 1.0 { "" } else { "s" })
}
