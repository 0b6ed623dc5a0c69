//! Grades one submission.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::kept::{self, Kept, Marks, Origin, Problem, Row};
use super::layout::Layout;
use super::{Entry, Settings, Synth, fingerprint, unzip};
use crate::assembly::{self, Assembly};
use crate::grade::{Grading, grade};
use crate::policy::{Limits, Pack};
use crate::report::{Report, context, html};
use crate::sunet::{self, Sunet};
use crate::synth::{self, Options, Protection};
use crate::{input, source, trace};

/// Taken for a SUNet ID that nobody knows, as `infragrade check` does: every domain name is then wrong.
const UNKNOWN: &str = "SUNET";

/// What grades one submission after the other.
pub(super) struct Grader<'s> {
    settings: &'s Settings,
    pack: Pack,
    /// The program that runs, for the sandbox.
    program: &'s Path,
    tracer: Option<TempDir>,
}

/// A submission's deployment, read.
struct Deployment {
    assembly: Assembly,
    /// The folder that it was read from.
    directory: PathBuf,
    origin: Origin,
    app: Option<PathBuf>,
    /// Holds what goes when the submission is graded.
    _scratch: Option<TempDir>,
}

impl<'s> Grader<'s> {
    pub(super) fn new(settings: &'s Settings, program: &'s Path) -> Result<Self, crate::policy::Error> {
        let pack = match &settings.rules {
            Some(rules) => Pack::from_directory(rules)?,
            None => Pack::builtin()?,
        };
        Ok(Self { settings, pack, program, tracer: None })
    }

    /// Grades a submission, or takes what is kept of it, and keeps the result. `synthesizing` is called before its app runs.
    pub(super) fn grade(&mut self, entry: &Entry, synthesizing: &mut dyn FnMut()) -> Row {
        let key = fingerprint::key(entry, &self.settings.grader).ok();
        if let Some(row) = self.resumed(entry, key.as_deref()) {
            return row;
        }
        let mut kept = Kept {
            schema: kept::SCHEMA.into(),
            name: entry.name.as_str().into(),
            key,
            sunet: None,
            assembly: None,
            problem: None,
            report: None,
        };
        if let Err(problem) = self.fill_in(entry, &mut kept, synthesizing) {
            kept.problem = Some(problem);
        }
        if let Err(error) = kept::write(&self.settings.output, &kept) {
            kept.report = None;
            kept.problem = Some(unwritable(&self.settings.output, &error));
        }
        let outcome = match (&kept.report, kept.problem) {
            (Some(report), None) => Ok(Marks::of(report, self.pack.catalogue())),
            (_, problem) => Err(problem.unwrap_or_else(|| fault("no result".to_owned()))),
        };
        Row { name: entry.name.clone(), sunet: kept.sunet, assembly: kept.assembly, outcome }
    }

    /// What is kept of the same submission, where that is a grade.
    fn resumed(&self, entry: &Entry, key: Option<&str>) -> Option<Row> {
        let output = &self.settings.output;
        if !self.settings.resume || self.settings.pages && !kept::path(output, &entry.name, "html").is_file()
        {
            return None;
        }
        let kept = kept::read(&kept::path(output, &entry.name, "json")).ok()?;
        if kept.key.as_deref() != Some(key?) {
            return None;
        }
        let row = Row::of(kept, self.pack.catalogue())?;
        row.outcome.as_ref().is_ok_and(|marks| !marks.has_errors()).then_some(row)
    }

    fn fill_in(
        &mut self,
        entry: &Entry,
        kept: &mut Kept<'_, Report>,
        synthesizing: &mut dyn FnMut(),
    ) -> Result<(), Problem> {
        let (folder, _unpacked) = open(entry)?;
        let relative =
            |message: String| submissions(message.replace(&*folder.to_string_lossy(), &entry.name));
        let layout = Layout::find(&folder).map_err(submissions)?;
        let named = own_sunet(&layout.root, &entry.name).map_err(relative)?;
        kept.sunet = named.as_ref().map(Sunet::to_string);
        let deployment = self.deployment(entry, &folder, &layout, named.as_ref(), synthesizing)?;
        kept.assembly = Some(deployment.origin);
        let inferred = sunet::infer(&deployment.assembly);
        let notes = notes(&deployment.assembly, named.as_ref(), inferred.as_ref());
        kept.sunet = named.or(inferred).map(|sunet| sunet.to_string());
        let report = self.report(&deployment, kept.sunet.as_deref(), kept.name.as_ref(), notes)?;
        kept.report = Some(report);
        Ok(())
    }

