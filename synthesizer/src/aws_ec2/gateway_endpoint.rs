//! Endpoints of AWS's services that routes lead to.

use super::{SubnetSelection, Vpc};
use crate::aws_iam::{PolicyDocument, PolicyStatement};
use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Node};
use crate::error::Result;
use crate::value::Text;
use crate::{Aws, props, text};

/// A service that routes lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the services")]
pub enum GatewayVpcEndpointAwsService {
    S3,
    DynamoDb,
}

impl GatewayVpcEndpointAwsService {
    fn name(self) -> Text {
        let service = match self {
            GatewayVpcEndpointAwsService::S3 => "s3",
            GatewayVpcEndpointAwsService::DynamoDb => "dynamodb",
        };
        text!["com.amazonaws.", Aws::region(), ".", service]
    }
}

/// What a gateway endpoint can be told.
#[derive(Debug, Clone)]
pub struct GatewayVpcEndpointOptions {
    /// The service.
    pub service: GatewayVpcEndpointAwsService,
    /// The subnets whose route tables get the route; all if not given.
    pub subnets: Option<Vec<SubnetSelection>>,
}

impl GatewayVpcEndpointOptions {
    /// For all subnets.
    pub fn new(service: GatewayVpcEndpointAwsService) -> GatewayVpcEndpointOptions {
        GatewayVpcEndpointOptions { service, subnets: None }
    }
}

/// An endpoint of one of AWS's services that routes lead to. Cheap to clone.
#[derive(Clone)]
pub struct GatewayVpcEndpoint {
    node: Node,
    id: Text,
    policy: PolicyDocument,
}

crate::construct!(GatewayVpcEndpoint);

impl GatewayVpcEndpoint {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.GatewayVpcEndpoint");

    fn new(vpc: &Vpc, id: &str, options: GatewayVpcEndpointOptions) -> Result<GatewayVpcEndpoint> {
        let node = Node::new(vpc, id, GatewayVpcEndpoint::INFO)?;
        let selections = options.subnets.unwrap_or_else(|| {
            let all = [vpc.private_subnets(), vpc.public_subnets(), vpc.isolated_subnets()].concat();
            vec![SubnetSelection::of_subnets(all)]
        });
        let tables = vpc.route_table_ids(&selections)?;
        if tables.is_empty() {
            let message = "Can't add a gateway endpoint to VPC; route table IDs are not available";
            return Err(node.error(message));
        }
        let policy = PolicyDocument::default();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::EC2::VPCEndpoint",
            props! {
                "PolicyDocument" => &policy,
                "RouteTableIds" => tables,
                "ServiceName" => options.service.name(),
                "VpcEndpointType" => "Gateway",
                "VpcId" => vpc.vpc_id(),
            },
        )?;
        Ok(GatewayVpcEndpoint { node, id: resource.ref_(), policy })
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

/// Adds a statement with principals to an endpoint's policy.
pub(super) fn add_to_policy(node: &Node, policy: &PolicyDocument, statement: PolicyStatement) -> Result<()> {
    let problems = PolicyDocument::new([statement.clone()]).validate_for_resource_policy();
    if problems.iter().any(|problem| problem.contains("IAM principal")) {
        return Err(node.error("Statement must have a `Principal`."));
    }
    policy.add_statements([statement]);
    Ok(())
}

impl Vpc {
    /// Adds an endpoint that routes lead to.
    pub fn add_gateway_endpoint(
        &self,
        id: &str,
        options: GatewayVpcEndpointOptions,
    ) -> Result<GatewayVpcEndpoint> {
        GatewayVpcEndpoint::new(self, id, options)
    }
}
