//! What can go wrong while constructs are made or synthesized.

use std::path::PathBuf;

use thiserror::Error;

/// Why a construct or an assembly could not be made. Where the CDK has an error for it, the message is the CDK's.
#[derive(Debug, Error)]
pub enum Error {
    /// A construct was given something that it does not take.
    #[error("{path}: {message}")]
    Construct {
        /// Path of the construct in the tree.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// Something that belongs to no single construct.
    #[error("{0}")]
    Message(String),
    /// Constructs that do not agree with themselves, found at synthesis.
    #[error("Validation failed with the following errors:\n  {}", .0.join("\n  "))]
    Validation(Vec<String>),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
}

/// A result whose error is [`enum@Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error that belongs to no single construct.
    pub fn message(message: impl Into<String>) -> Error {
        Error::Message(message.into())
    }

    /// An error about a file or folder.
    pub fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Error {
        Error::Io { path: path.into(), source }
    }
}
