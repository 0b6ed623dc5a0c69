//! Runs the app confined, on Linux.
//!
//! infragrade starts itself anew for each part of it ([`stage`]), since a process can only restrict itself:
//!
//! ```text
//! enter     leaves the machine's namespaces, where the kernel allows it
//! guard     prepares what the app can see, watches it, ends all of its processes, takes over what it wrote
//! confine   gives up all rights, then becomes the app
//! ```

mod confine;
mod enter;
mod files;
mod filter;
mod guard;
mod processes;
mod root;
mod usage;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Error;
use super::plan::{Plan, Verdict};
use super::printed::Reading;

/// The hidden subcommand that hands its arguments to [`stage`].
pub const SUBCOMMAND: &str = "synth-sandbox";

/// This process's own program, also where its path is closed to the user that it has become.
const SELF: &str = "/proc/self/exe";

/// What the guard may need beyond the app's own time: to prepare, to end all processes, to copy.
const GRACE: Duration = Duration::from_secs(60);

/// Of one message between the stages, in bytes.
const MAX_MESSAGE: u64 = 4 << 20;

/// Runs a stage of the sandbox: what [`SUBCOMMAND`] is called with.
///
/// # Errors
/// What keeps the stage from doing its work. Nobody but infragrade calls it.
pub fn stage(arguments: &[String]) -> io::Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["enter", "namespaces"] => enter::namespaces(),
        ["enter", "plain"] => enter::plain(),
        ["guard"] => guard::run(true),
        ["confine"] => confine::run(),
        _ => Err(io::Error::other("this command is infragrade's own")),
    }
}

/// Runs the plan, and returns how it ended and what was printed.
pub(super) fn run(plan: &Plan, helper: &Path) -> Result<(Verdict, String), Error> {
    let lost = |error: io::Error| Error::Lost(error.to_string());
    let (link, theirs) = UnixStream::pair().map_err(lost)?;
    let (pipe, writer) = io::pipe().map_err(lost)?;
    let reading = Reading::start(pipe);
    let mut command = Command::new(helper);
    command
        .args([SUBCOMMAND, "enter", if plan.namespaces { "namespaces" } else { "plain" }])
        .current_dir("/")
        .env_clear()
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(writer.try_clone().map_err(lost)?)
        .stderr(writer);
    let mut child = command.spawn().map_err(lost)?;
    // Its ends of pipe and link would keep them open.
    drop(command);
    let verdict = send(&link, plan).and_then(|()| {
        link.set_read_timeout(Some(plan.limits.wall + GRACE))?;
        receive(&link)
    });
    // The guard ends everything when the link is closed, if it has not done so yet.
    drop(link);
    let ended = child.wait();
    let printed = reading.finish();
    let verdict: Verdict = verdict.map_err(|error| {
        let status = ended.map_or_else(|error| error.to_string(), |status| status.to_string());
        Error::Lost(format!("{error}; {status}; {}", super::printed::tail(&printed, 1)))
    })?;
    Ok((verdict, printed))
}

/// Sends a message: one line of JSON.
fn send(mut link: &UnixStream, message: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    link.write_all(&line)
}

fn receive<T: DeserializeOwned>(link: &UnixStream) -> io::Result<T> {
    let mut line = String::new();
    BufReader::new(link.take(MAX_MESSAGE)).read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}

/// The link to who started this stage: its standard input.
fn link() -> io::Result<UnixStream> {
    Ok(UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?))
}
