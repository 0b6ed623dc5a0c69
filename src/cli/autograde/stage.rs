//! A part of the grading, as a process of its own: how it is started, and what it answers.

use std::fs::{self, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use std::{io, thread};

use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal, killpg};
use nix::unistd::{Pid, Uid};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::{checks, website};
use crate::cli::{Failure, Status};

/// The hidden subcommand that hands over to [`work`].
pub(in crate::cli) const SUBCOMMAND: &str = "autograde-stage";

/// Of an answer, in bytes.
const MOST_ANSWER: u64 = 8 << 20;
/// Who has no rights: the website is looked at as this user where infragrade is root.
const NOBODY: u32 = 65_534;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) enum Stage {
    #[default]
    Checks,
    Interaction,
    Appearance,
}

impl Stage {
    pub(super) const ALL: [Self; 3] = [Self::Checks, Self::Interaction, Self::Appearance];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Checks => "the checks",
            Self::Interaction => "using the website",
            Self::Appearance => "the website's looks",
        }
    }

    /// How the ids of its tests begin.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Checks => "",
            Self::Interaction => "interaction.",
            Self::Appearance => "appearance.",
        }
    }
}

/// What a stage is to do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) stage: Stage,
    /// The assignment's folder in the submission.
    pub(super) submission: PathBuf,
    /// A folder for temporary files, removed when all is over.
    pub(super) scratch: PathBuf,
    pub(super) sunet: Option<String>,
    /// How long it has.
    pub(super) seconds: u64,
    pub(super) weaker_sandbox: bool,
    pub(super) browser: Option<PathBuf>,
    pub(super) resolve: Vec<String>,
    /// A PEM file's content.
    pub(super) certificates: Option<String>,
}

/// What a stage has found out.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) outcomes: Vec<Outcome>,
    /// Why nothing could be graded.
    pub(super) refused: Option<String>,
    /// For the student.
    pub(super) notes: Vec<String>,
    pub(super) staff: Vec<String>,
    pub(super) flags: Vec<String>,
}

/// What became of a test.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Outcome {
    pub(super) id: String,
    pub(super) points: f64,
    pub(super) output: String,
}

/// How a stage ended.
pub(super) enum End {
    Answered(Answer),
    /// By the deadline or a signal; the reason is for the student.
    Stopped(&'static str),
    /// By its own failure.
    Failed {
        student: &'static str,
        staff: String,
    },
}

enum Event {
    /// The output of the stage with this number is over.
    Said(u32, io::Result<Vec<u8>>),
    Signal(Signal),
}

/// Runs stages, one after the other, and ends them when this process is told to end.
pub(super) struct Worker {
    events: Receiver<Event>,
    sender: Sender<Event>,
    /// How many stages were started.
    started: u32,
    is_stopped: bool,
}

impl Worker {
    /// Holds back the signals that would end this process. To be called while it has one thread.
    pub(super) fn new() -> io::Result<Self> {
        let held = SigSet::from_iter([Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP]);
        held.thread_block()?;
        let (sender, events) = mpsc::channel();
        let signals = sender.clone();
        thread::spawn(move || {
            while let Ok(signal) = held.wait() {
                // Only when the process ends there is nobody to tell.
                let _ = signals.send(Event::Signal(signal));
            }
        });
        Ok(Self { events, sender, started: 0, is_stopped: false })
    }

    /// Runs a stage until `deadline` at the latest. When this returns it is gone.
    pub(super) fn run(&mut self, request: &Request, deadline: Instant) -> End {
        const STOPPED: &str = "the grading was stopped from outside before this was graded: submit again, or tell the course staff";
        const LATE: &str = "the time for the grading was over before this was graded";
        if self.is_stopped {
            return End::Stopped(STOPPED);
        }
        if deadline.saturating_duration_since(Instant::now()) < Duration::from_secs(1) {
            return End::Stopped(LATE);
        }
        self.started += 1;
        let mut child = match start(request, self.started, &self.sender) {
            Ok(child) => child,
            Err(error) => return failed(format!("cannot be started ({error})")),
        };
        let said = loop {
            match self.events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(Event::Said(number, said)) if number == self.started => break said,
                // Of one that was ended earlier.
                Ok(Event::Said(..)) => {}
                Ok(Event::Signal(signal)) => {
                    self.is_stopped = true;
                    let _ = end(&mut child);
                    let staff = format!("ended, since infragrade got {signal}");
                    return End::Failed { student: STOPPED, staff };
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let _ = end(&mut child);
                    return End::Stopped(LATE);
                }
            }
        };
        let status = end(&mut child);
        match (said.map(|said| serde_json::from_slice(&said)), status) {
            (Ok(Ok(answer)), Ok(status)) if status.success() => End::Answered(answer),
            (_, status) => failed(how(status)),
        }
    }
}

