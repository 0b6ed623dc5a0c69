//! Which lines of the rules are evaluated.

use std::collections::BTreeSet;
use std::path::PathBuf;

use regorus::Engine;
use regorus::unstable::Module;

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
