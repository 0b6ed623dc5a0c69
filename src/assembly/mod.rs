//! Reads a cloud assembly: the directory that `cdk synth` writes (usually `cdk.out`), or its files in memory.
//!
//! What is read was written by a program that is not trusted: sizes, depth and counts are bounded, and no path
//! leaves the assembly. Source of the format: the package `@aws-cdk/cloud-assembly-schema`.

mod cycles;
mod error;
mod files;
mod json;
mod manifest;
mod nested;
pub(crate) mod references;
mod source;
mod stack;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

pub use self::error::Error;
use self::files::Files;
use self::source::{Directory, Memory, Source};
pub use self::stack::{Environment, Stack};

/// A synthesized deployment: every stack with its template, as the rules need to see it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assembly {
    /// The stacks, nested ones included, sorted by name. Names are unique.
    pub stacks: Vec<Stack>,
    /// What stacks hand to each other, by export name; see [`Export`].
    pub exports: BTreeMap<String, Export>,
    /// The keys of lookups that the CDK could not make, so that it used dummy values; sorted.
    pub missing_context: Vec<String>,
}

/// A value that one stack hands to others, which import it by name (`Fn::ImportValue`).
///
/// The values that a parent stack passes into and takes out of a nested one are exports too, named
/// `NESTED/Parameters/NAME` and `NESTED/Outputs/NAME`, and the templates here import them.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The name of the stack in which the value has its meaning.
    pub stack: String,
    /// The value, which may be an intrinsic function.
    pub value: Value,
}

/// Bounds on what is read.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Of one file, in bytes. CloudFormation itself takes templates of up to 1 MB.
    pub file_bytes: u64,
    /// Of all files together, in bytes.
    pub total_bytes: u64,
    /// Of objects and lists within each other.
    pub depth: usize,
    /// Of stacks.
    pub stacks: usize,
    /// Of resources in all stacks. CloudFormation takes 500 in one stack.
    pub resources: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 8 << 20, total_bytes: 32 << 20, depth: 64, stacks: 50, resources: 5_000 }
    }
}

/// Reads the assembly in a directory: the stacks of its `manifest.json`, or without one, its `*.template.json`.
///
/// # Errors
/// The first thing that is missing, malformed, too large or outside the directory.
pub fn read(directory: &Path, limits: &Limits) -> Result<Assembly, Error> {
    read_from(directory, &Directory::open(directory)?, limits)
}

/// Reads an assembly whose files are in memory, by their paths in it, as [`read`] does one in a directory.
/// Messages call it `name`.
///
/// # Errors
/// As those of [`read`].
pub fn read_files<'a, P: AsRef<Path>>(
    name: &Path,
    files: impl IntoIterator<Item = (P, &'a [u8])>,
    limits: &Limits,
) -> Result<Assembly, Error> {
    read_from(name, &Memory::new(name, files)?, limits)
}

fn read_from(name: &Path, source: &dyn Source, limits: &Limits) -> Result<Assembly, Error> {
    let files = Files::new(name, source, limits);
    let mut found = manifest::Found::default();
    manifest::read(&files, Path::new(""), &mut found)?;
    nested::flatten(&files, &mut found.stacks)?;
    if found.stacks.is_empty() {
        return Err(Error::NoStack(name.to_owned()));
    }
    count_resources(&files, &found.stacks)?;
    found.stacks.sort_by(|a, b| a.stack.name.cmp(&b.stack.name));
    cycles::refuse(&files, &found.stacks)?;

    let mut exports = BTreeMap::new();
    for loaded in &mut found.stacks {
        for (name, export) in loaded.exports() {
            exports.entry(name).or_insert(export);
        }
    }
    found.missing_context.sort();
    found.missing_context.dedup();
    Ok(Assembly {
        stacks: found.stacks.into_iter().map(|loaded| loaded.stack).collect(),
        exports,
        missing_context: found.missing_context,
    })
}

fn count_resources(files: &Files<'_>, stacks: &[stack::Loaded]) -> Result<(), Error> {
    let count: usize = stacks.iter().map(|loaded| loaded.stack.resources().count()).sum();
    if count > files.limits().resources {
        return Err(Error::TooLarge {
            path: files.path(Path::new("")),
            what: format!("{count} resources"),
            limit: files.limits().resources.to_string(),
        });
    }
    Ok(())
}
