//! `infragrade test`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use colored::Colorize;
use infragrade::policy::rule_tests::{Compared, FileCoverage, Outcome, Tests, percent};
use regorus::Value;

use super::{Failure, Status, output};

/// Run the tests of a rule pack: the rules whose name begins with test_
///
/// Exit status: 0 all passed, 1 a test failed or too little is covered, 2 unusable input or call, no test among them.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of the pack
    #[arg(value_name = "RULES", default_value = "rules")]
    directory: PathBuf,
    /// Run only the tests whose path contains this, such as `cidr` or `lib.cfn_test.test_text`
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    filter: String,
    /// List the tests that pass too, with their times
    #[arg(long, short)]
    verbose: bool,
    /// Say of each file how many lines the tests evaluate, and which they do not
    #[arg(long)]
    coverage: bool,
    /// Fail when less than this many percent of the lines are evaluated, and show those that are not
    #[arg(long, value_name = "PERCENT", value_parser = percentage)]
    coverage_threshold: Option<f64>,
}

fn percentage(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=100.0).contains(&number) { Ok(number) } else { Err("not between 0 and 100".to_owned()) }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let counted = arguments.coverage || arguments.coverage_threshold.is_some();
    let load = if counted { Tests::counting_lines } else { Tests::from_directory };
    let mut tests = load(&arguments.directory).map_err(Failure::Rules)?;
    let (mut passed, mut failed) = (0, 0);
    let mut enough = true;
    output::to(None, |sink| {
        for outcome in tests.run(&arguments.filter) {
            *(if outcome.failure.is_some() { &mut failed } else { &mut passed }) += 1;
            write_outcome(sink, &outcome, arguments.verbose)?;
        }
        if counted && passed + failed > 0 {
            let files = tests.coverage();
            // A tenth of a percent that is missing must not look like none.
            let reached = percent(&files);
            enough = reached >= arguments.coverage_threshold.unwrap_or_default();
            write_coverage(sink, &files, arguments.coverage)?;
            if let Some(wanted) = arguments.coverage_threshold.filter(|_| !enough) {
                writeln!(sink, "{}", format!("less than the {wanted} % that are asked for").red())?;
            }
        }
        if passed + failed > 0 { writeln!(sink, "{passed} passed, {failed} failed") } else { Ok(()) }
    })?;
    match (passed, failed) {
        (0, 0) => Err(Failure::Call(nothing_ran(arguments))),
        (_, 0) if enough => Ok(Status::Success),
        _ => Ok(Status::Lost),
    }
}

fn nothing_ran(arguments: &Arguments) -> String {
    let directory = arguments.directory.display();
    match arguments.filter.as_str() {
        "" => format!(
            "{directory}: no test in it: rules whose name begins with test_, in files *_test.rego, are tests"
        ),
        filter => {
            format!("--filter {filter}: no test in {directory} has this in its path (--verbose lists all)")
        }
    }
}

fn write_outcome(sink: &mut dyn Write, outcome: &Outcome, verbose: bool) -> io::Result<()> {
    let milliseconds = outcome.time.as_secs_f64() * 1000.0;
    let Some(failure) = &outcome.failure else {
        if verbose {
            writeln!(sink, "{} {}  {milliseconds:.1} ms", "✓".green(), outcome.rule)?;
            write_prints(sink, outcome)?;
        }
        return Ok(());
    };
    writeln!(sink, "{} {}  {milliseconds:.1} ms", "✗".red(), outcome.rule.bold())?;
    let place = outcome.file.display().to_string();
    match &failure.line {
        Some((line, written)) => {
            writeln!(sink, "    {}", format!("{place}:{line}").cyan())?;
            writeln!(sink, "    {written}")?;
        }
        None => writeln!(sink, "    {}", place.cyan())?,
    }
    match &failure.compared {
        Some(compared) => write_compared(sink, compared)?,
        None => writeln!(sink, "    {}", failure.reason.replace('\n', "\n    "))?,
    }
    write_prints(sink, outcome)
}

fn write_prints(sink: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    outcome.prints.iter().try_for_each(|line| writeln!(sink, "    {line}"))
}

/// Both sides, a line for each value; of two sets only the elements that the other lacks.
fn write_compared(sink: &mut dyn Write, compared: &Compared) -> io::Result<()> {
    let (found, expected) = (compared.found.as_ref(), compared.expected.as_ref());
    if let (Some(Value::Set(found)), Some(Value::Set(expected))) = (found, expected) {
        let both = found.intersection(expected).len();
        let (surplus, missing) = (found.difference(expected), expected.difference(found));
        write_lines(sink, "found", surplus.iter(), both)?;
        return write_lines(sink, "expected", missing.iter(), both);
    }
    for (name, value) in [("found", found), ("expected", expected)] {
        match value {
            Some(value) => write_lines(sink, name, [value].into_iter(), 0)?,
            None => writeln!(sink, "      {name:8}  {}", "undefined".yellow())?,
        }
    }
    Ok(())
}

fn write_lines<'v>(
    sink: &mut dyn Write,
    name: &str,
    values: impl Iterator<Item = &'v Value>,
    both: usize,
) -> io::Result<()> {
    let mut lines: Vec<String> = values.map(Value::to_string).collect();
    match (both, lines.is_empty()) {
        (0, true) => lines.push("set()".to_owned()),
        (0, false) => {}
        (both, true) => lines.push(format!("nothing but the {both} that both have")),
        (both, false) => lines.push(format!("and {both} that both have")),
    }
    let mut name = name;
    for line in lines {
        writeln!(sink, "      {name:8}  {line}")?;
        name = "";
    }
    Ok(())
}

/// Each file with the lines that are not covered; those that are covered whole only when `all` is asked for.
fn write_coverage(sink: &mut dyn Write, files: &[FileCoverage], all: bool) -> io::Result<()> {
    writeln!(sink, "\n{}", "coverage".bold())?;
    for file in files.iter().filter(|file| all || !file.uncovered.is_empty()) {
        let reached = percent([file]);
        let lines = file.covered.len() + file.uncovered.len();
        writeln!(
            sink,
            "{:>5.1} %  {}  ({} of {lines} lines)",
            floor(reached),
            file.file.display(),
            file.covered.len()
        )?;
        let texts: Vec<&str> = file.text.lines().collect();
        for line in &file.uncovered {
            let text = texts.get(line - 1).copied().unwrap_or_default().replace('\t', "    ");
            writeln!(sink, "{line:>9} {} {}", "|".red(), text.red())?;
        }
    }
    writeln!(sink, "{:>5.1} %  of all lines\n", floor(percent(files)))
}

/// So that only all of it is 100.0 %.
fn floor(percent: f64) -> f64 {
    (percent * 10.0).floor() / 10.0
}
