//! A worker: a process that grades what it is told to, one submission after the other.
//!
//! It reads lines of JSON, first its [`Settings`] and then an [`Entry`] for each submission, and answers each of these with a
//! [`Reply`] on a line, or two.

use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::kept::{self, Kept, Row};
use super::one::{Grader, fault};
use super::{Entry, Settings};

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Reply {
    /// The submission's app runs now, which takes a while.
    Synthesizing,
    /// It is graded, and what is kept of it is written.
    Done(Row),
}

/// Works until there is nothing more to read. `program` is infragrade itself.
///
/// # Errors
/// Settings or rules that cannot be read, and a reader that went away.
pub fn work(mut input: impl BufRead, mut output: impl Write, program: &Path) -> io::Result<()> {
    bound_memory();
    let panicked = remember_panics();
    let mut line = String::new();
    input.read_line(&mut line)?;
    let settings: Settings = serde_json::from_str(&line)?;
    let grader = || Grader::new(&settings, program).map_err(|error| io::Error::other(error.to_string()));
    let mut current = grader()?;
    for line in input.lines() {
        let entry: Entry = serde_json::from_str(&line?)?;
        let mut synthesizing = || {
            // Who does not hear it hears no answer either.
            let _ = say(&mut output, &Reply::Synthesizing);
        };
        let graded = panic::catch_unwind(AssertUnwindSafe(|| current.grade(&entry, &mut synthesizing)));
        let row = match graded {
            Ok(row) => row,
            Err(_) => {
                let place =
                    panicked.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
                current = grader()?;
                faulty(&settings, &entry, format!("infragrade failed ({place}): please report it"))
            }
        };
        say(&mut output, &Reply::Done(row))?;
    }
    // The process ends here: the system takes the memory back faster than the values would be dropped one by one.
    std::mem::forget(current);
    Ok(())
}

/// The row of a submission that infragrade could not grade; it is kept as such, where that can be written.
pub(super) fn faulty(settings: &Settings, entry: &Entry, message: String) -> Row {
    let problem = fault(message);
    let kept = Kept::<()> {
        schema: kept::SCHEMA.into(),
        name: entry.name.as_str().into(),
        key: None,
        sunet: None,
        assembly: None,
        problem: Some(problem.clone()),
        report: None,
    };
    let outcome = match kept::write(&settings.output, &kept) {
        Ok(()) => problem,
        Err(error) => {
            fault(format!("{} ({}: cannot be written: {error})", problem.message, settings.output.display()))
        }
    };
    Row { name: entry.name.clone(), sunet: None, assembly: None, outcome: Err(outcome) }
}

fn say(output: &mut impl Write, reply: &Reply) -> io::Result<()> {
    let mut line = serde_json::to_vec(reply)?;
    line.push(b'\n');
    output.write_all(&line)?;
    output.flush()
}

/// Has panics noted, with their place, in place of printed.
fn remember_panics() -> Arc<Mutex<Option<String>>> {
    let noted = Arc::new(Mutex::new(None));
    let note = noted.clone();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let message =
            text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("panicked");
        *note.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("{place}: {message}"));
    }));
    noted
}

/// Has a worker that would use up the machine's memory fail alone: the largest assembly that is read needs a tenth of this.
#[cfg(target_os = "linux")]
fn bound_memory() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    const MOST: u64 = 4 << 30;
    if let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_DATA) {
        // Without it, the limits on what is read are what there is.
        let _ = setrlimit(Resource::RLIMIT_DATA, soft.min(MOST), hard);
    }
}

#[cfg(not(target_os = "linux"))]
fn bound_memory() {}
