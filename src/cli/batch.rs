//! `infragrade batch`.

mod progress;

use std::fs;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use clap::{Args, ValueEnum};
use infragrade::batch::kept::{self, Row};
use infragrade::batch::shard::Shard;
use infragrade::batch::tables::{self, Batch};
use infragrade::batch::{self, Entry, Settings, Synth, Worker, merge, work};
use infragrade::policy::Catalogue;

use self::progress::Progress;
use super::synth::own_program;
use super::{Failure, Rules, Status};

/// The argument that makes a process a worker.
pub(super) const WORKER: &str = "batch-worker";

/// Grade a class's submissions into one table
///
/// Each folder and zip archive in DIR is a submission: an assignment's folder with its CDK app, or a cloud assembly. Writes
/// results.csv, results.json, index.html and a file for each submission. Exit status: 0 all are graded, 1 some could not be
/// (their rows say why), 2 the call is unusable, 3 a fault of infragrade or of the rules.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of the submissions
    #[arg(value_name = "DIR", required_unless_present = "merge", conflicts_with = "merge")]
    directory: Option<PathBuf>,
    /// The folder to write
    #[arg(long, value_name = "DIR", default_value = "infragrade-batch")]
    output: PathBuf,
    /// How many are graded at the same time [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Whether a cloud assembly that was handed in may count
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    synth: When,
    /// Keep the grades in --output of what is the same as when it was graded: the submission, the rules, infragrade
    #[arg(long, conflicts_with = "merge")]
    resume: bool,
    /// Grade only this part of the submissions, such as 2/8: one for each of several machines
    #[arg(long, value_name = "I/N", conflicts_with = "merge")]
    shard: Option<Shard>,
    /// Merge what several runs have written, such as shards, into what a single run would have
    #[arg(long, value_name = "DIR", num_args = 1..)]
    merge: Vec<PathBuf>,
    /// Write a page for each submission too, with the picture of its deployment
    #[arg(long, conflicts_with = "merge")]
    pages: bool,
    #[command(flatten)]
    rules: Rules,
    /// End a CDK app after this time
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    time_limit: u64,
    /// End a CDK app when it uses more memory than this
    #[arg(long, value_name = "MIB", default_value_t = 1536, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    memory_limit: u64,
}

/// When an app is synthesized.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum When {
    /// Wherever there is an app; an assembly counts where nothing else was handed in
    #[default]
    Apps,
    /// Always: an assembly that was handed in never counts
    Always,
    /// Only where no assembly was handed in
    Missing,
}

