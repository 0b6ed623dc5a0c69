//! The processes of the app: all that descend from the guard, since whatever loses its parent becomes its child.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// How long the kernel may take to end what was killed.
const PATIENCE: Duration = Duration::from_secs(20);

/// The descendants of this process.
#[derive(Debug)]
pub(super) struct Processes {
    /// A `/proc` in which this process and its descendants have the numbers that they have here.
    proc: PathBuf,
}

impl Processes {
    pub(super) fn new(proc: PathBuf) -> Self {
        Self { proc }
    }

    /// Their numbers, those that are only waiting to be reaped included.
    pub(super) fn list(&self) -> Vec<i32> {
        let mut children: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
        for pid in self.numbers() {
            if let Some(parent) = self.parent(pid) {
                children.entry(parent).or_default().push(pid);
            }
        }
        let mut found = Vec::new();
        let mut open = vec![std::process::id() as i32];
        while let Some(pid) = open.pop() {
            let below = children.remove(&pid).unwrap_or_default();
            found.extend(&below);
            open.extend(below);
        }
        found
    }

    /// The memory that they do not share with files, in bytes.
    pub(super) fn memory(&self) -> u64 {
        self.list().iter().map(|pid| self.memory_of(*pid)).sum()
    }

    /// The bytes of files that they hold open and that have no name any more.
    pub(super) fn nameless_files(&self) -> u64 {
        use std::os::unix::fs::MetadataExt;
        let folders = self.list().into_iter().map(|pid| self.proc.join(pid.to_string()).join("fd"));
        let open = folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let files = open.filter_map(|entry| fs::metadata(entry.path()).ok());
        let nameless = files.filter(|found| found.is_file() && found.nlink() == 0);
        // One file may be held many times.
        let sizes: BTreeMap<(u64, u64), u64> =
            nameless.map(|found| ((found.dev(), found.ino()), found.blocks() * 512)).collect();
        sizes.values().sum()
    }

    /// Ends them all. They are stopped first, so that none can make another while the rest is being ended.
    pub(super) fn end(&self) -> Result<(), String> {
        let start = Instant::now();
        let mut stopped = Vec::new();
        loop {
            let running: Vec<i32> = self.list().into_iter().filter(|pid| !stopped.contains(pid)).collect();
            if running.is_empty() || start.elapsed() > PATIENCE {
                break;
            }
            running.iter().for_each(|pid| signal(*pid, Signal::SIGSTOP));
            stopped.extend(running);
        }
        loop {
            self.list().into_iter().for_each(|pid| signal(pid, Signal::SIGKILL));
            if self.reap_all() {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("{} of its processes cannot be ended", self.list().len()));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Reaps what has ended; whether nothing is left.
    fn reap_all(&self) -> bool {
        loop {
            match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
                Err(Errno::ECHILD) => return true,
                Ok(WaitStatus::StillAlive) | Err(_) => return false,
                Ok(_) => {}
            }
        }
    }

    fn numbers(&self) -> Vec<i32> {
        let entries = fs::read_dir(&self.proc).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
    }

    fn parent(&self, pid: i32) -> Option<i32> {
        let stat = fs::read_to_string(self.proc.join(pid.to_string()).join("stat")).ok()?;
        // The name before the last parenthesis is the program's choice.
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
    }

    fn memory_of(&self, pid: i32) -> u64 {
        let status = fs::read_to_string(self.proc.join(pid.to_string()).join("status")).unwrap_or_default();
        let kibibytes = status.lines().filter_map(|line| {
            let value = line.strip_prefix("RssAnon:").or_else(|| line.strip_prefix("RssShmem:"))?;
            value.trim().strip_suffix(" kB")?.parse::<u64>().ok()
        });
        kibibytes.sum::<u64>() << 10
    }
}

/// A process that is gone needs no signal.
fn signal(pid: i32, signal: Signal) {
    let _ = kill(Pid::from_raw(pid), signal);
}
