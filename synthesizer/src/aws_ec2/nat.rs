//! The private subnets' way out.

use super::nat_instance::NatInstanceProps;
use super::{AddRouteOptions, RouterType, Subnet, Vpc};
use crate::error::{Error, Result};
use crate::value::Text;

/// What the private subnets' way out is made of.
#[derive(Clone)]
pub struct NatProvider(Kind);

#[derive(Clone)]
enum Kind {
    Gateway(NatGatewayProps),
    Instance(Box<NatInstanceProps>),
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
        NatProvider(Kind::Gateway(props))
    }

    /// Machines that one takes care of oneself.
    pub fn instance(props: NatInstanceProps) -> NatProvider {
        NatProvider(Kind::Instance(Box::new(props)))
    }

    /// Puts routers into the public subnets, and routes the private ones to that of their zone, or to all in turn.
    pub(super) fn configure(&self, vpc: &Vpc, nat_subnets: &[Subnet]) -> Result<()> {
        let (router_type, routers) = match &self.0 {
            Kind::Gateway(props) => (RouterType::NatGateway, props.make(nat_subnets)?),
            Kind::Instance(props) => (RouterType::Instance, props.make(vpc, nat_subnets)?),
        };
        let mut others = routers.iter().cycle();
        for subnet in vpc.private_subnets() {
            let zone = subnet.availability_zone()?;
            let same_zone = routers.iter().rev().find(|(other, _)| *other == zone);
            let Some((_, id)) = same_zone.or_else(|| others.next()) else {
                return Err(Error::message("Cannot pick, set is empty"));
            };
            let options = AddRouteOptions::new(router_type, id);
            subnet.add_route(
                "DefaultRoute",
                AddRouteOptions { enables_internet_connectivity: true, ..options },
            )?;
        }
        Ok(())
    }
}

impl NatGatewayProps {
    /// The gateways' ids with their zones.
    fn make(&self, nat_subnets: &[Subnet]) -> Result<Vec<(Text, Text)>> {
        let eips = self.eip_allocation_ids.as_deref();
        if let Some(given) = eips.map(<[Text]>::len).filter(|given| *given < nat_subnets.len()) {
            let needed = nat_subnets.len();
            return Err(Error::message(format!(
                "Not enough NAT gateway EIP allocation IDs ({given} provided) for the requested subnet count ({needed} \
                 needed)."
            )));
        }
        let mut gateways = Vec::new();
        for (place, subnet) in nat_subnets.iter().enumerate() {
            let eip = eips.and_then(|ids| ids.get(place)).cloned();
            gateways.push((subnet.availability_zone()?, subnet.add_nat_gateway(eip)?.ref_()));
        }
        Ok(gateways)
    }
}

impl Default for NatProvider {
    fn default() -> NatProvider {
        NatProvider::gateway(NatGatewayProps::default())
    }
}
