//! Puts a finished assembly where it belongs, as a whole.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{fs, io};

use tempfile::TempDir;

use super::Error;

/// The name of a file in every cloud assembly ends so. A `manifest.json` is in many a website too, and a folder `cdk.out` in
/// every app.
const MARKS: [&str; 4] = ["cdk.out", "tree.json", ".template.json", crate::sources::FILE];

/// Refuses what is no cloud assembly: it would be replaced, and something else be lost.
pub(super) fn check(output: &Path) -> Result<(), Error> {
    let refuse = |problem: &str| {
        Err(Error::Output {
            path: output.to_owned(),
            problem: format!("{problem}: name another with --output"),
        })
    };
    match fs::symlink_metadata(output) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => refuse(&format!("cannot be replaced ({error})")),
        Ok(found) if !found.is_dir() => refuse("is there and no folder, so it is not replaced"),
        Ok(_) => {
            let entries = fs::read_dir(output).map_err(|error| failed(output, &error))?;
            let entries: Vec<_> = entries.flatten().collect();
            if entries.is_empty() || entries.iter().any(is_mark) {
                Ok(())
            } else {
                refuse("is there and no cloud assembly, so it is not replaced")
            }
        }
    }
}

fn is_mark(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name();
    let is_named = MARKS.iter().any(|mark| name.to_string_lossy().ends_with(mark));
    is_named && entry.file_type().is_ok_and(|kind| kind.is_file())
}

/// Of the folders that become the output.
const PREFIX: &str = ".cdk.out-";

/// Removes what runs that were ended from outside left: such folders that are empty, and older than any run may be.
fn sweep(folder: &Path) {
    const OLD: Duration = Duration::from_secs(2 * 24 * 60 * 60);
    let is_old = |entry: &fs::DirEntry| {
        let modified = entry.metadata().and_then(|found| found.modified());
        modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > OLD))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    for entry in ours.filter(is_old) {
        // One with files in it is somebody's.
        let _ = fs::remove_dir(entry.path());
    }
}

/// An empty folder beside the output, so that one can become the other.
pub(super) fn staging(output: &Path) -> Result<TempDir, Error> {
    let absolute = std::path::absolute(output).map_err(|error| failed(output, &error))?;
    let parent = absolute.parent().unwrap_or(&absolute);
    if !parent.is_dir() {
        let shown = output.parent().unwrap_or(parent);
        let problem =
            format!("there is no folder {}: make it, or name another with --output", shown.display());
        return Err(Error::Output { path: output.to_owned(), problem });
    }
    sweep(parent);
    tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent).map_err(|error| failed(output, &error))
}

pub(super) fn empty(staging: &Path) -> Result<(), Error> {
    fs::remove_dir_all(staging)
        .and_then(|()| fs::create_dir(staging))
        .map_err(|error| failed(staging, &error))
}

/// Makes `staging` the output, in place of what is there.
pub(super) fn replace(staging: TempDir, output: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        // As any new folder, not for its owner alone as a temporary one.
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(staging.path(), fs::Permissions::from_mode(0o755))
            .map_err(|error| failed(output, &error))?;
    }
    let earlier = set_aside(output)?;
    if let Err(error) = fs::rename(staging.path(), output) {
        if let Some(earlier) = &earlier {
            let _ = fs::rename(earlier, output);
        }
        return Err(failed(output, &error));
    }
    // Its name is taken: there is nothing left to remove.
    let _ = staging.keep();
    if let Some(earlier) = earlier {
        // What is left of it is hidden, and in nobody's way.
        let _ = fs::remove_dir_all(earlier);
    }
    Ok(())
}

/// Removes a folder with all that the app made of it: what is closed to its own owner, or deeper than paths are long.
pub(super) fn remove(folder: TempDir) {
    let path = folder.path().to_owned();
    if folder.close().is_err() {
        let script = "chmod -R u+rwX -- \"$0\"; rm -rf -- \"$0\"";
        // What is left lies in a folder for temporary files.
        let _ = Command::new("/bin/sh").args(["-c", script]).arg(path).stderr(Stdio::null()).status();
    }
}

fn set_aside(output: &Path) -> Result<Option<PathBuf>, Error> {
    if !output.exists() {
        return Ok(None);
    }
    let aside = staging(output)?;
    fs::rename(output, aside.path()).map_err(|error| failed(output, &error))?;
    Ok(Some(aside.keep()))
}

fn failed(output: &Path, error: &io::Error) -> Error {
    // Its kind alone: the rest may be about a temporary folder, of which nobody has heard.
    let reason = error.kind();
    Error::Output {
        path: output.to_owned(),
        problem: format!(
            "cannot be written ({reason}): check the permissions of its folder, or name another with --output"
        ),
    }
}
