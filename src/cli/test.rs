//! `infragrade test`.

use std::path::PathBuf;

use clap::Args;
use colored::Colorize;
use infragrade::policy::rule_tests::Tests;

use super::{Failure, Status, output};

/// Run the tests of a rule pack: the rules whose name begins with test_
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
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let mut tests = Tests::from_directory(&arguments.directory).map_err(Failure::Rules)?;
    let (mut passed, mut failed) = (0, 0);
    output::to(None, |sink| {
        for outcome in tests.run(&arguments.filter) {
            let milliseconds = outcome.time.as_secs_f64() * 1000.0;
            match &outcome.failure {
                None => passed += 1,
                Some(_) => failed += 1,
            }
            match &outcome.failure {
                None if arguments.verbose => {
                    writeln!(sink, "{} {}  {milliseconds:.1} ms", "✓".green(), outcome.rule)?
                }
                None => {}
                Some(why) => {
                    writeln!(sink, "{} {}  {}", "✗".red(), outcome.rule.bold(), outcome.file.display())?;
                    writeln!(sink, "    {}", why.replace('\n', "\n    "))?;
                }
            }
            if arguments.verbose || outcome.failure.is_some() {
                outcome.prints.iter().try_for_each(|line| writeln!(sink, "    {line}"))?;
            }
        }
        writeln!(sink, "{passed} passed, {failed} failed")
    })?;
    match (passed, failed) {
        (0, 0) => {
            let problem = format!(
                "{}: no test matches: rules whose name begins with test_ are tests",
                arguments.directory.display()
            );
            Err(Failure::Call(problem))
        }
        (_, 0) => Ok(Status::Success),
        _ => Ok(Status::Lost),
    }
}
