//! What the app has written so far.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::sys::statvfs::statvfs;
use walkdir::WalkDir;

use super::super::Limits;
use super::processes::Processes;

/// Left to the others on the machine, in bytes.
const RESERVE: u64 = 64 << 20;

/// Whether the folder, with what is open but has no name, is beyond the limits, or a disk that others use nearly full.
pub(super) fn is_too_much(folder: &Path, is_shared: bool, processes: &Processes, limits: &Limits) -> bool {
    let is_full = is_shared && free(folder) <= RESERVE;
    let mut bytes = processes.nameless_files();
    let mut entries = 0;
    for entry in WalkDir::new(folder).into_iter().flatten() {
        entries += 1;
        bytes += entry.metadata().map_or(0, |found| found.blocks() * 512);
        if bytes > limits.disk_bytes || entries > limits.disk_entries {
            return true;
        }
    }
    is_full || bytes > limits.disk_bytes
}

/// The bytes that anyone could still write to a folder's disk.
fn free(folder: &Path) -> u64 {
    // The numbers' types differ between architectures.
    #[allow(clippy::unnecessary_cast)]
    statvfs(folder).map_or(u64::MAX, |disk| disk.blocks_available() as u64 * disk.fragment_size() as u64)
}
