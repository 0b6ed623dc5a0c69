# METADATA
# title: One VPC
# description: All stacks together define exactly one VPC, which the cluster, the load balancer and the database share.
# scope: package
# related_resources:
#   - description: CDK ec2.Vpc
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_ec2/Vpc.html
# custom:
#   points: 2
#   requires: []
#   handout: Network Stack / Virtual Private Cloud (VPC)
#   order: 10
#   explain:
#     asks: >-
#       We've given you a shell Virtual Private Cloud (type `ec2.Vpc`), where our compute and database resources
#       will live.
#     why: >-
#       Two VPCs do not see each other. A service in one cannot reach a database in the other without peering,
#       and every VPC with NAT gateways costs money for as long as it stands.
#     template: |
#       Vpc:
#         Type: AWS::EC2::VPC
#     before: |
#       # a cluster that is given no VPC makes one of its own
#       cluster = ecs.Cluster(
#           self,
#           f"{settings.PROJECT_NAME}-cluster",
#       )
#     after: |
#       cluster = ecs.Cluster(
#           self,
#           f"{settings.PROJECT_NAME}-cluster",
#           vpc=props.network_vpc,
#       )
#   help: define one ec2.Vpc, in the network stack, and pass props.network_vpc wherever a VPC or a cluster asks for one
#   argument: Cluster without vpc, ApplicationLoadBalancedFargateService without cluster and vpc
package checks.network.vpc.single

import data.lib.cfn
import data.lib.result

_vpcs := cfn.of_type("AWS::EC2::VPC")

# METADATA
# description: One entry when there is no VPC.
violation contains result.absent("AWS::EC2::VPC", _none) if {
	_vpcs == set()
}

# METADATA
# description: One entry per VPC beyond the first.
violation contains result.problem(vpc, [], _too_many) if {
	some vpc in cfn.surplus(_vpcs)
}

_none := "no stack defines a VPC; define one with ec2.Vpc in the network stack"

_too_many := concat("", [
	"this is one VPC too many: the parts of the deployment cannot reach each other across VPCs; ",
	"the CDK also makes one where a cluster or service is given neither vpc nor cluster",
])
