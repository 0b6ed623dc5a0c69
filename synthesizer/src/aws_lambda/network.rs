//! Functions in a VPC.

use super::FunctionProps;
use crate::aws_ec2::{Connections, ConnectionsProps, SecurityGroup, SecurityGroupProps};
use crate::construct::Node;
use crate::error::Result;
use crate::props;
use crate::value::{Text, Value};

/// The `VpcConfig` of a function at this node, and what it may talk to; nothing where there is no VPC.
pub(super) fn configure(node: &Node, props: &FunctionProps) -> Result<Option<(Value, Connections)>> {
    let Some(vpc) = &props.vpc else {
        let without = |what| Err(node.error(format!("Cannot configure '{what}' without configuring a VPC")));
        return match (props.security_groups.is_empty(), &props.vpc_subnets) {
            (false, _) => without("securityGroups"),
            (true, Some(_)) => without("vpcSubnets"),
            (true, None) => Ok(None),
        };
    };
    let mut security_groups = props.security_groups.clone();
    if security_groups.is_empty() {
        let description = format!("Automatic security group for Lambda Function {}", node.unique_id()?);
        let own = SecurityGroupProps { description: Some(description), ..SecurityGroupProps::new(vpc) };
        security_groups.push(SecurityGroup::new(node, "SecurityGroup", own)?);
    }
    let subnets = vpc.select_subnets(&props.vpc_subnets.clone().unwrap_or_default())?;
    if subnets.has_public && !props.allow_public_subnet {
        return Err(node.error(
            "Lambda Functions in a public subnet can NOT access the internet. If you are aware of this limitation and \
             would still like to place the function in a public subnet, set `allowPublicSubnet` to true",
        ));
    }
    node.add_dependency(subnets.internet_connectivity_established);
    let ids: Vec<Text> = security_groups.iter().map(SecurityGroup::security_group_id).collect();
    let config = props! { "SubnetIds" => subnets.subnet_ids, "SecurityGroupIds" => ids };
    let connections = Connections::new(node, ConnectionsProps { security_groups, default_port: None });
    Ok(Some((config, connections)))
}
