//! Files and folders that are uploaded before a deployment: their fingerprints, and their places in the assembly.

mod fingerprint;
mod ignore;
mod pattern;
mod shipped;
mod staging;

pub use fingerprint::{FingerprintOptions, SymlinkFollowMode, fingerprint};
pub use ignore::IgnoreMode;
pub use shipped::ShippedAsset;
pub use staging::{AssetSource, AssetStaging, AssetStagingProps, FileAssetPackaging};

pub(crate) use staging::StagedAsset;
