//! `infragrade doctor`.

mod delegation;
mod folder;
mod tools;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use colored::Colorize;
use infragrade::sunet::Sunet;

use super::{Failure, Status, output};

/// See what is missing before you deploy: on this machine, in this folder, in DNS
///
/// Exit status: 0 nothing is missing, 1 something is, 2 an unusable call.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The assignment's root, with the folders cdk and web
    #[arg(value_name = "DIR", default_value = ".")]
    directory: PathBuf,
    /// Your SUNet ID [default: the file SUNET]
    #[arg(long, value_name = "ID")]
    sunet: Option<String>,
    /// The four name servers of your zone, as Route 53 shows them, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    name_servers: Vec<String>,
    /// The resolvers to ask, separated by commas
    #[arg(long, value_name = "ADDRESSES", value_delimiter = ',', default_value = "1.1.1.1,8.8.8.8")]
    resolvers: Vec<Resolver>,
}

/// Where a DNS resolver is: an address, port 53 if it has none.
#[derive(Debug, Clone, Copy)]
struct Resolver(SocketAddr);

impl FromStr for Resolver {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let address = text.parse().or_else(|_| text.parse().map(|ip| SocketAddr::new(ip, 53)));
        address.map(Self).map_err(|_| "give an IP address, such as 1.1.1.1".to_owned())
    }
}

/// Something that a deployment needs.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    state: State,
    /// What it is, and how it was found.
    message: String,
    /// What to do about it.
    fix: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Present,
    Missing,
    /// It could not be found out.
    Unknown,
}

impl Finding {
    fn present(message: impl Into<String>) -> Self {
        Self { state: State::Present, message: message.into(), fix: String::new() }
    }

    fn missing(message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { state: State::Missing, message: message.into(), fix: fix.into() }
    }

    fn unknown(message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { state: State::Unknown, message: message.into(), fix: fix.into() }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    if !arguments.directory.is_dir() {
        let problem =
            format!("{}: no such folder: give the assignment's root", arguments.directory.display());
        return Err(Failure::Call(problem));
    }
    let given = arguments.sunet.as_deref().map(|text| text.trim().parse::<Sunet>()).transpose()?;
    let (sunet, folder) = folder::look(&arguments.directory, given);
    let resolvers: Vec<SocketAddr> = arguments.resolvers.iter().map(|resolver| resolver.0).collect();
    let zone = delegation::look(sunet.as_ref(), &arguments.name_servers, &resolvers);
    let sections = [("This machine", tools::look()), ("This folder", folder), ("Your zone", vec![zone])];
    output::to(None, |sink| write(sink, &sections))?;
    let mut findings = sections.iter().flat_map(|(_, findings)| findings);
    Ok(if findings.any(|finding| finding.state == State::Missing) { Status::Lost } else { Status::Success })
}

fn write(sink: &mut dyn Write, sections: &[(&str, Vec<Finding>)]) -> io::Result<()> {
    for (title, findings) in sections {
        writeln!(sink, "{}", title.bold())?;
        for Finding { state, message, fix } in findings {
            let mark = match state {
                State::Present => "✓".green(),
                State::Missing => "✗".red(),
                State::Unknown => "?".yellow(),
            };
            writeln!(sink, "{mark} {}", plain(message))?;
            if !fix.is_empty() {
                writeln!(sink, "    {} {fix}", "fix:".green().bold())?;
            }
        }
        writeln!(sink)?;
    }
    let count = |state| {
        let found =
            sections.iter().flat_map(|(_, findings)| findings).filter(|finding| finding.state == state);
        found.count()
    };
    match (count(State::Missing), count(State::Unknown)) {
        (0, 0) => writeln!(sink, "{}", "nothing is missing".green().bold()),
        (0, unknown) => writeln!(sink, "nothing is missing, {unknown} could not be found out"),
        (missing, _) => writeln!(sink, "{}", format!("{missing} missing").red().bold()),
    }
}

/// Foreign text without what a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
