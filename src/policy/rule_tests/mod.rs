//! Runs the tests of a rule pack, as `opa test` does: a rule whose name begins with `test_` passes when it is true.

mod coverage;
mod failure;

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use regorus::unstable::Module;
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, QueryResults, Value};

use super::pack::{Error, RuleFile, compile, source};
use super::syntax;

pub use self::coverage::{FileCoverage, percent};
pub use self::failure::{Compared, Failure};

const LIMIT: Duration = Duration::from_secs(10);
const STEPS: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

/// The tests of a pack.
pub struct Tests {
    engine: Engine,
    files: Vec<(RuleFile, Module)>,
    tests: Vec<Test>,
}

#[derive(Debug, Clone)]
struct Test {
    /// Where its file is in [`Tests::files`].
    file: usize,
    /// The name of the rule.
    name: String,
    /// The rule, such as `data.lib.cfn_test.test_text`.
    rule: String,
}

/// What became of one test.
#[derive(Debug)]
pub struct Outcome {
    /// The file that the test is in.
    pub file: PathBuf,
    /// The rule, such as `data.lib.cfn_test.test_text`.
    pub rule: String,
    /// `None` when it passed, else why not.
    pub failure: Option<Failure>,
    /// What it printed.
    pub prints: Vec<String>,
    /// How long it took.
    pub time: Duration,
}

impl Tests {
    /// Loads a directory's rules and tests, to run them.
    ///
    /// # Errors
    /// The first file that cannot be read or does not parse.
    pub fn from_directory(directory: &Path) -> Result<Self, Error> {
        Self::load(directory, false)
    }

    /// Loads them, to run them and to note which lines they evaluate: see [`Tests::coverage`].
    ///
    /// # Errors
    /// As [`Tests::from_directory`].
    pub fn counting_lines(directory: &Path) -> Result<Self, Error> {
        Self::load(directory, true)
    }

    fn load(directory: &Path, count_lines: bool) -> Result<Self, Error> {
        let mut engine = Engine::new();
        engine.set_gather_prints(true);
        engine.set_enable_coverage(count_lines);
        engine.set_execution_timer_config(ExecutionTimerConfig { limit: LIMIT, check_interval: STEPS });
        let (mut files, mut tests) = (Vec::new(), Vec::new());
        for file in source::read(directory)? {
            let module = syntax::parse(&file)?;
            let counted = if count_lines { coverage::countable(&file, &module) } else { None };
            compile::add(&mut engine, counted.as_ref().unwrap_or(&file))?;
            tests.extend(in_file(files.len(), &file, &module));
            files.push((file, module));
        }
        Ok(Self { engine, files, tests })
    }

    /// Runs the tests whose rule contains `filter`, in the order of the files and their lines.
    pub fn run(&mut self, filter: &str) -> impl Iterator<Item = Outcome> {
        let Self { engine, files, tests } = self;
        tests.iter().filter(move |test| test.rule.contains(filter)).map(|test| {
            let (file, module) = &files[test.file];
            let start = Instant::now();
            let value = engine.eval_rule(test.rule.clone());
            let time = start.elapsed();
            let prints = engine.take_prints().unwrap_or_default();
            let reason = match value {
                Ok(Value::Bool(true)) => None,
                Ok(Value::Undefined) => Some("it does not hold".to_owned()),
                Ok(other) => Some(format!("it is {other}, not true")),
                Err(error) => Some(compile::one_line(&format!("{error:#}"))),
            };
            let failure = reason.map(|reason| Failure::of(engine, file, module, &test.name, reason));
            Outcome { file: file.path.clone(), rule: test.rule.clone(), failure, prints, time }
        })
    }

    /// Which lines of the rules the tests that ran have evaluated; a file for each that is no test.
    pub fn coverage(&self) -> Vec<FileCoverage> {
        coverage::of(&self.engine, &self.files)
    }

    /// Whether a test fails when a check finds nothing, whatever the input.
    pub fn notice_silence_of(&mut self, id: &str) -> bool {
        let (package, own) = (format!("data.checks.{id}"), format!("data.checks.{id}_test."));
        let (beside, elsewhere): (Vec<_>, Vec<_>) =
            self.tests.iter().partition(|test| test.rule.starts_with(&own));
        let mentions = |test: &&Test| self.files[test.file].0.text.contains(&package);
        let engine = &mut self.engine;
        beside.into_iter().chain(elsewhere.into_iter().filter(mentions)).any(|test| {
            let query = format!("{} with {package}.violation as set()", test.rule);
            matches!(engine.eval_query(query, false), Ok(found) if !is_true(&found))
        })
    }
}

fn is_true(found: &QueryResults) -> bool {
    let values = found.result.iter().flat_map(|row| &row.expressions);
    values.map(|expression| &expression.value).eq([&Value::Bool(true)])
}

/// The test rules that a file declares, each once.
fn in_file(index: usize, file: &RuleFile, module: &Module) -> Vec<Test> {
    let package = file.package().map(|(name, _)| name).unwrap_or_default();
    let mut tests: Vec<Test> = Vec::new();
    for name in module.policy.iter().map(|rule| syntax::name(rule)).filter(|name| name.starts_with("test_")) {
        if tests.iter().all(|test| test.name != name) {
            let rule = format!("data.{package}.{name}");
            tests.push(Test { file: index, name: name.to_owned(), rule });
        }
    }
    tests
}
