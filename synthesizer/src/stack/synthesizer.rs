//! How a stack's files get to its account: the CDK's `DefaultStackSynthesizer`.

use crate::assets::{AssetStaging, FileAssetPackaging};
use crate::construct::Node;
use crate::error::Result;
use crate::json::{Json, Map};
use crate::value::{Fn, Text};

use super::Stack;

const DEFAULT_QUALIFIER: &str = "hnb659fds";
const QUALIFIER_CONTEXT: &str = "@aws-cdk/core:bootstrapQualifier";

/// Names of the resources that `cdk bootstrap` makes, and what is to be put into them.
#[derive(Debug)]
pub(crate) struct Synthesizer {
    pub(crate) qualifier: String,
    account: String,
    region: String,
    /// Region of the assets, where it is known.
    known_region: Option<String>,
    /// `ACCOUNT-REGION` as asset manifests name it.
    environment: String,
    pub(crate) files: Map<Json>,
    pub(crate) docker_images: Map<Json>,
}

/// A file to upload.
#[derive(Debug, Clone)]
pub struct FileAssetSource {
    /// Path in the assembly.
    pub file_name: String,
    /// Whether it is a folder that is zipped first.
    pub zip_directory: bool,
    /// Fingerprint of its content.
    pub source_hash: String,
}

impl From<&AssetStaging> for FileAssetSource {
    fn from(staging: &AssetStaging) -> FileAssetSource {
        FileAssetSource {
            file_name: staging.staged_path.clone(),
            zip_directory: staging.packaging == FileAssetPackaging::ZipDirectory,
            source_hash: staging.asset_hash.clone(),
        }
    }
}

/// Where an uploaded file is.
#[derive(Debug, Clone)]
pub struct FileAssetLocation {
    /// Bucket.
    pub bucket_name: Text,
    /// Key in the bucket.
    pub object_key: Text,
    /// `https://` address.
    pub http_url: Text,
    /// `s3://` address.
    pub s3_object_url: Text,
    /// `s3://` address with `${AWS::…}` in it where account or region are not known.
    pub s3_object_url_with_placeholders: String,
}

/// An image to build and push.
#[derive(Debug, Clone, Default)]
pub struct DockerImageAssetSource {
    /// Path of the folder in the assembly.
    pub directory_name: String,
    /// Fingerprint of its content.
    pub source_hash: String,
    /// Put before the hash in the manifest.
    pub asset_name: Option<String>,
    /// Entries of `source` in the asset manifest, after `directory`, in the CDK's order.
    pub options: Map<Json>,
}

/// Where a pushed image is.
#[derive(Debug, Clone)]
pub struct DockerImageAssetLocation {
    /// Name of the repository.
    pub repository_name: Text,
    /// Address with tag.
    pub image_uri: Text,
    /// Tag.
    pub image_tag: Text,
}

impl Synthesizer {
    pub(super) fn new(node: &Node, account: &Text, region: &Text) -> Result<Synthesizer> {
        let qualifier = node.try_get_context(QUALIFIER_CONTEXT);
        let (known_account, known_region) = (account.as_literal(), region.as_literal());
        Ok(Synthesizer {
            qualifier: qualifier.as_ref().and_then(Json::as_str).unwrap_or(DEFAULT_QUALIFIER).to_owned(),
            account: known_account.unwrap_or("${AWS::AccountId}").to_owned(),
            region: known_region.unwrap_or("${AWS::Region}").to_owned(),
            known_region: known_region.map(str::to_owned),
            environment: format!(
                "{}-{}",
                known_account.unwrap_or("current_account"),
                known_region.unwrap_or("current_region")
            ),
            files: Map::new(),
            docker_images: Map::new(),
        })
    }

    /// `cdk-QUALIFIER-WHAT-ACCOUNT-REGION`
    fn resource(&self, what: &str) -> String {
        format!("cdk-{}-{what}-{}-{}", self.qualifier, self.account, self.region)
    }

    pub(crate) fn role_arn(&self, what: &str) -> String {
        format!("arn:${{AWS::Partition}}:iam::{}:role/{}", self.account, self.resource(what))
    }

    pub(crate) fn version_parameter(&self) -> String {
        format!("/cdk-bootstrap/{}/version", self.qualifier)
    }

