//! Subnets with their route tables.

use std::rc::Rc;

use crate::cfn::CfnResource;
use crate::construct::{Annotations, Construct, ConstructInfo, DependencyGroup, Node};
use crate::error::Result;
use crate::props;
use crate::tags::{TagProps, Tags};
use crate::value::{Text, Value};

/// A subnet, made here or imported. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Subnet {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(Subnet);

#[derive(Debug)]
struct Details {
    subnet_id: Text,
    availability_zone: Option<Text>,
    ipv4_cidr_block: Option<Text>,
    route_table_id: Option<Text>,
    internet_connectivity_established: DependencyGroup,
}

impl PartialEq for Subnet {
    fn eq(&self, other: &Subnet) -> bool {
        self.node == other.node
    }
}

/// What a subnet can be told.
#[derive(Debug, Clone)]
pub struct SubnetProps {
    /// For example `us-west-2a`.
    pub availability_zone: Text,
    /// For example `10.0.0.0/24`.
    pub cidr_block: Text,
    /// The VPC.
    pub vpc_id: Text,
    /// Whether hosts get public addresses.
    pub map_public_ip_on_launch: Option<bool>,
}

/// What is known of a subnet that was made elsewhere.
#[derive(Debug, Clone, Default)]
pub struct SubnetAttributes {
    /// For example `subnet-0a1b2c3d`.
    pub subnet_id: Text,
    /// For example `us-west-2a`.
    pub availability_zone: Option<Text>,
    /// For example `10.0.0.0/24`.
    pub ipv4_cidr_block: Option<Text>,
    /// Its route table.
    pub route_table_id: Option<Text>,
}

/// What a route leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are CloudFormation's")]
pub enum RouterType {
    CarrierGateway,
    EgressOnlyInternetGateway,
    Gateway,
    Instance,
    LocalGateway,
    NatGateway,
    NetworkInterface,
    TransitGateway,
    VpcPeeringConnection,
    VpcEndpoint,
}

impl RouterType {
    fn property(self) -> &'static str {
        match self {
            RouterType::CarrierGateway => "CarrierGatewayId",
            RouterType::EgressOnlyInternetGateway => "EgressOnlyInternetGatewayId",
            RouterType::Gateway => "GatewayId",
            RouterType::Instance => "InstanceId",
            RouterType::LocalGateway => "LocalGatewayId",
            RouterType::NatGateway => "NatGatewayId",
            RouterType::NetworkInterface => "NetworkInterfaceId",
            RouterType::TransitGateway => "TransitGatewayId",
            RouterType::VpcPeeringConnection => "VpcPeeringConnectionId",
            RouterType::VpcEndpoint => "VpcEndpointId",
        }
    }
}

/// A route of a subnet's table.
#[derive(Debug, Clone)]
pub struct AddRouteOptions {
    /// What it leads to.
    pub router_type: RouterType,
    /// The id of that.
    pub router_id: Text,
    /// Which addresses; `0.0.0.0/0` if no IPv6 ones are given either.
    pub destination_cidr_block: Option<Text>,
    /// Which IPv6 addresses.
    pub destination_ipv6_cidr_block: Option<Text>,
    /// Whether the internet is reached by it, so that others wait for it.
    pub enables_internet_connectivity: bool,
}

impl AddRouteOptions {
    /// A route for all IPv4 addresses.
    pub fn new(router_type: RouterType, router_id: impl Into<Text>) -> AddRouteOptions {
        AddRouteOptions {
            router_type,
            router_id: router_id.into(),
            destination_cidr_block: None,
            destination_ipv6_cidr_block: None,
            enables_internet_connectivity: false,
        }
    }
}

/// Makes subnets that the internet gateway leads to.
#[derive(Debug)]
pub struct PublicSubnet;

/// Makes subnets that the internet does not reach.
#[derive(Debug)]
pub struct PrivateSubnet;

