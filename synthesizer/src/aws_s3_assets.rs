//! Files and folders that are uploaded to a bucket before a deployment.

use crate::assets::AssetStaging;
use crate::aws_iam::{Grant, IGrantable};
use crate::aws_s3::{Bucket, BucketAttributes};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::stack::{FileAssetLocation, FileAssetSource};
use crate::value::{Text, Value};

pub use crate::assets::AssetStagingProps as AssetProps;

/// A file or folder that is uploaded before the stack is deployed. Cheap to clone.
#[derive(Clone)]
pub struct Asset {
    node: Node,
    staging: AssetStaging,
    location: FileAssetLocation,
    bucket: Bucket,
}

crate::construct!(Asset);

impl Asset {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_s3_assets.Asset");

    /// A file, or a folder that is zipped first.
    pub fn new(scope: &dyn Construct, id: &str, props: AssetProps) -> Result<Asset> {
        let node = Node::new(scope, id, Asset::INFO)?;
        let staging = AssetStaging::new(&node, "Stage", props)?;
        let location = node.stack()?.add_file_asset(&FileAssetSource::from(&staging))?;
        let attributes = BucketAttributes {
            bucket_name: Some(location.bucket_name.clone()),
            ..BucketAttributes::default()
        };
        let bucket = Bucket::from_bucket_attributes(&node, "AssetBucket", attributes)?;
        Ok(Asset { node, staging, location, bucket })
    }

    /// The fingerprint of its content.
    pub fn asset_hash(&self) -> &str {
        &self.staging.asset_hash
    }

    /// The bucket that it is uploaded to.
    pub fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    /// Its key in the bucket.
    pub fn s3_object_key(&self) -> Text {
        self.location.object_key.clone()
    }

    /// `s3://` address.
    pub fn s3_object_url(&self) -> Text {
        self.location.s3_object_url.clone()
    }

    /// `https://` address.
    pub fn http_url(&self) -> Text {
        self.location.http_url.clone()
    }

    /// Whether what is uploaded is an archive.
    pub fn is_zip_archive(&self) -> bool {
        self.staging.is_archive
    }

    /// Lets someone read it; and, as the CDK does, everything else in the bucket.
    pub fn grant_read(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        self.bucket.grant_read(grantee, "*")
    }

    /// Says in the template which file of the assembly a resource's property is.
    pub fn add_resource_metadata(&self, resource: &CfnResource, property: &str) {
        let wanted = self.node.try_get_context("aws:cdk:enable-asset-metadata");
        if wanted.is_some_and(|value| value.is_truthy()) {
            resource.add_metadata("aws:asset:path", self.staging.staged_path.as_str());
            resource.add_metadata("aws:asset:is-bundled", false);
            resource.add_metadata("aws:asset:property", property);
        }
    }

    /// Where it is, as Lambda's resources want it.
    pub(crate) fn location(&self) -> Value {
        props! { "S3Bucket" => &self.location.bucket_name, "S3Key" => &self.location.object_key }
    }
}
