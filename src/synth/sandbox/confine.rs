//! The last stage: gives up all rights, then becomes the app.

use std::fs::{self, File};
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use caps::CapSet;
use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::Signal;
use nix::sys::stat::{Mode, umask};
use nix::unistd::{Gid, Uid, chdir, chroot, dup2_stdin, geteuid, setgroups, setresgid, setresuid, setsid};

use super::super::Limits;
use super::super::plan::Plan;
use super::guard::{Confinement, Report};
use super::{files, filter, link, receive, send};

pub(super) fn run() -> io::Result<()> {
    let link = link()?;
    let confinement: Confinement = receive(&link)?;
    let report = match confine(&confinement) {
        Ok(lacking) => Report::Confined { lacking },
        Err(problem) => Report::Failed(problem),
    };
    send(&link, &report)?;
    if let Report::Confined { .. } = report {
        let problem = become_app(&confinement.plan);
        send(&link, &Report::Failed(format!("/bin/sh cannot be started ({problem})")))?;
    }
    Ok(())
}

/// Gives up everything; what could not be had is returned.
fn confine(confinement: &Confinement) -> Result<Vec<String>, String> {
    let plan = &confinement.plan;
    let named = |what: &'static str| move |error: nix::Error| format!("{what} fails ({error})");
    setsid().map_err(named("a session of its own"))?;
    umask(Mode::from_bits_truncate(0o022));
    if let Some(root) = &confinement.root {
        chdir(root).and_then(|()| chroot(".")).map_err(named("a root of its own"))?;
    }
    let rules = files::rules(&plan.readable, &files::writable(&plan.scratch, &Plan::WRITABLE))
        .map_err(|error| format!("Landlock fails ({error})"))?;
    let is_inner = confinement.root.is_some();
    limit(&plan.limits, is_inner || confinement.user.is_some()).map_err(named("a limit"))?;
    change_user(confinement.user)?;
    drop_rights()?;
    prctl::set_pdeathsig(Signal::SIGKILL).map_err(named("an end with its parent"))?;
    prctl::set_no_new_privs().map_err(named("no_new_privs"))?;
    enter(&plan.directory)?;
    let has_landlock = files::apply(rules).map_err(|error| format!("Landlock fails ({error})"))?;
    let mut lacking = Vec::new();
    if !has_landlock && !is_inner {
        lacking.push(
            "the sandbox cannot hide this machine's files from the app: this kernel has neither Landlock \
             (Linux 5.13) nor namespaces for it"
                .to_owned(),
        );
    }
    if plan.required && !lacking.is_empty() {
        return Err(lacking.join("; "));
    }
    filter::apply().map_err(|error| format!("the filter of system calls fails ({error})"))?;
    Ok(lacking)
}

fn enter(directory: &Path) -> Result<(), String> {
    let closed = |error: io::Error| {
        format!(
            "{} is closed to other users, and it is not run as root ({error}): let others read it and the folders \
             above it (chmod o+rx), or run infragrade as another user",
            directory.display()
        )
    };
    chdir(directory).map_err(|error| closed(error.into()))?;
    fs::read_dir(".").map(drop).map_err(closed)
}

fn limit(limits: &Limits, is_alone: bool) -> nix::Result<()> {
    let processes = if is_alone { limits.processes } else { limits.processes + threads_of_user() };
    for (resource, soft, hard) in [
        // The signal at the first can be told from others, the second cannot be ignored.
        (Resource::RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        // Not the address space: V8 reserves more than any machine has, and uses little of it.
        (Resource::RLIMIT_DATA, limits.memory, limits.memory),
        (Resource::RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes),
        (Resource::RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (Resource::RLIMIT_NPROC, processes, processes),
        (Resource::RLIMIT_CORE, 0, 0),
        (Resource::RLIMIT_MEMLOCK, 0, 0),
        (Resource::RLIMIT_MSGQUEUE, 0, 0),
    ] {
        setrlimit(resource, soft, hard)?;
    }
    Ok(())
}

/// What a user has already counts, where the app runs as that user.
fn threads_of_user() -> u64 {
    let own = format!("{}", geteuid());
    let statuses = fs::read_dir("/proc").into_iter().flatten().flatten();
    let statuses = statuses.filter_map(|entry| fs::read_to_string(entry.path().join("status")).ok());
    let field = |status: &str, name: &str| {
        let value = status
            .lines()
            .find_map(|line| line.strip_prefix(name)?.split_whitespace().next().map(str::to_owned));
        value.unwrap_or_default()
    };
    let own = statuses.filter(|status| field(status, "Uid:") == own);
    own.filter_map(|status| field(&status, "Threads:").parse::<u64>().ok()).sum()
}

fn change_user(user: Option<u32>) -> Result<(), String> {
    // What could be had again by running a program with a capability.
    if caps::has_cap(None, CapSet::Effective, caps::Capability::CAP_SETPCAP).unwrap_or(false) {
        caps::clear(None, CapSet::Bounding).map_err(|error| format!("giving up rights fails ({error})"))?;
    }
    let Some(user) = user else {
        return Ok(());
    };
    let (user, group) = (Uid::from_raw(user), Gid::from_raw(user));
    setgroups(&[])
        .and_then(|()| setresgid(group, group, group))
        .and_then(|()| setresuid(user, user, user))
        .map_err(|error| format!("another user than root cannot be had ({error}): run infragrade as one"))
}

fn drop_rights() -> Result<(), String> {
    for set in [CapSet::Ambient, CapSet::Effective, CapSet::Permitted, CapSet::Inheritable] {
        caps::clear(None, set).map_err(|error| format!("giving up rights fails ({error})"))?;
    }
    Ok(())
}

/// Returns only when it fails.
fn become_app(plan: &Plan) -> io::Error {
    let nothing = File::open("/dev/null");
    if let Err(error) = nothing.and_then(|nothing| Ok(dup2_stdin(nothing)?)) {
        return error;
    }
    Command::new("/bin/sh").args(["-c", &plan.command]).env_clear().envs(&plan.environment).exec()
}
