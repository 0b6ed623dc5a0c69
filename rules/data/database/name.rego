# METADATA
# title: Database name
# description: The database that the cluster starts with is named yoctogram.
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
#   order: 50
#   explain:
#     asks: >-
#       Database name `yoctogram`
#     why: >-
#       A cluster without a name for it starts with no database of yours at all. The name also becomes the key
#       dbname of the database's secret, by which the backend finds it.
#     template: |
#       Database:
#         Type: AWS::RDS::DBCluster
#         Properties:
#           DatabaseName: yoctogram
#     before: |
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           # …
#       )
#     after: |
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           # …
#           default_database_name=settings.PROJECT_NAME,
#           # …
#       )
#   help: give rds.ServerlessCluster the argument default_database_name=settings.PROJECT_NAME
#   argument: default_database_name
package checks.data.database.name

import data.lib.cfn
import data.lib.database
import data.lib.result

_expected := "yoctogram"

# METADATA
# description: One entry when there is not exactly one database cluster.
violation contains missing if some missing in database.missing

# METADATA
# description: One entry per database cluster with another name for its database, or with none.
violation contains result.mismatch(cluster, ["Properties", "DatabaseName"], _expected, actual) if {
	some cluster in database.clusters
	actual := cfn.shown(cluster.stack, cfn.property(cluster, ["DatabaseName"]))
	actual != _expected
}