impl From<When> for Synth {
    fn from(when: When) -> Self {
        match when {
            When::Apps => Self::Apps,
            When::Always => Self::Always,
            When::Missing => Self::Missing,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let pack = arguments.rules.load()?;
    let synth = arguments.synth.into();
    let grader = batch::grader(arguments.rules.directory(), synth).map_err(Failure::Rules)?;
    let output = &arguments.output;
    if arguments.merge.is_empty() {
        grade(arguments, synth, grader, pack.catalogue())
    } else {
        prepare(output, false)?;
        let merged = merge::merge(&arguments.merge, output, pack.catalogue(), &grader)?;
        let batch = Batch {
            catalogue: pack.catalogue(),
            grader: &grader,
            shard: None,
            pages: merged.pages,
            rows: &merged.rows,
        };
        finish(output, batch)
    }
}

/// What a worker process does.
pub(super) fn run_worker() -> Result<Status, Failure> {
    work::work(io::stdin().lock(), io::stdout().lock(), &own_program()?)?;
    Ok(Status::Success)
}

fn grade(
    arguments: &Arguments,
    synth: Synth,
    grader: String,
    catalogue: &Catalogue,
) -> Result<Status, Failure> {
    let output = &arguments.output;
    let directory = arguments.directory.as_deref().unwrap_or(Path::new("."));
    let found = batch::find(directory)?;
    if !found.others.is_empty() {
        tell(&format!("note: neither folders nor zip archives, so not graded: {}", listed(&found.others)));
    }
    let mut entries = found.entries;
    entries.retain(|entry| arguments.shard.is_none_or(|shard| shard.holds(&entry.name)));
    refuse_within(output, directory)?;
    prepare(output, arguments.resume)?;
    forget_others(output, &entries)?;

    let settings = Settings {
        output: output.clone(),
        rules: arguments.rules.directory().map(Path::to_owned),
        synth,
        time_limit: Duration::from_secs(arguments.time_limit),
        memory_limit: arguments.memory_limit << 20,
        resume: arguments.resume,
        pages: arguments.pages,
        grader,
    };
    let worker = Worker { program: own_program()?, arguments: vec![WORKER.into()], deadline: None };
    let jobs =
        arguments.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let progress = Progress::new(entries.len());
    let rows = Mutex::new(vec![None; entries.len()]);
    batch::run(&entries, jobs, &worker, &settings, &|index, row: Row| {
        progress.step(&row);
        if let Ok(mut rows) = rows.lock() {
            rows[index] = Some(row);
        }
    });
    drop(progress);
    let rows: Vec<Row> = rows.into_inner().unwrap_or_default().into_iter().flatten().collect();
    let Settings { grader, pages, .. } = &settings;
    finish(output, Batch { catalogue, grader, shard: arguments.shard, pages: *pages, rows: &rows })
}

/// Makes the folder, which holds no other results unless they are to be kept.
fn prepare(output: &Path, resume: bool) -> Result<(), Failure> {
    let kept = output.join(kept::FOLDER);
    let failed = |source| Failure::Output { path: kept.clone(), source };
    fs::create_dir_all(&kept).map_err(failed)?;
    let holds_results = fs::read_dir(&kept).map_err(failed)?.next().is_some();
    if holds_results && !resume {
        let problem = format!(
            "{}: holds results already: name another --output, or keep what is still valid with --resume",
            output.display()
        );
        return Err(Failure::Call(problem));
    }
    Ok(())
}

/// Before anything is made there.
fn refuse_within(output: &Path, directory: &Path) -> Result<(), Failure> {
    let real = |path: &Path| path.canonicalize().ok();
    let absolute = real(output).or_else(|| std::path::absolute(output).ok());
    let parent = absolute.as_deref().and_then(Path::parent).and_then(real);
    if [absolute, parent].contains(&real(directory)) {
        let problem = format!(
            "--output {}: lies among the submissions, and would be taken for one: name another",
            output.display()
        );
        return Err(Failure::Call(problem));
    }
    Ok(())
}

/// Removes the results of submissions that are not there any more.
fn forget_others(output: &Path, entries: &[Entry]) -> Result<(), Failure> {
    let folder = output.join(kept::FOLDER);
    let failed = |source| Failure::Output { path: folder.clone(), source };
    let known: std::collections::BTreeSet<PathBuf> = entries
        .iter()
        .flat_map(|entry| ["json", "html"].map(|ending| kept::path(output, &entry.name, ending)))
        .collect();
    for found in fs::read_dir(&folder).map_err(failed)? {
        let path = found.map_err(failed)?.path();
        let is_result = path.extension().is_some_and(|ending| ending == "json" || ending == "html");
        if is_result && !known.contains(&path) {
            fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

/// Writes the tables, and says how it went.
fn finish(output: &Path, batch: Batch<'_>) -> Result<Status, Failure> {
    tables::write(output, batch)?;
    let problems: Vec<_> =
        batch.rows.iter().filter_map(|row| Some((row, row.outcome.as_ref().err()?))).collect();
    let graded = batch.rows.len() - problems.len();
    tell(&format!(
        "graded {graded} of {} submissions: {}",
        batch.rows.len(),
        output.join("index.html").display()
    ));
    const MOST: usize = 10;
    for (row, problem) in problems.iter().take(MOST) {
        tell(&format!("not graded: {}: {}", row.name, problem.message));
    }
    if problems.len() > MOST {
        tell(&format!("not graded: {} more, see results.csv", problems.len() - MOST));
    }
    let has_errors =
        batch.rows.iter().filter_map(|row| row.outcome.as_ref().ok()).any(kept::Marks::has_errors);
    let is_fault = has_errors || problems.iter().any(|(_, problem)| problem.is_fault);
    Ok(match problems.is_empty() {
        _ if is_fault => Status::Fault,
        true => Status::Success,
        false => Status::Lost,
    })
}

fn listed(names: &[String]) -> String {
    const MOST: usize = 5;
    let mut text = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(" and {} more", names.len() - MOST));
    }
    text
}

/// A line on standard error, without what a terminal would obey; nobody to tell if that is closed.
fn tell(line: &str) {
    let line: String = line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let _ = writeln!(io::stderr(), "{line}");
}