fn failed(staff: String) -> End {
    End::Failed {
        student: "could not be graded: this is not your fault, please tell the course staff",
        staff,
    }
}

fn how(status: io::Result<ExitStatus>) -> String {
    use std::os::unix::process::ExitStatusExt;
    match status {
        Ok(status) if status.signal() == Some(9) => {
            "killed by the system: most likely the memory was used up, give the container more".to_owned()
        }
        Ok(status) => format!("ended without an answer ({status})"),
        Err(error) => format!("ended without an answer ({error})"),
    }
}

/// A folder for temporary files that the users of all stages pass through.
pub(super) fn scratch() -> io::Result<TempDir> {
    let scratch = tempfile::Builder::new().prefix("infragrade-").tempdir()?;
    open(scratch.path())?;
    Ok(scratch)
}

fn open(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o755))
}

/// Starts a stage in a process group of its own, and a thread that sends what it says.
fn start(request: &Request, number: u32, sender: &Sender<Event>) -> io::Result<Child> {
    let temporary = request.scratch.join(format!("{:?}", request.stage).to_lowercase());
    fs::create_dir_all(&temporary)?;
    open(&temporary)?;
    let mut command = Command::new("/proc/self/exe");
    command.arg(SUBCOMMAND).current_dir("/").env("TMPDIR", &temporary).process_group(0);
    if request.stage != Stage::Checks && Uid::effective().is_root() {
        chown(&temporary, Some(NOBODY), Some(NOBODY))?;
        command.uid(NOBODY).gid(NOBODY).env("HOME", &temporary);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // One that has already ended says so by its answer.
        let _ = input.write_all(&serde_json::to_vec(request)?);
    }
    if let Some(output) = child.stdout.take() {
        let sender = sender.clone();
        thread::spawn(move || {
            let mut said = Vec::new();
            let read = output.take(MOST_ANSWER).read_to_end(&mut said);
            let _ = sender.send(Event::Said(number, read.map(|_| said)));
        });
    }
    Ok(child)
}

/// Ends what is left of a stage.
fn end(child: &mut Child) -> io::Result<ExitStatus> {
    // One that has answered ends by itself, at once.
    for _ in 0..100 {
        match child.try_wait()? {
            Some(status) => return Ok(status),
            None => thread::sleep(Duration::from_millis(10)),
        }
    }
    let _ = killpg(Pid::from_raw(child.id() as i32), Signal::SIGKILL);
    child.wait()
}

/// Does what standard input asks for, and answers on standard output: what [`SUBCOMMAND`] is called for.
pub(in crate::cli) fn work() -> Result<Status, Failure> {
    let own = |error: io::Error| Failure::Call(format!("this command is infragrade's own ({error})"));
    // What is true of the process that holds the results must not be of this one: it ends when that does, or when the
    // memory is used up, and signals reach it and all that it starts.
    SigSet::all().thread_unblock().map_err(|error| own(error.into()))?;
    prctl::set_pdeathsig(Signal::SIGKILL).map_err(|error| own(error.into()))?;
    let _ = fs::write("/proc/self/oom_score_adj", "1000");
    let request: Request = serde_json::from_reader(io::stdin().lock()).map_err(|error| own(error.into()))?;
    let answer = match request.stage {
        Stage::Checks => checks::grade(&request)?,
        Stage::Interaction | Stage::Appearance => website::grade(&request)?,
    };
    serde_json::to_writer(io::stdout().lock(), &answer).map_err(io::Error::from)?;
    Ok(Status::Success)
}
