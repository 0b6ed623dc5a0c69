//! Cloud assemblies: what `cdk deploy` works from.

mod analytics;
mod builder;
mod gzip;
mod stack_artifact;
mod synthesis;
mod tree_file;

pub(crate) use builder::AssemblyBuilder;
pub use builder::{AssemblyFile, CloudAssembly};
pub(crate) use synthesis::synthesize;

/// Version of the files' format.
pub(crate) const SCHEMA_VERSION: &str = "34.0.0";
