//! Level-1 resources.

use std::rc::Rc;

use super::names::class_of;
use crate::construct::{Construct, ConstructInfo, Element, ElementBody, Node, NodeId};
use crate::error::{Error, Result};
use crate::json::{Map, MapKey};
use crate::stack::Stack;
use crate::tags::{TagManager, TagType};
use crate::value::{Reference, Text, TypeHint, Value};

/// What happens to a resource that leaves its stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovalPolicy {
    /// It is deleted.
    Destroy,
    /// It stays.
    Retain,
    /// A snapshot of it stays.
    Snapshot,
    /// It stays, unless the deployment that made it fails.
    RetainOnUpdateOrDelete,
}

/// A resource as CloudFormation knows it. Cheap to clone: all clones are the same resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CfnResource {
    node: Node,
}

crate::construct!(CfnResource);

/// What is known of a resource.
#[derive(Debug, Clone)]
pub(crate) struct ResourceData {
    pub(crate) resource_type: Rc<str>,
    /// Whether the CDK has a class for it, which sorts and checks its properties.
    pub(crate) typed: bool,
    pub(crate) properties: Map<Value>,
    /// Laid over the rendered resource; [`Value::Undefined`] deletes.
    pub(crate) overrides: Map<Value>,
    pub(crate) depends_on: Vec<NodeId>,
    pub(crate) condition: Option<Text>,
    pub(crate) creation_policy: Value,
    pub(crate) update_policy: Value,
    pub(crate) update_replace_policy: Option<&'static str>,
    pub(crate) deletion_policy: Option<&'static str>,
    pub(crate) version: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) metadata: Map<Value>,
    pub(crate) tags: Option<TagManager>,
    pub(crate) wanted: Wanted,
}

/// Whether a resource is in its template at all, which may be known only at synthesis.
#[derive(Clone, Default)]
pub(crate) struct Wanted(Option<Rc<dyn Fn() -> bool>>);

impl Wanted {
    pub(crate) fn is_true(&self) -> bool {
        self.0.as_ref().is_none_or(|wanted| wanted())
    }
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Wanted")
    }
}

