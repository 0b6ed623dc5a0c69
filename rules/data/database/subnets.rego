# METADATA
# title: Database subnets
# description: The database lies in the VPC's isolated subnets, one in each availability zone, and in no others.
# scope: package
# related_resources:
#   - description: CDK rds.ServerlessCluster
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_rds/ServerlessCluster.html
#   - description: AWS::RDS::DBSubnetGroup
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbsubnetgroup.html
# custom:
#   points: 2
#   requires: [data.database.single]
#   handout: Data Stack / Aurora Serverless Database
#   order: 40
#   explain:
#     asks: >-
#       Hosted in the VPC you created earlier, in the private, isolated (no egress) subnets
#     why: >-
#       The database is what an attacker is after. In isolated subnets there is no route to it from the internet
#       and none from it, whatever a security group allows by mistake.
#     template: |
#       SubnetGroup:
#         Type: AWS::RDS::DBSubnetGroup
#         Properties:
#           SubnetIds:
#             - {"Fn::ImportValue": …}
#             - {"Fn::ImportValue": …}
#     before: |
#       # the CDK's own choice is the private subnets with egress
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           vpc=props.network_vpc,
#           # …
#       )
#     after: |
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           # …
#           vpc=props.network_vpc,
#           vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
#           # …
#       )
#   help: give rds.ServerlessCluster vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
#   argument: vpc for DBSubnetGroupName, vpc_subnets
package checks.data.database.subnets

import data.lib.cfn
import data.lib.database
import data.lib.result
import data.lib.routes

# METADATA
# description: One entry when there is not exactly one database cluster.
violation contains missing if some missing in database.missing

# METADATA
# description: One entry when the cluster names no subnet group of the stacks.
violation contains result.problem(cluster, ["Properties", "DBSubnetGroupName"], _no_group) if {
	some cluster in {database.cluster} - {null}
	_group == null
}

# METADATA
# description: One entry when the group holds other subnets, or lacks an isolated one in some zone.
violation contains result.explained(group, ["Properties", "SubnetIds"], _names(_wanted), _names(_held), _wrong) if {
	some group in {_group} - {null}
	_wrong != ""
}

_group := cfn.sole({group |
	some cluster in {database.cluster} - {null}
	group := cfn.target(cluster.stack, cfn.property(cluster, ["DBSubnetGroupName"]))
	object.get(cfn.entries(group), "type", "") == "AWS::RDS::DBSubnetGroup"
})

_held := {subnet |
	some group in {_group} - {null}
	some subnet in cfn.targets(group.stack, cfn.property(group, ["SubnetIds"]))
}

# The isolated subnets of the VPC that the database lies in.
_wanted := {subnet |
	some subnet in routes.of_kind("isolated")
	_same_vpc(subnet)
}

_same_vpc(subnet) if routes.vpc_of(subnet) in _vpcs

_same_vpc(_) if _held == set()

_vpcs := {routes.vpc_of(subnet) | some subnet in _held}

_wrong := "the VPC has no isolated subnets that the database could lie in" if {
	_wanted == set()
} else := sprintf(_outside, [concat(", ", _names(_held - _wanted))]) if {
	_held - _wanted != set()
} else := "the database needs an isolated subnet in each availability zone" if {
	{routes.zone(subnet) | some subnet in _held} != {routes.zone(subnet) | some subnet in _wanted}
} else := ""

_outside := "the database lies in subnets that are not isolated: %s"

_names(subnets) := sort([cfn.ref(subnet) | some subnet in subnets])

_no_group := concat("", [
	"the database has no subnet group of these stacks, ",
	"so AWS puts it into another VPC; give rds.ServerlessCluster vpc=props.network_vpc",
])
