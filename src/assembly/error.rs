//! What can be wrong with a cloud assembly, each in one line that says where and what to do.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why an assembly could not be read. Every variant names the path that it is about.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing at the path.
    #[error("{}: there is no such directory: run `cdk synth` in cdk/ first, then pass the directory that it wrote", .0.display())]
    Missing(PathBuf),
    /// The path is not a directory.
    #[error("{}: not a directory: pass the directory that `cdk synth` wrote (usually cdk.out)", .0.display())]
    NotADirectory(PathBuf),
    /// The directory holds neither a manifest with stacks nor a template.
    #[error("{}: no stack in it: run `cdk synth` in cdk/ first, then pass the directory that it wrote", .0.display())]
    NoStack(PathBuf),
    /// A file that the manifest names is not there.
    #[error("{}: {from} names this file, and it is not there: run `cdk synth` again", path.display())]
    Dangling {
        /// The missing file.
        path: PathBuf,
        /// Who names it.
        from: String,
    },
    /// A path that would leave the assembly's directory.
    #[error("{}: refused to follow `{path}` out of the assembly: run `cdk synth` again into an empty directory", from.display())]
    Outside {
        /// The file that names the path.
        from: PathBuf,
        /// The path as it is written there.
        path: String,
    },
    /// A symbolic link, device, pipe or directory where a file is expected.
    #[error("{}: not a regular file: run `cdk synth` again into an empty directory", .0.display())]
    NotAFile(PathBuf),
    /// The operating system refused.
    #[error("{}: cannot be read ({source}): check its permissions", path.display())]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// More than a limit allows.
    #[error("{}: {what}, more than the {limit} that are read: remove what does not belong to the assignment", path.display())]
    TooLarge {
        /// The file or directory.
        path: PathBuf,
        /// What was found.
        what: String,
        /// What is allowed, with its unit.
        limit: String,
    },
    /// Not UTF-8.
    #[error("{}: not UTF-8 text (byte {offset}): run `cdk synth` again, and do not edit its output", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// Where the first bad byte is, from 0.
        offset: usize,
    },
    /// Not JSON, or JSON that CloudFormation would not take.
    #[error("{}: {problem}: run `cdk synth` again, and do not edit its output", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What and where, in serde_json's or our words.
        problem: String,
    },
    /// JSON whose content is not a manifest or a template.
    #[error("{}: {problem}: run `cdk synth` again, and do not edit its output", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the place in the document.
        problem: String,
    },
    /// Things that refer to each other in a circle.
    #[error("{}: {} refer to each other in a circle, which CloudFormation refuses: break it, then run `cdk synth` again", path.display(), members.join(" → "))]
    Cycle {
        /// The file.
        path: PathBuf,
        /// The circle's members, the first one again at the end.
        members: Vec<String>,
    },
}

impl Error {
    pub(super) fn shape(path: impl Into<PathBuf>, problem: impl Into<String>) -> Self {
        Self::Shape { path: path.into(), problem: problem.into() }
    }
}
