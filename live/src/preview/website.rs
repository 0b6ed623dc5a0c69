//! Bucket deployments: the built website, put into its bucket.

use std::fs;
use std::path::{Path, PathBuf};

use super::Error;
use super::deployment::{Deployment, Resource, strings};
use super::input::Input;
use super::storage::Store;

/// Where the built website is looked for.
pub(super) struct Website<'a> {
    pub(super) input: &'a Input,
    /// The folder that was asked for.
    pub(super) asked: Option<&'a Path>,
    /// The folder that is taken when the assembly holds none.
    pub(super) usual: &'a Path,
}

impl Website<'_> {
    /// Fills the buckets; returns a line about each.
    pub(super) async fn deploy(&self, deployment: &Deployment, store: &Store) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for resource in deployment.of("Custom::CDKBucketDeployment") {
            let bucket = resource.text("DestinationBucketName").unwrap_or_default();
            if !store.has(bucket) {
                lines.push(format!("{}: the bucket {bucket} is in none of the templates", resource.title()));
                continue;
            }
            let prefix = resource
                .text("DestinationBucketKeyPrefix")
                .map(|prefix| format!("{}/", prefix.trim_matches('/')));
            let folder = self.folder(resource)?;
            let mut files = Vec::new();
            list(&folder, "", &mut files)?;
            for key in &files {
                let path = folder.join(key);
                let bytes = fs::read(&path).map_err(|source| Error::file(&path, source))?;
                store.put(bucket, &format!("{}{key}", prefix.as_deref().unwrap_or_default()), bytes).await?;
            }
            lines.push(format!(
                "{}: the website is {} ({} files)",
                resource.title(),
                folder.display(),
                files.len()
            ));
        }
        Ok(lines)
    }

    fn folder(&self, resource: &Resource) -> Result<PathBuf, Error> {
        let staged = strings(resource.get("SourceObjectKeys")).into_iter().find_map(|key| {
            let folder = self.input.assembly.join(format!("asset.{}", key.strip_suffix(".zip")?));
            folder.is_dir().then_some(folder)
        });
        let folder = self.asked.map(Path::to_owned).or(staged).unwrap_or_else(|| self.usual.to_owned());
        if folder.join("index.html").is_file() { Ok(folder) } else { Err(Error::NoWeb(folder)) }
    }
}

/// The files below a folder, sorted; links are not followed.
fn list(folder: &Path, inside: &str, files: &mut Vec<String>) -> Result<(), Error> {
    let here = folder.join(inside);
    let entries = fs::read_dir(&here).map_err(|source| Error::file(&here, source))?;
    let mut names: Vec<_> = entries.flatten().collect();
    names.sort_by_key(fs::DirEntry::file_name);
    for entry in names {
        let name = format!("{inside}{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => list(folder, &format!("{name}/"), files)?,
            Ok(kind) if kind.is_file() => files.push(name),
            _ => {}
        }
    }
    Ok(())
}
