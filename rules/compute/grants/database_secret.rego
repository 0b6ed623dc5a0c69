# METADATA
# title: Access to the database's credentials
# description: The task role may read the value of the secret that holds the database's credentials.
# scope: package
# related_resources:
#   - description: Permissions in the CDK
#     ref: https://docs.aws.amazon.com/cdk/v2/guide/permissions.html
# custom:
#   points: 1
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate task definition
#   order: 60
#   explain:
#     asks: >-
#       To ensure that the container can access needed resources, grant the task role for the task definition
#       access to the database and signing key secrets, as well as the private and public images S3 buckets.
#     why: >-
#       The task role is what the app itself may do. The execution role, which gets its permissions from
#       secrets=…, is ECS's own for starting the container; the app never has it.
#     template: |
#       TaskRolePolicy:
#         Type: AWS::IAM::Policy
#         Properties:
#           PolicyDocument:
#             Statement:
#               - Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
#                 Effect: Allow
#                 Resource: [{"Fn::ImportValue": …}]
#     before: |
#       props.data_aurora_db.secret.grant_read(task_definition.obtain_execution_role())
#     after: |
#       props.data_aurora_db.secret.grant_read(task_definition.task_role)
#   help: add props.data_aurora_db.secret.grant_read(task_definition.task_role)
#   argument: database.grant_read(), aurora.grant_read(), db.grant_read()
package checks.compute.grants.database_secret

import data.lib.iam
import data.lib.secrets
import data.lib.task

# METADATA
# description: A task role without the permission, or nothing that it could be about.
violation contains found if some found in task.missing_definition

violation contains found if some found in secrets.missing_database

violation contains found if {
	secrets.database != null
	task.not_allowed(["secretsmanager:GetSecretValue"], secrets.database, iam.secret_arns(secrets.database)) != []
	some found in task.refused("read the value of the database's secret")
}
