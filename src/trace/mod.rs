//! Where an app's constructs were made, as the tracer inside of its process saw it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use tempfile::TempDir;

/// The tracer, a Python module. In a folder of its own in front of PYTHONPATH, named `sitecustomize.py`, it watches the app
/// that is run with CDK_OUTDIR set, and leaves [`FILE`] there.
pub const TRACER: &str = include_str!("tracer.py");

/// The tracer's file in an assembly.
pub const FILE: &str = "infragrade.trace.json";

const SCHEMA: &str = "infragrade/trace/v1";

/// The course's own app makes 12 KB.
const MOST_BYTES: u64 = 8 << 20;

/// A folder that holds the tracer, to be put in front of PYTHONPATH. Other users can read it, as whom the app may run.
pub fn folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o755));
    }
    let folder = builder.prefix("infragrade-trace-").tempdir()?;
    fs::write(folder.path().join("sitecustomize.py"), TRACER)?;
    Ok(folder)
}

/// What the tracer wrote. Nothing in it is to be trusted: the app could have written it.
#[derive(Debug, Clone, Deserialize)]
pub struct Trace {
    schema: String,
    /// The constructs that the app made, in that order.
    pub constructs: Vec<Call>,
    /// The methods of constructs that the app called.
    #[serde(default)]
    pub calls: Vec<Call>,
}

/// A call that the app made.
#[derive(Debug, Clone, Deserialize)]
pub struct Call {
    /// The path of the construct that was made, or whose method it was.
    pub path: String,
    /// The id that a method was given.
    #[serde(default)]
    pub id: Option<String>,
    /// The app's own frames, innermost first.
    pub frames: Vec<Place>,
    /// The keyword arguments that stand in the call.
    #[serde(default)]
    pub arguments: Vec<Argument>,
}

/// A keyword argument and where it stands.
#[derive(Debug, Clone, Deserialize)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// The line in which it begins, from 1.
    pub line: usize,
    /// The column, from 1 and in characters.
    pub column: usize,
    /// The line in which it ends.
    pub end_line: usize,
    /// The column after its last character.
    pub end_column: usize,
}

/// A call's place. Python before 3.11 knows only the line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Place {
    /// Relative to the app's folder.
    pub file: String,
    /// The line in which it begins, from 1.
    pub line: usize,
    /// The column, from 1 and in characters.
    #[serde(default)]
    pub column: Option<usize>,
    /// The line in which it ends.
    #[serde(default)]
    pub end_line: Option<usize>,
    /// The column after its last character.
    #[serde(default)]
    pub end_column: Option<usize>,
}

/// Reads an assembly's trace; `None` where there is none, or one that nobody can use.
pub fn read(assembly: &Path) -> Option<Trace> {
    let file = File::open(assembly.join(FILE)).ok()?;
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).ok()?;
    let trace: Trace = serde_json::from_slice(&bytes).ok().filter(|_| bytes.len() as u64 <= MOST_BYTES)?;
    (trace.schema == SCHEMA).then_some(trace)
}
