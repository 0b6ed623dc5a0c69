//! Child processes: their output goes to the log, and they end with the preview whatever happens to it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, geteuid, kill_process};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use super::Error;
use super::log::Log;

/// A running program.
pub(super) struct Running {
    child: Child,
    readers: Vec<JoinHandle<()>>,
    signal: Signal,
}

/// How long a program may take to end once it is asked to.
const PATIENCE: Duration = Duration::from_secs(5);

impl Running {
    /// Starts a program whose lines go to the log under a name; `signal` ends it gently.
    pub(super) fn start(
        mut command: Command,
        component: &str,
        log: &Log,
        signal: Signal,
    ) -> Result<Self, Error> {
        let program = command.as_std().get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // Ctrl-C in a terminal is for the preview, which ends its programs in the right order.
        command.process_group(0);
        let mut child = command.spawn().map_err(|source| Error::Program { program, source })?;
        let readers = [
            child.stdout.take().map(|output| follow(output, component, log)),
            child.stderr.take().map(|output| follow(output, component, log)),
        ];
        Ok(Self { child, readers: readers.into_iter().flatten().collect(), signal })
    }

    /// The exit status, if it has ended; then its last lines are in the log.
    pub(super) async fn ended(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok().flatten()?;
        for reader in self.readers.drain(..) {
            let _ = tokio::time::timeout(PATIENCE, reader).await;
        }
        Some(status.code().map_or_else(|| "a signal".to_owned(), |code| format!("exit status {code}")))
    }

    /// Ends it: gently, and after a while not.
    pub(super) async fn stop(mut self) {
        if let Some(pid) = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)) {
            let _ = kill_process(pid, self.signal);
        }
        if tokio::time::timeout(PATIENCE, self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}

fn follow(output: impl AsyncRead + Unpin + Send + 'static, component: &str, log: &Log) -> JoinHandle<()> {
    let (component, log) = (component.to_owned(), log.clone());
    tokio::spawn(async move {
        let mut lines = BufReader::new(output).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            log.say(&component, line);
        }
    })
}

/// A program that the kernel ends when the preview is gone.
pub(super) fn bound(program: &Path, signal: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.arg(format!("--pdeathsig={signal}")).arg(program);
    command
}

/// PostgreSQL refuses to run as root: then Debian's user runs it.
pub(super) fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg("--pdeathsig=SIGQUIT").arg(program);
    command.current_dir("/");
    command
}

pub(super) fn is_root() -> bool {
    geteuid().is_root()
}

/// A program of PostgreSQL's server; Debian keeps them in a directory for each version, out of the path.
pub(super) fn postgresql(name: &str) -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        versions.map(|version| version.path().join("bin").join(name)).filter(|path| path.exists()).collect();
    found.sort();
    found.pop().or_else(|| on_path(name))
}

/// A program on the search path.
pub(super) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

/// Runs a program to its end; its error output is the error.
pub(super) async fn run(mut command: Command) -> Result<(), String> {
    let output =
        command.stdin(Stdio::null()).kill_on_drop(true).output().await.map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(errors.lines().last().unwrap_or("it failed without a word").to_owned())
}
