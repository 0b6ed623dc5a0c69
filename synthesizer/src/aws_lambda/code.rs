//! Where a function's code comes from.

use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::stack::{FileAssetLocation, FileAssetSource};
use crate::value::Value;

/// Where a function's code comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    hash: String,
}

impl Code {
    /// Code that the CDK ships in its own package, by the fingerprint that it has there. The code itself is not in the
    /// assembly.
    pub fn shipped(hash: &str) -> Code {
        Code { hash: hash.to_owned() }
    }

    fn file_name(&self) -> String {
        format!("asset.{}", self.hash)
    }

    /// Makes the asset of a function, and gives the property `Code`.
    pub(super) fn bind(&self, function: &Node) -> Result<Value> {
        let asset = Node::new(function, "Code", ConstructInfo::cdk("aws-cdk-lib.aws_s3_assets.Asset"))?;
        Node::new(&asset, "Stage", ConstructInfo::cdk("aws-cdk-lib.AssetStaging"))?;
        let FileAssetLocation { bucket_name, object_key, .. } =
            function.stack()?.add_file_asset(&FileAssetSource {
                file_name: self.file_name(),
                zip_directory: true,
                source_hash: self.hash.clone(),
            })?;
        Node::new(&asset, "AssetBucket", ConstructInfo::cdk("aws-cdk-lib.aws_s3.BucketBase"))?;
        Ok(props! { "S3Bucket" => bucket_name, "S3Key" => object_key })
    }

    /// Says in the template which file of the assembly it is.
    pub(super) fn describe(&self, resource: &CfnResource, function: &Node) {
        let wanted = function.try_get_context("aws:cdk:enable-asset-metadata");
        if wanted.is_some_and(|value| value.is_truthy()) {
            resource.add_metadata("aws:asset:path", self.file_name());
            resource.add_metadata("aws:asset:is-bundled", false);
            resource.add_metadata("aws:asset:property", "Code");
        }
    }
}
