# METADATA
# title: Access to the signing key
# description: The task role may read the value of the secret that signs the app's tokens.
# scope: package
# related_resources:
#   - description: Permissions in the CDK
#     ref: https://docs.aws.amazon.com/cdk/v2/guide/permissions.html
# custom:
#   points: 1
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate task definition
#   order: 70
#   explain:
#     asks: >-
#       To ensure that the container can access needed resources, grant the task role for the task definition
#       access to the database and signing key secrets, as well as the private and public images S3 buckets.
#     why: >-
#       Whoever holds the signing key can log in as anybody, so it is granted to one role, by name, and to
#       nothing else. The task role is the one that the app has while it runs.
#     template: |
#       TaskRolePolicy:
#         Type: AWS::IAM::Policy
#         Properties:
#           PolicyDocument:
#             Statement:
#               - Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
#                 Effect: Allow
#                 Resource: [{Ref: …}]
#     before: |
#       app_secret_key.grant_read(task_definition.obtain_execution_role())
#     after: |
#       app_secret_key.grant_read(task_definition.task_role)
#   help: add app_secret_key.grant_read(task_definition.task_role)
#   argument: key.grant_read()
package checks.compute.grants.signing_key

import data.lib.iam
import data.lib.secrets
import data.lib.task

# METADATA
# description: A task role without the permission, or nothing that it could be about.
violation contains found if some found in task.missing_definition

violation contains found if some found in secrets.missing_signing_key

violation contains found if {
	secrets.signing_key != null
	task.not_allowed(["secretsmanager:GetSecretValue"], secrets.signing_key, iam.secret_arns(secrets.signing_key)) != []
	some found in task.refused("read the value of the signing key")
}