const WITH_SNAPSHOTS: [&str; 7] = [
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

impl CfnResource {
    /// A resource of any type: the escape hatch. Its properties are written as they are given.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        resource_type: &str,
        properties: Value,
    ) -> Result<CfnResource> {
        CfnResource::create(scope, id, resource_type, properties, None)
    }

    /// A resource of a type that the CDK has a class for, for example `AWS::EC2::VPC` and its `CfnVPC`. Write the
    /// properties with [`props!`](crate::props), keys as in CloudFormation; they are sorted as the CDK does it.
    /// Tags are those of `Tags` and those that are added later.
    pub fn typed(
        scope: &dyn Construct,
        id: &str,
        resource_type: &str,
        properties: Value,
    ) -> Result<CfnResource> {
        let info = ConstructInfo { fqn: class_of(resource_type).into(), version: crate::CDK_VERSION };
        CfnResource::create(scope, id, resource_type, properties, Some(info))
    }

    fn create(
        scope: &dyn Construct,
        id: &str,
        resource_type: &str,
        properties: Value,
        class: Option<ConstructInfo>,
    ) -> Result<CfnResource> {
        let mut properties = match properties {
            Value::Struct(map) | Value::Object(map) => map,
            Value::Undefined => Map::new(),
            _ => {
                return Err(Error::message(format!(
                    "the properties of {id} ({resource_type}) are no object"
                )));
            }
        };
        let typed = class.is_some();
        let tags = if typed { tag_manager(resource_type, &mut properties) } else { None };
        let data = ResourceData {
            resource_type: resource_type.into(),
            typed,
            properties,
            overrides: Map::new(),
            depends_on: Vec::new(),
            condition: None,
            creation_policy: Value::Undefined,
            update_policy: Value::Undefined,
            update_replace_policy: None,
            deletion_policy: None,
            version: None,
            description: None,
            metadata: Map::new(),
            tags,
            wanted: Wanted::default(),
        };
        let info = class.unwrap_or(ConstructInfo::cdk("aws-cdk-lib.CfnResource"));
        let node = Node::new_element(scope, id, info, ElementBody::Resource(Rc::new(data)))?;
        let resource = CfnResource { node };
        if resource.node.is_enabled("aws:cdk:enable-path-metadata") {
            resource.add_metadata("aws:cdk:path", resource.node.path());
        }
        Ok(resource)
    }

    /// The resource at this node, if there is one.
    pub fn at(node: &Node) -> Option<CfnResource> {
        node.resource(|_| ()).map(|()| CfnResource { node: node.clone() })
    }

    /// For example `AWS::EC2::VPC`.
    pub fn resource_type(&self) -> Rc<str> {
        self.node.resource(|data| data.resource_type.clone()).unwrap_or_default()
    }

    /// `Ref`
    pub fn ref_(&self) -> Text {
        Text::from(self.node.reference("Ref", TypeHint::String))
    }

    /// `Fn::GetAtt` of a string.
    pub fn get_att(&self, attribute: &str) -> Text {
        Text::from(self.node.reference(attribute, TypeHint::String))
    }

    /// `Fn::GetAtt` with the kind of value that the attribute has.
    pub fn get_att_as(&self, attribute: &str, hint: TypeHint) -> Reference {
        self.node.reference(attribute, hint)
    }

    /// Sets a property, by its name in CloudFormation. It keeps its place if it was there.
    pub fn set_property(&self, name: impl Into<MapKey>, value: impl Into<Value>) {
        let value = value.into();
        self.change(|data| drop(data.properties.insert(name, value)));
    }

    /// The property with this name in CloudFormation.
    pub fn property(&self, name: &str) -> Value {
        self.node.resource(|data| data.properties.get(name).cloned()).flatten().unwrap_or_default()
    }

    /// Sets or adds an entry of the resource's `Metadata`.
    pub fn add_metadata(&self, key: impl Into<MapKey>, value: impl Into<Value>) {
        let value = value.into();
        self.change(|data| drop(data.metadata.insert(key, value)));
    }

    /// Leaves the resource out of its template unless this is true at synthesis.
    pub(crate) fn synthesize_if(&self, wanted: impl Fn() -> bool + 'static) {
        self.change(|data| data.wanted = Wanted(Some(Rc::new(wanted))));
    }

    /// Makes the resource only if the condition holds.
    pub fn set_condition(&self, condition: &super::CfnCondition) {
        self.change(|data| data.condition = Some(condition.logical_id()));
    }

    /// Sets `CreationPolicy`, keys as in CloudFormation.
    pub fn set_creation_policy(&self, policy: Value) {
        self.change(|data| data.creation_policy = policy);
    }

    /// Sets `UpdatePolicy`, keys as in CloudFormation.
    pub fn set_update_policy(&self, policy: Value) {
        self.change(|data| data.update_policy = policy);
    }

    /// Sets the version of a custom resource.
    pub fn set_version(&self, version: &str) {
        self.change(|data| data.version = Some(version.to_owned()));
    }

    /// Sets the description that the template has of it.
    pub fn set_description(&self, description: &str) {
        self.change(|data| data.description = Some(description.to_owned()));
    }

    /// Makes this resource wait no longer for the other, which is of the same stack.
    pub fn remove_dependency(&self, target: &CfnResource) {
        let target = target.node.key();
        self.change(|data| data.depends_on.retain(|known| *known != target));
    }

    /// Makes this resource wait for the other.
    pub fn add_dependency(&self, target: &CfnResource) -> Result<()> {
        let description = format!("{{{}}}.addDependency({{{}}})", self.node.path(), target.node.path());
        crate::stack::add_dependency(&self.node, &target.node, description)
    }

    /// Says what happens to the resource when it leaves its stack.
    pub fn apply_removal_policy(&self, policy: RemovalPolicy) -> Result<()> {
        self.apply_removal_policies(policy, true)
    }

    /// The same, with the choice to leave `UpdateReplacePolicy` as it is.
    pub fn apply_removal_policies(&self, policy: RemovalPolicy, on_replacement_too: bool) -> Result<()> {
        let (deletion, replacement) = match policy {
            RemovalPolicy::Destroy => ("Delete", "Delete"),
            RemovalPolicy::Retain => ("Retain", "Retain"),
            RemovalPolicy::RetainOnUpdateOrDelete => ("RetainExceptOnCreate", "Retain"),
            RemovalPolicy::Snapshot => {
                self.check_snapshot()?;
                ("Snapshot", "Snapshot")
            }
        };
        self.change(|data| {
            data.deletion_policy = Some(deletion);
            if on_replacement_too {
                data.update_replace_policy = Some(replacement);
            }
        });
        Ok(())
    }

    fn check_snapshot(&self) -> Result<()> {
        let resource_type = self.resource_type();
        if WITH_SNAPSHOTS.contains(&&*resource_type) {
            return Ok(());
        }
        if self.node.is_enabled(crate::flags::VALIDATE_SNAPSHOT_REMOVAL_POLICY) {
            return Err(self.node.error(format!("{resource_type} does not support snapshot removal policy")));
        }
        crate::Annotations::of(self).add_warning_v2(
            &format!("@aws-cdk/core:{resource_type}SnapshotRemovalPolicyIgnored"),
            &format!(
                "{resource_type} does not support snapshot removal policy. This policy will be ignored."
            ),
        );
        Ok(())
    }

    /// Changes the resource's tags; nothing happens if its type has none.
    pub fn tags(&self, with: impl FnOnce(&mut TagManager)) {
        self.change(|data| {
            if let Some(tags) = &mut data.tags {
                with(tags);
            }
        });
    }

    /// The stack it is in.
    pub fn stack(&self) -> Result<Stack> {
        self.node.stack()
    }

    pub(super) fn change(&self, with: impl FnOnce(&mut ResourceData)) {
        self.node.write(|node| {
            if let Some(Element { body: ElementBody::Resource(data), .. }) = &mut node.element {
                with(Rc::make_mut(data));
            }
        });
    }
}

impl Node {
    /// Reads the resource at this node, if there is one.
    pub(crate) fn resource<T>(&self, with: impl FnOnce(&ResourceData) -> T) -> Option<T> {
        self.read(|node| match &node.element {
            Some(Element { body: ElementBody::Resource(data), .. }) => Some(with(data)),
            _ => None,
        })
    }

    pub(crate) fn add_resource_dependency(&self, target: &Node) {
        let target = target.key();
        if let Some(resource) = CfnResource::at(self) {
            resource.change(|data| {
                if !data.depends_on.contains(&target) {
                    data.depends_on.push(target);
                }
            });
        }
    }
}

/// Takes the tags out of the properties, if resources of this type have any.
fn tag_manager(resource_type: &str, properties: &mut Map<Value>) -> Option<TagManager> {
    let (tag_type, property) = TagType::of(resource_type)?;
    let initial = properties.remove(property);
    Some(TagManager::new(tag_type, resource_type, initial))
}
