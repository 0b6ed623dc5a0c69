# METADATA
# title: Egress subnets
# description: |
#   Each availability zone of the VPC has exactly one private subnet with a way out: its default route is a NAT
#   gateway, and that gateway sits in a public subnet.
# scope: package
# related_resources:
#   - description: CDK ec2.SubnetConfiguration
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_ec2/SubnetConfiguration.html
#   - description: CDK ec2.SubnetType
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_ec2/SubnetType.html
# custom:
#   points: 2
#   requires: [network.vpc.single]
#   handout: Network Stack / Virtual Private Cloud (VPC)
#   order: 50
#   explain:
#     asks: >-
#       Three subnets, each within a CIDR `/24`, of the following types: … Private with outbound (egress)
#       internet access via a NAT gateway
#     why: >-
#       The service must fetch its image and its secrets, but nobody outside should be able to open a connection
#       to it. A NAT gateway lets connections out and none in; it works only if it sits in a public subnet
#       itself.
#     template: |
#       DefaultRoute:
#         Type: AWS::EC2::Route
#         Properties:
#           DestinationCidrBlock: 0.0.0.0/0
#           NatGatewayId: {Ref: …}
#       NatGateway:
#         Type: AWS::EC2::NatGateway
#         Properties:
#           SubnetId: {Ref: …}
#     before: |
#       # without NAT gateways there is no way out
#       vpc = ec2.Vpc(
#           self,
#           f"{settings.PROJECT_NAME}-vpc",
#           nat_gateways=0,
#           # …
#       )
#     after: |
#       subnet_configuration=[
#           # …
#           ec2.SubnetConfiguration(
#               name="private-egress",
#               subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS,
#               cidr_mask=24,
#           ),
#           # …
#       ]
#   help: >-
#     list one ec2.SubnetConfiguration with subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS in ec2.Vpc's
#     subnet_configuration
#   argument: create_internet_gateway, nat_gateways, nat_gateway_provider, subnet_configuration
package checks.network.subnets.egress

import data.lib.cfn
import data.lib.result
import data.lib.routes

# METADATA
# description: One entry when there is not exactly one VPC, or when it has no subnets.
violation contains missing if some missing in routes.missing

# METADATA
# description: One entry per zone without an egress subnet, or what could be meant for one.
violation contains result.problem(routes.vpc, [], message) if {
	some zone, found in routes.by_zone("egress")
	count(found) == 0
	not zone in _zones_of_strays
	message := sprintf(_none, [zone])
}

# METADATA
# description: One entry per zone with several egress subnets.
violation contains result.problem(routes.vpc, [], message) if {
	some zone, found in routes.by_zone("egress")
	count(found) > 1
	message := sprintf(_too_many, [zone, count(found)])
}

# METADATA
# description: One entry per subnet of no kind that the handout knows.
violation contains result.problem(subnet, [], _way_out(subnet)) if {
	some subnet in _strays
}

_none := "%s has no private subnet with egress: none there has a default route to a NAT gateway"

_too_many := "%s has %d private subnets with egress, by a default route to a NAT gateway; one is asked for"

_strays := routes.subnets & routes.of_kind("other")

_zones_of_strays := {routes.zone(subnet) | some subnet in _strays}

_way_out(subnet) := _useless_gateway if {
	route := routes.default_route(subnet)
	route != null
	cfn.property(route, ["NatGatewayId"]) != null
} else := "this subnet's default route leads neither to an internet gateway nor to a NAT gateway"

_useless_gateway := concat("", [
	"this subnet's default route is a NAT gateway that does not sit in a public subnet, ",
	"so nothing in it reaches the internet",
])
