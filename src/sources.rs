//! Which files of the app an assembly was synthesized from, to tell whether they are still the same.
//!
//! Times alone do not tell it: git sets a file's time anew whenever it touches the file, as pre-commit has it do with each
//! that is staged in part. So `infragrade synth` leaves digests of the files in the assembly.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::source::files::App;

/// The record's file in an assembly.
pub const FILE: &str = "infragrade.sources.json";

const SCHEMA: &str = "infragrade/sources/v1";

/// Files other than Python's own that decide what is synthesized.
const SETTINGS: [&str; 2] = ["cdk.json", "cdk.context.json"];

/// Of a record, and of what is digested.
const MOST_BYTES: u64 = 16 << 20;

/// The digests of an app's files, by path from the app's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources(BTreeMap<String, String>);

#[derive(Serialize, Deserialize)]
struct Record {
    schema: String,
    /// The digest of the assembly's `manifest.json`: what a later `cdk synth` wrote in its place is another assembly.
    manifest: String,
    files: BTreeMap<String, String>,
}

impl Sources {
    /// Reads the app in a folder.
    pub fn of_app(folder: &Path) -> Self {
        Self::of(&App::in_folder(folder))
    }

    fn of(app: &App) -> Self {
        let files = app.files().into_iter().map(|(path, text)| (path, digest(text.as_bytes())));
        let settings = SETTINGS.iter().filter_map(|name| {
            let bytes = read(&app.folder.join(name)).ok()?;
            Some(((*name).to_owned(), digest(&bytes)))
        });
        Self(files.chain(settings).collect())
    }

    /// Leaves the digests in an assembly that was synthesized from these files.
    pub fn record(&self, assembly: &Path) -> io::Result<()> {
        let manifest = digest(&read(&assembly.join("manifest.json"))?);
        let record = Record { schema: SCHEMA.to_owned(), manifest, files: self.0.clone() };
        let mut text = serde_json::to_string_pretty(&record)?;
        text.push('\n');
        fs::write(assembly.join(FILE), text)
    }
}

/// A file of the app that was changed after an assembly was synthesized, named from the assignment's root. `app` is the folder with
/// `cdk.json`; by default it is looked for above the assembly.
///
/// A file that is newer than the assembly counts as changed, unless the assembly's record has the same content.
pub fn changed(assembly: &Path, app: Option<&Path>) -> Option<String> {
    changed_from(&recorded(assembly).unwrap_or_default(), assembly, app)
}

/// The same, where that is beyond doubt: of an assembly without a record nothing is said. The times alone are anything in a
/// fresh clone or an unpacked archive.
pub fn changed_since_recorded(assembly: &Path, app: Option<&Path>) -> Option<String> {
    changed_from(&recorded(assembly)?, assembly, app)
}

fn changed_from(recorded: &BTreeMap<String, String>, assembly: &Path, app: Option<&Path>) -> Option<String> {
    let app = app.map(App::in_folder).or_else(|| App::of_assembly(assembly))?;
    let made = fs::metadata(assembly.join("manifest.json")).and_then(|found| found.modified()).ok()?;
    let is_newer = |path: &str| {
        let modified = fs::metadata(app.folder.join(path)).and_then(|found| found.modified());
        modified.is_ok_and(|modified| modified > made)
    };
    let Sources(files) = Sources::of(&app);
    let changed = files.iter().find(|(path, digest)| is_newer(path) && recorded.get(*path) != Some(*digest));
    changed.map(|(path, _)| format!("{}{path}", app.prefix))
}

/// The record, if it is about this assembly.
fn recorded(assembly: &Path) -> Option<BTreeMap<String, String>> {
    let record: Record = serde_json::from_slice(&read(&assembly.join(FILE)).ok()?).ok()?;
    let is_its =
        record.schema == SCHEMA && record.manifest == digest(&read(&assembly.join("manifest.json")).ok()?);
    is_its.then_some(record.files)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use std::time::{Duration, SystemTime};

    use super::*;

    const LATER: Duration = Duration::from_secs(60);

    /// An app with an assembly that is older than all of its files.
    fn app() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let cdk = root.path().join("cdk");
        fs::create_dir_all(cdk.join("cdk.out")).unwrap();
        fs::write(cdk.join("cdk.json"), r#"{"app": "python3 app.py"}"#).unwrap();
        fs::write(cdk.join("app.py"), "a = 1\n").unwrap();
        let manifest = File::create(cdk.join("cdk.out/manifest.json")).unwrap();
        manifest.set_modified(SystemTime::now() - LATER).unwrap();
        root
    }

    fn found(root: &tempfile::TempDir) -> Option<String> {
        changed(&root.path().join("cdk/cdk.out"), None)
    }

    fn found_for_sure(root: &tempfile::TempDir) -> Option<String> {
        changed_since_recorded(&root.path().join("cdk/cdk.out"), None)
    }

    #[test]
    fn without_a_record_the_times_decide() {
        let root = app();
        assert_eq!(found(&root).as_deref(), Some("cdk/app.py"));
        assert_eq!(found_for_sure(&root), None);
        let manifest =
            File::options().append(true).open(root.path().join("cdk/cdk.out/manifest.json")).unwrap();
        manifest.set_modified(SystemTime::now() + LATER).unwrap();
        assert_eq!(found(&root), None);
    }

    #[test]
    fn with_a_record_the_content_decides() {
        let root = app();
        let cdk = root.path().join("cdk");
        Sources::of_app(&cdk).record(&cdk.join("cdk.out")).unwrap();
        assert_eq!(found(&root), None, "newer, but the same");
        assert_eq!(found_for_sure(&root), None);
        fs::write(cdk.join("cdk.json"), "{}").unwrap();
        assert_eq!(found(&root).as_deref(), Some("cdk/cdk.json"));
        assert_eq!(found_for_sure(&root), found(&root));
        fs::write(cdk.join("cdk.json"), r#"{"app": "python3 app.py"}"#).unwrap();
        fs::write(cdk.join("stack.py"), "").unwrap();
        assert_eq!(found(&root).as_deref(), Some("cdk/stack.py"), "a new file");
    }

    #[test]
    fn a_record_of_another_assembly_does_not_count() {
        let root = app();
        let cdk = root.path().join("cdk");
        Sources::of_app(&cdk).record(&cdk.join("cdk.out")).unwrap();
        let manifest = cdk.join("cdk.out/manifest.json");
        fs::write(&manifest, "{}").unwrap();
        File::options()
            .append(true)
            .open(&manifest)
            .unwrap()
            .set_modified(SystemTime::now() - LATER)
            .unwrap();
        assert_eq!(found(&root).as_deref(), Some("cdk/app.py"));
        assert_eq!(found_for_sure(&root), None);
        for broken in ["", "[]", "{\"schema\": \"infragrade/sources/v1\"}"] {
            fs::write(cdk.join("cdk.out").join(FILE), broken).unwrap();
            assert_eq!(found(&root).as_deref(), Some("cdk/app.py"), "{broken}");
            assert_eq!(found_for_sure(&root), None, "{broken}");
        }
    }
}
