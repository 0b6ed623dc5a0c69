//! Who may connect to whom: security groups, subnets and their routes.

use std::net::Ipv4Addr;

use serde_json::Value;

use super::deployment::{Deployment, Resource, items, number, strings};

/// Where the default route of a subnet leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To an internet gateway: the subnet is public.
    Internet,
    /// To a NAT gateway that can itself reach the internet, or to a NAT instance.
    Nat,
    /// Nowhere: the subnet is isolated.
    Nowhere,
}

/// One side of a connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// What it is, for messages.
    pub(super) title: String,
    pub(super) groups: Vec<String>,
    pub(super) subnets: Vec<String>,
}

/// Where a subnet's default route leads.
pub(super) fn way_out(deployment: &Deployment, subnet: &str) -> Way {
    let association = deployment
        .of("AWS::EC2::SubnetRouteTableAssociation")
        .find(|association| association.text("SubnetId") == Some(subnet));
    let Some(table) = association.and_then(|association| association.text("RouteTableId")) else {
        return Way::Nowhere;
    };
    let mut routes = deployment.of("AWS::EC2::Route").filter(|route| {
        route.text("RouteTableId") == Some(table) && route.text("DestinationCidrBlock") == Some("0.0.0.0/0")
    });
    let Some(route) = routes.next() else {
        return Way::Nowhere;
    };
    let gateway =
        route.text("GatewayId").filter(|id| deployment.find("AWS::EC2::InternetGateway", id).is_some());
    if gateway.is_some() {
        return Way::Internet;
    }
    let nat = route.text("NatGatewayId").and_then(|id| deployment.find("AWS::EC2::NatGateway", id));
    let instance = route.text("InstanceId").or(route.text("NetworkInterfaceId"));
    match nat.and_then(|nat| nat.text("SubnetId")) {
        // A NAT gateway is of use only in a public subnet; a loop of them ends here.
        Some(inner) if inner != subnet && way_out(deployment, inner) == Way::Internet => Way::Nat,
        None if instance.is_some() => Way::Nat,
        _ => Way::Nowhere,
    }
}

/// Why `from` cannot connect to a port of `to`; `None` when it can.
pub(super) fn refusal(deployment: &Deployment, from: &Place, to: &Place, port: u64) -> Option<String> {
    if let (Some(left), Some(right)) = (vpc_of(deployment, from), vpc_of(deployment, to))
        && left != right
    {
        return Some(format!("{} and {} are in different VPCs", from.title, to.title));
    }
    if !to.groups.iter().any(|group| lets(deployment, group, Side::In, port, from)) {
        return Some(format!("no security group of {} lets {} in on port {port}", to.title, from.title));
    }
    if !from.groups.iter().any(|group| lets(deployment, group, Side::Out, port, to)) {
        return Some(format!(
            "no security group of {} lets it out to {} on port {port}",
            from.title, to.title
        ));
    }
    None
}

/// Why nobody on the internet can connect to a port of `to`.
pub(super) fn refusal_to_the_internet(deployment: &Deployment, to: &Place, port: u64) -> Option<String> {
    if to.subnets.iter().any(|subnet| way_out(deployment, subnet) != Way::Internet) {
        return Some(format!("{} is in a subnet without a route to the internet gateway", to.title));
    }
    let open = |group: &String| {
        rules(deployment, group, Side::In)
            .iter()
            .any(|rule| has_port(rule, port) && rule["CidrIp"].as_str() == Some("0.0.0.0/0"))
    };
    let refused = !to.groups.iter().any(open);
    refused.then(|| format!("no security group of {} lets everyone in on port {port}", to.title))
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    In,
    Out,
}

fn lets(deployment: &Deployment, group: &str, side: Side, port: u64, other: &Place) -> bool {
    let rules = rules(deployment, group, side);
    if side == Side::Out && rules.is_empty() {
        // A group without any rule for outgoing connections gets the one that allows all.
        return true;
    }
    let group_key = if side == Side::In { "SourceSecurityGroupId" } else { "DestinationSecurityGroupId" };
    rules.iter().any(|rule| {
        let by_group =
            rule[group_key].as_str().is_some_and(|id| other.groups.iter().any(|group| group == id));
        has_port(rule, port)
            && (by_group || rule["CidrIp"].as_str().is_some_and(|block| holds_any(deployment, block, other)))
    })
}

