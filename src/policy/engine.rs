//! The two engines of regorus behind one call, and how a pack is evaluated on them.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use regorus::Value;
use regorus::rvm::program::{DeserializationResult, Program};
use regorus::rvm::vm::RegoVM;
use regorus::utils::limits::ExecutionTimerConfig;

use super::pack::{Catalogue, compile};
use super::{Evaluation, Limits, violation};

/// How many steps of an evaluation pass between two looks at the clock.
const STEPS: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

pub(super) enum Engine {
    Interpreter(Box<regorus::Engine>),
    Machine(Arc<Program>),
}

impl Engine {
    fn with_input(&self, input: Value) -> Evaluator {
        match self {
            Self::Interpreter(engine) => {
                let mut engine = engine.clone();
                engine.set_input(input);
                Evaluator::Interpreter(engine)
            }
            Self::Machine(program) => {
                let mut machine = RegoVM::new();
                // The clock bounds it.
                machine.set_max_instructions(usize::MAX);
                machine.load_program(program.clone());
                machine.set_input(input);
                Evaluator::Machine(Box::new(machine))
            }
        }
    }
}

/// An engine with its input.
enum Evaluator {
    Interpreter(Box<regorus::Engine>),
    Machine(Box<RegoVM>),
}

impl Evaluator {
    fn evaluate(&mut self, rule: &str, limit: Duration) -> Result<Value, String> {
        let timer = ExecutionTimerConfig { limit, check_interval: STEPS };
        match self {
            Self::Interpreter(engine) => {
                engine.set_execution_timer_config(timer);
                engine.eval_rule(rule.to_owned()).map_err(|error| compile::one_line(&format!("{error:#}")))
            }
            Self::Machine(machine) => {
                machine.set_execution_timer_config(Some(timer));
                machine.execute_entry_point_by_name(rule).map_err(|error| error.to_string())
            }
        }
    }
}

/// The pack that the build script compiled.
pub(super) fn builtin() -> Result<(Catalogue, Engine), String> {
    let catalogue = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.json"));
    let catalogue = serde_json::from_slice(catalogue).map_err(|error| error.to_string())?;
    let program = include_bytes!(concat!(env!("OUT_DIR"), "/rules.rvm"));
    match Program::deserialize_binary(program)? {
        DeserializationResult::Complete(program) => Ok((catalogue, Engine::Machine(Arc::new(program)))),
        DeserializationResult::Partial(_) => {
            Err("the compiled rules are of another version of regorus".to_owned())
        }
    }
}

/// Evaluates all checks at once, since they share much; one by one where that fails, to know which one is to blame.
pub(super) fn evaluate(
    engine: &Engine,
    catalogue: &Catalogue,
    input: Value,
    limits: &Limits,
) -> Vec<Evaluation> {
    let mut evaluator = engine.with_input(input);
    let start = Instant::now();
    if let Ok(Value::Object(all)) = evaluator.evaluate(compile::ALL, limits.total / 2) {
        let found = |id: &str| all.get(&Value::from(id)).map(violation::read_all);
        if let Some(evaluations) = catalogue.checks.iter().map(|check| found(&check.id)).collect() {
            return evaluations;
        }
    }
    let alone = catalogue.checks.iter().map(|check| {
        let left = limits.total.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Err("not evaluated: the checks before it took all the time there is".to_owned());
        }
        let value = evaluator.evaluate(&compile::rule(&check.id), limits.check.min(left))?;
        violation::read_all(&value)
    });
    alone.collect()
}
