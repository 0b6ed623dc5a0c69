//! The private subnets' way out.

use super::{AddRouteOptions, RouterType, Subnet};
use crate::error::{Error, Result};
use crate::value::Text;

/// What the private subnets' way out is made of.
#[derive(Debug, Clone)]
pub struct NatProvider {
    gateway: NatGatewayProps,
}

/// What NAT gateways can be told.
#[derive(Debug, Clone, Default)]
pub struct NatGatewayProps {
    /// Addresses that were made elsewhere, one for each gateway.
    pub eip_allocation_ids: Option<Vec<Text>>,
}

impl NatProvider {
    /// NAT gateways.
    pub fn gateway(props: NatGatewayProps) -> NatProvider {
        NatProvider { gateway: props }
    }

    /// Puts gateways into the public subnets, and routes the private ones to that of their zone, or to all in turn.
    pub(super) fn configure(&self, nat_subnets: &[Subnet], private_subnets: &[Subnet]) -> Result<()> {
        let eips = self.gateway.eip_allocation_ids.as_deref();
        if let Some(given) = eips.map(<[Text]>::len).filter(|given| *given < nat_subnets.len()) {
            let needed = nat_subnets.len();
            return Err(Error::message(format!(
                "Not enough NAT gateway EIP allocation IDs ({given} provided) for the requested subnet count ({needed} \
                 needed)."
            )));
        }
        let mut gateways: Vec<(Text, Text)> = Vec::new();
        for (place, subnet) in nat_subnets.iter().enumerate() {
            let eip = eips.and_then(|ids| ids.get(place)).cloned();
            gateways.push((subnet.availability_zone()?, subnet.add_nat_gateway(eip)?.ref_()));
        }
        let mut others = gateways.iter().cycle();
        for subnet in private_subnets {
            let zone = subnet.availability_zone()?;
            let same_zone = gateways.iter().rev().find(|(other, _)| *other == zone);
            let Some((_, id)) = same_zone.or_else(|| others.next()) else {
                return Err(Error::message("Cannot pick, set is empty"));
            };
            let options = AddRouteOptions::new(RouterType::NatGateway, id);
            subnet.add_route(
                "DefaultRoute",
                AddRouteOptions { enables_internet_connectivity: true, ..options },
            )?;
        }
        Ok(())
    }
}

impl Default for NatProvider {
    fn default() -> NatProvider {
        NatProvider::gateway(NatGatewayProps::default())
    }
}
