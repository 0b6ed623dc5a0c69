//! The subnets and security groups of databases.

use super::{SubnetGroup, SubnetGroupProps};
use crate::aws_ec2::{SecurityGroup, SecurityGroupProps, SubnetSelection, Vpc};
use crate::cfn::RemovalPolicy;
use crate::construct::{Annotations, Node};
use crate::error::Result;
use crate::value::Text;

/// What is said of a database's network.
pub(super) struct NetworkOptions<'a> {
    pub(super) vpc: &'a Vpc,
    pub(super) vpc_subnets: Option<&'a SubnetSelection>,
    pub(super) subnet_group: Option<&'a SubnetGroup>,
    pub(super) security_groups: Option<&'a Vec<SecurityGroup>>,
    pub(super) removal_policy: Option<RemovalPolicy>,
}

/// A database's network.
pub(super) struct Network {
    pub(super) subnet_group: SubnetGroup,
    pub(super) security_groups: Vec<SecurityGroup>,
}

impl Network {
    /// What a cluster has that is not given.
    pub(super) fn of_cluster(node: &Node, options: &NetworkOptions<'_>) -> Result<Network> {
        let selection = options.vpc_subnets.cloned().unwrap_or_default();
        let count = options.vpc.select_subnets(&selection)?.subnet_ids.len();
        if count < 2 {
            Annotations::of(node).add_error(&format!("Cluster requires at least 2 subnets, got {count}"));
        }
        let subnets = ("Subnets", format!("Subnets for {} database", node.id()));
        Network::new(node, options, subnets, "RDS security group".to_owned())
    }

    /// What a single instance has that is not given.
    pub(super) fn of_instance(node: &Node, options: &NetworkOptions<'_>) -> Result<Network> {
        let id = node.id();
        let subnets = ("SubnetGroup", format!("Subnet group for {id} database"));
        Network::new(node, options, subnets, format!("Security group for {id} database"))
    }

    fn new(
        node: &Node,
        options: &NetworkOptions<'_>,
        (subnets_id, subnets_description): (&str, String),
        security_group_description: String,
    ) -> Result<Network> {
        let subnet_group = match options.subnet_group {
            Some(group) => group.clone(),
            None => SubnetGroup::new(
                node,
                subnets_id,
                SubnetGroupProps {
                    description: subnets_description,
                    vpc: options.vpc.clone(),
                    vpc_subnets: options.vpc_subnets.cloned(),
                    subnet_group_name: None,
                    removal_policy: options.removal_policy.filter(|policy| *policy == RemovalPolicy::Retain),
                },
            )?,
        };
        let security_groups = match options.security_groups {
            Some(groups) => groups.clone(),
            None => {
                let description = Some(security_group_description);
                let group = SecurityGroupProps { description, ..SecurityGroupProps::new(options.vpc) };
                vec![SecurityGroup::new(node, "SecurityGroup", group)?]
            }
        };
        Ok(Network { subnet_group, security_groups })
    }

    pub(super) fn security_group_ids(&self) -> Vec<Text> {
        self.security_groups.iter().map(SecurityGroup::security_group_id).collect()
    }
}
