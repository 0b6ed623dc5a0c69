//! Has worker processes grade submissions side by side, and takes in what they say.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::kept::Row;
use super::work::{Reply, faulty};
use super::{Entry, Settings};

/// How a worker is started: a program that calls [`super::work::work`] when it gets these arguments.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Ends a worker that takes longer for a submission, where that is less than its settings allow.
    pub deadline: Option<Duration>,
}

/// Grades the submissions with `jobs` workers, and passes each row with its index to `done`, on any thread.
pub fn run(
    entries: &[Entry],
    jobs: usize,
    worker: &Worker,
    settings: &Settings,
    done: &(dyn Fn(usize, Row) + Sync),
) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, entries.len().max(1)) {
            scope.spawn(|| {
                let mut process = None;
                while let Some((index, entry)) = take(&next, entries) {
                    done(index, graded(entry, &mut process, worker, settings));
                }
            });
        }
    });
}

fn take<'e>(next: &AtomicUsize, entries: &'e [Entry]) -> Option<(usize, &'e Entry)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    entries.get(index).map(|entry| (index, entry))
}

/// Has a worker grade a submission, and starts one where there is none. One that fails is not used again.
fn graded(entry: &Entry, process: &mut Option<Process>, worker: &Worker, settings: &Settings) -> Row {
    let mut current = match process.take().map_or_else(|| Process::start(worker, settings), Ok) {
        Ok(current) => current,
        Err(error) => {
            return faulty(
                settings,
                entry,
                format!("no process could be started ({error}): use fewer --jobs"),
            );
        }
    };
    match current.grade(entry, worker, settings) {
        Ok(row) => {
            *process = Some(current);
            row
        }
        Err(message) => faulty(settings, entry, message),
    }
}

/// A worker that runs.
struct Process {
    child: Child,
    input: ChildStdin,
    replies: Receiver<io::Result<String>>,
}

impl Process {
    fn start(worker: &Worker, settings: &Settings) -> io::Result<Self> {
        let mut child = Command::new(&worker.program)
            .args(&worker.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("no pipes"));
        };
        let (sender, replies) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut line = serde_json::to_vec(settings)?;
        line.push(b'\n');
        // One that is gone already is noticed when it is asked.
        let _ = input.write_all(&line);
        Ok(Self { child, input, replies })
    }

    /// The row of a submission, or what became of the worker.
    fn grade(&mut self, entry: &Entry, worker: &Worker, settings: &Settings) -> Result<Row, String> {
        let mut line = serde_json::to_vec(entry).map_err(|error| error.to_string())?;
        line.push(b'\n');
        let asked = self.input.write_all(&line).and_then(|()| self.input.flush());
        if asked.is_err() {
            return Err(self.ended());
        }
        let (mut limit, synthesis) = settings.deadlines();
        limit = worker.deadline.map_or(limit, |deadline| deadline.min(limit));
        let start = Instant::now();
        loop {
            match self.replies.recv_timeout(limit.saturating_sub(start.elapsed())) {
                Ok(Ok(line)) => match serde_json::from_str(&line) {
                    Ok(Reply::Done(row)) => return Ok(row),
                    Ok(Reply::Synthesizing) => limit = synthesis,
                    Err(error) => {
                        return Err(format!(
                            "infragrade said what it does not understand ({error}): please report it"
                        ));
                    }
                },
                Err(RecvTimeoutError::Timeout) => {
                    let seconds = limit.as_secs_f64();
                    return Err(format!(
                        "not graded within {seconds:.0} s, so it was ended: please report it"
                    ));
                }
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(self.ended()),
            }
        }
    }

    fn ended(&mut self) -> String {
        // It closed its output: it is about to end, if it has not.
        let _ = self.child.kill();
        match self.child.wait() {
            Ok(status) => format!("infragrade ended while it graded this ({status}): please report it"),
            Err(error) => format!("infragrade ended while it graded this ({error}): please report it"),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Nobody waits for it, and what it graded is written.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
