//! Images that are built from a folder with a Dockerfile.

use std::fs;
use std::path::{Path, PathBuf};

use crate::assets::{AssetStaging, AssetStagingProps, FingerprintOptions, IgnoreMode, SymlinkFollowMode};
use crate::aws_ecr::Repository;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::json::{Json, Map};
use crate::stack::DockerImageAssetSource;
use crate::value::Text;

/// What an image runs on, such as `linux/arm64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform(pub String);

impl Platform {
    /// `linux/amd64`
    pub fn linux_amd64() -> Platform {
        Platform("linux/amd64".to_owned())
    }

    /// `linux/arm64`
    pub fn linux_arm64() -> Platform {
        Platform("linux/arm64".to_owned())
    }
}

/// What network an image is built in, such as `host`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkMode(pub String);

/// A cache of builds.
#[derive(Debug, Clone, PartialEq)]
pub struct DockerCacheOption {
    /// Such as `registry`.
    pub cache_type: String,
    /// What that kind is told.
    pub params: Map<String>,
}

/// What makes another image of the same folder. All do unless they are switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the option of the same name")]
pub struct DockerImageAssetInvalidationOptions {
    pub extra_hash: bool,
    pub build_args: bool,
    pub build_secrets: bool,
    pub build_ssh: bool,
    pub target: bool,
    pub file: bool,
    pub network_mode: bool,
    pub platform: bool,
    pub outputs: bool,
}

impl Default for DockerImageAssetInvalidationOptions {
    fn default() -> Self {
        DockerImageAssetInvalidationOptions {
            extra_hash: true,
            build_args: true,
            build_secrets: true,
            build_ssh: true,
            target: true,
            file: true,
            network_mode: true,
            platform: true,
            outputs: true,
        }
    }
}

/// What an image can be told.
#[derive(Debug, Clone, Default)]
pub struct DockerImageAssetProps {
    /// The folder with the Dockerfile.
    pub directory: PathBuf,
    /// Name of the Dockerfile in the folder.
    pub file: Option<String>,
    /// Stage to build.
    pub target: Option<String>,
    /// Arguments of the build.
    pub build_args: Map<String>,
    /// Secrets of the build.
    pub build_secrets: Map<String>,
    /// SSH agent or keys of the build.
    pub build_ssh: Option<String>,
    /// What it runs on.
    pub platform: Option<Platform>,
    /// What network it is built in.
    pub network_mode: Option<NetworkMode>,
    /// Where else it is written to.
    pub outputs: Vec<String>,
    /// Caches to read.
    pub cache_from: Vec<DockerCacheOption>,
    /// Cache to write.
    pub cache_to: Option<DockerCacheOption>,
    /// Name in the asset manifest, before the hash.
    pub asset_name: Option<String>,
    /// Patterns of files that are left out, beside those of `.dockerignore`.
    pub exclude: Vec<String>,
    /// How the patterns are read; as Docker does if not given.
    pub ignore_mode: Option<IgnoreMode>,
    /// Which symbolic links are followed.
    pub follow_symlinks: SymlinkFollowMode,
    /// Goes into the fingerprint too.
    pub extra_hash: Option<String>,
    /// What goes into the fingerprint.
    pub invalidation: DockerImageAssetInvalidationOptions,
}

/// An image that is built and pushed before the stack is deployed. Cheap to clone.
#[derive(Debug, Clone)]
pub struct DockerImageAsset {
    node: Node,
    repository: Repository,
    image_uri: Text,
    asset_hash: String,
}

crate::construct!(DockerImageAsset);

impl DockerImageAsset {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecr_assets.DockerImageAsset");
    /// Version of the way in which fingerprints of images are made.
    const HASH_VERSION: &str = "1.21.0";

    /// An image.
    pub fn new(scope: &dyn Construct, id: &str, props: DockerImageAssetProps) -> Result<DockerImageAsset> {
        let node = Node::new(scope, id, DockerImageAsset::INFO)?;
        let fingerprint = FingerprintOptions {
            exclude: excluded(&node, &props)?,
            ignore_mode: props.ignore_mode.unwrap_or(IgnoreMode::Docker),
            follow: props.follow_symlinks,
            extra_hash: extra_hash(&props),
        };
        let staging = AssetStagingProps { fingerprint, ..AssetStagingProps::path(&props.directory) };
        let staging = AssetStaging::new(&node, "Staging", staging)?;
        let location = node.stack()?.add_docker_image_asset(&DockerImageAssetSource {
            directory_name: staging.staged_path,
            source_hash: staging.asset_hash.clone(),
            asset_name: props.asset_name.clone(),
            options: manifest_options(&props),
        })?;
        let repository = Repository::from_repository_name(&node, "Repository", location.repository_name)?;
        Ok(DockerImageAsset {
            node,
            repository,
            image_uri: location.image_uri,
            asset_hash: staging.asset_hash,
        })
    }

