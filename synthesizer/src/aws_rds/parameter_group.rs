//! Settings of databases.

use std::cell::RefCell;
use std::rc::Rc;

use super::DatabaseClusterEngine;
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
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
}

/// What settings can be told.
#[derive(Debug, Clone)]
pub struct ParameterGroupProps {
    /// What they are for.
    pub engine: DatabaseClusterEngine,
    /// For people.
    pub description: Option<String>,
    /// The settings by name.
    pub parameters: Map<Value>,
}

impl ParameterGroup {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_rds.ParameterGroup");

    /// Settings of one's own.
    pub fn new(scope: &dyn Construct, id: &str, props: ParameterGroupProps) -> Result<ParameterGroup> {
        let node = Node::new(scope, id, ParameterGroup::INFO)?;
        let Some(family) = props.engine.parameter_group_family() else {
            return Err(
                node.error("ParameterGroup cannot be used with an engine that doesn't specify a version")
            );
        };
        let own = Own {
            family,
            description: props.description,
            parameters: Rc::new(RefCell::new(props.parameters)),
            cluster_group: RefCell::default(),
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
    pub fn add_parameter(&self, key: &str, value: impl Into<Value>) -> bool {
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
        if let Some(group) = own.cluster_group.borrow().as_ref() {
            return Ok(group.ref_());
        }
        let parameters = own.parameters.clone();
        let default = || format!("Cluster parameter group for {}", own.family);
        let group = CfnResource::typed(
            &self.node,
            "Resource",
            "AWS::RDS::DBClusterParameterGroup",
            props! {
                "Description" => own.description.clone().unwrap_or_else(default),
                "Family" => &own.family,
                "Parameters" => Lazy::any(move |_| Ok(Value::Object(parameters.borrow().clone()))),
            },
        )?;
        let name = group.ref_();
        *own.cluster_group.borrow_mut() = Some(group);
        Ok(name)
    }
}
