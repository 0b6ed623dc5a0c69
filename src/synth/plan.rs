//! What is to be run and how it ended: the messages between infragrade and the process that guards the app.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::project::Project;
use super::toolchain::Toolchain;
use super::{Error, Limits, Options, Protection, context};

/// Everything that a run of the app depends on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Plan {
    /// For `/bin/sh -c`.
    pub(super) command: String,
    pub(super) directory: PathBuf,
    /// The whole environment.
    pub(super) environment: BTreeMap<String, String>,
    /// What the app can read, all other files are closed to it.
    pub(super) readable: Vec<PathBuf>,
    /// Symbolic links on the ways to those, with what they hold.
    pub(super) links: Vec<(PathBuf, PathBuf)>,
    /// Holds the folders that the app can write: [`Plan::WRITABLE`].
    pub(super) scratch: PathBuf,
    /// Where the assembly is put when the app is gone.
    pub(super) staging: PathBuf,
    /// Whether the app is not run where something essential to the sandbox is lacking.
    pub(super) required: bool,
    pub(super) namespaces: bool,
    /// The user that the app runs as where infragrade is root; nobody else's.
    pub(super) user: Option<u32>,
    pub(super) limits: Limits,
}

impl Plan {
    pub(super) const OUTPUT: &str = "out";
    pub(super) const HOME: &str = "home";
    pub(super) const TEMPORARY: &str = "tmp";
    pub(super) const WRITABLE: [&str; 3] = [Self::OUTPUT, Self::HOME, Self::TEMPORARY];

    pub(super) fn new(
        options: &Options,
        project: &Project,
        toolchain: &Toolchain,
        answers: &Map<String, Value>,
        scratch: &Path,
        staging: &Path,
    ) -> Result<Self, Error> {
        // Links in the way to it would not be there inside the sandbox.
        let scratch = fs::canonicalize(scratch).map_err(Error::scratch)?;
        for folder in Self::WRITABLE {
            fs::create_dir(scratch.join(folder)).map_err(Error::scratch)?;
        }
        let mut environment = project.variables.clone();
        environment.extend(toolchain.environment.clone());
        environment.extend(context::variables(project, answers)?);
        for (name, folder) in
            [("CDK_OUTDIR", Self::OUTPUT), ("HOME", Self::HOME), ("TMPDIR", Self::TEMPORARY)]
        {
            environment.insert(name.to_owned(), scratch.join(folder).to_string_lossy().into_owned());
        }
        let mut readable = toolchain.readable.clone();
        readable.extend(project.readable.iter().cloned());
        Ok(Self {
            command: project.command.clone(),
            directory: project.directory.clone(),
            environment,
            readable,
            links: toolchain.links.clone(),
            scratch,
            staging: staging.to_owned(),
            required: options.protection == Protection::Required,
            namespaces: options.namespaces,
            user: user(),
            limits: options.limits.clone(),
        })
    }

    pub(super) fn output(&self) -> PathBuf {
        self.scratch.join(Self::OUTPUT)
    }
}

/// A user id of this run alone: so a limit on its processes counts no others, and its files are nobody else's.
/// `None` where there is but one user.
fn user() -> Option<u32> {
    /// The beginning of the ids that nothing is known to use, with room for every process id.
    const WIDE: u32 = 1_879_048_192;
    const PROCESSES: u32 = 1 << 22;
    /// Where a container has only the usual 65,536: ids that distributions leave free.
    const NARROW: (u32, u32) = (60_578, 606);
    static RUNS: AtomicU32 = AtomicU32::new(0);

    let (process, run) = (std::process::id(), RUNS.fetch_add(1, Ordering::Relaxed));
    let wide = WIDE + process % PROCESSES + (run % 32) * PROCESSES;
    [wide, NARROW.0 + process.wrapping_add(run) % NARROW.1].into_iter().find(|user| is_mapped(*user))
}

/// Whether this process's user namespace has a user id.
fn is_mapped(user: u32) -> bool {
    let map = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    map.lines().any(|line| {
        let numbers: Vec<u64> = line.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        matches!(numbers[..], [first, _, count] if (first..first + count).contains(&user.into()))
    })
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum End {
    /// By itself, with this status.
    Exited(i32),
    /// By a signal that infragrade did not send.
    Signaled(i32),
    /// A limit was exceeded, and the app was ended.
    Exceeded(Exceeded),
    /// The app was not run: this machine has no namespaces for it, for this reason.
    NoNamespaces(String),
    /// The app was not run: it could not be confined.
    NotConfined(String),
    /// What it wrote was not taken over.
    Untrusted(String),
}

/// A limit on the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Exceeded {
    Wall,
    Cpu,
    Memory,
    Disk,
}

/// What is known of a run that is over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Verdict {
    pub(super) end: End,
    /// What the sandbox lacks on this machine.
    pub(super) lacking: Vec<String>,
    /// What of the app's output was not taken over.
    pub(super) left_out: Option<String>,
    pub(super) milliseconds: u64,
}
