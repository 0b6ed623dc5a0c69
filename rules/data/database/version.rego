# METADATA
# title: Database engine version
# description: The database's engine version is 13.10.
# scope: package
# related_resources:
#   - description: CDK rds.ServerlessCluster
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_rds/ServerlessCluster.html
#   - description: AWS::RDS::DBCluster
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html
# custom:
#   points: 2
#   requires: [data.database.single]
#   handout: Data Stack / Aurora Serverless Database
#   order: 30
#   explain:
#     asks: >-
#       Postgres engine version 13.10
#     why: >-
#       A version that is written down makes every deployment the same, and an upgrade a decision instead of a
#       surprise. Aurora Serverless offers few versions, so a wrong one may only be refused when it is deployed.
#     template: |
#       Database:
#         Type: AWS::RDS::DBCluster
#         Properties:
#           EngineVersion: "13.10"
#     before: |
#       engine = rds.DatabaseClusterEngine.aurora_postgres(
#           version=rds.AuroraPostgresEngineVersion.VER_13_9,
#       )
#     after: |
#       engine=rds.DatabaseClusterEngine.aurora_postgres(
#           version=rds.AuroraPostgresEngineVersion.VER_13_10,
#       )
#   help: >-
#     give aurora_postgres in rds.ServerlessCluster's engine the argument
#     version=rds.AuroraPostgresEngineVersion.VER_13_10
#   argument: engine.version
package checks.data.database.version

import data.lib.cfn
import data.lib.database
import data.lib.result

_expected := "13.10"

# METADATA
# description: One entry when there is not exactly one database cluster.
violation contains missing if some missing in database.missing

# METADATA
# description: One entry per database cluster with another version, or with none, which leaves it to AWS.
violation contains result.mismatch(cluster, ["Properties", "EngineVersion"], _expected, actual) if {
	some cluster in database.clusters
	actual := cfn.shown(cluster.stack, cfn.property(cluster, ["EngineVersion"]))
	actual != _expected
}
