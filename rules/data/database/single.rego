# METADATA
# title: One Aurora Serverless database
# description: All stacks together define exactly one database cluster, and it is Aurora Serverless.
# scope: package
# related_resources:
#   - description: CDK rds.ServerlessCluster
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_rds/ServerlessCluster.html
#   - description: AWS::RDS::DBCluster
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html
# custom:
#   points: 2
#   requires: []
#   handout: Data Stack / Aurora Serverless Database
#   order: 10
#   explain:
#     asks: >-
#       We've given you a shell Relational Database Service (RDS) Aurora Serverless Cluster (type
#       `rds.ServerlessCluster`), which defines the primary Postgres-based database where user and image records
#       will be stored.
#     why: >-
#       One database holds the truth; with two, some of the users are in each. Serverless means that capacity
#       follows the load, so that a site which nobody visits costs next to nothing.
#     template: |
#       Database:
#         Type: AWS::RDS::DBCluster
#         Properties:
#           EngineMode: serverless
#     before: |
#       aurora_db = rds.DatabaseCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           writer=rds.ClusterInstance.serverless_v2("writer"),
#           # …
#       )
#     after: |
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           # …
#       )
#   help: define one rds.ServerlessCluster in the data stack, and no rds.DatabaseCluster
package checks.data.database.single

import data.lib.cfn
import data.lib.database
import data.lib.result

# METADATA
# description: One entry when there is no database cluster.
violation contains result.absent("AWS::RDS::DBCluster", _none) if {
	database.clusters == set()
}

# METADATA
# description: One entry per database cluster beyond the first.
violation contains result.problem(cluster, [], "this is one database cluster too many; the app needs one") if {
	some cluster in cfn.surplus(database.clusters)
}

# METADATA
# description: One entry when the only database cluster is not Aurora Serverless.
violation contains result.explained(cluster, _path, "serverless", mode, _other_kind(cluster)) if {
	some cluster in {database.cluster} - {null}
	mode := cfn.shown(cluster.stack, cfn.property(cluster, ["EngineMode"]))
	mode != "serverless"
}

_path := ["Properties", "EngineMode"]

_none := "no stack defines a database cluster; define one with rds.ServerlessCluster in the data stack"

_other_kind(cluster) := _version_2 if {
	cfn.property(cluster, ["ServerlessV2ScalingConfiguration"]) != null
} else := "this is a provisioned cluster, whose instances always run; the handout asks for rds.ServerlessCluster"

_version_2 := "this is Aurora Serverless v2, which needs instances; the handout asks for rds.ServerlessCluster"
