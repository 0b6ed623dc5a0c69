//! Virtual private clouds.

use std::cell::RefCell;
use std::rc::Rc;

use super::restrict_default_security_group::restrict_default_security_group;
use super::vpc_subnets::{SubnetsByType, create_subnets};
use super::{
    EnableVpnGatewayOptions, IpAddresses, Subnet, SubnetConfiguration, SubnetSelection, SubnetType, VpcProps,
};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, DependencyGroup, Node};
use crate::error::{Error, Result};
use crate::flags;
use crate::json::Json;
use crate::props;
use crate::stack::ArnComponents;
use crate::tags::{TagProps, Tags};
use crate::value::Text;

/// A virtual private cloud, made here or imported. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Vpc {
    pub(super) node: Node,
    pub(super) details: Rc<Details>,
}

crate::construct!(Vpc);

#[derive(Debug)]
pub(super) struct Details {
    pub(super) vpc_id: Text,
    pub(super) vpc_arn: Text,
    pub(super) region: Text,
    pub(super) cidr_block: Option<Text>,
    pub(super) default_security_group: Option<Text>,
    pub(super) availability_zones: Vec<Text>,
    pub(super) subnets: SubnetsByType,
    pub(super) internet_gateway_id: RefCell<Option<Text>>,
    pub(super) internet_connectivity_established: DependencyGroup,
    pub(super) vpn_gateway_id: RefCell<Option<Text>>,
}

const DEFAULT_CIDR_RANGE: &str = "10.0.0.0/16";

impl Vpc {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.Vpc");

    /// A VPC with subnets, gateways and routes.
    pub fn new(scope: &dyn Construct, id: &str, props: VpcProps) -> Result<Vpc> {
        let node = Node::new(scope, id, Vpc::INFO)?;
        check(&node, &props)?;
        let addresses = addresses(&node, &props)?;
        let resource = vpc_resource(&node, &addresses, &props)?;
        let zones = zones(&node, &props)?;
        let configuration = props.subnet_configuration.clone().unwrap_or_else(|| usual_subnets(&props));
        let nat_count = nat_gateway_count(&node, props.nat_gateways, &configuration, zones.len())?;
        let subnets = create_subnets(&node, &resource.ref_(), &addresses, &configuration, &zones)?;
        let vpc = Vpc {
            details: Rc::new(Details {
                vpc_id: resource.ref_(),
                vpc_arn: vpc_arn(&node, resource.ref_())?,
                region: node.stack()?.region()?,
                cidr_block: Some(resource.get_att("CidrBlock")),
                default_security_group: Some(resource.get_att("DefaultSecurityGroup")),
                availability_zones: zones.into_iter().flatten().collect(),
                subnets,
                internet_gateway_id: RefCell::default(),
                internet_connectivity_established: DependencyGroup::new(),
                vpn_gateway_id: RefCell::default(),
            }),
            node,
        };
        let reaches_out =
            configuration.iter().any(|group| group.subnet_type.current() != SubnetType::PrivateIsolated);
        if reaches_out && props.create_internet_gateway != Some(false) {
            vpc.add_internet_gateway()?;
            if nat_count > 0 {
                vpc.add_nat_gateways(&props, nat_count)?;
            }
        }
        if props.vpn_gateway || props.vpn_gateway_asn.is_some() {
            vpc.enable_vpn_gateway(EnableVpnGatewayOptions {
                amazon_side_asn: props.vpn_gateway_asn,
                vpn_route_propagation: props.vpn_route_propagation,
            })?;
        }
        for (id, endpoint) in props.gateway_endpoints {
            vpc.add_gateway_endpoint(&id, endpoint)?;
        }
        for (id, flow_log) in props.flow_logs {
            vpc.add_flow_log(&id, flow_log)?;
        }
        let by_flag = || vpc.node.is_enabled(flags::RESTRICT_DEFAULT_SECURITY_GROUP);
        if props.restrict_default_security_group.unwrap_or_else(by_flag) {
            restrict_default_security_group(&vpc.node, &resource.get_att("DefaultSecurityGroup"))?;
        }
        Ok(vpc)
    }

    fn add_internet_gateway(&self) -> Result<()> {
        let gateway = CfnResource::typed(&self.node, "IGW", "AWS::EC2::InternetGateway", props! {})?;
        *self.details.internet_gateway_id.borrow_mut() = Some(gateway.ref_());
        self.details.internet_connectivity_established.add(&gateway);
        let attachment = CfnResource::typed(
            &self.node,
            "VPCGW",
            "AWS::EC2::VPCGatewayAttachment",
            props! { "InternetGatewayId" => gateway.ref_(), "VpcId" => self.vpc_id() },
        )?;
        self.public_subnets()
            .iter()
            .try_for_each(|subnet| subnet.add_default_internet_route(gateway.ref_(), &attachment))
    }

