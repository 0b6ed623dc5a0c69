//! Where in a student's own source a finding is to be mended, and how that is known. `docs/source.md` describes it.
//!
//! The app's Python is never run. What is read is bounded, and links are not followed out of the app's folder.

mod argument;
mod calls;
mod creation;
pub(crate) mod files;
mod locate;
mod origin;
mod python;
mod terms;
mod traced;
mod written;

use std::path::Path;

use self::files::App;
use self::locate::Locator;
use self::python::syntax::{File, parser};
use self::python::value::Span;
use self::traced::Traced;
use crate::assembly::Assembly;
use crate::policy::Catalogue;
use crate::report::{KnownFrom, Report, Source};
use crate::trace;

/// The note that is added when the tracer's lines are not those of the files as they are now.
pub const CHANGED: &str = "the source was changed after the synthesis: its lines are searched for as they are now, \
                       and the templates are as they were; run `cdk synth` again";

/// What a report is about.
#[derive(Debug, Clone, Copy)]
pub struct Graded<'a> {
    /// The folder that the assembly was read from.
    pub directory: &'a Path,
    /// What was read from it.
    pub assembly: &'a Assembly,
    /// The checks of the report.
    pub catalogue: &'a Catalogue,
    /// The CDK app's folder; by default the nearest one above the assembly that holds `cdk.json`.
    pub app: Option<&'a Path>,
}

/// Adds to each finding of a report the place in the source that it is about, where that is known.
pub fn locate(report: &mut Report, graded: Graded<'_>) {
    if report.checks.iter().all(|check| check.violations.is_empty()) {
        return;
    }
    let app = graded.app.map(App::in_folder).or_else(|| App::of_assembly(graded.directory));
    let Some((app, mut parser)) = app.zip(parser()) else {
        return;
    };
    let files = app.files().into_iter();
    let files: Vec<File> = files.filter_map(|(path, text)| File::parse(&mut parser, path, text)).collect();
    let program = python::follow(&files, &app.entry);
    let traced = trace::read(graded.directory).map(|trace| Traced::by_tracer(&trace, &files));
    if traced.as_ref().is_some_and(|traced| !traced.is_current) {
        report.notes.push(CHANGED.to_owned());
    }
    let traced = traced.filter(|traced| traced.is_current);
    let traced = traced.or_else(|| creation::read(graded.directory, &app.entry, &files, &program));
    let locator = Locator::new(&program, &files, traced.as_ref(), graded.assembly);
    for check in &mut report.checks {
        let Some(known) = graded.catalogue.get(&check.id) else {
            continue;
        };
        let mut first_file = None;
        for finding in &mut check.violations {
            if let Some((span, known_from)) = locator.locate(finding, known) {
                first_file.get_or_insert(span.file);
                let source = source(&app, &files, span, known_from);
                report.sources.entry(source.file.clone()).or_insert_with(|| files[span.file].text.clone());
                finding.source = Some(source);
            }
        }
        if let Some(file) = first_file {
            check.help = terms::of_file(&check.help, &program, &files, file);
        }
    }
}

fn source(app: &App, files: &[File], span: Span, known_from: KnownFrom) -> Source {
    let file = &files[span.file];
    let ((line, column), (end_line, end_column)) = (file.position(span.start), file.position(span.end));
    Source { file: format!("{}{}", app.prefix, file.path), line, column, end_line, end_column, known_from }
}
