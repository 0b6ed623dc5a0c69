# METADATA
# title: Public subnets
# description: |
#   Each availability zone of the VPC has exactly one public subnet, whose default route is the internet gateway.
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
#   order: 40
#   explain:
#     asks: >-
#       Three subnets, each within a CIDR `/24`, of the following types: … Public
#     why: >-
#       The load balancer and the NAT gateways are what the internet talks to, so they need a subnet whose
#       default route is the internet gateway. Nothing else belongs there.
#     template: |
#       DefaultRoute:
#         Type: AWS::EC2::Route
#         Properties:
#           DestinationCidrBlock: 0.0.0.0/0
#           GatewayId: {Ref: …}
#     before: |
#       subnet_configuration=[
#           ec2.SubnetConfiguration(
#               name="private-egress",
#               subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS,
#               cidr_mask=24,
#           ),
#           # …
#       ]
#     after: |
#       subnet_configuration=[
#           ec2.SubnetConfiguration(
#               name="public",
#               subnet_type=ec2.SubnetType.PUBLIC,
#               cidr_mask=24,
#           ),
#           # …
#       ]
#   help: list one ec2.SubnetConfiguration with subnet_type=ec2.SubnetType.PUBLIC in ec2.Vpc's subnet_configuration
#   argument: create_internet_gateway, subnet_configuration
package checks.network.subnets.public

import data.lib.result
import data.lib.routes

# METADATA
# description: One entry when there is not exactly one VPC, or when it has no subnets.
violation contains missing if some missing in routes.missing

# METADATA
# description: One entry per zone without a public subnet.
violation contains result.problem(routes.vpc, [], message) if {
	some zone, found in routes.by_zone("public")
	count(found) == 0
	message := sprintf(_none, [zone])
}

# METADATA
# description: One entry per zone with several public subnets.
violation contains result.problem(routes.vpc, [], message) if {
	some zone, found in routes.by_zone("public")
	count(found) > 1
	message := sprintf(_too_many, [zone, count(found)])
}

_none := "%s has no public subnet: none there has a default route to an internet gateway"

_too_many := "%s has %d public subnets, with a default route to an internet gateway; one is asked for"
