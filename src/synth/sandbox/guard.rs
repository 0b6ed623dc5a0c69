//! The second stage: prepares what the app can see, watches it, ends all of it, takes over what it wrote.

use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{fs, process};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, geteuid};
use serde::{Deserialize, Serialize};

use super::super::plan::{End, Exceeded, Plan, Verdict};
use super::super::takeover::Takeover;
use super::processes::Processes;
use super::{MAX_MESSAGE, SELF, SUBCOMMAND, link, receive, root, send, usage};

/// Between looks at the app, in milliseconds.
const INTERVAL: u16 = 20;
/// Looks at the app between looks at its files, which take longer.
const FILES_EVERY: u32 = 10;
/// What a shell makes of a program's end by signal.
const SHELL_SIGNALED: i32 = 128;

/// What the last stage is told.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Confinement {
    pub(super) plan: Plan,
    /// The new root folder.
    pub(super) root: Option<PathBuf>,
    /// The user to become.
    pub(super) user: Option<u32>,
}

/// What the last stage tells before it becomes the app.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Report {
    /// Confined, but for what is lacking.
    Confined { lacking: Vec<String> },
    /// Not confined, so the app is not run.
    Failed(String),
}

pub(super) fn run(namespaces: bool) -> io::Result<()> {
    if namespaces {
        prctl::set_pdeathsig(Signal::SIGKILL)?;
    }
    prctl::set_child_subreaper(true)?;
    let link = link()?;
    let plan: Plan = receive(&link)?;
    let verdict = guard(&plan, namespaces, &link);
    send(&link, &verdict)
}

fn guard(plan: &Plan, namespaces: bool, link: &UnixStream) -> Verdict {
    let start = Instant::now();
    let mut verdict = Verdict { end: End::Exited(0), lacking: Vec::new(), left_out: None, milliseconds: 0 };
    let user = plan.user.filter(|_| geteuid().is_root());
    let stage = match prepare(plan, namespaces, user) {
        Ok(stage) => stage,
        Err(error) if namespaces => {
            verdict.end = End::NoNamespaces(error.to_string());
            return verdict;
        }
        Err(error) => {
            verdict.end = End::NotConfined(format!("its folders cannot be made ({error})"));
            return verdict;
        }
    };
    verdict.end = match start_app(plan, &stage, user) {
        Ok((pid, lacking)) => {
            verdict.lacking = lacking;
            stage.watch(pid, plan, start, link)
        }
        Err(problem) => End::NotConfined(problem),
    };
    if let Err(problem) = stage.processes.end() {
        verdict.end = End::Untrusted(format!("nothing that can be trusted: {problem}"));
    }
    verdict.milliseconds = start.elapsed().as_millis() as u64;
    if verdict.end == End::Exited(0) {
        let owner = user.unwrap_or_else(|| geteuid().as_raw());
        match Takeover::copy(&stage.scratch.join(Plan::OUTPUT), &plan.staging, Some(owner), &plan.limits) {
            Ok(left_out) => verdict.left_out = left_out,
            Err(problem) => verdict.end = End::Untrusted(problem),
        }
    }
    verdict
}

/// Where the app runs.
struct Stage {
    root: Option<PathBuf>,
    /// The plan's scratch folder, as the guard sees it.
    scratch: PathBuf,
    processes: Processes,
}

fn prepare(plan: &Plan, namespaces: bool, user: Option<u32>) -> io::Result<Stage> {
    if namespaces {
        let root = root::build(plan, user)?;
        let scratch = root::within(&root, &plan.scratch);
        let processes = Processes::new(root.join("proc"));
        return Ok(Stage { root: Some(root), scratch, processes });
    }
    root::own_folders(&plan.scratch, user)?;
    // Others may go through it to their own folder, but not look around.
    fs::set_permissions(&plan.scratch, fs::Permissions::from_mode(0o711))?;
    Ok(Stage { root: None, scratch: plan.scratch.clone(), processes: Processes::new(PathBuf::from("/proc")) })
}

/// Starts the last stage and waits until it has become the app.
fn start_app(plan: &Plan, stage: &Stage, user: Option<u32>) -> Result<(Pid, Vec<String>), String> {
    let failed = |error: io::Error| format!("it cannot be started ({error})");
    let (ours, theirs) = UnixStream::pair().map_err(failed)?;
    let mut command = Command::new(SELF);
    command.args([SUBCOMMAND, "confine"]).env_clear().stdin(Stdio::from(OwnedFd::from(theirs)));
    let child = command.spawn().map_err(failed)?;
    // Its end of the link would keep it open.
    drop(command);
    let confinement = Confinement { plan: plan.clone(), root: stage.root.clone(), user };
    send(&ours, &confinement).map_err(failed)?;
    ours.set_read_timeout(Some(plan.limits.wall)).map_err(failed)?;
    let mut said = String::new();
    (&ours).take(MAX_MESSAGE).read_to_string(&mut said).map_err(failed)?;
    // What it says last counts: it may fail to become the app after all.
    let last = said.lines().last().unwrap_or_default();
    match serde_json::from_str(last) {
        Ok(Report::Confined { lacking }) => Ok((Pid::from_raw(child.id() as i32), lacking)),
        Ok(Report::Failed(problem)) => Err(problem),
        Err(error) => Err(format!("its last stage said nothing ({error})")),
    }
}

impl Stage {
    fn wrote_too_much(&self, plan: &Plan) -> bool {
        usage::is_too_much(&self.scratch, self.root.is_none(), &self.processes, &plan.limits)
    }

    /// Waits for the end of the app, and makes one when it exceeds a limit.
    fn watch(&self, app: Pid, plan: &Plan, start: Instant, link: &UnixStream) -> End {
        for look in 1_u32.. {
            if let Some(end) = reap(app) {
                return end;
            }
            if start.elapsed() > plan.limits.wall {
                return End::Exceeded(Exceeded::Wall);
            }
            if self.processes.memory() > plan.limits.memory {
                return End::Exceeded(Exceeded::Memory);
            }
            if look % FILES_EVERY == 0 && self.wrote_too_much(plan) {
                return End::Exceeded(Exceeded::Disk);
            }
            if is_closed(link) {
                // Whoever wanted to know is gone; nothing of the app may stay.
                let _ = self.processes.end();
                process::abort();
            }
        }
        End::Exceeded(Exceeded::Wall)
    }
}

/// Reaps whatever has ended; how the app itself did, if it is among that.
fn reap(app: Pid) -> Option<End> {
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)).ok()? {
            WaitStatus::Exited(pid, status) if pid == app => return Some(exited(status)),
            WaitStatus::Signaled(pid, signal, _) if pid == app => {
                return Some(exited(SHELL_SIGNALED + signal as i32));
            }
            WaitStatus::StillAlive => return None,
            _ => {}
        }
    }
}

fn exited(status: i32) -> End {
    match status - SHELL_SIGNALED {
        signal if signal == Signal::SIGXCPU as i32 => End::Exceeded(Exceeded::Cpu),
        signal if (1..=31).contains(&signal) => End::Signaled(signal),
        _ => End::Exited(status),
    }
}

/// Waits a moment, unless the other side goes away.
fn is_closed(link: &UnixStream) -> bool {
    let mut watched = [PollFd::new(link.as_fd(), PollFlags::POLLIN)];
    // Nothing is sent after the plan: what can be read is the end.
    matches!(poll(&mut watched, PollTimeout::from(INTERVAL)), Ok(1..))
}
