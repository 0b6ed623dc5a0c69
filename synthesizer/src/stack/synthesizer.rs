//! How a stack's files get to its account: where they are put, and what the asset manifest says of them.

use crate::assets::{AssetStaging, FileAssetPackaging};
use crate::construct::Node;
use crate::error::Result;
use crate::json::{Json, Map};
use crate::value::{Fn, Text};

use super::Stack;
use super::synthesizers::{Kind, StackSynthesizer};

const DEFAULT_QUALIFIER: &str = "hnb659fds";
const QUALIFIER_CONTEXT: &str = "@aws-cdk/core:bootstrapQualifier";

/// Names of the resources that `cdk bootstrap` makes, and what is to be put into them.
#[derive(Debug)]
pub(crate) struct Synthesizer {
    pub(crate) kind: Kind,
    account: String,
    region: String,
    /// Region of the assets, where it is known.
    known_region: Option<String>,
    /// `ACCOUNT-REGION` as asset manifests name it.
    environment: String,
    bucket_name: String,
    repository_name: String,
    bucket_prefix: String,
    docker_tag_prefix: String,
    file_role: Role,
    image_role: Role,
    pub(crate) deploy_role: Role,
    pub(crate) lookup_role: Role,
    pub(crate) use_lookup_role: bool,
    pub(crate) execution_role_arn: String,
    /// SSM parameter with the version of the bootstrapped resources.
    pub(crate) version_parameter: String,
    pub(crate) checks_version: bool,
    pub(crate) files: Map<Json>,
    pub(crate) docker_images: Map<Json>,
}

