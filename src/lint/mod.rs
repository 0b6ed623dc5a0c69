//! Looks for mistakes in a rule pack: what would be refused when it is loaded, what students would pay for, and what means
//! different things in different engines.

mod behaviour;
mod calls;
mod dialect;
mod names;
mod scope;
mod violations;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::policy::Catalogue;
use crate::policy::pack::{Error, RuleFile, source};
use crate::policy::syntax;

use self::scope::Scope;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack cannot be used, or would grade wrongly.
    Error,
    /// It works, but not everywhere or not for everybody.
    Warning,
}

/// A mistake, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, or the pack's directory.
    pub file: PathBuf,
    /// The bytes of the file that are wrong; empty when it is about the whole file.
    pub bytes: Range<usize>,
    /// Whether the pack can be used as it is.
    pub severity: Severity,
    /// The name of the mistake, such as `undefined-under-not`.
    pub code: &'static str,
    /// What is wrong, in a line.
    pub problem: String,
    /// Why it is wrong, where that does not go without saying.
    pub reason: Option<&'static str>,
    /// What to do.
    pub fix: String,
}

/// What a linter found, and the texts of the files that it is about.
#[derive(Debug)]
pub struct Findings {
    /// By file, then by place.
    pub findings: Vec<Finding>,
    /// The pack's files.
    pub files: BTreeMap<PathBuf, String>,
}

/// Looks at every file of a pack. What can only be known by evaluating it is looked at when everything else is in order.
///
/// # Errors
/// A directory or a file that cannot be read.
pub fn lint(directory: &Path) -> Result<Findings, Error> {
    let files = source::read(directory)?;
    let mut findings = Vec::new();
    let mut modules = Vec::new();
    for file in &files {
        match syntax::parse(file) {
            Ok(module) => modules.push((file, module)),
            Err(error) => findings.push(unparsed(file, error)),
        }
    }
    let parsed = findings.is_empty();
    let (catalogue, problems) = Catalogue::survey(directory, &files);
    // A pack of an earlier year, all of it v0, has no METADATA to find fault with.
    if !modules.is_empty() {
        findings.extend(problems.into_iter().map(|problem| misfit(&files, problem)));
    }
    let scope = Scope::new(directory, &modules);
    for (file, module) in &modules {
        let mut add = |finding| findings.push(finding);
        names::lint(&scope, file, module, &mut add);
        dialect::lint(&scope, file, module, &mut add);
        calls::lint(&scope, file, module, &mut add);
        violations::lint(&scope, file, module, &mut add);
    }
    if parsed && findings.iter().all(|finding| finding.severity != Severity::Error) {
        findings.extend(behaviour::lint(directory, &files, &catalogue));
    }
    findings.sort_by(|a, b| {
        (&a.file, a.bytes.start, a.severity, a.code).cmp(&(&b.file, b.bytes.start, b.severity, b.code))
    });
    findings.dedup();
    let files = files.into_iter().map(|file| (file.path, file.text)).collect();
    Ok(Findings { findings, files })
}

/// The bytes of a line, from 1, without the white space around it.
fn line(text: &str, line: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    let written = rest.lines().next().unwrap_or_default();
    let indentation = written.len() - written.trim_start().len();
    start + indentation..start + written.trim_end().len().max(indentation)
}

fn unparsed(file: &RuleFile, error: Error) -> Finding {
    let bytes = error.line.map_or(0..0, |number| line(&file.text, number));
    let (code, problem, reason, fix) = if syntax::is_v0(file) {
        (
            "v0-syntax",
            "this is Rego v0".to_owned(),
            Some(
                "a pack is Rego v1; those of earlier years, v0 and all in package `rules`, are graded as they are",
            ),
            "write `if` before a rule's body and `contains` in a set's head (`opa fmt --v0-v1` does)",
        )
    } else {
        ("syntax", error.problem, None, "mend the syntax")
    };
    let file = file.path.clone();
    Finding { file, bytes, severity: Severity::Error, code, problem, reason, fix: fix.to_owned() }
}

fn misfit(files: &[RuleFile], error: Error) -> Finding {
    let file = files.iter().find(|file| file.path == error.path);
    let place = file.zip(error.line).map(|(file, number)| line(&file.text, number));
    Finding {
        file: error.path,
        bytes: place.unwrap_or(0..0),
        severity: Severity::Error,
        code: "pack",
        problem: error.problem,
        reason: None,
        fix: error.fix.unwrap_or_else(|| "see docs/rules.md".to_owned()),
    }
}
