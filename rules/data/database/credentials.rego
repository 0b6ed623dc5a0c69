# METADATA
# title: Database credentials
# description: The database's user name and password come from a secret that Secrets Manager generates.
# scope: package
# related_resources:
#   - description: CDK rds.Credentials
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_rds/Credentials.html
#   - description: AWS::SecretsManager::Secret GenerateSecretString
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-secretsmanager-secret-generatesecretstring.html
# custom:
#   points: 2
#   requires: [data.database.single]
#   handout: Data Stack / Aurora Serverless Database
#   order: 60
#   explain:
#     asks: >-
#       Database credentials generated for you within Secrets Manager
#     why: >-
#       A password that nobody has ever seen cannot be found in a repository, a template or a chat. Secrets
#       Manager makes it, keeps it encrypted, and gives it only to the roles that may read it.
#     template: |
#       Database:
#         Type: AWS::RDS::DBCluster
#         Properties:
#           MasterUsername: …
#           MasterUserPassword:
#             "Fn::Join":
#               - ""
#               - ["{{resolve:secretsmanager:", {Ref: …}, ":SecretString:password::}}"]
#     before: |
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           credentials=rds.Credentials.from_password(
#               "yoctogram",
#               SecretValue.unsafe_plain_text("hunter2"),
#           ),
#           # …
#       )
#     after: |
#       aurora_db = rds.ServerlessCluster(
#           self,
#           f"{settings.PROJECT_NAME}-aurora-serverless",
#           # …
#           credentials=rds.Credentials.from_username(
#               "yoctogram",
#               exclude_characters=settings.DB_SPECIAL_CHARS_EXCLUDE,
#           ),
#       )
#   help: >-
#     give rds.ServerlessCluster credentials=rds.Credentials.from_username(…,
#     exclude_characters=settings.DB_SPECIAL_CHARS_EXCLUDE)
#   argument: credentials
package checks.data.database.credentials

import data.lib.cfn
import data.lib.database
import data.lib.result

# METADATA
# description: One entry when there is not exactly one database cluster.
violation contains missing if some missing in database.missing

# METADATA
# description: One entry when the cluster's password comes from no secret of the stacks.
violation contains result.problem(cluster, ["Properties", "MasterUserPassword"], _unresolved(cluster)) if {
	some cluster in _clusters
	database.password == null
}

# METADATA
# description: One entry when the secret's value was written by hand.
violation contains result.problem(secret, ["Properties"], _by_hand) if {
	some secret in _secrets - _generated
}

# METADATA
# description: One entry when the password is a part of the secret that is not the generated one.
violation contains result.explained(cluster, _password_path, expected, database.password.key, _other_key) if {
	some cluster in _clusters
	database.password != null
	some secret in {database.password.secret} & _generated
	generated := cfn.entries(cfn.property(secret, ["GenerateSecretString"]))
	expected := cfn.text(secret.stack, object.get(generated, "GenerateStringKey", ""))
	database.password.key != expected
}

# METADATA
# description: One entry when the cluster has no user name.
violation contains result.problem(cluster, ["Properties", "MasterUsername"], "the database has no user name") if {
	some cluster in _clusters
	cfn.text(cluster.stack, cfn.property(cluster, ["MasterUsername"])) in {"", "${?null}"}
}

# METADATA
# description: One entry when the cluster's user name comes from a secret of other stacks.
violation contains result.problem(cluster, ["Properties", "MasterUsername"], _stranger) if {
	some cluster in _clusters
	contains(cfn.text(cluster.stack, cfn.property(cluster, ["MasterUsername"])), "{{resolve:secretsmanager:")
	database.username == null
}

_clusters := {database.cluster} - {null}

_secrets := {resolved.secret | some resolved in {database.password, database.username} - {null}}

_generated := {secret |
	some secret in _secrets
	is_object(cfn.property(secret, ["GenerateSecretString"]))
}

_password_path := ["Properties", "MasterUserPassword"]

_unresolved(cluster) := "the database has no password" if {
	cfn.property(cluster, ["MasterUserPassword"]) == null
	cfn.property(cluster, ["ManageMasterUserPassword"]) == null
} else := "RDS would keep a secret of its own, which the container cannot be given" if {
	cfn.property(cluster, ["MasterUserPassword"]) == null
} else := "the password comes from a secret that no stack defines" if {
	contains(cfn.text(cluster.stack, cfn.property(cluster, ["MasterUserPassword"])), "{{resolve:")
} else := "the password comes from no secret, so whoever sees the template or its parameters can read it"

_by_hand := "this secret's value is written in the template; Secrets Manager is to generate it"

_other_key := "the password is taken from another key of the secret than the one that Secrets Manager generates"

_stranger := "the user name comes from a secret that no stack defines"
