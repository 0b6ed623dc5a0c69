//! VPCs that were made elsewhere.

use std::cell::RefCell;
use std::rc::Rc;

use super::vpc::{Details, vpc_arn};
use super::vpc_subnets::SubnetsByType;
use super::{Subnet, SubnetAttributes, SubnetType, Vpc};
use crate::construct::{Construct, ConstructInfo, DependencyGroup, Node};
use crate::error::Result;
use crate::value::Text;

/// What is known of a VPC that was made elsewhere. Subnets are listed group by group, each over all zones.
#[derive(Debug, Clone, Default)]
pub struct VpcAttributes {
    /// For example `vpc-0a1b2c3d`.
    pub vpc_id: Text,
    /// The zones of the subnets.
    pub availability_zones: Vec<Text>,
    /// The addresses.
    pub vpc_cidr_block: Option<Text>,
    /// The region, the stack's if not given.
    pub region: Option<Text>,
    /// The VPN gateway.
    pub vpn_gateway_id: Option<Text>,
    /// Public subnets.
    pub public_subnets: ImportedSubnets,
    /// Private subnets with egress.
    pub private_subnets: ImportedSubnets,
    /// Isolated subnets.
    pub isolated_subnets: ImportedSubnets,
}

/// Subnets of one type. All lists but `ids` may be left empty.
#[derive(Debug, Clone, Default)]
pub struct ImportedSubnets {
    /// Their ids.
    pub ids: Vec<Text>,
    /// Names of the groups.
    pub names: Vec<String>,
    /// Their route tables.
    pub route_table_ids: Vec<Text>,
    /// Their addresses.
    pub ipv4_cidr_blocks: Vec<Text>,
}

impl Vpc {
    /// A VPC that was made elsewhere.
    pub fn from_vpc_attributes(scope: &dyn Construct, id: &str, attributes: VpcAttributes) -> Result<Vpc> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let zones = attributes.availability_zones;
        let subnets = SubnetsByType {
            public: attributes.public_subnets.import(&node, SubnetType::Public, "public", &zones)?,
            private: attributes.private_subnets.import(
                &node,
                SubnetType::PrivateWithEgress,
                "private",
                &zones,
            )?,
            isolated: attributes.isolated_subnets.import(
                &node,
                SubnetType::PrivateIsolated,
                "isolated",
                &zones,
            )?,
        };
        let details = Details {
            vpc_arn: vpc_arn(&node, attributes.vpc_id.clone())?,
            region: attributes.region.map_or_else(|| node.stack()?.region(), Ok)?,
            vpc_id: attributes.vpc_id,
            cidr_block: attributes.vpc_cidr_block,
            default_security_group: None,
            availability_zones: zones,
            subnets,
            internet_gateway_id: RefCell::default(),
            internet_connectivity_established: DependencyGroup::new(),
            vpn_gateway_id: RefCell::new(attributes.vpn_gateway_id),
        };
        Ok(Vpc { node, details: Rc::new(details) })
    }
}

impl ImportedSubnets {
    /// Subnets with these ids and route tables.
    pub fn new<T: Into<Text>>(ids: impl IntoIterator<Item = T>) -> ImportedSubnets {
        ImportedSubnets { ids: ids.into_iter().map(Into::into).collect(), ..ImportedSubnets::default() }
    }

    fn import(&self, vpc: &Node, subnet_type: SubnetType, kind: &str, zones: &[Text]) -> Result<Vec<Subnet>> {
        self.check(vpc, kind, zones.len())?;
        let mut subnets = Vec::new();
        for (place, id) in self.ids.iter().enumerate() {
            let name = self.names.get(place / zones.len()).map_or(subnet_type.name(), String::as_str);
            let attributes = SubnetAttributes {
                subnet_id: id.clone(),
                availability_zone: zones.get(place % zones.len()).cloned(),
                ipv4_cidr_block: self.ipv4_cidr_blocks.get(place).cloned(),
                route_table_id: self.route_table_ids.get(place).cloned(),
            };
            let id = format!("{name}Subnet{}", place + 1);
            subnets.push(Subnet::from_subnet_attributes(vpc, &id, attributes)?);
        }
        Ok(subnets)
    }

    fn check(&self, vpc: &Node, kind: &str, zones: usize) -> Result<()> {
        let count = self.ids.len();
        if count > 0 && (zones == 0 || !count.is_multiple_of(zones)) {
            return Err(vpc.error(format!(
                "Number of {kind}SubnetIds ({count}) must be a multiple of availability zones ({zones})."
            )));
        }
        let lists = [("RouteTableIds", &self.route_table_ids), ("Ipv4CidrBlocks", &self.ipv4_cidr_blocks)];
        for (name, list) in lists {
            if !list.is_empty() && list.len() != count {
                return Err(vpc.error(format!(
                    "Number of {kind}Subnet{name} ({}) must be equal to the amount of {kind}SubnetIds ({count}).",
                    list.len()
                )));
            }
        }
        if !self.names.is_empty() && self.names.len() * zones != count {
            return Err(vpc.error(format!(
                "{kind}SubnetNames must have an entry for every corresponding subnet group, got: {:?}",
                self.names
            )));
        }
        Ok(())
    }
}
