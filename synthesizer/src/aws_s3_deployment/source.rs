//! What deployments put into buckets.

use std::path::{Component, Path, PathBuf};

use crate::aws_iam::IGrantable;
use crate::aws_s3::Bucket;
use crate::aws_s3_assets::{Asset, AssetProps};
use crate::construct::Node;
use crate::error::Result;
use crate::json::{Json, Map};
use crate::value::{Text, Value, to_json_string};

/// What a deployment puts into a bucket.
#[derive(Clone)]
pub struct Source(Kind);

#[derive(Clone)]
enum Kind {
    Asset(AssetProps),
    Data { object_key: String, data: Text },
    Bucket { bucket: Bucket, object_key: String },
}

/// Where a source lies before the deployment.
#[derive(Clone)]
pub(super) struct SourceConfig {
    pub(super) bucket: Bucket,
    pub(super) object_key: Text,
    /// What stands in a text for values that are known only at deployment.
    pub(super) markers: Option<Map<Json>>,
}

impl Source {
    /// A folder, or a `.zip` file.
    pub fn asset(path: impl Into<PathBuf>) -> Source {
        Source::asset_with(AssetProps::path(path))
    }

    /// The same with options.
    pub fn asset_with(props: AssetProps) -> Source {
        Source(Kind::Asset(props))
    }

    /// One object with this text, which may hold references.
    pub fn data(object_key: impl Into<String>, data: impl Into<Text>) -> Source {
        Source(Kind::Data { object_key: object_key.into(), data: data.into() })
    }

    /// One object with this value as JSON, which may hold references.
    pub fn json_data(object_key: impl Into<String>, value: impl Into<Value>) -> Source {
        Source::data(object_key, to_json_string(value.into()))
    }

    /// A `.zip` file in another bucket.
    pub fn bucket(bucket: &Bucket, object_key: impl Into<String>) -> Source {
        Source(Kind::Bucket { bucket: bucket.clone(), object_key: object_key.into() })
    }

    /// Makes what the deployment needs of it, and lets the function read it.
    pub(super) fn bind(self, deployment: &Node, handler: &dyn IGrantable) -> Result<SourceConfig> {
        match self.0 {
            Kind::Asset(props) => bind_asset(deployment, handler, props, None),
            Kind::Data { object_key, data } => {
                check_key(deployment, &object_key)?;
                let (text, markers) = render(deployment, data)?;
                bind_asset(deployment, handler, AssetProps::text(object_key, text), Some(markers))
            }
            Kind::Bucket { bucket, object_key } => {
                bucket.grant_read(handler, "*")?;
                Ok(SourceConfig { bucket, object_key: object_key.into(), markers: None })
            }
        }
    }
}

fn bind_asset(
    deployment: &Node,
    handler: &dyn IGrantable,
    props: AssetProps,
    markers: Option<Map<Json>>,
) -> Result<SourceConfig> {
    let mut number = 1;
    while deployment.try_find_child(&format!("Asset{number}")).is_some() {
        number += 1;
    }
    let asset = Asset::new(deployment, &format!("Asset{number}"), props)?;
    if !asset.is_zip_archive() {
        return Err(deployment.error("Asset path must be either a .zip file or a directory"));
    }
    asset.grant_read(handler)?;
    Ok(SourceConfig { bucket: asset.bucket().clone(), object_key: asset.s3_object_key(), markers })
}

/// The key becomes a path in the assembly, which it must not lead out of.
fn check_key(deployment: &Node, object_key: &str) -> Result<()> {
    let plain = |component| matches!(component, Component::Normal(_));
    if !object_key.is_empty() && Path::new(object_key).components().all(plain) {
        return Ok(());
    }
    Err(deployment.error(format!("Object key \"{object_key}\" is not the path of a file in a folder")))
}

/// The text with markers where a value is known only at deployment, and what they stand for.
fn render(deployment: &Node, data: Text) -> Result<(String, Map<Json>)> {
    let mut text = String::new();
    let mut markers = Map::new();
    let resolved = deployment.stack()?.resolve(&Value::Text(data))?.unwrap_or(Json::from(""));
    for part in parts(&resolved) {
        if let Some(literal) = part.as_str() {
            text.push_str(literal);
            continue;
        }
        if !matches!(part.as_intrinsic(), Some(("Ref" | "Fn::GetAtt" | "Fn::Select", _))) {
            return Err(deployment.error(format!(
                "Invalid CloudFormation reference. Key must start with any of \"Ref\" or \"Fn::GetAtt\" or \
                 \"Fn::Select\". Got {}",
                part.stringify(0)
            )));
        }
        let marker = format!("<<marker:0xbaba:{}>>", markers.len());
        text.push_str(&marker);
        markers.insert(marker, part.clone());
    }
    Ok((text, markers))
}

/// What a text is joined of.
fn parts(resolved: &Json) -> &[Json] {
    if let Some(("Fn::Join", Json::Array(join))) = resolved.as_intrinsic()
        && let [Json::String(delimiter), Json::Array(parts)] = &join[..]
        && delimiter.is_empty()
    {
        return parts;
    }
    std::slice::from_ref(resolved)
}
