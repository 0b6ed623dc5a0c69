# METADATA
# title: Isolated subnets
# description: Each availability zone of the VPC has exactly one isolated subnet, which has no default route at all.
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
#   order: 60
#   explain:
#     asks: >-
#       Three subnets, each within a CIDR `/24`, of the following types: … Private and isolated (no egress
#       internet access)
#     why: >-
#       A database needs no internet. In a subnet without a default route, even somebody who takes it over can
#       send its contents nowhere.
#     template: |
#       IsolatedSubnet:
#         Type: AWS::EC2::Subnet
#         Properties:
#           MapPublicIpOnLaunch: false
#           AvailabilityZone: us-west-2a
#     before: |
#       # the CDK's own choice is one public and one private subnet in each zone
#       vpc = ec2.Vpc(
#           self,
#           f"{settings.PROJECT_NAME}-vpc",
#           # …
#       )
#     after: |
#       subnet_configuration=[
#           # …
#           ec2.SubnetConfiguration(
#               name="private-isolated",
#               subnet_type=ec2.SubnetType.PRIVATE_ISOLATED,
#               cidr_mask=24,
#           ),
#       ]
#   help: >-
#     list one ec2.SubnetConfiguration with subnet_type=ec2.SubnetType.PRIVATE_ISOLATED in ec2.Vpc's
#     subnet_configuration
#   argument: create_internet_gateway, nat_gateways, subnet_configuration
package checks.network.subnets.isolated

import data.lib.result
import data.lib.routes

# METADATA
# description: One entry when there is not exactly one VPC, or when it has no subnets.
violation contains missing if some missing in routes.missing

# METADATA
# description: One entry per zone without an isolated subnet.
violation contains result.problem(routes.vpc, [], message) if {
	some zone, found in routes.by_zone("isolated")
	count(found) == 0
	message := sprintf("%s has no isolated subnet: each there has a default route", [zone])
}

# METADATA
# description: One entry per zone with several isolated subnets.
violation contains result.problem(routes.vpc, [], message) if {
	some zone, found in routes.by_zone("isolated")
	count(found) > 1
	message := sprintf(_too_many, [zone, count(found)])
}

_too_many := "%s has %d isolated subnets, which have no default route; one is asked for"
