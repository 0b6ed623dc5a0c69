//! Where a report goes: standard output, or a file that is written whole or not at all.

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

/// Passes a sink to `write`, and puts what it wrote where it belongs.
pub(super) fn to(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let Some(path) = path else {
        let mut sink = io::BufWriter::new(io::stdout().lock());
        write(&mut sink)?;
        return Ok(sink.flush()?);
    };
    let failed = |source| Failure::Output { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // As any new file: what the umask leaves of it.
        use std::os::unix::fs::PermissionsExt;
        file.permissions(std::fs::Permissions::from_mode(0o666));
    }
    // Its kind alone: the rest would be about the temporary file, of which nobody has heard.
    let file = file.tempfile_in(folder).map_err(|error| failed(error.kind().into()))?;
    let mut sink = io::BufWriter::new(file);
    write(&mut sink).map_err(failed)?;
    let file = sink.into_inner().map_err(|error| failed(error.into_error()))?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
