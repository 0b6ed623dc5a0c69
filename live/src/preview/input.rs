//! What is previewed, as plain data.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

/// A deployment: the stacks of a cloud assembly.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The stacks, nested ones included. Names are unique.
    pub stacks: Vec<Stack>,
    /// What stacks hand to each other, by export name.
    pub exports: BTreeMap<String, Export>,
    /// The cloud assembly's directory, in which staged assets are looked for.
    pub assembly: PathBuf,
}

/// A stack.
#[derive(Debug, Clone)]
pub struct Stack {
    /// Its name.
    pub name: String,
    /// Its CloudFormation template.
    pub template: Value,
    /// Logical id to construct path.
    pub paths: BTreeMap<String, String>,
    /// The AWS account, where the stack names one.
    pub account: Option<String>,
    /// The AWS region, where the stack names one.
    pub region: Option<String>,
    /// The hashes of the docker images that are built for it.
    pub images: Vec<String>,
}

/// A value that one stack hands to others.
#[derive(Debug, Clone)]
pub struct Export {
    /// The stack in which the value has its meaning.
    pub stack: String,
    /// The value, which may be an intrinsic function.
    pub value: Value,
}
