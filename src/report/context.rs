//! Adds to a report what only some formats show, so that the others need not wait for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::message::quote;
use super::picture::Picture;
use super::{Context, Finding, Report, TemplatePlace, template};
use crate::assembly::{Assembly, Limits, Stack};

/// More lines of a value than this are counted.
const MOST_LINES: usize = 12;

/// Adds the violations' lines in the templates, found and expected for reading, and whose deployment it is.
/// `directory` is the one that the assembly was read from.
pub fn add(report: &mut Report, assembly: &Assembly, directory: &Path, sunet: &str) {
    let mut templates = Templates { directory, texts: BTreeMap::new() };
    let findings = report.checks.iter_mut().flat_map(|check| &mut check.violations);
    for finding in findings {
        finding.context = Context {
            template: templates.place(finding, assembly),
            actual: lines(finding.violation.actual.as_ref(), assembly),
            expected: lines(finding.violation.expected.as_ref(), assembly),
        };
    }
    report.sunet = Some(sunet.to_owned());
}

/// Adds the picture of the deployment.
pub fn draw(report: &mut Report, assembly: &Assembly) {
    report.picture = Some(Picture::of(assembly));
}

/// The templates' texts, each read when it is first asked for.
struct Templates<'a> {
    directory: &'a Path,
    texts: BTreeMap<PathBuf, Option<String>>,
}

impl Templates<'_> {
    fn place(&mut self, finding: &Finding, assembly: &Assembly) -> Option<TemplatePlace> {
        let name = finding.violation.stack.as_ref()?;
        let stack = assembly.stacks.iter().find(|stack| stack.name == *name)?;
        let parts: Vec<_> = stack.template_file.iter().map(|part| part.to_string_lossy()).collect();
        let line = finding.violation.resource.as_ref().and_then(|id| {
            let property = finding.violation.property.as_deref().unwrap_or_default();
            let steps = ["Resources", id].into_iter().chain(property.split('/').skip(1));
            template::line(self.text(stack)?, &steps.collect::<Vec<_>>())
        });
        Some(TemplatePlace { file: parts.join("/"), line })
    }

    /// A file that cannot be read any more has no lines; nothing of its text is shown.
    fn text(&mut self, stack: &Stack) -> Option<&str> {
        let read = || {
            let path = self.directory.join(&stack.template_file);
            let metadata = fs::symlink_metadata(&path).ok()?;
            let fits = metadata.is_file() && metadata.len() <= Limits::default().file_bytes;
            fs::read_to_string(path).ok().filter(|_| fits)
        };
        self.texts.entry(stack.template_file.clone()).or_insert_with(read).as_deref()
    }
}

fn lines(value: Option<&Value>, assembly: &Assembly) -> Vec<String> {
    let mut lines = match value {
        None => Vec::new(),
        Some(Value::Array(values)) if !values.is_empty() => {
            values.iter().map(|value| quote(value, assembly)).collect()
        }
        Some(value) => vec![quote(value, assembly)],
    };
    if lines.len() > MOST_LINES {
        let more = lines.len() - MOST_LINES;
        lines.truncate(MOST_LINES);
        lines.push(format!("… and {more} more"));
    }
    lines
}
