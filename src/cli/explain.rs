//! `infragrade explain`.

use std::io::{self, Write};

use clap::Args;
use colored::Colorize;
use infragrade::policy::{Catalogue, Check};

use super::{Failure, Rules, Status, output, suggestion};

/// Say what a check wants, and how to give it
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The check's ID, such as network.vpc.cidr
    check: String,
    #[command(flatten)]
    rules: Rules,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let pack = arguments.rules.load()?;
    let catalogue = pack.catalogue();
    let Some(check) = catalogue.get(&arguments.check) else {
        let like = suggestion(&arguments.check, catalogue.checks.iter().map(|check| check.id.as_str()));
        return Err(Failure::Call(format!(
            "{}: there is no such check{like} (`infragrade checks` lists all)",
            arguments.check
        )));
    };
    output::to(None, |sink| write(sink, catalogue, check))?;
    Ok(Status::Success)
}

fn write(sink: &mut dyn Write, catalogue: &Catalogue, check: &Check) -> io::Result<()> {
    let points = if check.points == 1.0 { "point" } else { "points" };
    writeln!(sink, "{}  {}  ({} {points})", check.id.bold(), check.title, check.points)?;
    writeln!(sink, "handout: {}\n", check.handout)?;
    writeln!(sink, "{}\n", check.description)?;
    writeln!(sink, "{} {}", "fix:".green().bold(), check.help)?;
    let is_name = |argument: &&String| argument.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if let Some(argument) = check.argument.as_ref().filter(is_name) {
        writeln!(sink, "argument: {argument}=")?;
    }
    for (relation, ids) in [("requires", check.requires.clone()), ("blocks", dependants(catalogue, check))] {
        if !ids.is_empty() {
            writeln!(sink, "{relation}: {}", ids.join(", "))?;
        }
    }
    if !check.links.is_empty() {
        writeln!(sink)?;
    }
    for link in &check.links {
        writeln!(sink, "{}: {}", link.title, link.address.underline())?;
    }
    Ok(())
}

fn dependants(catalogue: &Catalogue, check: &Check) -> Vec<String> {
    let dependants = catalogue.checks.iter().filter(|other| other.requires.contains(&check.id));
    dependants.map(|other| other.id.clone()).collect()
}
