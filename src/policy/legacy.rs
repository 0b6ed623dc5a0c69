//! Packs that the course used before: Rego v0, all in package `rules`, whose `main` holds sentences.

use std::num::NonZeroU32;
use std::path::Path;

use regorus::Value;
use regorus::utils::limits::ExecutionTimerConfig;

use super::pack::catalogue::Check;
use super::pack::{Catalogue, Error, RuleFile, compile};
use super::{Evaluation, Limits, Violation};

const POINTS: f64 = 90.0;
pub(super) const POINTS_PER_VIOLATION: f64 = 2.0;

const RULE: &str = "data.rules.main";
const STEPS: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

pub(super) fn is_legacy(files: &[RuleFile]) -> bool {
    files.iter().all(|file| file.package().is_some_and(|(name, _)| name == "rules"))
}

/// One check stands for the pack, which says no more of its own.
pub(super) fn catalogue() -> Catalogue {
    let check = Check {
        id: "rules.main".to_owned(),
        title: "All rules of the pack".to_owned(),
        description: "None of the pack's rules finds a violation.".to_owned(),
        points: POINTS,
        requires: Vec::new(),
        handout: "Defining resources in CDK".to_owned(),
        help: "mend what each line above names".to_owned(),
        argument: None,
        links: Vec::new(),
    };
    Catalogue { title: "Rules of an earlier year".to_owned(), points: POINTS, checks: vec![check] }
}

pub(super) fn engine(directory: &Path, files: &[RuleFile]) -> Result<regorus::Engine, Error> {
    let mut engine = regorus::Engine::new();
    engine.set_rego_v0(true);
    for file in files.iter().filter(|file| !file.is_test()) {
        compile::add(&mut engine, file)?;
    }
    // A pack without `main` is known before any student waits for it.
    let probe = engine.eval_rule(RULE.to_owned());
    probe.map_err(|error| Error::new(directory, format!("{RULE} cannot be evaluated: {error:#}")))?;
    Ok(engine)
}

pub(super) fn evaluate(engine: &mut regorus::Engine, input: Value, limits: &Limits) -> Evaluation {
    engine.set_input(input);
    engine.set_execution_timer_config(ExecutionTimerConfig { limit: limits.total, check_interval: STEPS });
    let main = engine.eval_rule(RULE.to_owned()).map_err(|error| format!("{error:#}"))?;
    let main = serde_json::to_value(&main).map_err(|error| error.to_string())?;
    let violations = main.get("violations").and_then(serde_json::Value::as_array);
    let Some(violations) = violations else {
        return Err(format!("{RULE} holds no `violations`"));
    };
    let message = |value: &serde_json::Value| match value.as_str() {
        Some(message) => message.to_owned(),
        None => value.to_string(),
    };
    Ok(violations
        .iter()
        .map(|value| Violation { message: Some(message(value)), ..Violation::default() })
        .collect())
}
