//! Runs the tests of a rule pack, as `opa test` does: a rule whose name begins with `test_` passes when it is true.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};

use super::pack::{Error, RuleFile, compile, source};

const LIMIT: Duration = Duration::from_secs(10);
const STEPS: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

/// The tests of a pack.
pub struct Tests {
    engine: Engine,
    tests: Vec<(PathBuf, String)>,
}

/// What became of one test.
#[derive(Debug)]
pub struct Outcome {
    /// The file that the test is in.
    pub file: PathBuf,
    /// The rule, such as `data.lib.cfn_test.test_text`.
    pub rule: String,
    /// `None` when it passed, else why not.
    pub failure: Option<String>,
    /// What it printed.
    pub prints: Vec<String>,
    /// How long it took.
    pub time: Duration,
}

impl Tests {
    /// Loads a directory's rules and tests.
    ///
    /// # Errors
    /// The first file that cannot be read or does not parse.
    pub fn from_directory(directory: &Path) -> Result<Self, Error> {
        let files = source::read(directory)?;
        let mut engine = Engine::new();
        engine.set_gather_prints(true);
        engine.set_execution_timer_config(ExecutionTimerConfig { limit: LIMIT, check_interval: STEPS });
        let mut tests = Vec::new();
        for file in &files {
            compile::add(&mut engine, file)?;
            tests.extend(names(file).into_iter().map(|name| (file.path.clone(), name)));
        }
        Ok(Self { engine, tests })
    }

    /// Runs the tests whose rule contains `filter`, in the order of the files and their lines.
    pub fn run(&mut self, filter: &str) -> impl Iterator<Item = Outcome> {
        let engine = &mut self.engine;
        self.tests.iter().filter(move |(_, rule)| rule.contains(filter)).map(|(file, rule)| {
            let start = Instant::now();
            let value = engine.eval_rule(rule.clone());
            let time = start.elapsed();
            let failure = match value {
                Ok(Value::Bool(true)) => None,
                Ok(Value::Undefined) => Some("it is undefined: one of its lines does not hold".to_owned()),
                Ok(other) => Some(format!("it is {other}, not true")),
                Err(error) => Some(format!("{error:#}")),
            };
            let prints = engine.take_prints().unwrap_or_default();
            Outcome { file: file.clone(), rule: rule.clone(), failure, prints, time }
        })
    }
}

/// The test rules that a file declares, each once.
fn names(file: &RuleFile) -> Vec<String> {
    let Some((package, _)) = file.package() else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for line in file.text.lines().filter(|line| line.starts_with("test_")) {
        let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(line.len());
        let name = format!("data.{package}.{}", &line[..end]);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
