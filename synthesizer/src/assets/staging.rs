//! Putting assets into the assembly.

use std::fs;
use std::path::{Path, PathBuf};

use super::fingerprint::{FingerprintOptions, fingerprint, names_in, resolve, text_fingerprint};
use super::ignore::Ignore;
use super::shipped::ShippedAsset;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::hash::sha256;
use crate::json::Json;

const ARCHIVES: [&str; 5] = [".tar.gz", ".zip", ".jar", ".tar", ".tgz"];
const SALT: &str = "@aws-cdk/core:assetHashSalt";
/// A mark that the CDK leaves in the folders of its own custom resources.
const CUSTOM_RESOURCE_MARK: &str = ".is_custom_resource";

/// Where an asset comes from.
#[derive(Debug, Clone)]
pub enum AssetSource {
    /// A file or folder.
    Path(PathBuf),
    /// A folder of one file with this name (it may have folders in it) and text.
    Text {
        /// Path of the file in the folder.
        name: String,
        /// What is in the file.
        text: String,
    },
    /// A part of the CDK's packages.
    Shipped(ShippedAsset),
}

/// What an asset can be told.
#[derive(Debug, Clone)]
pub struct AssetStagingProps {
    /// Where it comes from.
    pub source: AssetSource,
    /// What its fingerprint is made of.
    pub fingerprint: FingerprintOptions,
    /// Whatever tells this content from other, instead of the fingerprint.
    pub asset_hash: Option<String>,
}

impl AssetStagingProps {
    /// A file or folder.
    pub fn path(path: impl Into<PathBuf>) -> AssetStagingProps {
        AssetStagingProps::new(AssetSource::Path(path.into()))
    }

    /// A folder of one file with this name and text.
    pub fn text(name: impl Into<String>, text: impl Into<String>) -> AssetStagingProps {
        AssetStagingProps::new(AssetSource::Text { name: name.into(), text: text.into() })
    }

    /// A part of the CDK's packages.
    pub fn shipped(asset: ShippedAsset) -> AssetStagingProps {
        AssetStagingProps::new(AssetSource::Shipped(asset))
    }

    fn new(source: AssetSource) -> AssetStagingProps {
        AssetStagingProps { source, fingerprint: FingerprintOptions::default(), asset_hash: None }
    }
}

/// How an asset is uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAssetPackaging {
    /// A folder, zipped first.
    ZipDirectory,
    /// A file as it is.
    File,
}

/// An asset in the assembly.
#[derive(Debug, Clone)]
pub struct AssetStaging {
    node: Node,
    /// Its fingerprint.
    pub asset_hash: String,
    /// Path in the assembly, from the folder of its stage.
    pub staged_path: String,
    /// How it is uploaded.
    pub packaging: FileAssetPackaging,
    /// Whether what is uploaded is an archive.
    pub is_archive: bool,
}

crate::construct!(AssetStaging);

/// A file or folder that belongs into the assembly.
#[derive(Debug, Clone)]
pub(crate) struct StagedAsset {
    /// Path in the assembly.
    pub(crate) path: String,
    source: AssetSource,
    options: FingerprintOptions,
    /// Unless it has a hash of its own.
    fingerprint: Option<String>,
}

impl AssetStaging {
    /// Notes an asset for the assembly.
    pub fn new(scope: &dyn Construct, id: &str, props: AssetStagingProps) -> Result<AssetStaging> {
        let node = Node::new(scope, id, ConstructInfo::cdk("aws-cdk-lib.AssetStaging"))?;
        let mut options = props.fingerprint;
        options.exclude.insert(0, CUSTOM_RESOURCE_MARK.to_owned());
        if let Some(Json::String(salt)) = node.try_get_context(SALT) {
            options.extra_hash.push_str(&salt);
        }
        let (hash, extension, is_folder) = match &props.source {
            AssetSource::Shipped(asset) => {
                (asset.hash.to_owned(), asset.extension.to_owned(), asset.extension.is_empty())
            }
            AssetSource::Text { name, text } => {
                (text_fingerprint(name, text.as_bytes(), &options), String::new(), true)
            }
            AssetSource::Path(path) => {
                let metadata = fs::metadata(path)
                    .map_err(|_| node.error(format!("Cannot find asset at {}", absolute(path).display())))?;
                let known = || known_hash(&node, path, &options);
                let hash = match &props.asset_hash {
                    Some(own) => sha256(own.as_bytes()),
                    None => known().map_or_else(|| fingerprint(path, &options), Ok)?,
                };
                (hash, extension_of(path), metadata.is_dir())
            }
        };
        let path = format!("asset.{hash}{extension}");
        // Assets lie in the app's folder; each stage inside of it has one of its own.
        let stages = node.scopes().iter().filter(|scope| scope.is_stage()).count();
        let staged_path = "../".repeat(stages.saturating_sub(1)) + &path;
        let fingerprint = props.asset_hash.is_none().then(|| hash.clone());
        node.stage_asset(StagedAsset { path, source: props.source, options, fingerprint });
        let packaging = if is_folder { FileAssetPackaging::ZipDirectory } else { FileAssetPackaging::File };
        let is_archive = is_folder || ARCHIVES.contains(&extension.to_lowercase().as_str());
        Ok(AssetStaging { node, asset_hash: hash, staged_path, packaging, is_archive })
    }
}

