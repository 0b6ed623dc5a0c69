//! Machines as the private subnets' way out.

use super::{
    Connectable, Instance, InstanceProps, InstanceType, MachineImage, Port, SecurityGroup,
    SecurityGroupProps, Subnet, SubnetSelection, Vpc,
};
use crate::aws_iam::{Role, RoleProps, ServicePrincipal};
use crate::error::Result;
use crate::value::Text;

/// Whom NAT instances talk to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NatTrafficDirection {
    /// They can reach everyone, but only those are let in who are allowed to.
    OutboundOnly,
    /// They can reach everyone, and everyone can reach them.
    #[default]
    InboundAndOutbound,
    /// Nobody, unless it is allowed.
    None,
}

/// What NAT instances can be told.
#[derive(Clone)]
pub struct NatInstanceProps {
    /// Their size.
    pub instance_type: InstanceType,
    /// What they boot.
    pub machine_image: MachineImage,
    /// By which one logs in.
    pub key_name: Option<String>,
    /// One is made if none is given.
    pub security_group: Option<SecurityGroup>,
    /// Whom they talk to.
    pub default_allowed_traffic: NatTrafficDirection,
}

impl NatInstanceProps {
    /// Machines of this size with this image.
    pub fn new(instance_type: InstanceType, machine_image: MachineImage) -> NatInstanceProps {
        NatInstanceProps {
            instance_type,
            machine_image,
            key_name: None,
            security_group: None,
            default_allowed_traffic: NatTrafficDirection::default(),
        }
    }

    /// The machines' ids with their zones.
    pub(super) fn make(&self, vpc: &Vpc, nat_subnets: &[Subnet]) -> Result<Vec<(Text, Text)>> {
        let security_group = match &self.security_group {
            Some(group) => group.clone(),
            None => {
                let props = SecurityGroupProps {
                    description: Some("Security Group for NAT instances".to_owned()),
                    allow_all_outbound: self.default_allowed_traffic != NatTrafficDirection::None,
                    ..SecurityGroupProps::new(vpc)
                };
                SecurityGroup::new(vpc, "NatSecurityGroup", props)?
            }
        };
        if self.default_allowed_traffic == NatTrafficDirection::InboundAndOutbound {
            security_group.connections().allow_from_any_ipv4(Port::all_traffic(), None)?;
        }
        let principal = ServicePrincipal::new("ec2.amazonaws.com");
        let role = Role::new(vpc, "NatRole", RoleProps::assumed_by(principal))?;
        let mut machines = Vec::new();
        for subnet in nat_subnets {
            let props = InstanceProps {
                source_dest_check: Some(false),
                vpc_subnets: SubnetSelection::of_subnets(vec![subnet.clone()]),
                security_group: Some(security_group.clone()),
                role: Some(role.clone()),
                key_name: self.key_name.clone(),
                ..InstanceProps::new(vpc, self.instance_type.clone(), self.machine_image.clone())
            };
            let machine = Instance::new(subnet, "NatInstance", props)?;
            machines.push((subnet.availability_zone()?, machine.instance_id()));
        }
        Ok(machines)
    }
}
