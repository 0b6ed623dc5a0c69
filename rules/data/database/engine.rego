# METADATA
# title: Database engine
# description: The database is Aurora PostgreSQL.
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
#   order: 20
#   explain:
#     asks: >-
#       Postgres engine version 13.10
#     why: >-
#       The backend speaks PostgreSQL's protocol and its dialect of SQL. With another engine it does not even
#       connect.
#     template: |
#       Database:
#         Type: AWS::RDS::DBCluster
#         Properties:
#           Engine: aurora-postgresql
#     before: |
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           engine=rds.DatabaseClusterEngine.AURORA_MYSQL,
#           # …
#       )
#     after: |
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           engine=rds.DatabaseClusterEngine.aurora_postgres(
#               version=rds.AuroraPostgresEngineVersion.VER_13_10,
#           ),
#           # …
#       )
#   help: give rds.ServerlessCluster the argument engine=rds.DatabaseClusterEngine.aurora_postgres(version=…)
#   argument: engine
package checks.data.database.engine

import data.lib.cfn
import data.lib.database
import data.lib.result

_expected := "aurora-postgresql"

# METADATA
# description: One entry when there is not exactly one database cluster.
violation contains missing if some missing in database.missing

# METADATA
# description: One entry per database cluster with another engine.
violation contains result.mismatch(cluster, ["Properties", "Engine"], _expected, actual) if {
	some cluster in database.clusters
	actual := cfn.shown(cluster.stack, cfn.property(cluster, ["Engine"]))
	actual != _expected
}
