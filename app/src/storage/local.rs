//! Images in a directory. A file has its name only when it is whole and on the disk.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use thiserror::Error;
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tracing::warn;
use uuid::Uuid;

use super::LARGEST_IMAGE;
use crate::image_type;

const UNFINISHED: &str = "part";

/// An unfinished file of this age belongs to nobody any more: no request lasts as long.
const ABANDONED: Duration = Duration::from_secs(600);

/// The directory with the images.
#[derive(Debug)]
pub(crate) struct Local {
    directory: PathBuf,
}

/// Why an upload was not taken.
#[derive(Debug, Error)]
pub(crate) enum UploadError {
    #[error("the image is empty")]
    Empty,
    #[error("the image is larger than {LARGEST_IMAGE} bytes")]
    TooLarge,
    #[error("the file is not a JPEG, PNG, WebP or GIF image")]
    NotAnImage,
    #[error("the image could not be stored: {0}")]
    Io(#[from] io::Error),
}

impl Local {
    /// Makes the directory where it is missing, and clears what a killed process left unfinished in it.
    pub(crate) async fn open(directory: &Path) -> io::Result<Self> {
        let with_path = |error: io::Error| {
            io::Error::new(error.kind(), format!("LOCAL_UPLOAD_DIR {}: {error}", directory.display()))
        };
        fs::create_dir_all(directory).await.map_err(with_path)?;
        let local = Self { directory: directory.to_owned() };
        let probe = local.start().await.map_err(with_path)?;
        drop(probe);
        local.clear_abandoned().await.map_err(with_path)?;
        Ok(local)
    }

    /// A new upload. Dropped before [`Upload::finish`] it leaves nothing behind.
    pub(crate) async fn start(&self) -> io::Result<Upload> {
        let path = self.directory.join(format!("{}.{UNFINISHED}", Uuid::new_v4()));
        let file = OpenOptions::new().write(true).create_new(true).open(&path).await?;
        Ok(Upload { file, temporary: Temporary(path), head: Vec::new(), length: 0 })
    }

    /// The whole image, opened, and its length; none when there is no such image.
    pub(crate) async fn read(&self, image: Uuid) -> io::Result<Option<(File, u64)>> {
        let file = match File::open(self.path(image)).await {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let length = file.metadata().await?.len();
        Ok(Some((file, length)))
    }

    /// The media type of a stored image; none when there is no such image.
    pub(crate) async fn find(&self, image: Uuid) -> io::Result<Option<&'static str>> {
        let Some((file, _)) = self.read(image).await? else {
            return Ok(None);
        };
        let mut head = Vec::with_capacity(image_type::ENOUGH);
        file.take(image_type::ENOUGH as u64).read_to_end(&mut head).await?;
        Ok(image_type::detect(&head))
    }

    /// Gives a complete upload its name, replacing what had it.
    pub(crate) async fn publish(&self, upload: Complete, image: Uuid) -> io::Result<()> {
        fs::rename(&upload.temporary.0, self.path(image)).await?;
        // The rename is on the disk only when the directory is.
        File::open(&self.directory).await?.sync_all().await
    }

    /// The name is the id and nothing that a caller wrote.
    fn path(&self, image: Uuid) -> PathBuf {
        self.directory.join(image.hyphenated().to_string())
    }

    async fn clear_abandoned(&self) -> io::Result<()> {
        let mut entries = fs::read_dir(&self.directory).await?;
        while let Some(entry) = entries.next_entry().await? {
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != UNFINISHED) {
                continue;
            }
            let modified = entry.metadata().await?.modified()?;
            let age = SystemTime::now().duration_since(modified).unwrap_or_default();
            if age > ABANDONED {
                fs::remove_file(&path).await?;
            }
        }
        Ok(())
    }
}

/// An upload under way.
#[derive(Debug)]
pub(crate) struct Upload {
    file: File,
    temporary: Temporary,
    head: Vec<u8>,
    length: u64,
}

/// An upload that is whole, is an image, and is on the disk, without its name yet.
#[derive(Debug)]
pub(crate) struct Complete {
    temporary: Temporary,
    pub(crate) content_type: &'static str,
}

impl Upload {
    /// Adds the next bytes.
    pub(crate) async fn write(&mut self, chunk: &[u8]) -> Result<(), UploadError> {
        self.length += chunk.len() as u64;
        if self.length > LARGEST_IMAGE {
            return Err(UploadError::TooLarge);
        }
        let missing = image_type::ENOUGH.saturating_sub(self.head.len());
        self.head.extend_from_slice(&chunk[..chunk.len().min(missing)]);
        Ok(self.file.write_all(chunk).await?)
    }

    /// Checks the image and waits until it is on the disk.
    pub(crate) async fn finish(mut self) -> Result<Complete, UploadError> {
        if self.length == 0 {
            return Err(UploadError::Empty);
        }
        let content_type = image_type::detect(&self.head).ok_or(UploadError::NotAnImage)?;
        self.file.flush().await?;
        self.file.sync_all().await?;
        Ok(Complete { temporary: self.temporary, content_type })
    }
}

/// A file that is removed with this value, unless it was renamed.
#[derive(Debug)]
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                warn!(%error, "an unfinished upload could not be removed");
            }
            _ => {}
        }
    }
}
