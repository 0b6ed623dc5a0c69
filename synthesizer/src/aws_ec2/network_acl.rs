//! Network access control lists: firewalls around subnets.

use super::{SubnetSelection, Vpc};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::props;
use crate::tags::{TagProps, Tags};
use crate::value::{Text, Value};

/// A network access control list. Cheap to clone.
#[derive(Debug, Clone)]
pub struct NetworkAcl {
    node: Node,
    id: Text,
    vpc: Vpc,
}

crate::construct!(NetworkAcl);

/// What a list can be told.
#[derive(Debug, Clone)]
pub struct NetworkAclProps {
    /// The VPC.
    pub vpc: Vpc,
    /// Tag `Name`; the construct's path if not given.
    pub network_acl_name: Option<String>,
    /// The subnets that it is around.
    pub subnet_selection: Option<SubnetSelection>,
}

/// Whether an entry lets traffic through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Action {
    /// It does.
    #[default]
    Allow,
    /// It does not.
    Deny,
}

/// Which way traffic goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrafficDirection {
    /// Out of the subnet.
    Egress,
    /// Into the subnet.
    Ingress,
}

/// Addresses of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct AclCidr(&'static str, Text);

impl AclCidr {
    /// IPv4 addresses.
    pub fn ipv4(cidr: impl Into<Text>) -> AclCidr {
        AclCidr("CidrBlock", cidr.into())
    }

    /// All IPv4 addresses.
    pub fn any_ipv4() -> AclCidr {
        AclCidr::ipv4("0.0.0.0/0")
    }

    /// IPv6 addresses.
    pub fn ipv6(cidr: impl Into<Text>) -> AclCidr {
        AclCidr("Ipv6CidrBlock", cidr.into())
    }

    /// All IPv6 addresses.
    pub fn any_ipv6() -> AclCidr {
        AclCidr::ipv6("::/0")
    }
}

/// Protocol and ports of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AclTraffic {
    protocol: i32,
    ports: Option<(u16, u16)>,
    icmp: Option<(i32, i32)>,
}

impl AclTraffic {
    /// Everything.
    pub fn all_traffic() -> AclTraffic {
        AclTraffic { protocol: -1, ports: None, icmp: None }
    }

    /// ICMP messages; -1 is all types or codes.
    pub fn icmp(kind: i32, code: i32) -> AclTraffic {
        AclTraffic { protocol: 1, ports: None, icmp: Some((kind, code)) }
    }

    /// ICMPv6 messages; -1 is all types or codes.
    pub fn icmpv6(kind: i32, code: i32) -> AclTraffic {
        AclTraffic { protocol: 58, ports: None, icmp: Some((kind, code)) }
    }

    /// One TCP port.
    pub fn tcp_port(port: u16) -> AclTraffic {
        AclTraffic::tcp_port_range(port, port)
    }

    /// TCP ports, both ends included.
    pub fn tcp_port_range(start: u16, end: u16) -> AclTraffic {
        AclTraffic { protocol: 6, ports: Some((start, end)), icmp: None }
    }

    /// One UDP port.
    pub fn udp_port(port: u16) -> AclTraffic {
        AclTraffic::udp_port_range(port, port)
    }

    /// UDP ports, both ends included.
    pub fn udp_port_range(start: u16, end: u16) -> AclTraffic {
        AclTraffic { protocol: 17, ports: Some((start, end)), icmp: None }
    }

    fn add_to(&self, entry: &mut Map<Value>) {
        entry.insert("Protocol", self.protocol.into());
        if let Some((from, to)) = self.ports {
            entry.insert("PortRange", props! { "From" => from, "To" => to });
        }
        if let Some((kind, code)) = self.icmp {
            entry.insert("Icmp", props! { "Type" => kind, "Code" => code });
        }
    }
}

/// An entry of a list.
#[derive(Debug, Clone)]
pub struct CommonNetworkAclEntryOptions {
    /// Entries apply in the order of their numbers, the first that fits.
    pub rule_number: u16,
    /// Addresses.
    pub cidr: AclCidr,
    /// Protocol and ports.
    pub traffic: AclTraffic,
    /// Into the subnet if not given.
    pub direction: Option<TrafficDirection>,
    /// Whether the traffic is let through.
    pub rule_action: Action,
}

impl NetworkAcl {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.NetworkAcl");

    /// A list without entries, which lets nothing through.
    pub fn new(scope: &dyn Construct, id: &str, props: NetworkAclProps) -> Result<NetworkAcl> {
        let node = Node::new(scope, id, NetworkAcl::INFO)?;
        let name = props.network_acl_name.map_or_else(|| Text::from(node.path()), Text::from);
        Tags::of(&node).add("Name", name, TagProps::default());
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::EC2::NetworkAcl",
            props! { "VpcId" => props.vpc.vpc_id() },
        )?;
        let acl = NetworkAcl { node, id: resource.ref_(), vpc: props.vpc };
        if let Some(selection) = &props.subnet_selection {
            acl.associate_with_subnet("DefaultAssociation", selection)?;
        }
        Ok(acl)
    }

    /// For example `acl-0a1b2c3d`.
    pub fn network_acl_id(&self) -> Text {
        self.id.clone()
    }

    /// Puts the list around subnets, instead of the VPC's own.
    pub fn associate_with_subnet(&self, id: &str, selection: &SubnetSelection) -> Result<()> {
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.SubnetNetworkAclAssociation");
        for subnet in self.vpc.select_subnets(selection)?.subnets {
            let id = format!("{id}{}", subnet.node().unique_id()?);
            let node = Node::new(&self.node, &id, info.clone())?;
            CfnResource::typed(
                &node,
                "Resource",
                "AWS::EC2::SubnetNetworkAclAssociation",
                props! { "NetworkAclId" => self.network_acl_id(), "SubnetId" => subnet.subnet_id() },
            )?;
        }
        Ok(())
    }

    /// Adds an entry.
    pub fn add_entry(&self, id: &str, options: CommonNetworkAclEntryOptions) -> Result<()> {
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.NetworkAclEntry");
        let node = Node::new(&self.node, id, info)?;
        let action = match options.rule_action {
            Action::Allow => "allow",
            Action::Deny => "deny",
        };
        let mut entry = crate::entries! {
            "NetworkAclId" => self.network_acl_id(),
            "RuleNumber" => options.rule_number,
            "RuleAction" => action,
            "Egress" => options.direction.map(|direction| direction == TrafficDirection::Egress),
        };
        options.traffic.add_to(&mut entry);
        entry.insert(options.cidr.0, options.cidr.1.into());
        CfnResource::typed(&node, "Resource", "AWS::EC2::NetworkAclEntry", Value::Struct(entry))?;
        Ok(())
    }
}
