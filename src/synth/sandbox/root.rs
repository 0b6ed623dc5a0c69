//! A root folder that holds only what the app needs, in a mount namespace of its own.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};

use nix::mount::{MsFlags, mount};
use nix::sys::statvfs::{FsFlags, statvfs};
use nix::unistd::{Gid, Uid, chown};

use super::super::plan::Plan;

/// Builds the root over the plan's scratch folder and returns where it is. The app's own folders have the same paths
/// inside it, and a size.
pub(super) fn build(plan: &Plan, user: Option<u32>) -> io::Result<PathBuf> {
    let root = plan.scratch.clone();
    // Nothing that is mounted here is seen by others.
    mount(None::<&str>, "/", None::<&str>, MsFlags::MS_REC | MsFlags::MS_PRIVATE, None::<&str>)?;
    temporary(&root, 1 << 20, 10_000)?;
    let mut readable: Vec<&PathBuf> = plan.readable.iter().collect();
    readable.sort();
    let mut last: Option<&PathBuf> = None;
    for path in readable.into_iter().filter(|path| !path.starts_with("/proc")) {
        if !last.is_some_and(|last| path.starts_with(last)) {
            show(path, &root)?;
            last = Some(path);
        }
    }
    for (link, target) in &plan.links {
        let inside = within(&root, link);
        if fs::symlink_metadata(&inside).is_err() {
            fs::create_dir_all(inside.parent().unwrap_or(&root))?;
            symlink(target, &inside)?;
        }
    }
    let own = within(&root, &plan.scratch);
    fs::create_dir_all(&own)?;
    temporary(&own, plan.limits.disk_bytes, plan.limits.disk_entries)?;
    own_folders(&own, user)?;
    let proc = root.join("proc");
    fs::create_dir(&proc)?;
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    mount(Some("proc"), &proc, Some("proc"), flags, None::<&str>)?;
    let flags =
        MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY | MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    mount(None::<&str>, &root, None::<&str>, flags, None::<&str>)?;
    Ok(root)
}

/// Makes the folders that the app can write, its own.
pub(super) fn own_folders(scratch: &Path, user: Option<u32>) -> io::Result<()> {
    for name in Plan::WRITABLE {
        let folder = scratch.join(name);
        if !folder.is_dir() {
            fs::DirBuilder::new().mode(0o700).create(&folder)?;
        }
        if let Some(user) = user {
            chown(&folder, Some(Uid::from_raw(user)), Some(Gid::from_raw(user)))?;
        }
    }
    Ok(())
}

/// Where a path of the app's is, seen from outside of its root.
pub(super) fn within(root: &Path, path: &Path) -> PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}

fn temporary(folder: &Path, bytes: u64, entries: u64) -> io::Result<()> {
    let options = format!("mode=755,size={bytes},nr_inodes={entries}");
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    Ok(mount(Some("tmpfs"), folder, Some("tmpfs"), flags, Some(options.as_str()))?)
}

/// Mounts a file or folder read-only at its own path below the root.
fn show(path: &Path, root: &Path) -> io::Result<()> {
    let target = within(root, path);
    if path.is_dir() {
        fs::create_dir_all(&target)?;
    } else {
        fs::create_dir_all(target.parent().unwrap_or(root))?;
        File::create(&target)?;
    }
    mount(Some(path), &target, None::<&str>, MsFlags::MS_BIND | MsFlags::MS_REC, None::<&str>)?;
    let mut flags = MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY | MsFlags::MS_NOSUID;
    if !path.starts_with("/dev") {
        flags |= MsFlags::MS_NODEV;
    }
    flags |= kept(&target)?;
    Ok(mount(None::<&str>, &target, None::<&str>, flags, None::<&str>)?)
}

/// The flags that a mount has and that may not be taken from it in a user namespace.
fn kept(target: &Path) -> io::Result<MsFlags> {
    let present = statvfs(target)?.flags();
    let pairs = [
        (FsFlags::ST_NODEV, MsFlags::MS_NODEV),
        (FsFlags::ST_NOEXEC, MsFlags::MS_NOEXEC),
        (FsFlags::ST_NOATIME, MsFlags::MS_NOATIME),
        (FsFlags::ST_NODIRATIME, MsFlags::MS_NODIRATIME),
        (FsFlags::ST_RELATIME, MsFlags::MS_RELATIME),
    ];
    Ok(pairs
        .into_iter()
        .filter(|(has, _)| present.contains(*has))
        .fold(MsFlags::empty(), |all, (_, flag)| all | flag))
}
