//! Bounds on what the app may use and write.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Bounds on one run of the app. The defaults leave the real CDK several times what it needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Limits {
    /// From start to end.
    pub wall: Duration,
    /// Processor time of one process, in seconds.
    pub cpu_seconds: u64,
    /// Memory of all processes together, in bytes.
    pub memory: u64,
    /// Processes and threads together. Node alone begins with about ten threads.
    pub processes: u64,
    /// Files that one process holds open.
    pub open_files: u64,
    /// Of one file, in bytes.
    pub file_bytes: u64,
    /// Of all files that it writes, temporary ones included, in bytes. The CDK unpacks some 140 MB.
    pub disk_bytes: u64,
    /// Files and folders that it writes, temporary ones included. The CDK unpacks some thousands.
    pub disk_entries: u64,
    /// Files and folders of the cloud assembly.
    pub output_entries: u64,
    /// Of all files of the cloud assembly, in bytes.
    pub output_bytes: u64,
    /// Folders within each other in the cloud assembly.
    pub output_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall: Duration::from_secs(300),
            cpu_seconds: 120,
            memory: 1536 << 20,
            processes: 128,
            open_files: 1024,
            file_bytes: 128 << 20,
            disk_bytes: 768 << 20,
            disk_entries: 60_000,
            output_entries: 20_000,
            output_bytes: 256 << 20,
            output_depth: 32,
        }
    }
}