impl PublicSubnet {
    /// A public subnet. The route to the internet gateway is added by the VPC.
    #[expect(
        clippy::new_ret_no_self,
        reason = "a public subnet is a subnet; the CDK makes it with this name"
    )]
    pub fn new(scope: &dyn Construct, id: &str, props: SubnetProps) -> Result<Subnet> {
        Subnet::create(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_ec2.PublicSubnet"), props)
    }
}

impl PrivateSubnet {
    /// A private subnet.
    #[expect(
        clippy::new_ret_no_self,
        reason = "a private subnet is a subnet; the CDK makes it with this name"
    )]
    pub fn new(scope: &dyn Construct, id: &str, props: SubnetProps) -> Result<Subnet> {
        Subnet::create(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_ec2.PrivateSubnet"), props)
    }
}

impl Subnet {
    /// A subnet with a route table.
    pub fn new(scope: &dyn Construct, id: &str, props: SubnetProps) -> Result<Subnet> {
        Subnet::create(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_ec2.Subnet"), props)
    }

    fn create(scope: &dyn Construct, id: &str, info: ConstructInfo, props: SubnetProps) -> Result<Subnet> {
        let node = Node::new(scope, id, info)?;
        Tags::of(&node).add("Name", node.path(), TagProps::default());
        let subnet = CfnResource::typed(
            &node,
            "Subnet",
            "AWS::EC2::Subnet",
            props! {
                "VpcId" => &props.vpc_id,
                "CidrBlock" => &props.cidr_block,
                "AvailabilityZone" => &props.availability_zone,
                "MapPublicIpOnLaunch" => props.map_public_ip_on_launch,
            },
        )?;
        node.set_default_child(&subnet);
        Node::new(&node, "Acl", ConstructInfo::RESOURCE)?;
        let table = CfnResource::typed(
            &node,
            "RouteTable",
            "AWS::EC2::RouteTable",
            props! { "VpcId" => props.vpc_id },
        )?;
        let association = CfnResource::typed(
            &node,
            "RouteTableAssociation",
            "AWS::EC2::SubnetRouteTableAssociation",
            props! { "SubnetId" => subnet.ref_(), "RouteTableId" => table.ref_() },
        )?;
        let details = Details {
            subnet_id: subnet.ref_(),
            availability_zone: Some(props.availability_zone),
            ipv4_cidr_block: Some(props.cidr_block),
            route_table_id: Some(table.ref_()),
            internet_connectivity_established: DependencyGroup::new(),
        };
        details.internet_connectivity_established.add(&association);
        Ok(Subnet { node, details: Rc::new(details) })
    }

    /// A subnet that was made elsewhere.
    pub fn from_subnet_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: SubnetAttributes,
    ) -> Result<Subnet> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        if attributes.route_table_id.is_none() {
            let name = match attributes.subnet_id.as_literal() {
                Some(id) => format!("'{id}'"),
                None => format!("at '{}'", node.path()),
            };
            Annotations::of(&node).add_warning_v2(
                "@aws-cdk/aws-ec2:noSubnetRouteTableId",
                &format!(
                    "No routeTableId was provided to the subnet {name}. Attempting to read its \
                     .routeTable.routeTableId will return null/undefined. (More info: \
                     https://github.com/aws/aws-cdk/pull/3171)"
                ),
            );
        }
        let details = Details {
            subnet_id: attributes.subnet_id,
            availability_zone: attributes.availability_zone,
            ipv4_cidr_block: attributes.ipv4_cidr_block,
            route_table_id: attributes.route_table_id,
            internet_connectivity_established: DependencyGroup::new(),
        };
        Ok(Subnet { node, details: Rc::new(details) })
    }

    /// For example `subnet-0a1b2c3d`.
    pub fn subnet_id(&self) -> Text {
        self.details.subnet_id.clone()
    }

    /// The zone; an error for a subnet that was imported without.
    pub fn availability_zone(&self) -> Result<Text> {
        self.details.availability_zone.clone().ok_or_else(|| {
            self.node.error(
                "You cannot reference a Subnet's availability zone if it was not supplied. Add the availabilityZone \
                 when importing using Subnet.fromSubnetAttributes()",
            )
        })
    }

    /// The addresses; an error for a subnet that was imported without.
    pub fn ipv4_cidr_block(&self) -> Result<Text> {
        self.details.ipv4_cidr_block.clone().ok_or_else(|| {
            self.node.error(
                "You cannot reference an imported Subnet's IPv4 CIDR if it was not supplied. Add the ipv4CidrBlock \
                 when importing using Subnet.fromSubnetAttributes()",
            )
        })
    }

    /// The route table; not known of some imported subnets.
    pub fn route_table_id(&self) -> Option<Text> {
        self.details.route_table_id.clone()
    }

    /// To wait for what makes it reach the internet.
    pub fn internet_connectivity_established(&self) -> DependencyGroup {
        self.details.internet_connectivity_established.clone()
    }

    /// Routes everything else to an internet gateway.
    pub fn add_default_internet_route(&self, gateway_id: Text, attachment: &dyn Construct) -> Result<()> {
        let route = CfnResource::typed(
            &self.node,
            "DefaultRoute",
            "AWS::EC2::Route",
            props! {
                "RouteTableId" => self.route_table_id(),
                "DestinationCidrBlock" => "0.0.0.0/0",
                "GatewayId" => gateway_id,
            },
        )?;
        route.node().add_dependency(attachment.node());
        self.details.internet_connectivity_established.add(&route);
        Ok(())
    }

    /// Routes everything else to a NAT gateway.
    pub fn add_default_nat_route(&self, nat_gateway_id: Text) -> Result<()> {
        let options = AddRouteOptions::new(RouterType::NatGateway, nat_gateway_id);
        self.add_route("DefaultRoute", AddRouteOptions { enables_internet_connectivity: true, ..options })
    }

    /// Adds a route to its table.
    pub fn add_route(&self, id: &str, options: AddRouteOptions) -> Result<()> {
        if options.destination_cidr_block.is_some() && options.destination_ipv6_cidr_block.is_some() {
            let both = "Cannot specify both 'destinationCidrBlock' and 'destinationIpv6CidrBlock'";
            return Err(self.node.error(both));
        }
        let all = options.destination_ipv6_cidr_block.is_none().then(|| Text::from("0.0.0.0/0"));
        let route = CfnResource::typed(
            &self.node,
            id,
            "AWS::EC2::Route",
            props! {
                "RouteTableId" => self.route_table_id(),
                "DestinationCidrBlock" => options.destination_cidr_block.or(all),
                "DestinationIpv6CidrBlock" => options.destination_ipv6_cidr_block,
                options.router_type.property() => options.router_id,
            },
        )?;
        if options.enables_internet_connectivity {
            self.details.internet_connectivity_established.add(&route);
        }
        Ok(())
    }

    /// Adds a NAT gateway, for public subnets; its address is made unless one is given.
    pub fn add_nat_gateway(&self, eip_allocation_id: Option<Text>) -> Result<CfnResource> {
        let allocation_id = match eip_allocation_id {
            Some(id) => id,
            None => CfnResource::typed(&self.node, "EIP", "AWS::EC2::EIP", props! { "Domain" => "vpc" })?
                .get_att("AllocationId"),
        };
        let gateway = CfnResource::typed(
            &self.node,
            "NATGateway",
            "AWS::EC2::NatGateway",
            props! { "SubnetId" => self.subnet_id(), "AllocationId" => allocation_id },
        )?;
        gateway.node().add_dependency(self.internet_connectivity_established());
        Ok(gateway)
    }

    /// Adds a tag to the subnet alone.
    pub(super) fn tag(&self, key: &str, value: impl Into<Value>) {
        let include_resource_types = vec!["AWS::EC2::Subnet".to_owned()];
        Tags::of(&self.node).add(key, value, TagProps { include_resource_types, ..TagProps::default() });
    }
}
