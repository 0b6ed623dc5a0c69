//! `infragrade preview`: what the templates describe, run on this machine.

mod grade;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use infragrade::assembly::Assembly;
use infragrade_live::preview::{self, Export, Input, Options, Preview, Sink, Stack};

use super::{Assignment, Failure, Status};

/// Run what the templates describe on this machine, until Ctrl-C
///
/// PostgreSQL, S3, the load balancer, CloudFront and the names are started on loopback addresses as the
/// templates describe them, with the backend in the place of the container. Nothing outside of this machine is asked,
/// and nothing is left behind. The status is on standard output, the logs are on standard error.
///
/// With --grade, the checks and the running website are graded, all 150 points of them, and the preview ends.
///
/// Exit status: 0 when it was ended, or full marks; 1 points lost; 2 unusable input or call, such as a program that is not
/// installed; 3 something could not be graded.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    assignment: Assignment,
    /// The backend's program [default: yoctogram beside infragrade, in target/, or built from app/]
    #[arg(long, value_name = "PATH")]
    app: Option<PathBuf>,
    /// The folder of the built website [default: the asset in CDK_OUT, else web/dist]
    #[arg(long, value_name = "DIR")]
    web: Option<PathBuf>,
    /// Grade the checks (90 points) and the website that the templates make (60 points), then end
    #[arg(long)]
    grade: bool,
    #[command(flatten)]
    grading: Grading,
}

#[derive(Debug, Args)]
struct Grading {
    /// How the report is written: human, json, junit, sarif, github, gradescope or html; with =FILE, into a file.
    /// May be given several times
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human", requires = "grade")]
    format: Vec<String>,
    /// Write the report that has no file of its own to this one instead of standard output
    #[arg(long, value_name = "FILE", requires = "grade")]
    output: Option<PathBuf>,
    /// Keep the pictures of the front page in this folder: as it looks, as it should look, and the difference
    #[arg(long, value_name = "DIR", requires = "grade")]
    pictures: Option<PathBuf>,
    /// The program of Chromium [default: chromium, chromium-browser or google-chrome on the path]
    #[arg(long, value_name = "FILE", requires = "grade")]
    browser: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let submission = arguments.assignment.read()?;
    if arguments.grade {
        return grade::run(arguments, submission);
    }
    for note in submission.notes.iter().chain(&submission.outdated(None)) {
        note_line("note", note);
    }
    let options = options(arguments, &submission.directory, Arc::new(note_line))?;
    let input = input(submission.assembly, submission.directory);
    let mut shown = Ok(());
    preview::run(&input, &options, |preview| shown = show(preview, &mut io::stdout().lock()))?;
    shown.map_err(Failure::Stdout)?;
    Ok(Status::Success)
}

fn options(arguments: &Arguments, directory: &Path, log: Sink) -> Result<Options, Failure> {
    let root = root(directory);
    let backend = preview::find_backend(arguments.app.as_deref(), &root)?;
    Ok(Options { backend, web: arguments.web.clone(), usual_web: root.join("web/dist"), log })
}

/// The assignment's folder: where `cdk/` is, or the assembly itself.
fn root(directory: &Path) -> PathBuf {
    let parents = [directory.join("../.."), directory.join(".."), PathBuf::from(".")];
    let found = parents.iter().find(|folder| folder.join("app").is_dir() && folder.join("web").is_dir());
    found.cloned().unwrap_or_else(|| PathBuf::from("."))
}

fn input(assembly: Assembly, directory: PathBuf) -> Input {
    let stacks = assembly.stacks.into_iter().map(|stack| Stack {
        name: stack.name,
        template: stack.template,
        paths: stack.paths,
        account: stack.environment.account,
        region: stack.environment.region,
        images: stack.images,
    });
    let exports = assembly.exports.into_iter();
    let exports = exports.map(|(name, export)| (name, Export { stack: export.stack, value: export.value }));
    Input { stacks: stacks.collect(), exports: exports.collect(), assembly: directory }
}

fn note_line(component: &str, line: &str) {
    // Nobody to tell when standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{component} | {line}");
}

fn show(preview: &Preview, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    for component in preview.components() {
        let mark = if component.works { "✓" } else { "✗" };
        writeln!(out, "{mark} {:<13}  {}", component.kind, component.title)?;
        for line in [&component.address, &component.state].into_iter().filter(|line| !line.is_empty()) {
            writeln!(out, "                 {line}")?;
        }
    }
    section(out, "What does not work, and would not in AWS", preview.problems())?;
    section(out, "Good to know", preview.notes())?;
    section(out, "Not run here", preview.unmodelled())?;
    match preview.website() {
        Some(website) => how_to_open(preview, website, out)?,
        None => writeln!(out, "\nThere is no website: no distribution has a name of its own.")?,
    }
    writeln!(out, "\nCtrl-C ends the preview and removes everything.")?;
    out.flush()
}

fn section(out: &mut impl Write, title: &str, lines: &[String]) -> io::Result<()> {
    if !lines.is_empty() {
        writeln!(out, "\n{title}:")?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "  - {line}"))
}

/// Nothing on the machine knows the names, so clients are told.
fn how_to_open(preview: &Preview, website: &str, out: &mut impl Write) -> io::Result<()> {
    let Some(address) = preview.address(website) else {
        return writeln!(out, "\n{website} does not resolve: no record of the templates leads there.");
    };
    let rules: Vec<String> =
        preview.hosts().iter().map(|(name, address)| format!("MAP {name} {address}")).collect();
    writeln!(out, "\nIn a browser (its profile is apart, and goes with the preview):")?;
    writeln!(
        out,
        "  chromium --user-data-dir={} --ignore-certificate-errors \\\n    --host-resolver-rules={:?} https://{website}/",
        preview.authority_file().with_file_name("browser").display(),
        rules.join(", ")
    )?;
    writeln!(out, "With curl:")?;
    writeln!(
        out,
        "  curl --cacert {} --connect-to {website}:443:{address} https://{website}/api/v1/health",
        preview.authority_file().display()
    )
}
