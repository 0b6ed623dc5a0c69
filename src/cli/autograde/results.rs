//! `results.json`: always whole, whatever happens to the process or the disk.
//!
//! Source: <https://gradescope-autograders.readthedocs.io/en/latest/specs/>

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use infragrade::report::gradescope::Test;

use super::board::Board;
use crate::cli::{Failure, output};

/// Room on the disk for one more version of the file.
const RESERVE: usize = 1 << 20;

/// What Gradescope reads. No total is in it: it adds up the tests, which are always all.
#[derive(Debug, Serialize)]
pub(super) struct Results<'a> {
    pub(super) execution_time: f64,
    pub(super) output: String,
    pub(super) output_format: &'static str,
    pub(super) test_output_format: &'static str,
    pub(super) test_name_format: &'static str,
    pub(super) visibility: &'static str,
    pub(super) stdout_visibility: &'static str,
    pub(super) extra_data: ExtraData<'a>,
    pub(super) tests: Vec<&'a Test>,
}

/// Kept by Gradescope, and shown to nobody.
#[derive(Debug, Serialize)]
pub(super) struct ExtraData<'a> {
    pub(super) infragrade: &'static str,
    pub(super) complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sunet: Option<&'a str>,
    pub(super) flags: &'a [String],
}

/// The file, and room to write it once more on a disk that is full.
pub(super) struct ResultsFile {
    path: PathBuf,
    reserve: Option<File>,
}

impl ResultsFile {
    /// Makes the folder, and closes it to other users.
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("results.json");
        let failed = |source| Failure::Output { path: path.clone(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        // Of another user's folder this is not ours to decide; the sandbox closes it in any case.
        let _ = fs::set_permissions(folder, Permissions::from_mode(0o700));
        // Without it only a full disk matters.
        let reserve = reserve(folder).ok();
        Ok(Self { path, reserve })
    }

    /// Replaces the file as a whole; it stays as it was when that fails.
    pub(super) fn write(&mut self, board: &Board) -> Result<(), Failure> {
        match self.put(board) {
            Err(_) if self.reserve.take().is_some() => self.put(board),
            other => other,
        }
    }

    fn put(&self, board: &Board) -> Result<(), Failure> {
        output::to(Some(&self.path), |sink| {
            serde_json::to_writer_pretty(&mut *sink, &board.results())?;
            writeln!(sink)
        })
    }
}

/// A file without a name, which is gone with the process.
fn reserve(folder: &Path) -> io::Result<File> {
    let mut file = tempfile::tempfile_in(folder)?;
    file.write_all(&vec![0x20; RESERVE])?;
    file.sync_all()?;
    Ok(file)
}
