# METADATA
# title: Database credentials of the app
# description: |
#   The container gets POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB from the
#   database's secret.
# scope: package
# related_resources:
#   - description: ContainerDefinition Secret
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-secret.html
# custom:
#   points: 2
#   requires: [compute.container.image]
#   handout: Compute Stack / Fargate container definition
#   order: 60
#   explain:
#     asks: >-
#       Your generated database secrets should be injected into the container. These are stored in Secrets
#       Manager as a JSON key-value structure. To make this simpler, we've provided the keys as an array in
#       `settings.DB_SECRET_MAPPING`.
#     why: >-
#       What stands in environment=… can be read by everybody who may look at the task definition. With
#       secrets=… ECS fetches the values when the container starts, and the template holds nothing but where
#       they are.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           ContainerDefinitions:
#             - Secrets:
#                 - Name: POSTGRES_PASSWORD
#                   ValueFrom: {"Fn::Join": ["", [{"Fn::ImportValue": …}, ":password::"]]}
#     before: |
#       # without a field the variable holds the whole secret, as JSON
#       secrets = {
#           variable: ecs.Secret.from_secrets_manager(props.data_aurora_db.secret)
#           for variable in settings.DB_SECRET_MAPPING
#       }
#     after: |
#       secrets={
#           **{
#               variable: ecs.Secret.from_secrets_manager(props.data_aurora_db.secret, field)
#               for variable, field in settings.DB_SECRET_MAPPING.items()
#           },
#           # …
#       }
#   help: >-
#     give add_container secrets={…} with ecs.Secret.from_secrets_manager(props.data_aurora_db.secret, field) for
#     each pair in settings.DB_SECRET_MAPPING
#   argument: environment for Environment, secrets
package checks.compute.container.database_secrets

import data.lib.cfn
import data.lib.result
import data.lib.secrets
import data.lib.task

# METADATA
# description: One entry per variable that does not come from its key of the database's secret.
violation contains found if some found in task.missing_container

violation contains found if some found in secrets.missing_database

violation contains result.explained(task.definition, actual.path, expected, actual.shown, message) if {
	task.container != null
	some secret in {secrets.database} - {null}
	some name, field in _fields
	not name in _unset
	actual := task.secret(name)
	not secrets.is_value(actual.text, secret, field)
	expected := concat("", [cfn.ref(secret), ":", field, "::"])
	message := secrets.wrong(name, expected, actual)
}

violation contains result.problem(task.definition, task.path(["Secrets"]), message) if {
	task.container != null
	secrets.database != null
	count(_unset) > 0
	message := sprintf("the container gets no secret %s", [concat(", ", sort(_unset))])
}

violation contains result.problem(task.definition, task.environment[name].path, message) if {
	some name in object.keys(_fields) & object.keys(task.environment)
	name in object.keys(task.secrets)
	message := sprintf("%s is both an environment variable and a secret, which ECS refuses", [name])
}

violation contains result.problem(
	secrets.database,
	[],
	"the secret is not attached to the database, so it has no keys host, port and dbname",
) if {
	secrets.database != null
	not secrets.is_attached(secrets.database)
	not secrets.has_written(secrets.database, "host")
}

# Told together, since one argument sets them all.
_unset := object.keys(_fields) - (object.keys(task.secrets) | object.keys(task.environment))

_fields := {
	"POSTGRES_HOST": "host",
	"POSTGRES_PORT": "port",
	"POSTGRES_USER": "username",
	"POSTGRES_PASSWORD": "password",
	"POSTGRES_DB": "dbname",
}
