//! The VPC, made of level-1 resources.

use synthesizer::aws_ec2::{ImportedSubnets, Vpc, VpcAttributes};
use synthesizer::{CfnResource, Result, Text, Value, props};

use crate::{StackBuilder, Variant};

/// The VPC, made of level-1 resources.
pub(super) const ALTERNATIVES: &[Variant] = &[Variant {
    name: "vpc-by-hand",
    says: "the VPC is made of Cfn resources: shared route tables, one NAT gateway, the isolated subnets on the main route table",
    fails: &[],
    change: |changes| changes.replace("vpc", vpc_by_hand),
}];

const ZONES: [&str; 2] = ["us-west-2a", "us-west-2b"];

/// A level-1 resource of EC2.
fn resource(stack: &StackBuilder<'_>, id: &str, kind: &str, properties: Value) -> Result<CfnResource> {
    CfnResource::typed(stack.scope(), id, &format!("AWS::EC2::{kind}"), properties)
}

fn vpc_by_hand(stack: &StackBuilder<'_>) -> Result<Vpc> {
    let space =
        props! { "CidrBlock" => "10.0.0.0/16", "EnableDnsHostnames" => true, "EnableDnsSupport" => true };
    let vpc_id = resource(stack, "vpc", "VPC", space)?.ref_();
    let gateway = resource(stack, "gateway", "InternetGateway", props! {})?.ref_();
    let attached = props! { "VpcId" => &vpc_id, "InternetGatewayId" => &gateway };
    let attachment = resource(stack, "attachment", "VPCGatewayAttachment", attached)?;

    let front = subnets_of(stack, &vpc_id, 0, "front")?;
    let middle = subnets_of(stack, &vpc_id, 1, "middle")?;
    let back = subnets_of(stack, &vpc_id, 2, "back")?;

    let address = resource(stack, "address", "EIP", props! { "Domain" => "vpc" })?;
    address.add_dependency(&attachment)?;
    let nat = props! { "SubnetId" => &front[0], "AllocationId" => address.get_att("AllocationId") };
    let nat = resource(stack, "nat", "NatGateway", nat)?.ref_();
    route_table(stack, &vpc_id, "front", ("GatewayId", gateway), &front, &attachment)?;
    route_table(stack, &vpc_id, "middle", ("NatGatewayId", nat), &middle, &attachment)?;

    let attributes = VpcAttributes {
        vpc_id,
        availability_zones: ZONES.map(Text::from).to_vec(),
        public_subnets: ImportedSubnets::new(front),
        private_subnets: ImportedSubnets::new(middle),
        isolated_subnets: ImportedSubnets::new(back),
        ..VpcAttributes::default()
    };
    Vpc::from_vpc_attributes(stack.scope(), &stack.id("vpc"), attributes)
}

/// The ids of a subnet in each zone.
fn subnets_of(stack: &StackBuilder<'_>, vpc_id: &Text, row: usize, kind: &str) -> Result<Vec<Text>> {
    let subnet = |(column, zone): (usize, &str)| {
        let properties = props! {
            "VpcId" => vpc_id,
            "AvailabilityZone" => zone,
            "CidrBlock" => format!("10.0.{}.0/24", 10 * row + column),
            "MapPublicIpOnLaunch" => kind == "front",
        };
        Ok(resource(stack, &format!("{kind}-{zone}"), "Subnet", properties)?.ref_())
    };
    ZONES.into_iter().enumerate().map(subnet).collect()
}

/// One table for all subnets of a kind, whose way out leads to a gateway.
fn route_table(
    stack: &StackBuilder<'_>,
    vpc_id: &Text,
    kind: &str,
    (gateway, gateway_id): (&'static str, Text),
    subnet_ids: &[Text],
    attachment: &CfnResource,
) -> Result<()> {
    let table = resource(stack, &format!("{kind}-table"), "RouteTable", props! { "VpcId" => vpc_id })?.ref_();
    let route = props! {
        "RouteTableId" => &table,
        "DestinationCidrBlock" => "0.0.0.0/0",
        gateway => gateway_id,
    };
    resource(stack, &format!("{kind}-route"), "Route", route)?.add_dependency(attachment)?;
    for (number, subnet_id) in subnet_ids.iter().enumerate() {
        let association = props! { "RouteTableId" => &table, "SubnetId" => subnet_id };
        resource(stack, &format!("{kind}-association-{number}"), "SubnetRouteTableAssociation", association)?;
    }
    Ok(())
}
