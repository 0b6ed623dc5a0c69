//! Stacks: what is deployed as one, and becomes one template.

mod across_regions;
mod arn;
mod context_provider;
mod data;
mod dependencies;
mod environment;
mod exports;
mod logical_ids;
mod nested;
mod references;
mod split_arn;
mod synthesizer;
mod synthesizers;
mod template;
mod unique_id;
mod zones;

pub use arn::{ArnComponents, ArnFormat};
pub use environment::Environment;
pub use nested::{NestedStack, NestedStackProps};
pub use synthesizer::{DockerImageAssetLocation, DockerImageAssetSource, FileAssetLocation, FileAssetSource};
pub use synthesizers::{
    BootstraplessSynthesizer, CliCredentialsStackSynthesizer, DefaultStackSynthesizer, StackSynthesizer,
};
pub use unique_id::UniqueResourceNameOptions;

pub(crate) use data::StackData;
pub(crate) use dependencies::add_dependency;
pub(crate) use references::resolve_references;
pub(crate) use synthesizers::Kind as SynthesizerKind;
pub(crate) use unique_id::{unique_id, unique_resource_name};

use std::rc::Rc;

use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::json::{Json, Map, MapKey};
use crate::tags::{TagManager, TagType};
use crate::value::{Aws, Fn, Resolver, Text, TypeHint, Value};

/// What a stack can be told.
#[derive(Debug, Clone, Default)]
pub struct StackProps {
    /// Account and region; without one the stack can be deployed anywhere.
    pub env: Option<Environment>,
    /// Name in CloudFormation; made of the path if none is given.
    pub stack_name: Option<String>,
    /// Description of the template, at most 512 characters.
    pub description: Option<String>,
    /// Tags of the stack and of all resources in it.
    pub tags: Map<Value>,
    /// Whether CloudFormation refuses to delete it.
    pub termination_protection: bool,
    /// Whether the template says which constructs made it; by default as the context says.
    pub analytics_reporting: Option<bool>,
    /// Whether the template is written without line breaks; by default as the context says.
    pub suppress_template_indentation: Option<bool>,
    /// How its files get to its account.
    pub synthesizer: Option<StackSynthesizer>,
    /// Whether it may use values of stacks in other regions, and they its values.
    pub cross_region_references: bool,
}

/// Resources that are deployed as one, described by one template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack {
    node: Node,
}

crate::construct!(Stack);

impl Stack {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.Stack");

    /// A stack of an app or stage.
    pub fn new(scope: &dyn Construct, id: &str, props: StackProps) -> Result<Stack> {
        let node = Node::new(scope, id, Stack::INFO)?;
        let data = StackData::new(&node, props)?;
        node.write(|place| {
            place.stack_data = Some(Box::new(data));
            place.stack = Some(node.key());
        });
        Ok(Stack { node })
    }

    pub(crate) fn from_node(node: Node) -> Stack {
        Stack { node }
    }

    /// The stack of a construct.
    pub fn of(construct: &dyn Construct) -> Result<Stack> {
        construct.node().stack()
    }

    /// Reads the stack's data. A stack of an app that is gone has none any more.
    pub(crate) fn data<T>(&self, with: impl FnOnce(&StackData) -> T) -> Result<T> {
        self.node.read(|place| place.stack_data.as_deref().map(with)).ok_or_else(|| self.gone())
    }

    pub(crate) fn data_mut<T>(&self, with: impl FnOnce(&mut StackData) -> T) -> Result<T> {
        self.node.write(|place| place.stack_data.as_deref_mut().map(with)).ok_or_else(|| self.gone())
    }

    fn gone(&self) -> Error {
        self.node.error("its app does not exist any more")
    }

    /// Name in CloudFormation. That of a nested stack is known at deployment.
    pub fn stack_name(&self) -> Result<Text> {
        match self.nested_resource()? {
            Some(resource) => {
                Ok(self
                    .seen_from_outside(Aws::stack_name(), Fn::select(1, &Fn::split("/", &resource.ref_()))))
            }
            None => self.data(|data| Text::from(data.stack_name.clone())),
        }
    }

    /// Its ARN, known at deployment.
    pub fn stack_id(&self) -> Result<Text> {
        Ok(match self.nested_resource()? {
            Some(resource) => self.seen_from_outside(Aws::stack_id(), resource.ref_()),
            None => Text::from(self.node.reference("AWS::StackId", TypeHint::String)),
        })
    }

    /// The suffix of the partition's domain names.
    pub fn url_suffix(&self) -> Text {
        Aws::url_suffix()
    }

    /// Name of its files in the assembly.
    pub fn artifact_id(&self) -> Result<Rc<str>> {
        self.data(|data| data.artifact_id.clone())
    }

    /// The account, or `AWS::AccountId`.
    pub fn account(&self) -> Result<Text> {
        self.data(|data| data.account.clone())
    }

    /// The region, or `AWS::Region`.
    pub fn region(&self) -> Result<Text> {
        self.data(|data| data.region.clone())
    }

    /// The partition, or `AWS::Partition`: a literal only with the feature flag for it and a known region.
    pub fn partition(&self) -> Result<Text> {
        let region = self.region()?;
        let literal = self.node.is_enabled(crate::flags::ENABLE_PARTITION_LITERALS);
        Ok(match region.as_literal().and_then(crate::region_info::partition) {
            Some(partition) if literal => partition.into(),
            _ => Aws::partition(),
        })
    }

    /// Tags of the stack.
    pub fn tags<T>(&self, with: impl FnOnce(&mut TagManager) -> T) -> Result<T> {
        self.data_mut(|data| with(&mut data.tags))
    }

    /// Adds a macro to the template's `Transform`.
    pub fn add_transform(&self, transform: &str) -> Result<()> {
        self.data_mut(|data| data.transforms.push(transform.to_owned()))
    }

    /// Sets the template's `AWSTemplateFormatVersion`.
    pub fn set_template_format_version(&self, version: &str) -> Result<()> {
        self.data_mut(|data| data.template_format_version = Some(version.to_owned()))
    }

    /// Adds to the template's `Metadata`.
    pub fn add_template_metadata(&self, key: impl Into<MapKey>, value: impl Into<Value>) -> Result<()> {
        let value = value.into();
        self.data_mut(|data| data.template_metadata.insert(key, value)).map(drop)
    }

    /// What a value becomes in this stack's template. `None` if it is left out.
    pub fn resolve(&self, value: &Value) -> Result<Option<Json>> {
        Resolver::new(&self.node)?.resolve(value)
    }

    pub(crate) fn new_tag_manager(tags: &Map<Value>) -> TagManager {
        let mut manager = TagManager::new(TagType::KeyValue, "aws:cdk:stack", None);
        for (key, value) in tags.iter() {
            manager.set_initial(key, value.clone());
        }
        manager
    }
}
