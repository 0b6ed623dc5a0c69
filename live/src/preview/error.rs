//! Why a preview cannot be run at all. What is wrong with a deployment is no error: it is previewed.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::robot::PemError;

/// See the module.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The backend's program is not there.
    #[error("{}: there is no backend to run; give --app the path of the program yoctogram, or run this where app/ is", .0.display())]
    NoApp(PathBuf),
    /// The backend cannot be built.
    #[error("{}: the backend cannot be built ({problem}); mend that, or give --app the path of the program", source_folder.display())]
    Build {
        /// Where its source is.
        source_folder: PathBuf,
        /// What cargo ended with.
        problem: String,
    },
    /// The built frontend is not there.
    #[error("{}: there is no built website; run `npm install && npm run build` in web/, or give --web the folder of one", .0.display())]
    NoWeb(PathBuf),
    /// PostgreSQL is not installed.
    #[error("PostgreSQL's server is not installed; run: apt-get install postgresql")]
    NoPostgresql,
    /// A database does not start.
    #[error("{title}: the database cannot be started: {problem}")]
    Database {
        /// The cluster's construct path.
        title: String,
        /// What was said.
        problem: String,
    },
    /// A program cannot be started.
    #[error("{program} cannot be started: {source}; on Debian it is in the package util-linux")]
    Program {
        /// Its name.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// A loopback port or a temporary folder cannot be had.
    #[error("this machine gives no loopback port or temporary folder: {0}")]
    Machine(io::Error),
    /// A file of the preview's.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The storage server.
    #[error("the storage server: {0}")]
    Storage(String),
    /// What clients are told to trust.
    #[error("the preview's certificate: {0}")]
    Certificate(#[from] PemError),
    /// The throw-away authority.
    #[error("the preview's certificates: {0}")]
    Tls(String),
}

impl Error {
    pub(super) fn tls(error: impl fmt::Display) -> Self {
        Self::Tls(error.to_string())
    }

    pub(super) fn listen(error: io::Error) -> Self {
        Self::Machine(error)
    }

    pub(super) fn file(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}
