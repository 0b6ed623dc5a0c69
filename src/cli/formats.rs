//! `--format`: which reports are written, and where each goes.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use infragrade::report::{Report, context, github, gradescope, html, human, json, junit, sarif};

use super::{Failure, Submission, output, suggestion};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Human,
    Json,
    Junit,
    Sarif,
    Github,
    Gradescope,
    Html,
}

const ALL: [(&str, Format); 7] = [
    ("human", Format::Human),
    ("json", Format::Json),
    ("junit", Format::Junit),
    ("sarif", Format::Sarif),
    ("github", Format::Github),
    ("gradescope", Format::Gradescope),
    ("html", Format::Html),
];

impl Format {
    fn named(name: &str) -> Result<Self, Failure> {
        let known = ALL.iter().find(|(known, _)| *known == name);
        known.map(|(_, format)| *format).ok_or_else(|| {
            let names = ALL.map(|(name, _)| name);
            let like = suggestion(name, names.into_iter());
            let all = names.join(", ");
            Failure::Call(format!("--format {name}: there is no such format, only {all}{like}"))
        })
    }

    /// Whether it shows more of the templates than the checks need.
    fn needs_context(self) -> bool {
        matches!(self, Self::Sarif | Self::Html)
    }

    pub(super) fn write(
        self,
        sink: &mut dyn Write,
        report: &Report,
        human: human::Options,
    ) -> io::Result<()> {
        match self {
            Self::Human => human::write(sink, report, human),
            Self::Json => json::write(sink, report),
            Self::Junit => junit::write(sink, report),
            Self::Sarif => sarif::write(sink, report),
            Self::Github => github::write(sink, report),
            Self::Gradescope => gradescope::write(sink, report),
            Self::Html => html::write(sink, report),
        }
    }
}

/// A report that is asked for; without a file it goes to standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

impl Request {
    /// How wide the terminal is that it is written to, if it is.
    pub(super) fn columns(&self) -> Option<usize> {
        output::columns().filter(|_| self.file.is_none())
    }

    /// Puts what `write` writes where it belongs; a file has no colours.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        if self.file.is_some() {
            colored::control::set_override(false);
        }
        let written = output::to(self.file.as_deref(), write);
        colored::control::unset_override();
        written
    }
}

/// Reads the values of `--format` (`FORMAT` or `FORMAT=FILE`) and `--output`. Those with a file come first, so that
/// they are there when the reader of standard output goes away.
pub(super) fn requests(formats: &[String], output: Option<&Path>) -> Result<Vec<Request>, Failure> {
    let mut requests = Vec::new();
    let mut plain: Option<&str> = None;
    for text in formats {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text.as_str(), None),
        };
        let format = Format::named(name)?;
        match file {
            Some("") => {
                return Err(call(format!("--format {text}: say which file, as in --format {name}=FILE")));
            }
            Some(file) => requests.push(Request { format, file: Some(file.into()) }),
            None => {
                if let Some(first) = plain.replace(name) {
                    let problem = format!(
                        "--format {first} and --format {name}: only one goes to standard output; \
                         give the other a file, as in --format {name}=FILE"
                    );
                    return Err(call(problem));
                }
                requests.push(Request { format, file: output.map(Path::to_owned) });
            }
        }
    }
    if let Some(output) = output.filter(|_| plain.is_none()) {
        let problem = format!("--output {}: every --format has a file of its own", output.display());
        return Err(call(problem));
    }
    refuse_shared_files(&requests)?;
    requests.sort_by_key(|request| request.file.is_none());
    Ok(requests)
}

/// Refuses a report of some checks only in a format that needs all of them.
pub(super) fn refuse_parts(requests: &[Request], only: &str) -> Result<(), Failure> {
    if !only.is_empty() && requests.iter().any(|request| request.format == Format::Gradescope) {
        let problem =
            "--format gradescope holds all checks, or Gradescope's total would be another: leave out --only";
        return Err(call(problem.to_owned()));
    }
    Ok(())
}

/// Adds to the report what only some formats show.
pub(super) fn add_context(requests: &[Request], report: &mut Report, submission: &Submission) {
    let wants = |test: fn(Format) -> bool| requests.iter().any(|request| test(request.format));
    if wants(Format::needs_context) {
        context::add(report, &submission.assembly, &submission.directory, &submission.sunet);
    }
    if wants(|format| format == Format::Html) {
        context::draw(report, &submission.assembly);
    }
}

fn refuse_shared_files(requests: &[Request]) -> Result<(), Failure> {
    let files: Vec<&Path> = requests.iter().filter_map(|request| request.file.as_deref()).collect();
    for (i, file) in files.iter().enumerate() {
        if files[..i].iter().any(|other| same(other, file)) {
            return Err(call(format!("{}: two formats are to be written to this file", file.display())));
        }
    }
    Ok(())
}

/// Whether two paths lead to one file, be it there already or not.
fn same(a: &Path, b: &Path) -> bool {
    let resolved = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        path.file_name().map(|name| folder.join(name))
    };
    a == b || resolved(a) == resolved(b)
}

fn call(problem: String) -> Failure {
    Failure::Call(problem)
}
