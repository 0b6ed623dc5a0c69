# METADATA
# title: VPC address space
# description: The VPC's IP address space is 10.0.0.0/16.
# scope: package
# related_resources:
#   - description: AWS::EC2::VPC CidrBlock
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-vpc.html
# custom:
#   points: 2
#   requires: [network.vpc.single]
#   handout: Network Stack / Virtual Private Cloud (VPC)
#   order: 20
#   explain:
#     asks: >-
#       The VPC's IP address space should be `10.0.0.0/16`
#     why: >-
#       The address space of a VPC cannot be changed later: another one means a new VPC with everything in it.
#       And networks whose addresses overlap can never be connected, so it is chosen, not left to chance.
#     template: |
#       Vpc:
#         Type: AWS::EC2::VPC
#         Properties:
#           CidrBlock: 10.0.0.0/16
#     before: |
#       vpc = ec2.Vpc(
#           self,
#           f"{settings.PROJECT_NAME}-vpc",
#           ip_addresses=ec2.IpAddresses.cidr("10.1.0.0/16"),
#           # …
#       )
#     after: |
#       vpc = ec2.Vpc(
#           self,
#           f"{settings.PROJECT_NAME}-vpc",
#           # …
#           ip_addresses=ec2.IpAddresses.cidr("10.0.0.0/16"),
#           # …
#       )
#   help: give ec2.Vpc the argument ip_addresses=ec2.IpAddresses.cidr("10.0.0.0/16")
#   argument: ip_addresses
package checks.network.vpc.cidr

import data.lib.cfn
import data.lib.result

_expected := "10.0.0.0/16"

# METADATA
# description: One entry when there is no VPC.
violation contains result.absent("AWS::EC2::VPC", "no stack defines a VPC that could have an address space") if {
	cfn.of_type("AWS::EC2::VPC") == set()
}

# METADATA
# description: One entry per VPC with another address space.
violation contains result.mismatch(vpc, ["Properties", "CidrBlock"], _expected, actual) if {
	some vpc in cfn.of_type("AWS::EC2::VPC")
	actual := cfn.property(vpc, ["CidrBlock"])
	cfn.text(vpc.stack, actual) != _expected
}
