//! Networks: VPCs, subnets, security groups, endpoints.

mod cidr;
mod connections;
mod flow_log;
mod gateway_endpoint;
mod imported_vpc;
mod instance;
mod instance_types;
mod interface_endpoint;
mod ip_addresses;
mod machine_image;
mod nat;
mod nat_instance;
mod network_acl;
mod peer;
mod port;
mod restrict_default_security_group;
mod security_group;
mod security_group_import;
mod security_group_rules;
mod subnet;
mod subnet_filter;
mod subnet_selection;
mod vpc;
mod vpc_props;
mod vpc_subnets;
mod vpn;

pub use connections::{Connectable, Connections, ConnectionsProps};
pub use flow_log::{
    FlowLog, FlowLogDestination, FlowLogMaxAggregationInterval, FlowLogOptions, FlowLogTrafficType,
};
pub use gateway_endpoint::{GatewayVpcEndpoint, GatewayVpcEndpointAwsService, GatewayVpcEndpointOptions};
pub use imported_vpc::{ImportedSubnets, VpcAttributes};
pub use instance::{Instance, InstanceProps};
pub use instance_types::{InstanceClass, InstanceSize, InstanceType};
pub use interface_endpoint::{
    InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, InterfaceVpcEndpointOptions,
};
pub use ip_addresses::IpAddresses;
pub use machine_image::{AmazonLinuxCpuType, MachineImage};
pub use nat::{NatGatewayProps, NatProvider};
pub use nat_instance::{NatInstanceProps, NatTrafficDirection};
pub use network_acl::{
    AclCidr, AclTraffic, Action, CommonNetworkAclEntryOptions, NetworkAcl, NetworkAclProps, TrafficDirection,
};
pub use peer::Peer;
pub use port::{Port, Protocol};
pub use security_group::{SecurityGroup, SecurityGroupProps};
pub use security_group_import::SecurityGroupImportOptions;
pub use subnet::{
    AddRouteOptions, PrivateSubnet, PublicSubnet, RouterType, Subnet, SubnetAttributes, SubnetProps,
};
pub use subnet_filter::SubnetFilter;
pub use subnet_selection::{SelectedSubnets, SubnetSelection};
pub use vpc::Vpc;
pub use vpc_props::{DefaultInstanceTenancy, SubnetConfiguration, SubnetType, VpcProps};
pub use vpn::{EnableVpnGatewayOptions, VpnConnection, VpnConnectionOptions};
