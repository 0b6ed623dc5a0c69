//! Where the bytes of images are: S3 in production, a directory elsewhere.

mod local;
mod s3;

pub(crate) use local::{Complete, Local, UploadError};
pub use s3::{Endpoint, PresignedPost, presign_get, presign_post};
pub(crate) use s3::{Found, S3};

/// The largest image that may be uploaded, in bytes.
pub const LARGEST_IMAGE: u64 = 10_000_000;
