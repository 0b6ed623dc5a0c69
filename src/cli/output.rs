//! Where a report goes: standard output, or a file that is written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;

use super::Failure;

/// How something is written.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum Format {
    /// For reading
    #[default]
    Human,
    /// One JSON object, for programs
    Json,
}

/// How wide the terminal is that standard output goes to, if it goes to one.
pub(super) fn columns() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(width.0.into())
}

/// What is open already, also where that is a file.
const OPEN: [&str; 4] = ["/dev/fd", "/dev/stdout", "/dev/stderr", "/proc"];

/// Passes a sink to `write`, and puts what it wrote where it belongs.
pub(super) fn to(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let Some(path) = path else {
        return Ok(finish(io::stdout().lock(), write)?);
    };
    let failed = |source| Failure::Output { path: path.to_owned(), source };
    if is_stream(path) {
        let stream = File::options().append(true).open(path).map_err(failed)?;
        return finish(stream, write).map_err(failed);
    }
    // What a link leads to is written, and the link stays.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let problem =
            format!("{}: cannot be written: there is no folder {}", path.display(), folder.display());
        return Err(Failure::Call(problem));
    }
    replace(&target, folder, write).map_err(failed)
}

/// Devices and pipes are written to as they are: a file must not take their place.
fn is_stream(path: &Path) -> bool {
    let is_other = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    is_other || OPEN.iter().any(|open| path.starts_with(open))
}

fn finish(sink: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut sink = io::BufWriter::new(sink);
    write(&mut sink)?;
    sink.flush()
}

fn replace(
    target: &Path,
    folder: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // As any new file: what the umask leaves of it.
        use std::os::unix::fs::PermissionsExt;
        file.permissions(fs::Permissions::from_mode(0o666));
    }
    // Its kind alone: the rest would be about the temporary file, of which nobody has heard.
    let file = file.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    finish(file.as_file(), write)?;
    file.as_file().sync_all()?;
    file.persist(target).map(drop).map_err(|error| error.error)
}
