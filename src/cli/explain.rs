//! `infragrade explain`.

use std::io::{self, Write};

use clap::Args;
use colored::Colorize;
use infragrade::policy::{Catalogue, Check, Explanation};
use textwrap::WordSplitter::NoHyphenation;

use super::{Failure, Rules, Status, checks, output, suggestion};

/// Say what a check wants, why, and how to give it
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The check's ID, such as network.vpc.cidr; a part of it, such as network.vpc, lists the checks below
    check: String,
    #[command(flatten)]
    rules: Rules,
}

/// The columns that an explanation takes at most, and asks for at least; links apart.
const WIDTH: usize = 100;
const NARROWEST: usize = 30;

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let pack = arguments.rules.load()?;
    let catalogue = pack.catalogue();
    let id = arguments.check.trim_end_matches('.');
    if let Some(check) = catalogue.get(id) {
        let explanations = arguments.rules.explanations()?;
        output::to(None, |sink| write(sink, catalogue, check, explanations.get(id)))?;
        return Ok(Status::Success);
    }
    let is_below = |check: &&Check| check.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'));
    let below: Vec<&Check> = catalogue.checks.iter().filter(is_below).collect();
    if below.is_empty() {
        let like = suggestion(id, catalogue.checks.iter().map(|check| check.id.as_str()));
        let problem = format!("{id}: there is no such check{like} (`infragrade checks` lists all)");
        return Err(Failure::Call(problem));
    }
    output::to(None, |sink| checks::list(sink, &below))?;
    Ok(Status::Success)
}

fn write(
    sink: &mut dyn Write,
    catalogue: &Catalogue,
    check: &Check,
    explanation: Option<&Explanation>,
) -> io::Result<()> {
    writeln!(sink, "{}  {}  ({})", check.id.bold(), check.title, checks::points(check.points))?;
    writeln!(sink, "{}", wrapped(&check.description, "", ""))?;
    heading(sink, "what the handout asks for")?;
    writeln!(sink, "{}", wrapped(&check.handout, "    ", "    "))?;
    if let Some(explanation) = explanation {
        writeln!(sink, "{}", wrapped(&format!("“{}”", explanation.asks.trim()), "    ", "    "))?;
        heading(sink, "why")?;
        writeln!(sink, "{}", wrapped(&explanation.why, "    ", "    "))?;
        for (title, text) in [
            ("what the template then contains", &explanation.template),
            ("instead of", &explanation.before),
            ("write", &explanation.after),
        ] {
            heading(sink, title)?;
            text.lines().try_for_each(|line| writeln!(sink, "{}", format!("    {line}").trim_end()))?;
        }
    }
    heading(sink, "fix, in a line")?;
    writeln!(sink, "{}", wrapped(&check.help, "    ", "    "))?;
    let relations = [("requires", check.requires.clone()), ("blocks", dependants(catalogue, check))];
    if relations.iter().any(|(_, ids)| !ids.is_empty()) {
        writeln!(sink)?;
    }
    for (relation, ids) in relations.iter().filter(|(_, ids)| !ids.is_empty()) {
        writeln!(sink, "{}", wrapped(&format!("{relation}: {}", ids.join(", ")), "", "    "))?;
    }
    if !check.links.is_empty() {
        heading(sink, "more")?;
    }
    for link in &check.links {
        writeln!(sink, "    {}\n      {}", link.title, link.address.underline())?;
    }
    Ok(())
}

fn heading(sink: &mut dyn Write, title: &str) -> io::Result<()> {
    writeln!(sink, "\n{}", title.cyan().bold())
}

/// A text in lines; what has no space in it, such as a call, stays whole.
fn wrapped(text: &str, first: &str, further: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let width = output::columns().map_or(WIDTH, |columns| columns.clamp(NARROWEST, WIDTH));
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(further);
    textwrap::fill(&text, options.break_words(false).word_splitter(NoHyphenation))
}

/// The checks that wait for one.
pub(super) fn dependants(catalogue: &Catalogue, check: &Check) -> Vec<String> {
    let dependants = catalogue.checks.iter().filter(|other| other.requires.contains(&check.id));
    dependants.map(|other| other.id.clone()).collect()
}