/// The fingerprint that the app has made of this folder already. As in the CDK, links followed in another way do not make
/// it another one.
fn known_hash(node: &Node, path: &Path, options: &FingerprintOptions) -> Option<String> {
    let path = absolute(path);
    let is_same = |asset: &&StagedAsset| {
        let same_path = matches!(&asset.source, AssetSource::Path(known) if absolute(known) == path);
        same_path && FingerprintOptions { follow: options.follow, ..asset.options.clone() } == *options
    };
    node.tree().staged_assets().iter().filter(is_same).find_map(|asset| asset.fingerprint.clone())
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| resolve(Path::new("/"), &path))
}

fn extension_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let lower = name.to_lowercase();
    if let Some(archive) = ARCHIVES.iter().find(|archive| lower.ends_with(*archive)) {
        return (*archive).to_owned();
    }
    path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default()
}

impl StagedAsset {
    /// Copies it into the folder of an assembly, unless it is there. Says whether it could be found; the assets of the
    /// CDK are looked for below `node_modules`.
    pub(crate) fn stage(&self, directory: &Path, node_modules: Option<&Path>) -> Result<bool> {
        let target = directory.join(&self.path);
        if target.exists() {
            return Ok(true);
        }
        match &self.source {
            AssetSource::Shipped(asset) => match node_modules {
                Some(packages) => asset.stage(packages, &target),
                None => Ok(false),
            },
            AssetSource::Text { name, text } => {
                let target = target.join(name);
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent).map_err(|error| Error::io(parent, error))?;
                }
                fs::write(&target, text).map_err(|error| Error::io(&target, error))?;
                Ok(true)
            }
            AssetSource::Path(source) if source.is_dir() => {
                copy_folder(source, &target, &self.options)?;
                Ok(true)
            }
            AssetSource::Path(source) => {
                fs::copy(source, &target).map_err(|error| Error::io(source, error))?;
                Ok(true)
            }
        }
    }
}

/// Copies what the options do not leave out.
pub(super) fn copy_folder(source: &Path, target: &Path, options: &FingerprintOptions) -> Result<()> {
    let source = fs::canonicalize(source).map_err(|error| Error::io(source, error))?;
    let ignore = Ignore::new(options.ignore_mode, &options.exclude)?;
    copy_below(&source, &source, "", target, options, &ignore)
}

fn copy_below(
    root: &Path,
    folder: &Path,
    symbolic: &str,
    target: &Path,
    options: &FingerprintOptions,
    ignore: &Ignore,
) -> Result<()> {
    fs::create_dir_all(target).map_err(|error| Error::io(target, error))?;
    for name in names_in(folder)? {
        let inner = if symbolic.is_empty() { name.clone() } else { format!("{symbolic}/{name}") };
        if ignore.ignores(&inner) {
            continue;
        }
        let (mut from, to) = (folder.join(&name), target.join(&name));
        if let Ok(link) = fs::read_link(&from) {
            let resolved = resolve(folder, &link);
            if !options.follow.follows(root, &resolved) {
                copy_link(&link, &to)?;
                continue;
            }
            from = resolved;
        }
        if from.is_dir() {
            copy_below(root, &from, &inner, &to, options, ignore)?;
        } else {
            fs::copy(&from, &to).map_err(|error| Error::io(&from, error))?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn copy_link(link: &Path, to: &Path) -> Result<()> {
    std::os::unix::fs::symlink(link, to).map_err(|error| Error::io(to, error))
}

#[cfg(not(unix))]
fn copy_link(link: &Path, to: &Path) -> Result<()> {
    Err(Error::message(format!(
        "{}: a symbolic link to {} cannot be copied here",
        to.display(),
        link.display()
    )))
}