/// A role that the command line takes on; none if the ARN is empty.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) arn: String,
    pub(crate) external_id: Option<String>,
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
    pub(super) fn new(node: &Node, chosen: StackSynthesizer, account: &Text, region: &Text) -> Synthesizer {
        let (kind, names) = chosen.into_parts();
        let (known_account, known_region) = (account.as_literal(), region.as_literal());
        let account = known_account.unwrap_or("${AWS::AccountId}").to_owned();
        let region = known_region.unwrap_or("${AWS::Region}").to_owned();
        let qualifier = qualifier(node, names.qualifier);
        let specialize = |given: Option<String>, default: &str| {
            given
                .unwrap_or_else(|| default.to_owned())
                .replace("${Qualifier}", &qualifier)
                .replace("${AWS::AccountId}", &account)
                .replace("${AWS::Region}", &region)
        };
        let role = |given: Option<String>, what: &str, external_id: Option<String>| {
            let default = format!("arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{}", resource(what));
            Role { arn: specialize(given, &default), external_id }
        };
        Synthesizer {
            kind,
            environment: format!(
                "{}-{}",
                known_account.unwrap_or("current_account"),
                known_region.unwrap_or("current_region")
            ),
            bucket_name: specialize(names.file_assets_bucket_name, &resource("assets")),
            repository_name: specialize(names.image_assets_repository_name, &resource("container-assets")),
            bucket_prefix: specialize(names.bucket_prefix, ""),
            docker_tag_prefix: specialize(names.docker_tag_prefix, ""),
            file_role: role(
                names.file_asset_publishing_role_arn,
                "file-publishing-role",
                names.file_asset_publishing_external_id,
            ),
            image_role: role(
                names.image_asset_publishing_role_arn,
                "image-publishing-role",
                names.image_asset_publishing_external_id,
            ),
            deploy_role: role(names.deploy_role_arn, "deploy-role", names.deploy_role_external_id),
            lookup_role: role(names.lookup_role_arn, "lookup-role", names.lookup_role_external_id),
            use_lookup_role: names.use_lookup_role_for_stack_operations.unwrap_or(true),
            execution_role_arn: role(names.cloud_formation_execution_role, "cfn-exec-role", None).arn,
            version_parameter: names
                .bootstrap_stack_version_ssm_parameter
                .unwrap_or_else(|| "/cdk-bootstrap/${Qualifier}/version".to_owned())
                .replace("${Qualifier}", &qualifier),
            checks_version: names.generate_bootstrap_version_rule.unwrap_or(true),
            known_region: known_region.map(str::to_owned),
            account,
            region,
            files: Map::new(),
            docker_images: Map::new(),
        }
    }

    fn destination(&self, entries: [(&'static str, &str); 2], role: &Role) -> Json {
        let mut destination = strings(entries);
        if let Some(region) = &self.known_region {
            destination.insert("region", Json::from(region.as_str()));
        }
        if !role.arn.is_empty() {
            destination.insert("assumeRoleArn", Json::from(role.arn.as_str()));
            if let Some(id) = &role.external_id {
                destination.insert("assumeRoleExternalId", Json::from(id.as_str()));
            }
        }
        let mut destinations = Map::new();
        destinations.insert(&self.environment, Json::Object(destination));
        Json::Object(destinations)
    }

    fn add_file(&mut self, asset: &FileAssetSource) -> FileAssetLocation {
        let bucket = self.bucket_name.clone();
        let extension = if asset.zip_directory { ".zip" } else { extension(&asset.file_name) };
        let key = format!("{}{}{extension}", self.bucket_prefix, asset.source_hash);
        let source = [
            ("path", asset.file_name.as_str()),
            ("packaging", if asset.zip_directory { "zip" } else { "file" }),
        ];
        let destinations = self.destination([("bucketName", &bucket), ("objectKey", &key)], &self.file_role);
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
        let repository = self.repository_name.clone();
        let tag = format!("{}{}", self.docker_tag_prefix, asset.source_hash);
        let hash = match &asset.asset_name {
            Some(name) => format!("{name}-{}", asset.source_hash),
            None => asset.source_hash.clone(),
        };
        let mut source = strings([("directory", asset.directory_name.as_str())]);
        for (key, value) in asset.options.entries() {
            source.insert(key.clone(), value.clone());
        }
        let destinations =
            self.destination([("repositoryName", &repository), ("imageTag", &tag)], &self.image_role);
        add_asset(&mut self.docker_images, &hash, Json::Object(source), destinations);
        let host = format!("{}.dkr.ecr.{}.${{AWS::URLSuffix}}", self.account, self.region);
        DockerImageAssetLocation {
            image_uri: substituted(&format!("{host}/{repository}:{tag}")),
            image_tag: substituted(&tag),
            repository_name: substituted(&repository),
        }
    }
}

impl Stack {
    /// Has a file uploaded before the stack is deployed.
    pub fn add_file_asset(&self, asset: &FileAssetSource) -> Result<FileAssetLocation> {
        self.with_synthesizer(|synthesizer| synthesizer.add_file(asset))
    }

    /// Has an image built and pushed before the stack is deployed.
    pub fn add_docker_image_asset(&self, asset: &DockerImageAssetSource) -> Result<DockerImageAssetLocation> {
        self.with_synthesizer(|synthesizer| synthesizer.add_docker_image(asset))
    }

    /// The assets of a nested stack are those of the stack around it.
    fn with_synthesizer<T>(&self, with: impl FnOnce(&mut Synthesizer) -> T) -> Result<T> {
        self.top_level()?.data_mut(|data| {
            data.synthesizer.kind.refuse_assets()?;
            Ok(with(&mut data.synthesizer))
        })?
    }

    /// Has the command line look something up. The entry is as `manifest.json` has it: key, provider, props.
    pub fn report_missing_context(&self, report: Map<Json>) -> Result<()> {
        let mut report = report;
        let role = self.top_level()?.data(|data| data.synthesizer.lookup_role.arn.clone())?;
        if let Some(Json::Object(props)) = report.get_mut("props")
            && !role.is_empty()
        {
            props.insert("lookupRoleArn", Json::from(role));
        }
        self.data_mut(|data| data.missing.push(Json::Object(report)))
    }
}

/// The name of a resource that `cdk bootstrap` makes.
fn resource(what: &str) -> String {
    format!("cdk-${{Qualifier}}-{what}-${{AWS::AccountId}}-${{AWS::Region}}")
}

fn qualifier(node: &Node, given: Option<String>) -> String {
    let context = || node.try_get_context(QUALIFIER_CONTEXT)?.as_str().map(str::to_owned);
    given.or_else(context).unwrap_or_else(|| DEFAULT_QUALIFIER.to_owned())
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

fn strings<const N: usize>(entries: [(&'static str, &str); N]) -> Map<Json> {
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
