//! Where a function's code comes from.

use std::path::PathBuf;

use crate::assets::ShippedAsset;
use crate::aws_s3_assets::{Asset, AssetProps};
use crate::construct::Construct;
use crate::error::Result;

/// Where a function's code comes from.
#[derive(Debug, Clone)]
pub struct Code {
    asset: AssetProps,
}

impl Code {
    /// A folder, or an archive.
    pub fn from_asset(path: impl Into<PathBuf>) -> Code {
        Code { asset: AssetProps::path(path) }
    }

    /// Code that the CDK ships in its own packages. It is in the assembly if these are installed.
    pub fn shipped(asset: ShippedAsset) -> Code {
        Code { asset: AssetProps::shipped(asset) }
    }

    /// Makes the asset of a function or layer.
    pub(super) fn bind(self, scope: &dyn Construct) -> Result<Asset> {
        let asset = Asset::new(scope, "Code", self.asset)?;
        if !asset.is_zip_archive() {
            return Err(asset.node().error("Asset must be a .zip file or a directory"));
        }
        Ok(asset)
    }
}