fn rules(deployment: &Deployment, group: &str, side: Side) -> Vec<Value> {
    let (inline, kind) = match side {
        Side::In => ("SecurityGroupIngress", "AWS::EC2::SecurityGroupIngress"),
        Side::Out => ("SecurityGroupEgress", "AWS::EC2::SecurityGroupEgress"),
    };
    let own = deployment.find("AWS::EC2::SecurityGroup", group);
    let mut rules: Vec<Value> = own.into_iter().flat_map(|own| items(own.get(inline))).cloned().collect();
    let apart = deployment.of(kind).filter(|rule| rule.text("GroupId") == Some(group));
    rules.extend(apart.map(|rule| rule.properties.clone()));
    rules
}

fn has_port(rule: &Value, port: u64) -> bool {
    let protocol = super::resolve::text(&rule["IpProtocol"]);
    match protocol.as_str() {
        "-1" => true,
        "tcp" | "6" => {
            let from = number(&rule["FromPort"]).unwrap_or(0);
            (from..=number(&rule["ToPort"]).unwrap_or(from)).contains(&port)
        }
        _ => false,
    }
}

/// Whether the block holds a subnet of the place.
fn holds_any(deployment: &Deployment, block: &str, place: &Place) -> bool {
    let Some((network, bits)) = parse(block) else {
        return false;
    };
    let subnets = place.subnets.iter().filter_map(|id| deployment.find("AWS::EC2::Subnet", id));
    let mut blocks = subnets.filter_map(|subnet| parse(subnet.text("CidrBlock")?));
    bits == 0 || blocks.any(|(inner, inner_bits)| inner_bits >= bits && (inner ^ network) >> (32 - bits) == 0)
}

fn parse(block: &str) -> Option<(u32, u32)> {
    let (address, bits) = block.split_once('/')?;
    let bits = bits.parse().ok().filter(|bits| *bits <= 32)?;
    Some((u32::from(address.parse::<Ipv4Addr>().ok()?), bits))
}

fn vpc_of(deployment: &Deployment, place: &Place) -> Option<String> {
    let subnet = deployment.find("AWS::EC2::Subnet", place.subnets.first()?)?;
    subnet.text("VpcId").map(str::to_owned)
}

/// Where a database cluster is.
pub(super) fn of_database(deployment: &Deployment, cluster: &Resource) -> Place {
    let group =
        cluster.text("DBSubnetGroupName").and_then(|name| deployment.find("AWS::RDS::DBSubnetGroup", name));
    Place {
        title: cluster.title().to_owned(),
        groups: strings(cluster.get("VpcSecurityGroupIds")),
        subnets: group.map(|group| strings(group.get("SubnetIds"))).unwrap_or_default(),
    }
}

/// Where a service's tasks are.
pub(super) fn of_service(service: &Resource) -> Place {
    let configuration = &service.get("NetworkConfiguration")["AwsvpcConfiguration"];
    Place {
        title: service.title().to_owned(),
        groups: strings(&configuration["SecurityGroups"]),
        subnets: strings(&configuration["Subnets"]),
    }
}

/// Where a load balancer is.
pub(super) fn of_balancer(balancer: &Resource) -> Place {
    Place {
        title: balancer.title().to_owned(),
        groups: strings(balancer.get("SecurityGroups")),
        subnets: strings(balancer.get("Subnets")),
    }
}

/// Why a task of the service cannot fetch its image and its secrets; `None` when it can.
pub(super) fn no_way_out(deployment: &Deployment, service: &Resource) -> Option<String> {
    let public = service.get("NetworkConfiguration")["AwsvpcConfiguration"]["AssignPublicIp"] == "ENABLED";
    let place = of_service(service);
    let stuck = place.subnets.iter().find_map(|subnet| match way_out(deployment, subnet) {
        Way::Nat => None,
        Way::Internet if public => None,
        Way::Internet => Some((subnet, "public, and the task has no public address")),
        Way::Nowhere => Some((subnet, "isolated: it has no route to the internet")),
    });
    let (subnet, why) = stuck?;
    let title = deployment.find("AWS::EC2::Subnet", subnet).map_or(subnet.as_str(), Resource::title);
    Some(format!("the task cannot pull its image: the subnet {title} is {why}"))
}
