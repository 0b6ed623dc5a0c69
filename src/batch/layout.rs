//! Where in a submission the CDK app and the cloud assembly are.

use std::fs;
use std::path::{Path, PathBuf};

use super::find::is_junk;

/// Folders around the submission that hold nothing else: a zipped folder has one, one that was zipped twice two.
const MOST_AROUND: usize = 3;

/// What a submission holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// The assignment's root, where `SUNET` is.
    pub(super) root: PathBuf,
    /// The folder with `cdk.json`.
    pub(super) app: Option<PathBuf>,
    /// The cloud assembly.
    pub(super) assembly: Option<PathBuf>,
}

impl Layout {
    /// Looks into a submission's folder. Links are not followed.
    ///
    /// # Errors
    /// Neither an app nor an assembly; in words.
    pub(super) fn find(folder: &Path) -> Result<Self, String> {
        fs::read_dir(folder).map_err(|error| format!("cannot be read ({error}): check its permissions"))?;
        let mut root = folder.to_owned();
        for _ in 0..=MOST_AROUND {
            if let Some(layout) = Self::at(&root)? {
                return Ok(layout);
            }
            match only_folder(&root) {
                Some(inside) => root = inside,
                None => break,
            }
        }
        Err("holds neither a CDK app (cdk/cdk.json) nor a cloud assembly (cdk/cdk.out): hand in the assignment's folder"
            .to_owned())
    }

    fn at(root: &Path) -> Result<Option<Self>, String> {
        for part in ["cdk", "cdk.out", "cdk/cdk.out"] {
            if root.join(part).is_symlink() {
                return Err(format!("{part} is a link, which is not followed: hand in the folder itself"));
            }
        }
        let apps = [root.join("cdk"), root.to_owned()];
        let app = apps.into_iter().find(|folder| is_file(&folder.join("cdk.json")));
        let inside = [root.join("cdk/cdk.out"), root.join("cdk.out")];
        let inside = inside.into_iter().find(|folder| is_folder(folder));
        let assembly = inside.or_else(|| is_assembly(root).then(|| root.to_owned()));
        if app.is_none() && assembly.is_none() {
            return Ok(None);
        }
        Ok(Some(Self { root: root.to_owned(), app, assembly }))
    }
}

fn is_assembly(folder: &Path) -> bool {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| {
        let name = name.to_string_lossy();
        name == "manifest.json" || name.ends_with(".template.json")
    })
}

/// The one folder in a folder, whatever files are beside it.
fn only_folder(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let mut folders = entries.filter(|entry| {
        entry.file_type().is_ok_and(|kind| kind.is_dir()) && !is_junk(&entry.file_name().to_string_lossy())
    });
    let first = folders.next()?;
    folders.next().is_none().then(|| first.path())
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(files: &[&str]) -> (tempfile::TempDir, Result<Layout, String>) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        let layout = Layout::find(folder.path());
        (folder, layout)
    }

    fn expect(files: &[&str], root: &str, app: Option<&str>, assembly: Option<&str>) {
        let (folder, layout) = layout(files);
        let below =
            |path: &str| if path.is_empty() { folder.path().to_owned() } else { folder.path().join(path) };
        let expected = Layout { root: below(root), app: app.map(below), assembly: assembly.map(below) };
        assert_eq!(layout, Ok(expected), "{files:?}");
    }

    #[test]
    fn apps_and_assemblies_are_found_also_in_a_folder_around_them() {
        expect(&["manifest.json"], "", None, Some(""));
        expect(&["a.template.json", "asset.1/index.js"], "", None, Some(""));
        expect(&["cdk/cdk.out/manifest.json"], "", None, Some("cdk/cdk.out"));
        expect(&["cdk.out/manifest.json", "SUNET"], "", None, Some("cdk.out"));
        expect(&["cdk/cdk.json", "cdk/cdk.out/manifest.json", "web/x"], "", Some("cdk"), Some("cdk/cdk.out"));
        expect(&["cdk.json", "app.py"], "", Some(""), None);
        expect(&["hw/cdk/cdk.json", "__MACOSX/hw/x", "notes.txt"], "hw", Some("hw/cdk"), None);
        expect(&["a/b/c/cdk/cdk.json"], "a/b/c", Some("a/b/c/cdk"), None);
    }

    #[test]
    fn what_holds_neither_is_told() {
        for files in [&["README"][..], &["a/x", "b/cdk/cdk.json"], &["a/b/c/d/cdk/cdk.json"]] {
            let (_folder, layout) = layout(files);
            assert!(layout.unwrap_err().contains("neither a CDK app"), "{files:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (other, _) = layout(&["cdk/cdk.out/manifest.json"]);
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(other.path().join("cdk"), folder.path().join("cdk")).unwrap();
        assert_eq!(
            Layout::find(folder.path()).unwrap_err(),
            "cdk is a link, which is not followed: hand in the folder itself"
        );
    }
}
