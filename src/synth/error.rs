//! Why there is no assembly.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why an app could not be synthesized: each in one line that says where and what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder, its `cdk.json`, Python or node: what is needed before the app can run.
    #[error("{0}")]
    Project(String),
    /// The file `SUNET`.
    #[error(transparent)]
    Sunet(#[from] crate::sunet::Error),
    /// The app ran, and failed.
    #[error("{0}")]
    App(Box<AppFailure>),
    /// The app wrote what is not taken over.
    #[error("the CDK app wrote {0}: let only the CDK write to CDK_OUTDIR")]
    Untrusted(String),
    /// The app ended well and wrote nothing.
    #[error(
        "the CDK app ended without writing a stack: end app.py with app.synth(), after the stacks are made"
    )]
    NoStack,
    /// What it wrote is no cloud assembly.
    #[error("{0}")]
    Assembly(String),
    /// The app was not run, since it could not be confined.
    #[error("the CDK app was not run: {0}")]
    Sandbox(String),
    /// The process that guards the app did not report.
    #[error("the sandbox ended without a word ({0}): please report it")]
    Lost(String),
    /// The output cannot be written.
    #[error("{}: {problem}", path.display())]
    Output {
        /// What was to be written.
        path: PathBuf,
        /// Why it was not, and what to do.
        problem: String,
    },
}

impl Error {
    pub(super) fn scratch(error: io::Error) -> Self {
        let path = std::env::temp_dir();
        Self::Output {
            path,
            problem: format!("cannot be written ({error}): set TMPDIR to a folder that can"),
        }
    }

    /// Whether infragrade is to blame.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Lost(_))
    }
}

/// A CDK app that failed, for the student. All text is bounded and holds no control characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppFailure {
    /// Where in the student's code, such as `cdk/cdk/network_stack.py:24`.
    pub place: Option<String>,
    /// That line of code.
    pub code: Option<String>,
    /// The exception, or what else ended the app.
    pub problem: String,
    /// What to do.
    pub fix: Option<String>,
    /// The end of what the app printed.
    pub printed: String,
}

impl fmt::Display for AppFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place.as_deref().unwrap_or("the CDK app");
        write!(formatter, "{place}: {}", self.problem)?;
        match &self.fix {
            Some(fix) => write!(formatter, ": {fix}"),
            None => Ok(()),
        }
    }
}
