//! Container images that are built for a deployment: the CDK's `aws_ecr_assets`.

mod image_asset;

pub use image_asset::{
    DockerCacheOption, DockerImageAsset, DockerImageAssetInvalidationOptions, DockerImageAssetProps,
    NetworkMode, Platform,
};
