//! Finds and reads the Python files of a CDK app.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Bounds on what is read. The course's own app has 6 files of 16 KB together.
const MOST_FILES: usize = 200;
const MOST_ENTRIES: usize = 20_000;
const MOST_BYTES_OF_A_FILE: u64 = 512 << 10;
const MOST_BYTES: usize = 2 << 20;
const DEEPEST: usize = 12;

/// Folders in which nobody's own source is.
const FOREIGN: [&str; 8] =
    ["node_modules", "cdk.out", "venv", "env", "__pycache__", "site-packages", "dist", "build"];

/// A CDK app's folder.
pub(crate) struct App {
    pub(crate) folder: PathBuf,
    /// What stands before a file's path when it is named from the assignment's root: `cdk/` or nothing.
    pub(crate) prefix: String,
    /// The file that `cdk.json` has run.
    pub(crate) entry: String,
}

impl App {
    /// The app that an assembly was made by: the nearest folder above it that holds `cdk.json`.
    pub(crate) fn of_assembly(assembly: &Path) -> Option<Self> {
        const FARTHEST: usize = 2;
        let assembly = fs::canonicalize(assembly).ok()?;
        assembly
            .ancestors()
            .skip(1)
            .take(FARTHEST)
            .find(|folder| folder.join("cdk.json").is_file())
            .map(Self::in_folder)
    }

    pub(crate) fn in_folder(folder: &Path) -> Self {
        let is_root = [".git", "SUNET", "grade.sh"].iter().any(|mark| folder.join(mark).exists());
        let name = folder.file_name().and_then(|name| name.to_str()).filter(|_| !is_root);
        let prefix = name.map(|name| format!("{name}/")).unwrap_or_default();
        Self { folder: folder.to_owned(), prefix, entry: entry(folder) }
    }

    /// The text of its Python files, sorted by path, which is relative to its folder.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut bytes = 0;
        let walk = WalkDir::new(&self.folder).max_depth(DEEPEST).sort_by_file_name().into_iter();
        let own = walk
            .filter_entry(|entry| entry.depth() == 0 || !is_foreign(&entry.file_name().to_string_lossy()));
        // Links are not followed: they may lead out of the assignment.
        for entry in own.take(MOST_ENTRIES).flatten().filter(|entry| entry.file_type().is_file()) {
            let path = entry.path().strip_prefix(&self.folder).ok().and_then(Path::to_str);
            let Some(path) = path.filter(|path| path.ends_with(".py")) else {
                continue;
            };
            let Some(text) = read(entry.path()) else {
                continue;
            };
            bytes += text.len();
            if bytes > MOST_BYTES || found.len() == MOST_FILES {
                break;
            }
            found.push((path.replace(std::path::MAIN_SEPARATOR, "/"), text));
        }
        found
    }
}

fn is_foreign(name: &str) -> bool {
    name.starts_with('.') || FOREIGN.contains(&name) || name.starts_with("asset.")
}

fn read(path: &Path) -> Option<String> {
    let mut text = String::new();
    let file = fs::File::open(path).ok()?;
    file.take(MOST_BYTES_OF_A_FILE + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= MOST_BYTES_OF_A_FILE).then_some(text)
}

/// `app.py` of `"app": "python3 app.py"`.
fn entry(folder: &Path) -> String {
    let settings = read(&folder.join("cdk.json")).and_then(|text| serde_json::from_str(&text).ok());
    let settings: serde_json::Value = settings.unwrap_or_default();
    let command = settings.get("app").and_then(|app| app.as_str()).unwrap_or_default();
    let file = command.split_whitespace().find(|word| word.ends_with(".py"));
    file.map_or("app.py", |file| file.trim_start_matches("./")).to_owned()
}
