# METADATA
# title: Availability zones
# description: The VPC's subnets lie in the availability zones us-west-2a and us-west-2b, and in no other.
# scope: package
# related_resources:
#   - description: CDK ec2.Vpc
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_ec2/Vpc.html
#   - description: AWS::EC2::Subnet AvailabilityZone
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-subnet.html
# custom:
#   points: 2
#   requires: [network.vpc.single]
#   handout: Network Stack / Virtual Private Cloud (VPC)
#   order: 30
#   explain:
#     asks: >-
#       Two availability zones: `us-west-2a` and `us-west-2b`
#     why: >-
#       A zone is a group of data centers that can fail on its own; with two, the site survives the loss of one.
#       The load balancer and the database refuse to be deployed in fewer than two, and each zone more costs
#       another NAT gateway.
#     template: |
#       FirstSubnet:
#         Type: AWS::EC2::Subnet
#         Properties:
#           AvailabilityZone: us-west-2a
#       SecondSubnet:
#         Type: AWS::EC2::Subnet
#         Properties:
#           AvailabilityZone: us-west-2b
#     before: |
#       # the CDK takes whichever zones the account has first, up to max_azs
#       vpc = ec2.Vpc(
#           self,
#           f"{settings.PROJECT_NAME}-vpc",
#           max_azs=3,
#           # …
#       )
#     after: |
#       vpc = ec2.Vpc(
#           self,
#           f"{settings.PROJECT_NAME}-vpc",
#           availability_zones=["us-west-2a", "us-west-2b"],
#           # …
#       )
#   help: give ec2.Vpc the argument availability_zones=["us-west-2a", "us-west-2b"], and no max_azs
#   argument: availability_zones, max_azs
package checks.network.subnets.zones

import data.lib.result
import data.lib.routes

_expected := ["us-west-2a", "us-west-2b"]

# METADATA
# description: One entry when there is not exactly one VPC, or when it has no subnets.
violation contains missing if some missing in routes.missing

# METADATA
# description: One entry when the synthesis was made without knowing the account's zones.
violation contains result.explained(vpc, [], _expected, _actual, _unfinished) if {
	some vpc in _wrong
	_dummy
}

# METADATA
# description: One entry when the VPC's subnets lie in other zones.
violation contains result.explained(vpc, [], _expected, _actual, message) if {
	some vpc in _wrong
	not _dummy
	message := sprintf(_elsewhere, [concat(", ", sort({_name(zone) | some zone in _actual}))])
}

_actual := sort(routes.zones)

_wrong contains routes.vpc if {
	routes.missing == set()
	_actual != _expected
}

_dummy if {
	some zone in _actual
	startswith(zone, "dummy")
}

_name(zone) := "a zone that AWS chooses" if {
	contains(zone, "${")
} else := zone

_elsewhere := "its subnets lie in %s, not in exactly us-west-2a and us-west-2b"

_unfinished := concat("", [
	"the synthesis was not finished: the CDK did not know the account's zones and wrote placeholders; ",
	"name the zones in availability_zones, or run cdk synth with access to the account",
])