    /// The repository that it is pushed to.
    pub fn repository(&self) -> &Repository {
        &self.repository
    }

    /// Address with tag.
    pub fn image_uri(&self) -> Text {
        self.image_uri.clone()
    }

    /// Its fingerprint, which is its tag.
    pub fn asset_hash(&self) -> &str {
        &self.asset_hash
    }
}

fn excluded(node: &Node, props: &DockerImageAssetProps) -> Result<Vec<String>> {
    let shown =
        |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
    if !props.directory.exists() {
        return Err(node.error(format!("Cannot find image directory at {}", shown(&props.directory))));
    }
    let file = props.directory.join(props.file.as_deref().unwrap_or("Dockerfile"));
    if !file.exists() {
        return Err(node.error(format!("Cannot find file at {}", shown(&file))));
    }
    let ignore = props.directory.join(".dockerignore");
    let mut exclude = props.exclude.clone();
    if ignore.exists() {
        let bytes = fs::read(&ignore).map_err(|error| Error::io(&ignore, error))?;
        let text = String::from_utf8_lossy(&bytes);
        let lines = text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned);
        exclude = lines.chain(exclude).collect();
        exclude.push("!.dockerignore".to_owned());
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    exclude.push(format!("!{name}"));
    Ok(exclude)
}

/// What else than the folder's content tells one image from another, as JSON.
fn extra_hash(props: &DockerImageAssetProps) -> String {
    let counts = &props.invalidation;
    let mut hash = Map::new();
    let mut put = |counts: bool, key: &'static str, value: Option<Json>| {
        if let Some(value) = value.filter(|_| counts) {
            hash.insert(key, value);
        }
    };
    let text = |text: &Option<String>| text.as_deref().map(Json::from);
    put(counts.extra_hash, "user", text(&props.extra_hash));
    put(counts.build_args, "buildArgs", strings(&props.build_args));
    put(counts.build_secrets, "buildSecrets", strings(&props.build_secrets));
    put(counts.build_ssh, "buildSsh", text(&props.build_ssh));
    put(counts.target, "target", text(&props.target));
    put(counts.file, "file", text(&props.file));
    let network = props.network_mode.as_ref().map(|mode| Json::single("mode", mode.0.as_str()));
    put(counts.network_mode, "networkMode", network);
    let platform = props.platform.as_ref().map(|platform| Json::single("platform", platform.0.as_str()));
    put(counts.platform, "platform", platform);
    put(counts.outputs, "outputs", list(&props.outputs));
    put(true, "version", Some(DockerImageAsset::HASH_VERSION.into()));
    Json::Object(hash).stringify(0)
}

/// Entries of `source` in the asset manifest, after the folder.
fn manifest_options(props: &DockerImageAssetProps) -> Map<Json> {
    let text = |text: Option<&String>| text.map(|text| Json::from(text.as_str()));
    let caches = props.cache_from.iter().map(cache).collect::<Vec<_>>();
    let entries = [
        ("dockerBuildArgs", strings(&props.build_args)),
        ("dockerBuildSecrets", strings(&props.build_secrets)),
        ("dockerBuildSsh", text(props.build_ssh.as_ref())),
        ("dockerBuildTarget", text(props.target.as_ref())),
        ("dockerFile", text(props.file.as_ref())),
        ("networkMode", text(props.network_mode.as_ref().map(|mode| &mode.0))),
        ("platform", text(props.platform.as_ref().map(|platform| &platform.0))),
        ("dockerOutputs", list(&props.outputs)),
        ("cacheFrom", Some(Json::Array(caches)).filter(|caches| !caches.is_empty_collection())),
        ("cacheTo", props.cache_to.as_ref().map(cache)),
    ];
    entries.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

fn strings(map: &Map<String>) -> Option<Json> {
    let object: Map<Json> =
        map.entries().map(|(key, value)| (key.clone(), Json::from(value.as_str()))).collect();
    Some(Json::Object(object)).filter(|object| !object.is_empty_collection())
}

fn list(items: &[String]) -> Option<Json> {
    let items: Vec<Json> = items.iter().map(|item| Json::from(item.as_str())).collect();
    Some(Json::Array(items)).filter(|items| !items.is_empty_collection())
}

fn cache(option: &DockerCacheOption) -> Json {
    let mut object = Map::new();
    object.insert("type", Json::from(option.cache_type.as_str()));
    if let Some(params) = strings(&option.params) {
        object.insert("params", params);
    }
    Json::Object(object)
}
