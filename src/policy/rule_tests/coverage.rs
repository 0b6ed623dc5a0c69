//! Which lines of the rules are evaluated.

use std::collections::BTreeSet;
use std::path::PathBuf;

use regorus::Engine;
use regorus::unstable::{Expr, Module, Rule};

use crate::policy::pack::RuleFile;
use crate::policy::syntax::{self, Node};

/// The lines of one file that hold something to evaluate, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCoverage {
    /// The file.
    pub file: PathBuf,
    /// Its text.
    pub text: String,
    /// The lines that were evaluated.
    pub covered: BTreeSet<usize>,
    /// The lines that were not.
    pub uncovered: BTreeSet<usize>,
}

/// The coverage of several files in percent; of files without any line to evaluate, all of it.
pub fn percent<'c>(files: impl IntoIterator<Item = &'c FileCoverage>) -> f64 {
    let (covered, all) = files.into_iter().fold((0, 0), |(covered, all), file| {
        (covered + file.covered.len(), all + file.covered.len() + file.uncovered.len())
    });
    if all == 0 { 100.0 } else { 100.0 * covered as f64 / all as f64 }
}

/// The file with a body for every `else` that has none: regorus counts the lines of bodies, but not of such values.
/// `None` when there is nothing to add.
pub(super) fn countable(file: &RuleFile, module: &Module) -> Option<RuleFile> {
    const BODY: &str = " if { true }";
    let mut text = file.text.clone();
    for rule in module.policy.iter().rev() {
        let Rule::Spec { span, bodies, .. } = rule.as_ref() else {
            continue;
        };
        if bodies.last().is_some_and(|body| body.is_else && body.query.stmts.is_empty()) {
            text.insert_str(syntax::written_to(&file.text, span.end), BODY);
        }
    }
    let counted = RuleFile { path: file.path.clone(), text };
    // Where the parser is wrong about the end of a value the body would become part of a string.
    let is_body = |module: Module| {
        let mut strings = Vec::new();
        syntax::walk(&module, &mut |node| {
            if let Node::Expr(expr) = node
                && let Expr::String { span, .. } | Expr::RawString { span, .. } = expr.as_ref()
            {
                strings.push(span.text().contains(BODY));
            }
        });
        !strings.contains(&true)
    };
    (counted.text != file.text && syntax::parse(&counted).is_ok_and(is_body)).then_some(counted)
}

pub(super) fn of(engine: &Engine, files: &[(RuleFile, Module)]) -> Vec<FileCoverage> {
    let report = engine.get_coverage_report().unwrap_or_default();
    let rules = files.iter().filter(|(file, _)| !file.is_test());
    let coverage = rules.map(|(file, module)| {
        let name = file.path.display().to_string();
        let lines = |lines: &BTreeSet<u32>| lines.iter().map(|line| *line as usize).collect();
        // A file of which nothing was evaluated is not in the report.
        let (covered, uncovered) = match report.files.iter().find(|known| known.path == name) {
            Some(known) => (lines(&known.covered), lines(&known.not_covered)),
            None => (BTreeSet::new(), to_evaluate(module)),
        };
        FileCoverage { file: file.path.clone(), text: file.text.clone(), covered, uncovered }
    });
    coverage.collect()
}

fn to_evaluate(module: &Module) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    syntax::walk(module, &mut |node| {
        if let Node::Expr(expr) = node {
            lines.insert(expr.span().line as usize);
        }
    });
    lines
}
