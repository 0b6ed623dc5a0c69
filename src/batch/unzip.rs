//! Unpacks an archive that nobody has looked into, within limits.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

/// Bounds on an archive and on what is in it.
#[derive(Debug, Clone)]
struct Limits {
    /// Of the archive itself, in bytes.
    archive_bytes: u64,
    /// Of files and folders in it.
    entries: usize,
    /// Of all files together, unpacked, in bytes.
    bytes: u64,
    /// How many times its own size an archive may unpack to, from [`Limits::small`] on. Text packs to a twentieth.
    ratio: u64,
    /// What no ratio is asked of, in bytes.
    small: u64,
    /// Of folders within each other.
    depth: usize,
}

const LIMITS: Limits = Limits {
    archive_bytes: 256 << 20,
    entries: 50_000,
    bytes: 512 << 20,
    ratio: 200,
    small: 16 << 20,
    depth: 32,
};

/// Folders that are left out: what is installed, and what belongs to the machine that it comes from.
const LEFT_OUT: [&str; 6] = [".git", ".venv", "__MACOSX", "__pycache__", "node_modules", "venv"];

/// Unpacks an archive into an empty folder.
///
/// # Errors
/// What makes it no plain archive of plain files within the limits, in words. What was unpacked until then stays.
pub(super) fn unzip(archive: &Path, into: &Path) -> Result<(), String> {
    unzip_within(archive, into, &LIMITS)
}

fn unzip_within(archive: &Path, into: &Path, limits: &Limits) -> Result<(), String> {
    let file = File::open(archive).map_err(|error| format!("cannot be read ({error})"))?;
    let size = file.metadata().map_err(|error| format!("cannot be read ({error})"))?.len();
    if size > limits.archive_bytes {
        return Err(too_much(&format!("{} MiB", limits.archive_bytes >> 20)));
    }
    let mut zip = ZipArchive::new(io::BufReader::new(file)).map_err(|error| unusable(&error))?;
    if zip.len() > limits.entries {
        return Err(too_much(&format!("{} files", limits.entries)));
    }
    if zip.has_duplicate_names() {
        return Err("holds two files of the same name: zip the assignment's folder again".to_owned());
    }
    if zip.has_overlapping_entries().map_err(|error| unusable(&error))? {
        return Err(
            "holds files that share their bytes, as archives do that are made to fill a disk: refused"
                .to_owned(),
        );
    }
    let ratio = size.saturating_mul(limits.ratio).max(limits.small);
    let mut left = limits.bytes.min(ratio);
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|error| unusable(&error))?;
        let name = entry.name().map_err(|error| unusable(&error))?.into_owned();
        let inside = inside(&name, limits.depth)?;
        if inside.components().any(|part| LEFT_OUT.iter().any(|name| part.as_os_str() == *name)) {
            continue;
        }
        let path = into.join(&inside);
        if entry.is_dir() {
            fs::create_dir_all(&path).map_err(|error| unwritable(&name, &error))?;
            continue;
        }
        if !is_regular(entry.unix_mode()) {
            return Err(format!(
                "{}: a link or device, which is not unpacked: zip only files and folders",
                shown(&name)
            ));
        }
        fs::create_dir_all(path.parent().unwrap_or(into)).map_err(|error| unwritable(&name, &error))?;
        let mut file = File::create_new(&path).map_err(|error| unwritable(&name, &error))?;
        let written = io::copy(&mut entry.take(left + 1), &mut file).map_err(|error| {
            format!("{}: cannot be unpacked ({error}): zip the assignment's folder again", shown(&name))
        })?;
        if written > left {
            let limit = limits.bytes.min(ratio) >> 20;
            return Err(format!(
                "unpacks to more than {limit} MiB, far more than an assignment: zip only cdk/, app/, web/ and SUNET"
            ));
        }
        left -= written;
    }
    open_to_others(into).map_err(|error| unwritable("", &error))
}

/// A name as a path below the folder that is unpacked into.
fn inside(name: &str, depth: usize) -> Result<PathBuf, String> {
    let refuse =
        |problem: &str| Err(format!("{}: {problem}: zip the assignment's folder again", shown(name)));
    // Windows' own archiver once wrote these.
    let plain = name.replace('\\', "/");
    let path = Path::new(&plain);
    if name.contains('\0')
        || !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
    {
        return refuse("a path that leaves the archive");
    }
    let parts: PathBuf = path.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    if parts.components().count() > depth {
        return refuse("too many folders within each other");
    }
    Ok(parts)
}

