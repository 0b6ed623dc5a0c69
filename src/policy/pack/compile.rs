//! Compiles a pack for regorus.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::instructions::Instruction;
use regorus::rvm::program::{Program, RuleInfo, RuleType};
use regorus::{Engine, Rc};

use super::catalogue::Check;
use super::{Catalogue, Error, RuleFile, qualify};

/// The rule that holds the violations of all checks by id, so that what they share is evaluated once.
pub const ALL: &str = "data.infragrade.violations";

/// The rule that holds the violations of one check.
pub fn rule(id: &str) -> String {
    format!("data.checks.{id}.violation")
}

/// An interpreter with the pack's rules, without its tests.
///
/// # Errors
/// A file that does not parse, a check without the rule `violation`.
pub fn engine(files: &[RuleFile], catalogue: &Catalogue) -> Result<Engine, Error> {
    let mut engine = Engine::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        add(&mut engine, file)?;
    }
    let entry = |check: &Check| format!("\t{:?}: {},\n", check.id, rule(&check.id));
    let entries: String = catalogue.checks.iter().map(entry).collect();
    let text = format!("package infragrade\n\nviolations := {{\n{entries}}}\n");
    add(&mut engine, &RuleFile { path: "infragrade.rego".into(), text })?;
    Ok(engine)
}

/// Adds a file to an engine. As in OPA, an error inside a builtin function makes its call undefined.
///
/// # Errors
/// A file that does not parse.
pub fn add(engine: &mut Engine, file: &RuleFile) -> Result<(), Error> {
    engine.set_strict_builtin_errors(false);
    let added = engine.add_policy(file.path.display().to_string(), file.text.clone());
    added.map(drop).map_err(|error| syntax_error(file, &error.to_string()))
}

/// Reads the place out of regorus' message, which is several lines: `--> file:LINE:COLUMN`, the code, and `error: what`.
pub fn syntax_error(file: &RuleFile, message: &str) -> Error {
    let line = message.split("--> ").nth(1).and_then(|rest| {
        let place = rest.lines().next()?;
        place.rsplit(':').nth(1)?.parse().ok()
    });
    let problem = message.rsplit("error: ").next().unwrap_or(message).trim();
    Error { line, ..Error::new(&file.path, problem) }
}

/// regorus' message about an evaluation as one line of sensible length: some hold all values that a rule had at hand.
pub fn one_line(message: &str) -> String {
    const MOST: usize = 200;
    let place = message.split("--> ").nth(1).and_then(|rest| rest.lines().next());
    let problem = message.rsplit("error: ").next().unwrap_or(message);
    let problem = problem.split(" (path [").next().unwrap_or_default();
    let line: String = problem.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST).collect();
    place.map_or(line.clone(), |place| format!("{place}: {line}"))
}

/// Compiles the pack for regorus' virtual machine, with an entry point for [`ALL`] and for each check.
///
/// # Errors
/// As [`engine`], and constructs that the virtual machine does not know.
pub fn program(files: &[RuleFile], catalogue: &Catalogue) -> Result<Program, Error> {
    let files: Vec<RuleFile> = files.iter().map(qualify::file).collect();
    let mut engine = engine(&files, catalogue)?;
    let rules: Vec<String> = catalogue.checks.iter().map(|check| rule(&check.id)).collect();
    let entry_points: Vec<&str> = [ALL].into_iter().chain(rules.iter().map(String::as_str)).collect();
    let failed =
        |error: &dyn std::fmt::Display| Error::new("rules", format!("cannot be compiled: {error:#}"));
    let compiled = engine.compile_with_entrypoint(&Rc::from(ALL)).map_err(|error| failed(&error))?;
    let program = Compiler::compile_from_policy(&compiled, &entry_points).map_err(|error| failed(&error))?;
    let mut program = Arc::unwrap_or_clone(program);
    // For messages about errors only, and most of what would have to be read at every start.
    program.instruction_spans.clear();
    program.sources.iter_mut().for_each(|source| source.content.clear());
    let Program { rule_infos, instructions, .. } = &mut program;
    rule_infos.iter_mut().for_each(|rule| slim(rule, instructions));
    Ok(program)
}

/// Leaves out what the virtual machine does not need of a rule: it copies all of it at every call, also of a rule whose value is
/// known already, and runs all of it.
fn slim(rule: &mut RuleInfo, instructions: &[Instruction]) {
    let at = |address: u32| instructions.get(address as usize);
    // Parameters that are plain names are not taken apart.
    for block in &mut rule.destructuring_blocks {
        *block = block.filter(|start| !matches!(at(*start), Some(Instruction::DestructuringSuccess {})));
    }
    // The result of a rule with one value is undefined to begin with, and where one definition gave it, all must give the same.
    if matches!(rule.rule_type, RuleType::Complete) {
        for start in Rc::make_mut(&mut rule.definitions).iter_mut().flatten() {
            if matches!(at(*start), Some(Instruction::RuleInit { .. })) {
                *start += 1;
            }
        }
    }
    rule.name.clear();
    if let Some(function) = &mut rule.function_info {
        function.param_names.clear();
    }
    // Only of partial rules does it ask which bodies are an `else`.
    if matches!(rule.rule_type, RuleType::Complete)
        || !rule.else_bodies.iter().flatten().any(|is_else| *is_else)
    {
        rule.else_bodies.clear();
    }
    if rule.destructuring_blocks.iter().all(Option::is_none) {
        rule.destructuring_blocks.clear();
    }
}
