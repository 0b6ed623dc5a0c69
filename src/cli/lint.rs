//! `infragrade lint`.

use std::io;
use std::path::PathBuf;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use clap::Args;
use colored::control::SHOULD_COLORIZE;
use infragrade::lint::{self, Finding, Findings, Severity};

use super::{Failure, Status, output};

/// Look for mistakes in a rule pack
///
/// Exit status: 0 nothing found, 1 findings, 2 unusable input or call.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of the pack
    #[arg(value_name = "RULES", default_value = "rules")]
    directory: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let found = lint::lint(&arguments.directory).map_err(Failure::Rules)?;
    output::to(None, |sink| {
        found.findings.iter().try_for_each(|finding| write(sink, finding, &found))?;
        let errors = found.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        let warnings = found.findings.len() - errors;
        let counted = |count: usize, what| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
        writeln!(sink, "{}, {errors}, {warnings}", counted(found.files.len(), "file"))
    })?;
    Ok(if found.findings.is_empty() { Status::Success } else { Status::Lost })
}

/// The finding as rustc would show it.
fn write(sink: &mut dyn io::Write, finding: &Finding, found: &Findings) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let path = finding.file.display().to_string();
    let title = level.primary_title(finding.problem.as_str()).id(finding.code);
    let text = found.files.get(&finding.file);
    let place: Element<'_> = match text.filter(|_| !finding.bytes.is_empty()) {
        Some(text) => {
            let annotation = AnnotationKind::Primary.span(finding.bytes.clone());
            Snippet::source(text.as_str()).path(path.as_str()).annotation(annotation).into()
        }
        None => Origin::path(path.as_str()).into(),
    };
    let reason = finding.reason.map(|reason| Level::NOTE.message(reason).into());
    let fix: Element<'_> = Level::HELP.message(finding.fix.as_str()).into();
    let group = Group::with_title(title).element(place).elements(reason.into_iter().chain([fix]));
    let renderer = if SHOULD_COLORIZE.should_colorize() { Renderer::styled() } else { Renderer::plain() };
    writeln!(sink, "{}\n", renderer.render(&[group]))
}
