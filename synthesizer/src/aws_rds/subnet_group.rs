//! Where databases are.

use crate::aws_ec2::{SubnetSelection, SubnetType, Vpc};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::Text;

/// Subnets that a database may be in, made here or imported. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SubnetGroup {
    node: Node,
    name: Text,
}

crate::construct!(SubnetGroup);

/// What a group of subnets can be told.
#[derive(Debug, Clone)]
pub struct SubnetGroupProps {
    /// For people.
    pub description: String,
    /// The network.
    pub vpc: Vpc,
    /// Which of its subnets; private ones with a way out if nothing is said.
    pub vpc_subnets: Option<SubnetSelection>,
    /// Generated if none is given; written in small letters.
    pub subnet_group_name: Option<String>,
    /// What happens to it when it leaves its stack.
    pub removal_policy: Option<RemovalPolicy>,
}

impl SubnetGroup {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_rds.SubnetGroup");

    /// Subnets of a network.
    pub fn new(scope: &dyn Construct, id: &str, props: SubnetGroupProps) -> Result<SubnetGroup> {
        let node = Node::new(scope, id, SubnetGroup::INFO)?;
        let default = || SubnetSelection::of_type(SubnetType::PrivateWithEgress);
        let selected = props.vpc.select_subnets(&props.vpc_subnets.unwrap_or_else(default))?;
        let resource = CfnResource::typed(
            &node,
            "Default",
            "AWS::RDS::DBSubnetGroup",
            props! {
                "DBSubnetGroupDescription" => props.description,
                "DBSubnetGroupName" => props.subnet_group_name.map(|name| name.to_lowercase()),
                "SubnetIds" => selected.subnet_ids,
            },
        )?;
        if let Some(policy) = props.removal_policy {
            resource.apply_removal_policy(policy)?;
        }
        Ok(SubnetGroup { node, name: resource.ref_() })
    }

    /// Subnets that were grouped elsewhere.
    pub fn from_subnet_group_name(
        scope: &dyn Construct,
        id: &str,
        subnet_group_name: impl Into<Text>,
    ) -> Result<SubnetGroup> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(SubnetGroup { node, name: subnet_group_name.into() })
    }

    /// Its name.
    pub fn subnet_group_name(&self) -> Text {
        self.name.clone()
    }
}