    /// Reads the assembly that counts, and makes it first where none does.
    fn deployment(
        &mut self,
        entry: &Entry,
        folder: &Path,
        layout: &Layout,
        sunet: Option<&Sunet>,
        synthesizing: &mut dyn FnMut(),
    ) -> Result<Deployment, Problem> {
        let relative = |message: String| message.replace(&*folder.to_string_lossy(), &entry.name);
        let app = layout.app.clone();
        match (self.settings.synth, &app, &layout.assembly) {
            (Synth::Always, None, _) => Err(submissions(
                "holds no CDK app (cdk/cdk.json), and an assembly that was handed in does not count"
                    .to_owned(),
            )),
            (Synth::Apps | Synth::Always, Some(folder), _) | (Synth::Missing, Some(folder), None) => {
                // What lies beside the app counts as a part of its assignment, and the app can read it.
                if folder.parent() == entry.path.parent() {
                    alone(folder).map_err(submissions)?;
                }
                synthesizing();
                self.synthesize(folder, sunet, &relative)
            }
            (_, _, Some(directory)) => {
                let assembly = assembly::read(directory, &assembly::Limits::default())
                    .map_err(|error| submissions(relative(error.to_string())))?;
                let directory = directory.clone();
                Ok(Deployment { assembly, directory, origin: Origin::Submitted, app, _scratch: None })
            }
            (_, None, None) => Err(fault("neither an app nor an assembly".to_owned())),
        }
    }

    fn synthesize(
        &mut self,
        app: &Path,
        sunet: Option<&Sunet>,
        relative: &dyn Fn(String) -> String,
    ) -> Result<Deployment, Problem> {
        let failed = |error: io::Error| {
            fault(format!("no temporary folder ({error}): set TMPDIR to one that can be written"))
        };
        let scratch = tempfile::Builder::new().prefix("infragrade-batch-").tempdir().map_err(failed)?;
        let mut options = Options::new(app, self.program);
        options.output = scratch.path().join("cdk.out");
        options.variables = sunet.map(|sunet| ("SUNET".to_owned(), sunet.to_string())).into_iter().collect();
        options.protection = Protection::Required;
        options.limits.wall = self.settings.time_limit;
        options.limits.memory = self.settings.memory_limit;
        let tracer = match self.tracer.take() {
            Some(tracer) => tracer,
            None => trace::folder().map_err(failed)?,
        };
        options.python_path.push(self.tracer.insert(tracer).path().to_owned());
        let synthesis = synth::run(&options).map_err(|error| {
            let message = error
                .to_string()
                .replace(&*scratch.path().to_string_lossy(), "")
                .replace("/cdk.out", "cdk.out");
            let is_fault =
                error.is_fault() || matches!(error, synth::Error::Sandbox(_) | synth::Error::Output { .. });
            Problem { message: relative(message), is_fault }
        })?;
        Ok(Deployment {
            assembly: synthesis.assembly,
            directory: options.output,
            origin: Origin::Synthesized,
            app: Some(app.to_owned()),
            _scratch: Some(scratch),
        })
    }