/// Archives that were not made on Unix have no mode.
fn is_regular(mode: Option<u32>) -> bool {
    const TYPE: u32 = 0o170_000;
    const REGULAR: u32 = 0o100_000;
    mode.is_none_or(|mode| matches!(mode & TYPE, 0 | REGULAR))
}

/// The sandbox runs the app as a user of its own, who must be able to read it.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        let mode = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

fn shown(name: &str) -> String {
    const MOST: usize = 100;
    name.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn too_much(limit: &str) -> String {
    format!("more than {limit}, far more than an assignment: zip only cdk/, app/, web/ and SUNET")
}

fn unusable(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            "encrypted: hand in an archive without a password".to_owned()
        }
        error => format!("no zip archive that can be unpacked ({error}): zip the assignment's folder again"),
    }
}

fn unwritable(name: &str, error: &io::Error) -> String {
    format!("{}: cannot be unpacked ({error}): free some space, or set TMPDIR", shown(name))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// An archive, and a folder to unpack it into.
    struct Case {
        folder: tempfile::TempDir,
    }

    impl Case {
        fn new(fill: impl FnOnce(&mut ZipWriter<File>)) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let mut writer = ZipWriter::new(File::create(folder.path().join("a.zip")).unwrap());
            fill(&mut writer);
            writer.finish().unwrap();
            fs::create_dir(folder.path().join("out")).unwrap();
            Self { folder }
        }

        fn files(files: &[(&str, &[u8])]) -> Self {
            Self::new(|writer| {
                for (name, bytes) in files {
                    writer.start_file(*name, SimpleFileOptions::default()).unwrap();
                    writer.write_all(bytes).unwrap();
                }
            })
        }

        fn unzip(&self, limits: &Limits) -> Result<(), String> {
            unzip_within(&self.folder.path().join("a.zip"), &self.folder.path().join("out"), limits)
        }

        fn refused(&self, limits: &Limits, problem: &str) {
            let error = self.unzip(limits).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
    }

    #[test]
    fn files_are_unpacked_and_what_is_installed_is_left_out() {
        let case = Case::files(&[
            ("hw/cdk/cdk.json", b"{}"),
            ("hw\\SUNET", b"codyho"),
            ("hw/cdk/node_modules/x/index.js", b"x"),
            ("__MACOSX/hw/._SUNET", b"x"),
        ]);
        case.unzip(&LIMITS).unwrap();
        let out = case.folder.path().join("out");
        assert_eq!(fs::read(out.join("hw/cdk/cdk.json")).unwrap(), b"{}");
        assert_eq!(fs::read(out.join("hw/SUNET")).unwrap(), b"codyho");
        assert!(!out.join("__MACOSX").exists() && !out.join("hw/cdk/node_modules").exists());
    }

    #[test]
    fn nothing_is_written_outside() {
        for name in ["../evil", "a/../../evil", "/evil", "..\\evil", "a/\0b"] {
            Case::files(&[(name, b"x")]).refused(&LIMITS, "a path that leaves the archive");
        }
        Case::files(&[(&"a/".repeat(40), b"x")]).refused(&LIMITS, "too many folders");
    }

    #[test]
    fn links_are_refused() {
        let case = Case::new(|writer| {
            writer.add_symlink("cdk", "/etc", SimpleFileOptions::default()).unwrap();
        });
        case.refused(&LIMITS, "cdk: a link or device");
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let zeros = vec![0; 3 << 20];
        let case = Case::files(&[("a", &zeros), ("b", &zeros)]);
        case.refused(&Limits { bytes: 5 << 20, ..LIMITS }, "unpacks to more than 5 MiB");
        let case = Case::files(&[("a", &zeros), ("b", &zeros)]);
        case.refused(&Limits { small: 1 << 20, ..LIMITS }, "unpacks to more than 1 MiB");
        let case = Case::files(&[("a", b"x"), ("b", b"x"), ("c", b"x")]);
        case.refused(&Limits { entries: 2, ..LIMITS }, "more than 2 files");
        case.refused(&Limits { archive_bytes: 10, ..LIMITS }, "more than 0 MiB");
    }

    #[test]
    fn files_that_share_their_bytes_are_refused() {
        let case = Case::new(|writer| {
            writer.start_file("a", SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![0; 1 << 20]).unwrap();
            writer.shallow_copy_file("a", "b").unwrap();
        });
        case.refused(&LIMITS, "share their bytes");
    }

    #[test]
    fn what_is_no_archive_is_told() {
        let case = Case::files(&[("a", b"x")]);
        fs::write(case.folder.path().join("a.zip"), "not a zip").unwrap();
        case.refused(&LIMITS, "no zip archive that can be unpacked");
    }
}
