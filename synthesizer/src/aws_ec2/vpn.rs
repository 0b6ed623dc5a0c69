//! Virtual private networks to other sites.

use std::net::Ipv4Addr;

use super::{Subnet, SubnetSelection, Vpc};
use crate::cfn::CfnResource;
use crate::construct::{Annotations, Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::{Text, Value};

/// What a VPC's VPN gateway can be told.
#[derive(Debug, Clone, Default)]
pub struct EnableVpnGatewayOptions {
    /// Number of its autonomous system.
    pub amazon_side_asn: Option<i64>,
    /// The subnets that learn its routes; the private ones if not given.
    pub vpn_route_propagation: Option<Vec<SubnetSelection>>,
}

/// What a connection to another site can be told.
#[derive(Debug, Clone, Default)]
pub struct VpnConnectionOptions {
    /// The other site's gateway.
    pub ip: String,
    /// Number of the other site's autonomous system, 65000 if not given.
    pub asn: Option<i64>,
    /// The other site's addresses; without them routes are exchanged by BGP.
    pub static_routes: Option<Vec<String>>,
}

/// A connection to another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VpnConnection {
    node: Node,
}

crate::construct!(VpnConnection);

const IPSEC: &str = "ipsec.1";

impl Vpc {
    /// Adds a VPN gateway, whose routes subnets learn.
    pub fn enable_vpn_gateway(&self, options: EnableVpnGatewayOptions) -> Result<()> {
        if self.vpn_gateway_id().is_some() {
            return Err(self.node.error("The VPN Gateway has already been enabled."));
        }
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.VpnGateway");
        let place = Node::new(&self.node, "VpnGateway", info)?;
        let gateway = CfnResource::typed(
            &place,
            "Default",
            "AWS::EC2::VPNGateway",
            props! { "AmazonSideAsn" => options.amazon_side_asn, "Type" => IPSEC },
        )?;
        *self.details.vpn_gateway_id.borrow_mut() = Some(gateway.ref_());
        let attachment = CfnResource::typed(
            &self.node,
            "VPCVPNGW",
            "AWS::EC2::VPCGatewayAttachment",
            props! { "VpcId" => self.vpc_id(), "VpnGatewayId" => gateway.ref_() },
        )?;
        let selections = options.vpn_route_propagation.unwrap_or_else(|| vec![SubnetSelection::default()]);
        let tables = self.route_table_ids(&selections)?;
        if tables.is_empty() {
            let message =
                "enableVpnGateway: no subnets matching selection. Select other subnets to add routes to.";
            Annotations::of(self).add_error(message);
        }
        let propagation = CfnResource::typed(
            &self.node,
            "RoutePropagation",
            "AWS::EC2::VPNGatewayRoutePropagation",
            props! { "RouteTableIds" => tables, "VpnGatewayId" => gateway.ref_() },
        )?;
        propagation.node().add_dependency(&attachment);
        Ok(())
    }

    /// The route tables of all subnets that the selections mean, each once.
    pub(super) fn route_table_ids(&self, selections: &[SubnetSelection]) -> Result<Vec<Text>> {
        let mut tables: Vec<Text> = Vec::new();
        for selection in selections {
            let subnets = self.select_subnet_objects(selection)?;
            for table in subnets.iter().filter_map(Subnet::route_table_id) {
                if !tables.contains(&table) {
                    tables.push(table);
                }
            }
        }
        Ok(tables)
    }

    /// Adds a connection to another site, and a VPN gateway if there is none.
    pub fn add_vpn_connection(&self, id: &str, options: VpnConnectionOptions) -> Result<VpnConnection> {
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.VpnConnection");
        let node = Node::new(&self.node, id, info)?;
        if self.vpn_gateway_id().is_none() {
            let gateway =
                EnableVpnGatewayOptions { amazon_side_asn: options.asn, vpn_route_propagation: None };
            self.enable_vpn_gateway(gateway)?;
        }
        if options.ip.parse::<Ipv4Addr>().is_err() {
            return Err(node.error(format!("The `ip` {} is not a valid IPv4 address.", options.ip)));
        }
        let customer = CfnResource::typed(
            &node,
            "CustomerGateway",
            "AWS::EC2::CustomerGateway",
            props! { "BgpAsn" => options.asn.unwrap_or(65000), "IpAddress" => options.ip, "Type" => IPSEC },
        )?;
        let connection = CfnResource::typed(
            &node,
            "Resource",
            "AWS::EC2::VPNConnection",
            props! {
                "Type" => IPSEC,
                "CustomerGatewayId" => customer.ref_(),
                "StaticRoutesOnly" => options.static_routes.is_some(),
                "VpnGatewayId" => self.vpn_gateway_id(),
            },
        )?;
        for route in options.static_routes.unwrap_or_default() {
            let digits: String = route.chars().filter(char::is_ascii_digit).collect();
            CfnResource::typed(
                &node,
                &format!("Route{digits}"),
                "AWS::EC2::VPNConnectionRoute",
                props! { "DestinationCidrBlock" => Value::from(route), "VpnConnectionId" => connection.ref_() },
            )?;
        }
        Ok(VpnConnection { node })
    }
}
