# METADATA
# title: Subnet sizes
# description: Every subnet of the VPC is a /24, a block of 256 addresses.
# scope: package
# related_resources:
#   - description: AWS::EC2::Subnet CidrBlock
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-subnet.html
#   - description: CDK ec2.SubnetConfiguration cidr_mask
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_ec2/SubnetConfiguration.html
# custom:
#   points: 2
#   requires: [network.vpc.single]
#   handout: Network Stack / Virtual Private Cloud (VPC)
#   order: 70
#   explain:
#     asks: >-
#       Three subnets, each within a CIDR `/24`
#     why: >-
#       A /24 has 256 addresses, of which AWS keeps five, and leaves most of the VPC's space for subnets of
#       later years. Without a mask the CDK gives all of the space away at once, and a subnet cannot be shrunk
#       while something is in it.
#     template: |
#       Subnet:
#         Type: AWS::EC2::Subnet
#         Properties:
#           CidrBlock: 10.0.0.0/24
#     before: |
#       ec2.SubnetConfiguration(
#           name="public",
#           subnet_type=ec2.SubnetType.PUBLIC,
#       )
#     after: |
#       ec2.SubnetConfiguration(
#           name="public",
#           subnet_type=ec2.SubnetType.PUBLIC,
#           cidr_mask=24,
#       )
#   help: give each ec2.SubnetConfiguration the argument cidr_mask=24
#   argument: subnet_configuration.cidr_mask
package checks.network.subnets.mask

import data.lib.cfn
import data.lib.result
import data.lib.routes

# METADATA
# description: One entry when there is not exactly one VPC, or when it has no subnets.
violation contains missing if some missing in routes.missing

# METADATA
# description: One entry per subnet of another size.
violation contains result.mismatch(subnet, ["Properties", "CidrBlock"], "a /24", block) if {
	some subnet in routes.subnets
	block := cfn.property(subnet, ["CidrBlock"])
	not endswith(cfn.text(subnet.stack, block), "/24")
	not _cut_to_size(block)
}

# Fn::Cidr cuts blocks with as many host bits as its third argument says: a /24 has eight.
_cut_to_size(block) if {
	parts := object.get(cfn.entries(block), "Fn::Select", null)
	is_array(parts)
	count(parts) == 2
	cut := object.get(cfn.entries(parts[1]), "Fn::Cidr", null)
	is_array(cut)
	count(cut) == 3
	sprintf("%v", [cut[2]]) == "8"
}
