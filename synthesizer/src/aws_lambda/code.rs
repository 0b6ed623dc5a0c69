//! Where a function's code comes from.

use std::path::PathBuf;

use crate::assets::ShippedAsset;
use crate::aws_s3_assets::{Asset, AssetProps};
use crate::cfn::CfnResource;
use crate::construct::Construct;
use crate::error::Result;
use crate::props;
use crate::value::Value;

/// Where a function's code comes from.
#[derive(Debug, Clone)]
pub struct Code(Source);

#[derive(Debug, Clone)]
enum Source {
    Asset(AssetProps),
    Inline(String),
}

/// Code in an assembly or a template.
pub(super) enum BoundCode {
    Asset(Box<Asset>),
    Inline(String),
}

impl Code {
    /// A folder, or an archive.
    pub fn from_asset(path: impl Into<PathBuf>) -> Code {
        Code(Source::Asset(AssetProps::path(path)))
    }

    /// Code that stands in the template itself.
    pub fn from_inline(code: impl Into<String>) -> Code {
        Code(Source::Inline(code.into()))
    }

    /// Code that the CDK ships in its own packages. It is in the assembly if these are installed.
    pub fn shipped(asset: ShippedAsset) -> Code {
        Code(Source::Asset(AssetProps::shipped(asset)))
    }

    /// Makes the asset of a function or layer.
    pub(super) fn bind(self, scope: &dyn Construct) -> Result<BoundCode> {
        let asset = match self.0 {
            Source::Inline(code) if code.is_empty() => {
                return Err(scope.node().error("Lambda inline code cannot be empty"));
            }
            Source::Inline(code) => return Ok(BoundCode::Inline(code)),
            Source::Asset(props) => Asset::new(scope, "Code", props)?,
        };
        if !asset.is_zip_archive() {
            return Err(asset.node().error("Asset must be a .zip file or a directory"));
        }
        Ok(BoundCode::Asset(Box::new(asset)))
    }
}

impl BoundCode {
    /// What the resource says of it.
    pub(super) fn location(&self) -> Value {
        match self {
            BoundCode::Asset(asset) => asset.location(),
            BoundCode::Inline(code) => props! { "ZipFile" => code },
        }
    }

    pub(super) fn add_resource_metadata(&self, resource: &CfnResource, property: &str) {
        if let BoundCode::Asset(asset) = self {
            asset.add_resource_metadata(resource, property);
        }
    }
}
