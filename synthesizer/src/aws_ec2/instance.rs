//! Machines.

use super::{
    Connectable, Connections, ConnectionsProps, InstanceType, MachineImage, SecurityGroup, SecurityGroupProps,
};
use super::{SubnetSelection, Vpc};
use crate::aws_iam::{Role, RoleProps, ServicePrincipal};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::tags::{TagProps, Tags};
use crate::value::{Fn, Text};

/// What a machine can be told.
#[derive(Clone)]
pub struct InstanceProps {
    /// The network.
    pub vpc: Vpc,
    /// Which of its subnets; the first that this means.
    pub vpc_subnets: SubnetSelection,
    /// Its size.
    pub instance_type: InstanceType,
    /// What it boots.
    pub machine_image: MachineImage,
    /// One is made if none is given.
    pub security_group: Option<SecurityGroup>,
    /// What it may do; a role is made if none is given.
    pub role: Option<Role>,
    /// By which one logs in.
    pub key_name: Option<String>,
    /// Whether it only gets packets that are for it.
    pub source_dest_check: Option<bool>,
    /// Its `Name`; its path if none is given.
    pub instance_name: Option<String>,
    /// Commands for its first start.
    pub user_data: Vec<String>,
}

impl InstanceProps {
    /// A machine of this size with this image in this network.
    pub fn new(vpc: &Vpc, instance_type: InstanceType, machine_image: MachineImage) -> InstanceProps {
        InstanceProps {
            vpc: vpc.clone(),
            vpc_subnets: SubnetSelection::default(),
            instance_type,
            machine_image,
            security_group: None,
            role: None,
            key_name: None,
            source_dest_check: None,
            instance_name: None,
            user_data: Vec::new(),
        }
    }
}

/// A machine. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Instance {
    node: Node,
    instance_id: Text,
    connections: Connections,
}

crate::construct!(Instance);

impl Instance {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.Instance");

    /// A machine.
    pub fn new(scope: &dyn Construct, id: &str, props: InstanceProps) -> Result<Instance> {
        let node = Node::new(scope, id, Instance::INFO)?;
        let security_group = match props.security_group {
            Some(group) => group,
            None => SecurityGroup::new(&node, "InstanceSecurityGroup", SecurityGroupProps::new(&props.vpc))?,
        };
        let name = props.instance_name.unwrap_or_else(|| node.path().to_string());
        Tags::of(&node).add("Name", name, TagProps::default());
        let role = match props.role {
            Some(role) => role,
            None => {
                let principal = ServicePrincipal::new("ec2.amazonaws.com");
                Role::new(&node, "InstanceRole", RoleProps::assumed_by(principal))?
            }
        };
        let profile = CfnResource::typed(
            &node,
            "InstanceProfile",
            "AWS::IAM::InstanceProfile",
            props! { "Roles" => [role.role_name()] },
        )?;
        let image_id = props.machine_image.image_id(&node)?;
        let selected = props.vpc.select_subnets(&props.vpc_subnets)?.subnets;
        let Some(subnet) = selected.first() else {
            return Err(node.error(
                "Did not find any subnets matching the selection, please use a different selection.",
            ));
        };
        let script =
            ["#!/bin/bash".to_owned()].into_iter().chain(props.user_data).collect::<Vec<_>>().join("\n");
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::EC2::Instance",
            props! {
                "ImageId" => image_id,
                "KeyName" => props.key_name,
                "InstanceType" => props.instance_type.name(),
                "SubnetId" => subnet.subnet_id(),
                "SecurityGroupIds" => [security_group.security_group_id()],
                "IamInstanceProfile" => profile.ref_(),
                "UserData" => Fn::base64(script),
                "AvailabilityZone" => subnet.availability_zone()?,
                "SourceDestCheck" => props.source_dest_check,
            },
        )?;
        resource.node().add_dependency(&role);
        let connections = ConnectionsProps { security_groups: vec![security_group], default_port: None };
        let connections = Connections::new(&node, connections);
        Ok(Instance { node, instance_id: resource.ref_(), connections })
    }

    /// For example `i-0a1b2c3d`.
    pub fn instance_id(&self) -> Text {
        self.instance_id.clone()
    }
}

impl Connectable for Instance {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}