    fn add_nat_gateways(&self, props: &VpcProps, count: usize) -> Result<()> {
        let placement = props.nat_gateway_subnets.clone();
        let placement = placement.unwrap_or_else(|| SubnetSelection::of_type(SubnetType::Public));
        let mut subnets = self.select_subnet_objects(&placement)?;
        if let Some(other) = subnets.iter().find(|subnet| !self.public_subnets().contains(subnet)) {
            let path = other.node().path();
            return Err(self.node.error(format!("natGatewayPlacement contains non public subnet {path}")));
        }
        subnets.truncate(count);
        props.nat_gateway_provider.clone().unwrap_or_default().configure(self, &subnets)
    }

    /// For example `vpc-0a1b2c3d`.
    pub fn vpc_id(&self) -> Text {
        self.details.vpc_id.clone()
    }

    /// `arn:…:vpc/ID`
    pub fn vpc_arn(&self) -> Text {
        self.details.vpc_arn.clone()
    }

    /// The region that it is in.
    pub fn region(&self) -> Text {
        self.details.region.clone()
    }

    /// The addresses; an error for a VPC that was imported without.
    pub fn vpc_cidr_block(&self) -> Result<Text> {
        self.details.cidr_block.clone().ok_or_else(|| {
            self.node.error(
                "Cannot perform this operation: 'vpcCidrBlock' was not supplied when creating this VPC",
            )
        })
    }

    /// The VPC's own security group; not known of imported VPCs.
    pub fn vpc_default_security_group(&self) -> Option<Text> {
        self.details.default_security_group.clone()
    }

    /// The zones that it has subnets in.
    pub fn availability_zones(&self) -> &[Text] {
        &self.details.availability_zones
    }

    /// Subnets that the internet reaches.
    pub fn public_subnets(&self) -> &[Subnet] {
        &self.details.subnets.public
    }

    /// Subnets that reach the internet.
    pub fn private_subnets(&self) -> &[Subnet] {
        &self.details.subnets.private
    }

    /// Subnets that neither reach the internet nor are reached.
    pub fn isolated_subnets(&self) -> &[Subnet] {
        &self.details.subnets.isolated
    }

    /// The internet gateway, if it was made here.
    pub fn internet_gateway_id(&self) -> Option<Text> {
        self.details.internet_gateway_id.borrow().clone()
    }

    /// To wait for the internet gateway.
    pub fn internet_connectivity_established(&self) -> DependencyGroup {
        self.details.internet_connectivity_established.clone()
    }

    /// The VPN gateway, if there is one.
    pub fn vpn_gateway_id(&self) -> Option<Text> {
        self.details.vpn_gateway_id.borrow().clone()
    }
}

pub(super) fn vpc_arn(node: &Node, id: Text) -> Result<Text> {
    node.stack()?.format_arn(ArnComponents {
        service: "ec2".into(),
        resource: "vpc".into(),
        resource_name: Some(id),
        ..ArnComponents::default()
    })
}

fn check(node: &Node, props: &VpcProps) -> Result<()> {
    if props.enable_dns_hostnames == Some(true) && props.enable_dns_support != Some(true) {
        return Err(node.error(
            "To use DNS Hostnames, DNS Support must be enabled, however, it was explicitly disabled.",
        ));
    }
    if props.availability_zones.is_some() && props.max_azs.is_some_and(|most| most > 0) {
        return Err(node.error("Vpc supports 'availabilityZones' or 'maxAzs', but not both."));
    }
    let no_subnets = props.subnet_configuration.as_ref().is_some_and(Vec::is_empty);
    if props.vpn_gateway && no_subnets {
        return Err(node.error("Can not enable the VPN gateway while the VPC has no subnets at all"));
    }
    Ok(())
}

fn addresses(node: &Node, props: &VpcProps) -> Result<IpAddresses> {
    match (&props.ip_addresses, &props.cidr) {
        (Some(_), Some(_)) => Err(node.error("supply at most one of ipAddresses or cidr")),
        (Some(addresses), None) => Ok(addresses.clone()),
        (None, Some(cidr)) => Ok(IpAddresses::cidr(cidr.clone())),
        (None, None) => Ok(IpAddresses::cidr(DEFAULT_CIDR_RANGE)),
    }
}

