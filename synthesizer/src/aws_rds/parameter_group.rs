//! Settings of databases.

use std::cell::RefCell;
use std::rc::Rc;

use super::{DatabaseClusterEngine, DatabaseInstanceEngine};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::{Map, MapKey};
use crate::props;
use crate::value::{Lazy, Text, Value};

/// Settings of databases, made here or imported. Cheap to clone: all clones are the same settings.
#[derive(Debug, Clone)]
pub struct ParameterGroup {
    node: Node,
    kind: Kind,
}

crate::construct!(ParameterGroup);

#[derive(Debug, Clone)]
enum Kind {
    Own(Rc<Own>),
    Imported(Text),
}

#[derive(Debug)]
struct Own {
    family: String,
    description: Option<String>,
    parameters: Rc<RefCell<Map<Value>>>,
    /// Made when a cluster first uses the settings.
    cluster_group: RefCell<Option<CfnResource>>,
    /// Made when an instance first uses the settings.
    instance_group: RefCell<Option<CfnResource>>,
}

/// What settings can be told.
#[derive(Debug, Clone)]
pub struct ParameterGroupProps {
    /// What they are for: a cluster's engine or an instance's.
    pub engine: ParameterGroupEngine,
    /// For people.
    pub description: Option<String>,
    /// The settings by name.
    pub parameters: Map<Value>,
}

/// What settings are for.
#[derive(Debug, Clone)]
pub struct ParameterGroupEngine {
    family: Option<String>,
}

impl From<&DatabaseClusterEngine> for ParameterGroupEngine {
    fn from(engine: &DatabaseClusterEngine) -> ParameterGroupEngine {
        ParameterGroupEngine { family: engine.parameter_group_family() }
    }
}

impl From<&DatabaseInstanceEngine> for ParameterGroupEngine {
    fn from(engine: &DatabaseInstanceEngine) -> ParameterGroupEngine {
        ParameterGroupEngine { family: engine.parameter_group_family() }
    }
}

impl ParameterGroupProps {
    /// Settings for this engine, none yet.
    pub fn new(engine: impl Into<ParameterGroupEngine>) -> ParameterGroupProps {
        ParameterGroupProps { engine: engine.into(), description: None, parameters: Map::new() }
    }
}

impl ParameterGroup {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_rds.ParameterGroup");

    /// Settings of one's own.
    pub fn new(scope: &dyn Construct, id: &str, props: ParameterGroupProps) -> Result<ParameterGroup> {
        let node = Node::new(scope, id, ParameterGroup::INFO)?;
        let Some(family) = props.engine.family else {
            return Err(
                node.error("ParameterGroup cannot be used with an engine that doesn't specify a version")
            );
        };
        let own = Own {
            family,
            description: props.description,
            parameters: Rc::new(RefCell::new(props.parameters)),
            cluster_group: RefCell::default(),
            instance_group: RefCell::default(),
        };
        Ok(ParameterGroup { node, kind: Kind::Own(Rc::new(own)) })
    }

    /// Settings that were made elsewhere.
    pub fn from_parameter_group_name(
        scope: &dyn Construct,
        id: &str,
        parameter_group_name: impl Into<Text>,
    ) -> Result<ParameterGroup> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(ParameterGroup { node, kind: Kind::Imported(parameter_group_name.into()) })
    }

    /// Adds a setting. Says whether it was added, which it is not to imported ones.
    pub fn add_parameter(&self, key: impl Into<MapKey>, value: impl Into<Value>) -> bool {
        match &self.kind {
            Kind::Own(own) => {
                own.parameters.borrow_mut().insert(key, value.into());
                true
            }
            Kind::Imported(_) => false,
        }
    }

    /// The name by which a cluster uses them.
    pub(super) fn bind_to_cluster(&self) -> Result<Text> {
        let own = match &self.kind {
            Kind::Imported(name) => return Ok(name.clone()),
            Kind::Own(own) => own,
        };
        let id = if own.instance_group.borrow().is_some() { "ClusterParameterGroup" } else { "Resource" };
        let kind = ("AWS::RDS::DBClusterParameterGroup", "Cluster parameter group");
        self.group(own, &own.cluster_group, id, kind)
    }

    /// The name by which an instance uses them.
    pub(super) fn bind_to_instance(&self) -> Result<Text> {
        let own = match &self.kind {
            Kind::Imported(name) => return Ok(name.clone()),
            Kind::Own(own) => own,
        };
        let id = if own.cluster_group.borrow().is_some() { "InstanceParameterGroup" } else { "Resource" };
        self.group(own, &own.instance_group, id, ("AWS::RDS::DBParameterGroup", "Parameter group"))
    }

    /// Makes the resource of this type and its description if there is none yet.
    fn group(
        &self,
        own: &Own,
        made: &RefCell<Option<CfnResource>>,
        id: &str,
        (resource_type, described): (&str, &str),
    ) -> Result<Text> {
        if let Some(group) = made.borrow().as_ref() {
            return Ok(group.ref_());
        }
        let parameters = own.parameters.clone();
        let description = own.description.clone();
        let group = CfnResource::typed(
            &self.node,
            id,
            resource_type,
            props! {
                "Description" => description.unwrap_or_else(|| format!("{described} for {}", own.family)),
                "Family" => &own.family,
                "Parameters" => Lazy::any(move |_| Ok(Value::Object(parameters.borrow().clone()))),
            },
        )?;
        let name = group.ref_();
        *made.borrow_mut() = Some(group);
        Ok(name)
    }
}
