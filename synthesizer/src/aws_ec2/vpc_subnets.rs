//! Making a VPC's subnets.

use super::ip_addresses::allocate_subnets;
use super::{IpAddresses, PrivateSubnet, PublicSubnet, Subnet, SubnetConfiguration, SubnetProps, SubnetType};
use crate::construct::Node;
use crate::error::{Error, Result};
use crate::value::Text;

/// A VPC's subnets by type.
#[derive(Debug, Default)]
pub(super) struct SubnetsByType {
    pub(super) public: Vec<Subnet>,
    pub(super) private: Vec<Subnet>,
    pub(super) isolated: Vec<Subnet>,
}

/// Makes a subnet for each configuration and zone. `None` is a zone that addresses are kept for.
pub(super) fn create_subnets(
    vpc: &Node,
    vpc_id: &Text,
    addresses: &IpAddresses,
    configurations: &[SubnetConfiguration],
    zones: &[Option<Text>],
) -> Result<SubnetsByType> {
    let masks: Vec<Option<u32>> =
        configurations.iter().flat_map(|group| zones.iter().map(|_| group.cidr_mask)).collect();
    let blocks = allocate_subnets(addresses.block()?, &masks)?;
    let requested =
        configurations.iter().flat_map(|group| zones.iter().enumerate().map(move |zone| (group, zone)));
    let mut made = SubnetsByType::default();
    for ((group, (place, zone)), block) in requested.zip(blocks) {
        let Some(zone) = zone.as_ref().filter(|_| !group.reserved) else {
            continue;
        };
        let props = SubnetProps {
            availability_zone: zone.clone(),
            cidr_block: block.notation().into(),
            vpc_id: vpc_id.clone(),
            map_public_ip_on_launch: Some(maps_public_ip(group)?),
        };
        made.add(vpc, group, &format!("{}Subnet{}", group.name, place + 1), props)?;
    }
    Ok(made)
}

fn maps_public_ip(group: &SubnetConfiguration) -> Result<bool> {
    match (group.subnet_type, group.map_public_ip_on_launch) {
        (SubnetType::Public, given) => Ok(given.unwrap_or(true)),
        (_, None) => Ok(false),
        (other, Some(_)) => {
            let name = other.value();
            Err(Error::message(format!("{name} subnet cannot include mapPublicIpOnLaunch parameter")))
        }
    }
}

impl SubnetsByType {
    fn add(&mut self, vpc: &Node, group: &SubnetConfiguration, id: &str, props: SubnetProps) -> Result<()> {
        let (subnet, others) = match group.subnet_type.current() {
            SubnetType::Public => (PublicSubnet::new(vpc, id, props)?, &mut self.public),
            SubnetType::PrivateIsolated => (PrivateSubnet::new(vpc, id, props)?, &mut self.isolated),
            _ => (PrivateSubnet::new(vpc, id, props)?, &mut self.private),
        };
        subnet.tag("aws-cdk:subnet-name", group.name.as_str());
        subnet.tag("aws-cdk:subnet-type", group.subnet_type.name());
        others.push(subnet);
        Ok(())
    }
}