fn vpc_resource(node: &Node, addresses: &IpAddresses, props: &VpcProps) -> Result<CfnResource> {
    let resource = CfnResource::typed(
        node,
        "Resource",
        "AWS::EC2::VPC",
        props! {
            "CidrBlock" => addresses.block()?.notation(),
            "EnableDnsHostnames" => props.enable_dns_hostnames.unwrap_or(true),
            "EnableDnsSupport" => props.enable_dns_support.unwrap_or(true),
            "InstanceTenancy" => props.default_instance_tenancy.value(),
        },
    )?;
    let name = props.vpc_name.as_deref().filter(|name| !name.is_empty());
    Tags::of(node).add("Name", name.map_or_else(|| Text::from(node.path()), Text::from), TagProps::default());
    Ok(resource)
}

/// The zones to make subnets in, and those to keep addresses for.
fn zones(node: &Node, props: &VpcProps) -> Result<Vec<Option<Text>>> {
    let of_stack = node.stack()?.availability_zones()?;
    let zones = match &props.availability_zones {
        Some(given) => {
            let known: Vec<&str> = of_stack
                .iter()
                .filter_map(Text::as_literal)
                .filter(|zone| !zone.starts_with("dummy1"))
                .collect();
            let unknown = |zone: &Text| zone.as_literal().is_some_and(|zone| !known.contains(&zone));
            if !known.is_empty() && given.iter().any(unknown) {
                let given: Vec<&str> = given.iter().filter_map(Text::as_literal).collect();
                return Err(node.error(format!(
                    "Given VPC 'availabilityZones' {} must be a subset of the stack's availability zones {}",
                    given.join(","),
                    known.join(",")
                )));
            }
            given.clone()
        }
        None => of_stack.into_iter().take(props.max_azs.unwrap_or(3)).collect(),
    };
    let reserved = std::iter::repeat_n(None, props.reserved_azs);
    Ok(zones.into_iter().map(Some).chain(reserved).collect())
}

fn usual_subnets(props: &VpcProps) -> Vec<SubnetConfiguration> {
    let inner = if props.nat_gateways == Some(0) {
        SubnetType::PrivateIsolated
    } else {
        SubnetType::PrivateWithEgress
    };
    vec![SubnetConfiguration::unnamed(SubnetType::Public), SubnetConfiguration::unnamed(inner)]
}

fn nat_gateway_count(
    node: &Node,
    requested: Option<usize>,
    configuration: &[SubnetConfiguration],
    zones: usize,
) -> Result<usize> {
    let private = configuration
        .iter()
        .any(|group| group.subnet_type.current() == SubnetType::PrivateWithEgress && !group.reserved);
    let usual = if private { zones } else { 0 };
    let count = requested.map_or(usual, |requested| requested.min(zones));
    let own_egress = configuration.iter().any(|group| group.subnet_type == SubnetType::PrivateWithEgress);
    if count == 0 && private && !own_egress {
        return Err(node.error(
            "If you do not want NAT gateways (natGateways=0), make sure you don't configure any PRIVATE(_WITH_NAT) \
             subnets in 'subnetConfiguration' (make them PUBLIC or ISOLATED instead)",
        ));
    }
    if count > 0 && configuration.iter().all(|group| group.subnet_type != SubnetType::Public) {
        let got = Json::Array(configuration.iter().map(SubnetConfiguration::to_json).collect()).stringify(0);
        return Err(Error::Construct {
            path: node.path().to_string(),
            message: format!(
                "If you configure PRIVATE subnets in 'subnetConfiguration', you must also configure PUBLIC subnets to \
                 put the NAT gateways into (got {got}."
            ),
        });
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{App, AppProps, Stack, StackProps};

    fn error(props: VpcProps) -> String {
        let app = App::new(AppProps::default());
        let stack = Stack::new(&app, "Stack", StackProps::default()).unwrap();
        Vpc::new(&stack, "Vpc", props).unwrap_err().to_string()
    }

    #[test]
    fn deprecated_options_are_refused_as_in_the_cdk() {
        let twice = VpcProps {
            cidr: Some("10.0.0.0/16".into()),
            ip_addresses: Some(IpAddresses::cidr("10.0.0.0/16")),
            ..VpcProps::default()
        };
        assert!(error(twice).contains("supply at most one of ipAddresses or cidr"));
        let no_way_out = VpcProps {
            nat_gateways: Some(0),
            subnet_configuration: Some(vec![SubnetConfiguration::new("app", SubnetType::PrivateWithNat)]),
            ..VpcProps::default()
        };
        assert!(error(no_way_out).contains("make sure you don't configure any PRIVATE(_WITH_NAT) subnets"));
    }
}
