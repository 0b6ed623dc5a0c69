//! Endpoints of AWS's services with addresses in subnets.

use super::gateway_endpoint::add_to_policy;
use super::{
    Connectable, Connections, ConnectionsProps, Peer, Port, SecurityGroup, SecurityGroupProps,
    SubnetSelection, Vpc,
};
use crate::aws_iam::{PolicyDocument, PolicyStatement};
use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Node};
use crate::error::{Error, Result};
use crate::value::{Lazy, Text};
use crate::{props, text};

/// A service that has addresses in subnets. Not for regions in China, where some names differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceVpcEndpointAwsService {
    name: String,
    port: u16,
}

impl InterfaceVpcEndpointAwsService {
    /// The service whose name in AWS ends so, such as `secretsmanager`.
    pub fn new(name: &str) -> InterfaceVpcEndpointAwsService {
        InterfaceVpcEndpointAwsService { name: name.to_owned(), port: 443 }
    }

    /// Secrets Manager.
    pub fn secrets_manager() -> InterfaceVpcEndpointAwsService {
        InterfaceVpcEndpointAwsService::new("secretsmanager")
    }

    /// The registry's calls.
    pub fn ecr() -> InterfaceVpcEndpointAwsService {
        InterfaceVpcEndpointAwsService::new("ecr.api")
    }

    /// The registry's images.
    pub fn ecr_docker() -> InterfaceVpcEndpointAwsService {
        InterfaceVpcEndpointAwsService::new("ecr.dkr")
    }

    /// CloudWatch's logs.
    pub fn cloudwatch_logs() -> InterfaceVpcEndpointAwsService {
        InterfaceVpcEndpointAwsService::new("logs")
    }

    fn full_name(&self) -> Text {
        let region = Lazy::text(|context| {
            let region = context.stack()?.region()?;
            match region.as_literal() {
                Some(china) if china.starts_with("cn-") => {
                    Err(Error::message(format!("the names of endpoints in {china} are not known")))
                }
                _ => Ok(region),
            }
        });
        text!["com.amazonaws.", region, ".", &self.name]
    }
}

/// What an interface endpoint can be told.
#[derive(Debug, Clone)]
pub struct InterfaceVpcEndpointOptions {
    /// The service.
    pub service: InterfaceVpcEndpointAwsService,
    /// Whether everyone in the VPC may talk to it.
    pub open: bool,
    /// Whether the service's usual name leads to it. It does if not given.
    pub private_dns_enabled: Option<bool>,
    /// Its security groups; one is made if none are given.
    pub security_groups: Vec<SecurityGroup>,
    /// Its subnets, of which it takes one in each zone.
    pub subnets: SubnetSelection,
}

impl InterfaceVpcEndpointOptions {
    /// For everyone in the VPC, in the usual subnets.
    pub fn new(service: InterfaceVpcEndpointAwsService) -> InterfaceVpcEndpointOptions {
        InterfaceVpcEndpointOptions {
            service,
            open: true,
            private_dns_enabled: None,
            security_groups: Vec::new(),
            subnets: SubnetSelection::default(),
        }
    }
}

/// An endpoint of one of AWS's services with addresses in subnets. Cheap to clone.
#[derive(Clone)]
pub struct InterfaceVpcEndpoint {
    node: Node,
    id: Text,
    policy: PolicyDocument,
    connections: Connections,
}

crate::construct!(InterfaceVpcEndpoint);

impl InterfaceVpcEndpoint {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.InterfaceVpcEndpoint");

    fn new(vpc: &Vpc, id: &str, options: InterfaceVpcEndpointOptions) -> Result<InterfaceVpcEndpoint> {
        let node = Node::new(vpc, id, InterfaceVpcEndpoint::INFO)?;
        let mut security_groups = options.security_groups;
        if security_groups.is_empty() {
            security_groups.push(SecurityGroup::new(&node, "SecurityGroup", SecurityGroupProps::new(vpc))?);
        }
        let ids: Vec<Text> = security_groups.iter().map(SecurityGroup::security_group_id).collect();
        let default_port = Some(Port::tcp(options.service.port));
        let connections = Connections::new(&node, ConnectionsProps { security_groups, default_port });
        if options.open {
            connections.allow_default_port_from(&Peer::ipv4(vpc.vpc_cidr_block()?)?, None)?;
        }
        let one_each = SubnetSelection { one_per_az: true, ..options.subnets };
        let subnets = vpc.select_subnets(&one_each)?.subnet_ids;
        if subnets.is_empty() {
            return Err(node.error("Cannot create a VPC Endpoint with no subnets"));
        }
        let policy = PolicyDocument::default();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::EC2::VPCEndpoint",
            props! {
                "PrivateDnsEnabled" => options.private_dns_enabled.unwrap_or(true),
                "PolicyDocument" => &policy,
                "SecurityGroupIds" => ids,
                "ServiceName" => options.service.full_name(),
                "VpcEndpointType" => "Interface",
                "SubnetIds" => subnets,
                "VpcId" => vpc.vpc_id(),
            },
        )?;
        Ok(InterfaceVpcEndpoint { node, id: resource.ref_(), policy, connections })
    }

    /// For example `vpce-0a1b2c3d`.
    pub fn vpc_endpoint_id(&self) -> Text {
        self.id.clone()
    }

    /// Adds to the endpoint's policy, which lets everyone do everything as long as it is empty.
    pub fn add_to_policy(&self, statement: PolicyStatement) -> Result<()> {
        add_to_policy(&self.node, &self.policy, statement)
    }
}

impl Connectable for InterfaceVpcEndpoint {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl Vpc {
    /// Adds an endpoint with addresses in subnets.
    pub fn add_interface_endpoint(
        &self,
        id: &str,
        options: InterfaceVpcEndpointOptions,
    ) -> Result<InterfaceVpcEndpoint> {
        InterfaceVpcEndpoint::new(self, id, options)
    }
}
