//! Finds the program that stands in for the app's container image.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Error;

const NAME: &str = "yoctogram";

/// The backend's program: the one that was asked for, else one beside this program, else in `target/`, else built
/// from `app/`, both below `root`, the assignment's folder.
///
/// # Errors
/// When there is none and none can be built.
pub fn find(asked: Option<&Path>, root: &Path) -> Result<PathBuf, Error> {
    if let Some(asked) = asked {
        return if asked.is_file() { absolute(asked) } else { Err(Error::NoApp(asked.to_owned())) };
    }
    let own = std::env::current_exe().ok();
    let beside = own.iter().flat_map(|own| own.ancestors().skip(1).take(2)).map(|folder| folder.join(NAME));
    let built = ["release", "debug"].map(|profile| root.join("target").join(profile).join(NAME));
    if let Some(found) = beside.chain(built).find(|path| path.is_file()) {
        return absolute(&found);
    }
    build(&root.join("app"))
}

fn build(source: &Path) -> Result<PathBuf, Error> {
    let manifest = source.join("Cargo.toml");
    if !manifest.is_file() {
        return Err(Error::NoApp(source.to_owned()));
    }
    let target = source.join("target");
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--bin", NAME, "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(&target);
    match cargo.status() {
        Ok(status) if status.success() => absolute(&target.join("release").join(NAME)),
        Ok(status) => Err(Error::Build { source_folder: source.to_owned(), problem: status.to_string() }),
        Err(error) => {
            Err(Error::Build { source_folder: source.to_owned(), problem: format!("cargo: {error}") })
        }
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|source| Error::file(path, source))
}