    fn destination(&self, entries: [(&str, &str); 2], role: &str) -> Json {
        let mut destination: Map<Json> =
            entries.into_iter().map(|(key, value)| (key, Json::from(value))).collect();
        if let Some(region) = &self.known_region {
            destination.insert("region", Json::from(region.as_str()));
        }
        destination.insert("assumeRoleArn", Json::from(self.role_arn(role)));
        let mut destinations = Map::new();
        destinations.insert(self.environment.as_str(), Json::Object(destination));
        Json::Object(destinations)
    }

    fn add_file(&mut self, asset: &FileAssetSource) -> FileAssetLocation {
        let bucket = self.resource("assets");
        let extension = if asset.zip_directory { ".zip" } else { extension(&asset.file_name) };
        let key = format!("{}{extension}", asset.source_hash);
        let source = [
            ("path", asset.file_name.as_str()),
            ("packaging", if asset.zip_directory { "zip" } else { "file" }),
        ];
        let destinations =
            self.destination([("bucketName", &bucket), ("objectKey", &key)], "file-publishing-role");
        add_asset(&mut self.files, &asset.source_hash, Json::Object(strings(source)), destinations);
        let url = format!("s3://{bucket}/{key}");
        FileAssetLocation {
            http_url: substituted(&format!("https://s3.{}.${{AWS::URLSuffix}}/{bucket}/{key}", self.region)),
            s3_object_url: substituted(&url),
            s3_object_url_with_placeholders: url,
            bucket_name: substituted(&bucket),
            object_key: substituted(&key),
        }
    }

    fn add_docker_image(&mut self, asset: &DockerImageAssetSource) -> DockerImageAssetLocation {
        let repository = self.resource("container-assets");
        let tag = &asset.source_hash;
        let hash = asset.asset_name.as_ref().map_or_else(|| tag.clone(), |name| format!("{name}-{tag}"));
        let mut source = strings([("directory", asset.directory_name.as_str())]);
        for (key, value) in asset.options.iter() {
            source.insert(key, value.clone());
        }
        let destinations =
            self.destination([("repositoryName", &repository), ("imageTag", tag)], "image-publishing-role");
        add_asset(&mut self.docker_images, &hash, Json::Object(source), destinations);
        let host = format!("{}.dkr.ecr.{}.${{AWS::URLSuffix}}", self.account, self.region);
        DockerImageAssetLocation {
            image_uri: substituted(&format!("{host}/{repository}:{tag}")),
            image_tag: tag.as_str().into(),
            repository_name: substituted(&repository),
        }
    }
}

impl Stack {
    /// Has a file uploaded before the stack is deployed.
    pub fn add_file_asset(&self, asset: &FileAssetSource) -> Result<FileAssetLocation> {
        self.data_mut(|data| data.synthesizer.add_file(asset))
    }

    /// Has an image built and pushed before the stack is deployed.
    pub fn add_docker_image_asset(&self, asset: &DockerImageAssetSource) -> Result<DockerImageAssetLocation> {
        self.data_mut(|data| data.synthesizer.add_docker_image(asset))
    }

    /// Has the command line look something up. The entry is as `manifest.json` has it: key, provider, props.
    pub fn report_missing_context(&self, report: Map<Json>) -> Result<()> {
        let mut report = report;
        let role = self.data(|data| data.synthesizer.role_arn("lookup-role"))?;
        if let Some(Json::Object(props)) = report.get_mut("props") {
            props.insert("lookupRoleArn", Json::from(role));
        }

        self.data_mut(|data| data.missing.push(Json::Object(report)))
    }
}

/// An asset that is there already gets another destination only.
fn add_asset(assets: &mut Map<Json>, hash: &str, source: Json, destinations: Json) {
    let fresh = || {
        let mut asset = Map::new();
        asset.insert("source", source);
        asset.insert("destinations", destinations);
        Json::Object(asset)
    };
    // A stack has one environment, so a second one of the same content would say the same.
    assets.get_or_insert_with(hash, fresh);
}

fn strings<const N: usize>(entries: [(&str, &str); N]) -> Map<Json> {
    entries.into_iter().map(|(key, value)| (key, Json::from(value))).collect()
}

/// `Fn::Sub` if there is something to substitute.
fn substituted(text: &str) -> Text {
    if text.contains("${") { Fn::sub(text) } else { text.into() }
}

/// The last `.` of a file name and what follows; nothing if that is its beginning.
fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rfind('.') {
        Some(place) if place > 0 => &name[place..],
        _ => "",
    }
}
