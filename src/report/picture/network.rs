//! VPCs with their zones and subnets.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Draft;
use super::resolve::{Resource, Resources};
use super::{Place, Subnet, Tier, Vpc, Within};

pub(super) fn add(draft: &mut Draft<'_>) {
    let resources = &draft.resources;
    let routes = Routes::of(resources);
    let subnets: Vec<Resource<'_>> = resources.of_type("AWS::EC2::Subnet").collect();
    let vpcs: Vec<Vpc> =
        resources.of_type("AWS::EC2::VPC").map(|vpc| one(resources, &vpc, &subnets, &routes)).collect();
    draft.picture.vpcs = vpcs;
}

/// The subnets of a VPC among some resources; of several VPCs, the first.
pub(super) fn within(vpcs: &[Vpc], places: &BTreeSet<Place>) -> Option<Within> {
    vpcs.iter().enumerate().find_map(|(vpc, known)| {
        let subnets = known.subnets.iter().enumerate();
        let subnets = subnets.filter(|(_, subnet)| !subnet.members.is_disjoint(places)).map(|(i, _)| i);
        let subnets: Vec<usize> = subnets.collect();
        (!subnets.is_empty()).then_some(Within { vpc, subnets })
    })
}

fn one<'a>(resources: &Resources<'a>, vpc: &Resource<'a>, subnets: &[Resource<'a>], routes: &Routes) -> Vpc {
    let is_in = |resource: &Resource<'a>| {
        resources.targets(resource, &["VpcId"]).iter().any(|target| target.place() == vpc.place())
    };
    let own: Vec<&Resource<'a>> = subnets.iter().filter(|subnet| is_in(subnet)).collect();
    let zone_of = |subnet: &Resource<'a>| match subnet.property(&["AvailabilityZone"]) {
        Some(zone) => resources.shown(subnet.stack, Some(zone)),
        None => "any zone".to_owned(),
    };
    let zones: BTreeSet<String> = own.iter().map(|subnet| zone_of(subnet)).collect();
    let zones: Vec<String> = zones.into_iter().collect();
    let drawn = own.iter().map(|subnet| {
        let place = subnet.place();
        Subnet {
            name: subnet.name(),
            cidr: resources.shown(subnet.stack, subnet.property(&["CidrBlock"])),
            zone: zones.binary_search(&zone_of(subnet)).unwrap_or_default(),
            tier: routes.tiers.get(&place).copied().unwrap_or(Tier::Isolated),
            has_nat_gateway: routes.with_nat_gateway.contains(&place),
            count: 1,
            members: routes
                .parts
                .get(&place)
                .cloned()
                .unwrap_or_default()
                .into_iter()
                .chain([place])
                .collect(),
        }
    });
    let mut subnets: Vec<Subnet> = drawn.collect();
    subnets.sort_by(|a, b| (a.tier, a.zone, &a.cidr, &a.name).cmp(&(b.tier, b.zone, &b.cidr, &b.name)));
    let attachments = resources.of_type("AWS::EC2::VPCGatewayAttachment");
    let gateways: Vec<Place> = attachments
        .filter(|attachment| attachment.property(&["InternetGatewayId"]).is_some() && is_in(attachment))
        .flat_map(|attachment| {
            let gateways = resources.targets(&attachment, &["InternetGatewayId"]);
            gateways.iter().map(Resource::place).chain([attachment.place()]).collect::<Vec<_>>()
        })
        .collect();
    Vpc {
        name: vpc.name(),
        cidr: resources.shown(vpc.stack, vpc.property(&["CidrBlock"])),
        zones,
        subnets,
        has_internet_gateway: !gateways.is_empty(),
        members: gateways.into_iter().chain([vpc.place()]).collect(),
    }
}

/// What lies around the subnets.
#[derive(Default)]
struct Routes {
    tiers: BTreeMap<Place, Tier>,
    with_nat_gateway: BTreeSet<Place>,
    /// Route tables, routes, NAT gateways and their addresses, by subnet.
    parts: BTreeMap<Place, BTreeSet<Place>>,
}

impl Routes {
    fn of(resources: &Resources<'_>) -> Self {
        let mut routes = Self::default();
        let mut tables: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
        for association in resources.of_type("AWS::EC2::SubnetRouteTableAssociation") {
            for subnet in resources.targets(&association, &["SubnetId"]) {
                let table = resources.targets(&association, &["RouteTableId"]);
                let parts = table.iter().map(Resource::place).chain([association.place()]);
                routes.parts.entry(subnet.place()).or_default().extend(parts);
                for table in table {
                    tables.entry(table.place()).or_default().push(subnet.place());
                }
            }
        }
        for gateway in resources.of_type("AWS::EC2::NatGateway") {
            let address = resources.targets(&gateway, &["AllocationId"]);
            for subnet in resources.targets(&gateway, &["SubnetId"]) {
                let parts = address.iter().map(Resource::place).chain([gateway.place()]);
                routes.parts.entry(subnet.place()).or_default().extend(parts);
                routes.with_nat_gateway.insert(subnet.place());
            }
        }
        for route in resources.of_type("AWS::EC2::Route") {
            let table = resources.targets(&route, &["RouteTableId"]);
            let subnets = table.iter().filter_map(|table| tables.get(&table.place())).flatten();
            for subnet in subnets {
                routes.parts.entry(subnet.clone()).or_default().insert(route.place());
                if let Some(tier) = tier(resources, &route) {
                    let known = routes.tiers.entry(subnet.clone()).or_insert(tier);
                    *known = tier.min(*known);
                }
            }
        }
        routes
    }
}

/// What a default route makes of the subnets that it is for; another route says nothing.
fn tier(resources: &Resources<'_>, route: &Resource<'_>) -> Option<Tier> {
    let to_everywhere = route.text(&["DestinationCidrBlock"]) == Some("0.0.0.0/0")
        || route.text(&["DestinationIpv6CidrBlock"]) == Some("::/0");
    if !to_everywhere {
        return None;
    }
    let gateways = resources.targets(route, &["GatewayId"]);
    let is_internet = gateways.iter().any(|gateway| gateway.kind == "AWS::EC2::InternetGateway");
    Some(if is_internet { Tier::Public } else { Tier::Egress })
}
