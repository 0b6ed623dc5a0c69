//! What most combinations stand on.

use synthesizer::aws_ec2::{ImportedSubnets, Vpc, VpcAttributes, VpcProps};
use synthesizer::aws_iam::{AccountRootPrincipal, PolicyDocument, PolicyStatement, PolicyStatementProps};
use synthesizer::aws_route53::{HostedZone, HostedZoneAttributes};
use synthesizer::{CfnResource, ConstructInfo, Node, RemovalPolicy, Result, Stack, Text, props};

pub(crate) use crate::support::stack;

/// Two zones, one NAT gateway, public and private subnets.
pub(crate) fn small_vpc(scope: &Stack) -> Result<Vpc> {
    Vpc::new(scope, "Vpc", VpcProps { max_azs: Some(2), nat_gateways: Some(1), ..VpcProps::default() })
}

/// A VPC that another team made.
pub(crate) fn imported_vpc(scope: &Stack) -> Result<Vpc> {
    let attributes = VpcAttributes {
        vpc_id: "vpc-0a1b2c3d".into(),
        availability_zones: texts(["us-west-2a", "us-west-2b"]),
        public_subnets: ImportedSubnets::new(["subnet-public1", "subnet-public2"]),
        private_subnets: ImportedSubnets {
            route_table_ids: texts(["rtb-private1", "rtb-private2"]),
            ..ImportedSubnets::new(["subnet-private1", "subnet-private2"])
        },
        isolated_subnets: ImportedSubnets::new(["subnet-isolated1", "subnet-isolated2"]),
        ..VpcAttributes::default()
    };
    Vpc::from_vpc_attributes(scope, "ImportedVpc", attributes)
}

/// The zone example.org, made elsewhere.
pub(crate) fn imported_zone(scope: &Stack) -> Result<HostedZone> {
    let attributes = HostedZoneAttributes {
        hosted_zone_id: "Z0123456789ABCDEFGHIJ".into(),
        zone_name: "example.org".into(),
    };
    HostedZone::from_hosted_zone_attributes(scope, "ImportedZone", attributes)
}

/// A key with the policy that the CDK gives it, as resources of level 1.
pub(crate) fn key(scope: &Stack, id: &str) -> Result<CfnResource> {
    let node = Node::new(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_kms.Key"))?;
    let everything = PolicyStatement::new(PolicyStatementProps {
        actions: texts(["kms:*"]),
        principals: vec![AccountRootPrincipal::new().into()],
        resources: texts(["*"]),
        ..PolicyStatementProps::default()
    })?;
    let policy = PolicyDocument::new([everything]);
    let key = CfnResource::typed(&node, "Resource", "AWS::KMS::Key", props! { "KeyPolicy" => policy })?;
    key.apply_removal_policy(RemovalPolicy::Retain)?;
    Ok(key)
}

/// Texts of literals.
pub(crate) fn texts<const N: usize>(texts: [&str; N]) -> Vec<Text> {
    texts.map(Text::from).to_vec()
}
