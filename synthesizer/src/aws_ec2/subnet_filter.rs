//! Conditions for choosing subnets.

use super::Subnet;
use super::cidr::CidrBlock;
use crate::error::Result;
use crate::value::Text;

/// Keeps some of the subnets that a selection found.
#[derive(Debug, Clone, PartialEq)]
pub struct SubnetFilter(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Ids(Vec<Text>),
    Zones(Vec<Text>),
    OnePerZone,
    ContainsAddresses(Vec<String>),
    Mask(u32),
    Ranges(Vec<String>),
}

impl SubnetFilter {
    /// Those with these ids.
    pub fn by_ids(subnet_ids: Vec<Text>) -> SubnetFilter {
        SubnetFilter(Kind::Ids(subnet_ids))
    }

    /// Those in these zones.
    pub fn availability_zones(zones: Vec<Text>) -> SubnetFilter {
        SubnetFilter(Kind::Zones(zones))
    }

    /// The first of each zone.
    pub fn one_per_az() -> SubnetFilter {
        SubnetFilter(Kind::OnePerZone)
    }

    /// Those that hold any of these addresses.
    pub fn contains_ip_addresses(addresses: Vec<String>) -> SubnetFilter {
        SubnetFilter(Kind::ContainsAddresses(addresses))
    }

    /// Those of this size.
    pub fn by_cidr_mask(mask: u32) -> SubnetFilter {
        SubnetFilter(Kind::Mask(mask))
    }

    /// Those that lie within any of these blocks.
    pub fn by_cidr_ranges(cidrs: Vec<String>) -> SubnetFilter {
        SubnetFilter(Kind::Ranges(cidrs))
    }

    pub(super) fn select(&self, subnets: Vec<Subnet>) -> Result<Vec<Subnet>> {
        let mut zones: Vec<Text> = Vec::new();
        let mut kept = Vec::new();
        for subnet in subnets {
            let keeps = match &self.0 {
                Kind::Ids(ids) => ids.contains(&subnet.subnet_id()),
                Kind::Zones(zones) => zones.contains(&subnet.availability_zone()?),
                Kind::OnePerZone => {
                    let zone = subnet.availability_zone()?;
                    let first = !zones.contains(&zone);
                    zones.push(zone);
                    first
                }
                Kind::ContainsAddresses(addresses) => {
                    let hosts: Vec<String> =
                        addresses.iter().map(|address| format!("{address}/32")).collect();
                    any_within(&hosts, |host| Ok(block_of(&subnet)?.contains(host)))?
                }
                Kind::Mask(mask) => block_of(&subnet)?.mask == *mask,
                Kind::Ranges(cidrs) => any_within(cidrs, |cidr| Ok(cidr.contains(&block_of(&subnet)?)))?,
            };
            if keeps {
                kept.push(subnet);
            }
        }
        Ok(kept)
    }
}

fn any_within(cidrs: &[String], holds: impl Fn(&CidrBlock) -> Result<bool>) -> Result<bool> {
    for cidr in cidrs {
        if holds(&CidrBlock::parse(cidr)?)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn block_of(subnet: &Subnet) -> Result<CidrBlock> {
    CidrBlock::parse(subnet.ipv4_cidr_block()?.as_literal().unwrap_or_default())
}
