//! What a VPC can be told.

use super::{FlowLogOptions, GatewayVpcEndpointOptions, IpAddresses, NatProvider, SubnetSelection};
use crate::json::{Json, Map};
use crate::value::Text;

/// How the hosts of a subnet reach the internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubnetType {
    /// Not at all.
    PrivateIsolated,
    /// Outwards only, through a NAT gateway.
    PrivateWithEgress,
    /// Both ways, through the internet gateway.
    Public,
    /// Deprecated: `PrivateIsolated`.
    Isolated,
    /// Deprecated: `PrivateWithEgress`, always with a NAT gateway.
    PrivateWithNat,
    /// Deprecated: `PrivateWithEgress`, always with a NAT gateway.
    Private,
}

impl SubnetType {
    /// Its value in the CDK, which error messages show.
    pub(super) fn value(self) -> &'static str {
        match self {
            SubnetType::PrivateIsolated => "Isolated",
            SubnetType::PrivateWithEgress => "Private",
            SubnetType::Public => "Public",
            SubnetType::Isolated => "Deprecated_Isolated",
            SubnetType::PrivateWithNat => "Deprecated_Private_NAT",
            SubnetType::Private => "Deprecated_Private",
        }
    }

    /// The type that a deprecated one is another name of.
    pub(super) fn current(self) -> SubnetType {
        match self {
            SubnetType::Isolated => SubnetType::PrivateIsolated,
            SubnetType::PrivateWithNat | SubnetType::Private => SubnetType::PrivateWithEgress,
            current => current,
        }
    }

    /// The tag's value, and the name of subnets that are given none.
    pub(super) fn name(self) -> &'static str {
        self.current().value()
    }
}

/// Whether instances share hardware with those of other customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DefaultInstanceTenancy {
    /// They do.
    #[default]
    Default,
    /// They do not.
    Dedicated,
}

impl DefaultInstanceTenancy {
    pub(super) fn value(self) -> &'static str {
        match self {
            DefaultInstanceTenancy::Default => "default",
            DefaultInstanceTenancy::Dedicated => "dedicated",
        }
    }
}

/// A group of subnets, one in each zone.
#[derive(Debug, Clone)]
pub struct SubnetConfiguration {
    /// How they reach the internet.
    pub subnet_type: SubnetType,
    /// Begins their ids, and is their tag `aws-cdk:subnet-name`.
    pub name: String,
    /// 16 to 28; without one they share what the others leave.
    pub cidr_mask: Option<u32>,
    /// Whether hosts get public addresses; for public subnets only, where it is the default.
    pub map_public_ip_on_launch: Option<bool>,
    /// Keeps the addresses free and makes no subnets.
    pub reserved: bool,
}

impl SubnetConfiguration {
    /// Subnets of this name and type.
    pub fn new(name: impl Into<String>, subnet_type: SubnetType) -> SubnetConfiguration {
        SubnetConfiguration {
            subnet_type,
            name: name.into(),
            cidr_mask: None,
            map_public_ip_on_launch: None,
            reserved: false,
        }
    }

    pub(super) fn unnamed(subnet_type: SubnetType) -> SubnetConfiguration {
        SubnetConfiguration::new(subnet_type.name(), subnet_type)
    }

    pub(super) fn to_json(&self) -> Json {
        let mut map = Map::new();
        map.insert("name", Json::from(self.name.as_str()));
        map.insert("subnetType", Json::from(self.subnet_type.value()));
        if let Some(mask) = self.cidr_mask {
            map.insert("cidrMask", Json::from(i64::from(mask)));
        }
        Json::Object(map)
    }
}

/// What a VPC can be told.
#[derive(Clone, Default)]
pub struct VpcProps {
    /// `10.0.0.0/16` if none are given.
    pub ip_addresses: Option<IpAddresses>,
    /// Deprecated: `IpAddresses::cidr` as `ip_addresses`. Not together with these.
    pub cidr: Option<Text>,
    /// The zones; not together with `max_azs`.
    pub availability_zones: Option<Vec<Text>>,
    /// The most zones to use, 3 if not given.
    pub max_azs: Option<usize>,
    /// How many zones more to keep addresses for.
    pub reserved_azs: usize,
    /// Public subnets and private ones with egress (isolated ones where there is no NAT gateway) if not given.
    pub subnet_configuration: Option<Vec<SubnetConfiguration>>,
    /// One in each zone if not given.
    pub nat_gateways: Option<usize>,
    /// What the private subnets' way out is made of.
    pub nat_gateway_provider: Option<NatProvider>,
    /// The public subnets that NAT gateways are put into.
    pub nat_gateway_subnets: Option<SubnetSelection>,
    /// Tag `Name`; the construct's path if not given.
    pub vpc_name: Option<String>,
    /// Whether hosts with public addresses get names. They do if not given; to say so needs `enable_dns_support` too.
    pub enable_dns_hostnames: Option<bool>,
    /// Whether Amazon's resolver answers. It does if not given.
    pub enable_dns_support: Option<bool>,
    /// Whether instances share hardware.
    pub default_instance_tenancy: DefaultInstanceTenancy,
    /// Whether the rules of the VPC's own security group are removed; by default as the feature flag says.
    pub restrict_default_security_group: Option<bool>,
    /// Whether there is an internet gateway where there are subnets that need one. There is if not given.
    pub create_internet_gateway: Option<bool>,
    /// Whether there is a VPN gateway.
    pub vpn_gateway: bool,
    /// Number of the VPN gateway's autonomous system; makes one.
    pub vpn_gateway_asn: Option<i64>,
    /// The subnets that learn the VPN's routes; the private ones if not given.
    pub vpn_route_propagation: Option<Vec<SubnetSelection>>,
    /// Endpoints that routes lead to, with their ids.
    pub gateway_endpoints: Vec<(String, GatewayVpcEndpointOptions)>,
    /// Logs of its traffic, with their ids.
    pub flow_logs: Vec<(String, FlowLogOptions)>,
}