    fn report(
        &mut self,
        deployment: &Deployment,
        sunet: Option<&str>,
        name: &str,
        notes: Vec<String>,
    ) -> Result<Report, Problem> {
        let Deployment { assembly, directory, app, .. } = deployment;
        let evaluations =
            self.pack.evaluate(input::build(assembly, sunet.unwrap_or(UNKNOWN)), &Limits::default());
        let catalogue = self.pack.catalogue();
        let grading = Grading { catalogue, points_per_violation: self.pack.points_per_violation(), only: "" };
        let mut report = grade(grading, evaluations, assembly);
        report.notes = notes;
        // The nearest app above an assembly without one would be another submission's.
        if let Some(app) = app {
            source::locate(&mut report, source::Graded { directory, assembly, catalogue, app: Some(app) });
        }
        if self.settings.pages {
            context::add(&mut report, assembly, directory, sunet.unwrap_or(UNKNOWN));
            context::draw(&mut report, assembly);
            kept::whole(&kept::path(&self.settings.output, name, "html"), |sink| html::write(sink, &report))
                .map_err(|error| unwritable(&self.settings.output, &error))?;
        }
        Ok(report)
    }
}

/// The submission's folder; an archive is unpacked first, into a folder that is called the same.
fn open(entry: &Entry) -> Result<(PathBuf, Option<TempDir>), Problem> {
    let metadata = std::fs::symlink_metadata(&entry.path)
        .map_err(|error| submissions(format!("{}: cannot be read ({error})", entry.name)))?;
    if metadata.is_dir() {
        return Ok((entry.path.clone(), None));
    }
    if !metadata.is_file() {
        return Err(submissions("a link, which is not followed: put the folder itself there".to_owned()));
    }
    let failed = |error: io::Error| {
        fault(format!("no temporary folder ({error}): set TMPDIR to one that can be written"))
    };
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o755));
    }
    let scratch = builder.prefix("infragrade-batch-").tempdir().map_err(failed)?;
    let folder = scratch.path().join(&*kept::file_name(&entry.name));
    std::fs::create_dir(&folder).map_err(failed)?;
    unzip::unzip(&entry.path, &folder).map_err(|problem| submissions(format!("the archive: {problem}")))?;
    Ok((folder, Some(scratch)))
}

/// The SUNet ID in the file `SUNET`, else the submission's name where that is one.
fn own_sunet(root: &Path, name: &str) -> Result<Option<Sunet>, String> {
    let file = root.join("SUNET");
    if file.is_symlink() {
        return Err("SUNET is a link, which is not followed: hand in a text file".to_owned());
    }
    let written = sunet::read(&file).map_err(|error| error.to_string())?;
    Ok(written.or_else(|| name.parse().ok()))
}

/// Refuses an app whose neighbours would be taken for parts of its assignment.
fn alone(app: &Path) -> Result<(), String> {
    let parent = app.parent().unwrap_or(app);
    let beside = ["SUNET", "app", "web"].into_iter().find(|name| parent.join(name).exists());
    let named = app.file_name().is_some_and(|name| name == "cdk");
    match beside {
        Some(name) => {
            Err(format!("lies beside {name}, which an app can read as a part of its assignment: rename that"))
        }
        None if named => Err("is called cdk, as a part of an assignment is: rename it".to_owned()),
        None => Ok(()),
    }
}

fn notes(assembly: &Assembly, named: Option<&Sunet>, inferred: Option<&Sunet>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some((taken, inferred)) = named.zip(inferred).filter(|(taken, inferred)| taken != inferred) {
        notes.push(format!(
            "the SUNet ID is taken to be {taken}, from the file SUNET or the submission's name, and the templates agree on {inferred}: \
             where the name is no ID, put a file SUNET into the submission"
        ));
    }
    if named.or(inferred).is_none() {
        notes.push(
            "the SUNet ID is not known, so every domain name counts as wrong: there is no file SUNET, the submission is not \
             called after one, and the templates agree on none"
                .to_owned(),
        );
    }
    if !assembly.missing_context.is_empty() {
        notes.push(format!(
            "the synthesis was not finished: the CDK could not look up {}, so it used made-up values",
            assembly.missing_context.join(", ")
        ));
    }
    notes
}

fn submissions(message: String) -> Problem {
    Problem { message, is_fault: false }
}

pub(super) fn fault(message: String) -> Problem {
    Problem { message, is_fault: true }
}

fn unwritable(output: &Path, error: &io::Error) -> Problem {
    fault(format!(
        "{}: cannot be written ({error}): free some space, or check its permissions",
        output.display()
    ))
}
