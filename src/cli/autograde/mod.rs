//! `infragrade autograde`: what Gradescope runs.
//!
//! This process holds the results and does nothing that a submission could make fail. Each part of the grading is a
//! process of its own ([`stage`]): one that crashes, is killed or takes too long costs its own points only.

mod board;
mod checks;
mod copy;
mod results;
mod stage;
mod submission;
mod text;
mod website;

use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use infragrade_live::robot;

use self::board::Board;
use self::results::ResultsFile;
use self::stage::{End, Request, Stage, Worker};
use self::submission::Submission;
use super::{Failure, Status};

pub(super) use self::stage::{SUBCOMMAND, work};

/// Of the time that Gradescope gives, what infragrade uses. The rest is for starting, and for writing the results.
const SHARE: f64 = 0.8;
/// Of that, what the checks may take when the website is graded after them.
const CHECKS_SHARE: f64 = 0.5;

/// Grade a submission on Gradescope: all 150 points into results/results.json
///
/// Reads submission/ and submission_metadata.json below the root. The student's app is synthesized in a sandbox, the
/// website of the submission's SUNet ID is used and looked at. From its first second on, results.json is there and whole.
/// Standard output is for the course staff. docs/autograder.md tells how to set it up.
///
/// Exit status: 0 results.json is written, whatever the points; 2 it cannot be written, or an unusable call.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder that Gradescope lays out
    #[arg(long, value_name = "DIR", default_value = "/autograder")]
    root: PathBuf,
    /// The time limit that is set on Gradescope; infragrade ends after 80 % of it
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(10..=86_400))]
    time_limit: u64,
    /// Do not grade the website: its 60 points are listed, and not given
    #[arg(long)]
    no_live: bool,
    /// Run the student's app also where the sandbox is not complete. Standard output says what is missing
    #[arg(long)]
    allow_weaker_sandbox: bool,
    /// The program of Chromium [default: chromium, chromium-browser or google-chrome on the path]
    #[arg(long, value_name = "FILE")]
    browser: Option<PathBuf>,
    /// For trying it out: trust the certificates in this file (PEM) instead of the public authorities'
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,
    /// For trying it out: where a name is, instead of where DNS says; can be given several times
    #[arg(long, value_name = "HOST:PORT:ADDRESS[:PORT]")]
    resolve: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Status, Failure> {
    let started = Instant::now();
    let request = website::settings(&arguments.resolve, arguments.cacert.as_deref())?;
    let request = Request {
        weaker_sandbox: arguments.allow_weaker_sandbox,
        browser: arguments.browser.as_deref().map(absolute).transpose()?,
        ..request
    };
    let root = absolute(&arguments.root)?;
    let folder = root.join("submission");
    if !folder.is_dir() {
        let problem =
            format!("{}: not there: name the folder that holds submission/ with --root", folder.display());
        return Err(Failure::Call(problem));
    }
    let mut worker =
        Worker::new().map_err(|error| Failure::Call(format!("signals cannot be held back ({error})")))?;
    let mut board = Board::new(started)?;
    let mut file = ResultsFile::open(&root.join("results"))?;
    file.write(&board)?;
    let grading = Grading { arguments, root, request, end: started + share(arguments.time_limit, SHARE) };
    let graded = panic::catch_unwind(AssertUnwindSafe(|| grading.grade(&mut board, &mut file, &mut worker)));
    if graded.is_err() {
        board.staff("infragrade itself failed, see above: please report it");
        board.close("could not be graded: this is not your fault, please tell the course staff");
    }
    file.write(&board)?;
    // Nobody to tell if standard output is closed.
    let _ = writeln!(io::stdout(), "{}", board.for_staff());
    Ok(Status::Success)
}

/// Parts of the grading run in another folder.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::Call(format!("{}: {error}", path.display())))
}

fn share(seconds: u64, share: f64) -> Duration {
    Duration::from_secs((seconds as f64 * share) as u64)
}

struct Grading<'a> {
    arguments: &'a Arguments,
    root: PathBuf,
    request: Request,
    end: Instant,
}

impl Grading<'_> {
    fn grade(&self, board: &mut Board, file: &mut ResultsFile, worker: &mut Worker) {
        let submission = Submission::find(&self.root.join("submission"));
        submission.tell(&submission::submitters(&self.root), board);
        let scratch = match stage::scratch() {
            Ok(scratch) => scratch,
            Err(error) => {
                board.staff(format!("no folder for temporary files ({error}): set TMPDIR to one"));
                return board
                    .close("could not be graded: this is not your fault, please tell the course staff");
            }
        };
        let request = Request {
            scratch: scratch.path().to_owned(),
            sunet: submission.sunet.as_ref().ok().map(ToString::to_string),
            ..self.request.clone()
        };
        self.checks(&submission, &request, board, worker);
        self.save(file, board);
        for stage in [Stage::Interaction, Stage::Appearance] {
            self.website(stage, &submission, &request, board, worker);
            self.save(file, board);
        }
    }

    /// A results file that cannot be renewed stays as it was, and the grading goes on.
    fn save(&self, file: &mut ResultsFile, board: &mut Board) {
        if let Err(failure) = file.write(board) {
            board.staff(failure.to_string());
        }
    }

    fn checks(&self, submission: &Submission, request: &Request, board: &mut Board, worker: &mut Worker) {
        let root = match &submission.root {
            Ok(root) => root.clone(),
            Err(reason) => return board.refuse(Stage::Checks, reason),
        };
        let all = share(self.arguments.time_limit, SHARE);
        let time = if self.arguments.no_live { all } else { all.mul_f64(CHECKS_SHARE) };
        let request = Request { stage: Stage::Checks, submission: root, ..request.clone() };
        self.run(&request, time, board, worker);
    }

    fn website(
        &self,
        stage: Stage,
        submission: &Submission,
        request: &Request,
        board: &mut Board,
        worker: &mut Worker,
    ) {
        if let Err(reason) = &submission.sunet {
            return board.refuse(stage, reason);
        }
        if self.arguments.no_live {
            return board
                .refuse(stage, "the website is not graded here: the course staff has switched it off");
        }
        let limits = robot::Limits::default();
        let looking = limits.appearance + website::GRACE;
        let left = self.end.saturating_duration_since(Instant::now());
        let time = match stage {
            // Something is left for the looks, also where time is short.
            Stage::Interaction => website::interaction().min(left - looking.min(left / 3)),
            _ => looking,
        };
        self.run(&Request { stage, ..request.clone() }, time, board, worker);
    }

    /// Has a stage done, in `time` at most, and takes its outcomes.
    fn run(&self, request: &Request, time: Duration, board: &mut Board, worker: &mut Worker) {
        let time = time.min(self.end.saturating_duration_since(Instant::now()));
        // Whole seconds, so that what depends on them is the same each time.
        let request = Request { seconds: time.as_secs_f64().ceil() as u64, ..request.clone() };
        let begun = Instant::now();
        let end = worker.run(&request, begun + time);
        board.staff(format!("{}: {:.1} s", request.stage.title(), begun.elapsed().as_secs_f64()));
        match end {
            End::Answered(answer) => board.take(request.stage, answer),
            End::Stopped(reason) => board.refuse(request.stage, reason),
            End::Failed { student, staff } => {
                board.staff(format!("{}: {staff}", request.stage.title()));
                board.refuse(request.stage, student);
            }
        }
    }
}

/// The folder itself: what a link leads to is somewhere else.
fn is_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}
