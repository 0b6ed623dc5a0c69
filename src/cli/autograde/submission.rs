//! What was handed in: where the assignment is, whose it is, and who handed it in.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use infragrade::sunet::{self, Sunet};
use serde::Deserialize;

use super::board::Board;
use super::{is_folder, text};

const WHOLE: &str = "hand in the assignment's whole folder, with cdk/, app/, web/ and SUNET in it";

pub(super) struct Submission {
    /// The folder that holds `cdk/`, or why there is none.
    pub(super) root: Result<PathBuf, String>,
    /// The content of the file `SUNET`, or why there is none.
    pub(super) sunet: Result<Sunet, String>,
}

impl Submission {
    /// Looks in the folder itself, and in those that are in it: many hand in a folder.
    pub(super) fn find(folder: &Path) -> Self {
        let inside = folders(folder);
        let root = root(folder, &inside);
        let beside = match (&root, inside.as_slice()) {
            (Ok(root), _) => root.clone(),
            (Err(_), [only]) if !folder.join("SUNET").exists() => only.clone(),
            (Err(_), _) => folder.to_owned(),
        };
        Self { root, sunet: read_sunet(&beside.join("SUNET")) }
    }

    /// Tells the course staff what they should know of it.
    pub(super) fn tell(&self, submitters: &Result<Vec<String>, String>, board: &mut Board) {
        if let Ok(root) = &self.root
            && root.join("cdk/cdk.out").exists()
        {
            board.staff("a cdk.out was handed in; it is not used, the app is synthesized afresh");
        }
        if let Ok(sunet) = &self.sunet {
            board.set_sunet(sunet.to_string());
        }
        let emails = match submitters {
            Ok(emails) => emails,
            Err(problem) => return board.staff(format!("who handed in is not known: {problem}")),
        };
        board.staff(format!("handed in by {}", emails.join(", ")));
        if let Ok(sunet) = &self.sunet
            && !emails.iter().any(|email| is_of(email, sunet))
        {
            board.flag(format!(
                "the submission's SUNET is {sunet}, which is not the name in any of its submitters' addresses ({})",
                emails.join(", ")
            ));
        }
    }
}

fn root(folder: &Path, inside: &[PathBuf]) -> Result<PathBuf, String> {
    if is_folder(&folder.join("cdk")) {
        return Ok(folder.to_owned());
    }
    if fs::symlink_metadata(folder.join("cdk")).is_ok() {
        return Err(format!("cdk is a link or a file, not a folder: {WHOLE}"));
    }
    let found: Vec<_> = inside.iter().filter(|inside| is_folder(&inside.join("cdk"))).collect();
    match found.as_slice() {
        [root] => Ok((*root).clone()),
        [] if folder.join("cdk.json").exists() => {
            Err(format!("only the content of cdk/ was handed in: {WHOLE}"))
        }
        [] => Err(format!("there is no folder cdk/ in what was handed in: {WHOLE}")),
        several => {
            let names: Vec<_> = several.iter().map(|path| name(path)).collect();
            Err(format!(
                "there are several assignments in what was handed in ({}): {WHOLE}",
                names.join(", ")
            ))
        }
    }
}

/// The folders in a folder that can be an assignment's, sorted; of very many, the first.
fn folders(folder: &Path) -> Vec<PathBuf> {
    const MOST: usize = 1000;
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(MOST);
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| is_folder(path) && !is_extra(&name(path))).collect();
    found.sort();
    found
}

/// What version control and the archiver of macOS add.
fn is_extra(name: &str) -> bool {
    name.starts_with('.') || name == "__MACOSX"
}

fn name(path: &Path) -> String {
    text::line(&path.file_name().unwrap_or_default().to_string_lossy())
}

fn read_sunet(path: &Path) -> Result<Sunet, String> {
    const HINT: &str = "put your SUNet ID, such as codyho, into a text file SUNET beside the folder cdk, and hand that in too";
    match fs::symlink_metadata(path) {
        Err(_) => return Err(format!("there is no file SUNET, so the website is not known: {HINT}")),
        Ok(found) if !found.is_file() => return Err(format!("SUNET is no regular file: {HINT}")),
        Ok(_) if is_utf16(path) => {
            let fix = "save it as UTF-8 (in PowerShell: `Set-Content -Encoding ascii SUNET codyho`)";
            return Err(format!("SUNET is a text of UTF-16, which PowerShell writes: {fix}"));
        }
        Ok(_) => {}
    }
    match sunet::read(path) {
        Ok(Some(sunet)) => Ok(sunet),
        Ok(None) => Err(format!("there is no file SUNET, so the website is not known: {HINT}")),
        Err(error) => Err(error.to_string().replace(&*path.to_string_lossy(), "SUNET")),
    }
}

fn is_utf16(path: &Path) -> bool {
    let mut mark = [0; 2];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut mark));
    read.is_ok() && matches!(mark, [0xff, 0xfe] | [0xfe, 0xff])
}

/// Whether an address is that of the person with this id.
fn is_of(email: &str, sunet: &Sunet) -> bool {
    email.split('@').next().is_some_and(|name| name.eq_ignore_ascii_case(&sunet.to_string()))
}

#[derive(Deserialize)]
struct Metadata {
    users: Vec<User>,
}

#[derive(Deserialize)]
struct User {
    email: String,
}

/// The addresses of those who handed in, from Gradescope's metadata.
pub(super) fn submitters(root: &Path) -> Result<Vec<String>, String> {
    const MOST: u64 = 16 << 20;
    let path = root.join("submission_metadata.json");
    let file = File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let metadata: Metadata = serde_json::from_reader(file.take(MOST))
        .map_err(|error| format!("{}: not as expected ({error})", path.display()))?;
    let emails: BTreeSet<String> = metadata.users.iter().map(|user| text::line(&user.email)).collect();
    Ok(emails.into_iter().collect())
}
