//! Files that containers get their environment from.

use std::path::PathBuf;

use crate::aws_s3::Bucket;
use crate::aws_s3_assets::{Asset, AssetProps};
use crate::construct::Node;
use crate::error::Result;
use crate::value::{Text, Value};
use crate::{props, text};

/// A file that a container gets its environment from: a line for each variable.
#[derive(Clone)]
pub struct EnvironmentFile(Kind);

#[derive(Clone)]
enum Kind {
    Asset(PathBuf),
    Bucket(Bucket, String),
}

impl EnvironmentFile {
    /// A file of this machine.
    pub fn from_asset(path: impl Into<PathBuf>) -> EnvironmentFile {
        EnvironmentFile(Kind::Asset(path.into()))
    }

    /// A file in a bucket.
    pub fn from_bucket(bucket: &Bucket, key: &str) -> EnvironmentFile {
        EnvironmentFile(Kind::Bucket(bucket.clone(), key.to_owned()))
    }

    /// An entry of a container's `EnvironmentFiles`.
    pub(super) fn bind(&self, container: &Node) -> Result<Value> {
        let (bucket, key): (Text, Text) = match &self.0 {
            Kind::Bucket(bucket, key) => (bucket.bucket_name(), key.into()),
            Kind::Asset(path) => {
                if path.is_dir() {
                    let path = path.display();
                    return Err(container.error(format!("Asset must be a single file ({path})")));
                }
                let asset = Asset::new(container, "EnvironmentFile", AssetProps::path(path.clone()))?;
                (asset.bucket().bucket_name(), asset.s3_object_key())
            }
        };
        let partition = container.stack()?.partition()?;
        let arn = text!["arn:", partition, ":s3:::", bucket, "/", key];
        Ok(props! { "Type" => "s3", "Value" => arn })
    }
}
