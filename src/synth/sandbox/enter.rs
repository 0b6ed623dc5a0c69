//! The first stage: out of the machine's namespaces, where the kernel allows it.

use std::ffi::OsStr;
use std::process::Command;
use std::{fs, io};

use caps::{CapSet, CapsHashSet};
use nix::sched::{CloneFlags, unshare};
use nix::unistd::{close, getegid, geteuid};

use super::super::plan::{End, Plan, Verdict};
use super::{SELF, SUBCOMMAND, guard, link, receive, send};

/// Goes on without namespaces.
pub(super) fn plain() -> io::Result<()> {
    close_strays()?;
    guard::run(false)
}

/// Starts the guard as the first process of new namespaces: when it ends, the kernel ends all others in them.
pub(super) fn namespaces() -> io::Result<()> {
    close_strays()?;
    if let Err(error) = leave() {
        let end = End::NoNamespaces(error.to_string());
        let verdict = Verdict { end, lacking: Vec::new(), left_out: None, milliseconds: 0 };
        let link = link()?;
        // Whoever is still sending it would take an early end for a fault.
        receive::<Plan>(&link)?;
        return send(&link, &verdict);
    }
    let status = Command::new(SELF).args([SUBCOMMAND, "guard"]).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("the guard ended with {status}"))) }
}

fn leave() -> io::Result<()> {
    let namespaces = CloneFlags::CLONE_NEWNS
        | CloneFlags::CLONE_NEWPID
        | CloneFlags::CLONE_NEWNET
        | CloneFlags::CLONE_NEWIPC
        | CloneFlags::CLONE_NEWUTS;
    if geteuid().is_root() {
        return Ok(unshare(namespaces)?);
    }
    let (user, group) = (geteuid(), getegid());
    unshare(namespaces | CloneFlags::CLONE_NEWUSER)?;
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
    fs::write("/proc/self/gid_map", format!("{group} {group} 1"))?;
    keep_rights()
}

/// Lets the guard have the rights that this process has inside the new namespaces.
fn keep_rights() -> io::Result<()> {
    let rights: CapsHashSet = caps::read(None, CapSet::Permitted).map_err(io::Error::other)?;
    caps::set(None, CapSet::Inheritable, &rights).map_err(io::Error::other)?;
    caps::set(None, CapSet::Ambient, &rights).map_err(io::Error::other)
}

/// Closes what the caller left open: the app would have it too.
fn close_strays() -> io::Result<()> {
    let names = fs::read_dir("/proc/self/fd")?.map(|entry| Ok(entry?.file_name()));
    let names = names.collect::<io::Result<Vec<_>>>()?;
    for number in names.iter().filter_map(|name| OsStr::to_str(name)?.parse::<i32>().ok()) {
        if number > 2 {
            // The folder that was just read is among them, and closed already.
            let _ = close(number);
        }
    }
    Ok(())
}
