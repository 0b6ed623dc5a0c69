# METADATA
# title: Settings of the app
# description: |
#   The container's environment says PRODUCTION=true, DEBUG=false, and the website's domain name in FORWARD_FACING_NAME.
# scope: package
# related_resources:
#   - description: ContainerDefinition Environment
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-containerdefinition.html
# custom:
#   points: 2
#   requires: [compute.container.image]
#   handout: Compute Stack / Fargate container definition
#   order: 30
#   explain:
#     asks: >-
#       The following environment variables should be injected into the container, for configuration: … key
#       `PRODUCTION`, value `true` … key `DEBUG`, value `false` … key `FORWARD_FACING_NAME`, value
#       `yoctogram.SUNETID.infracourse.cloud`
#     why: >-
#       The same image runs on a laptop and in production; only its environment differs. Debugging output tells
#       strangers how the app works inside, and an app that does not know its public name writes wrong
#       addresses.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           ContainerDefinitions:
#             - Environment:
#                 - {Name: PRODUCTION, Value: "true"}
#                 - {Name: DEBUG, Value: "false"}
#                 - {Name: FORWARD_FACING_NAME, Value: yoctogram.SUNET.infracourse.cloud}
#     before: |
#       environment = {
#           "PRODUCTION": "true",
#           "DEBUG": "true",
#           "FORWARD_FACING_NAME": f"https://{settings.APP_DOMAIN}",
#       }
#     after: |
#       environment={
#           "PRODUCTION": "true",
#           "DEBUG": "false",
#           "FORWARD_FACING_NAME": settings.APP_DOMAIN,
#           # …
#       }
#   help: >-
#     give add_container an environment={...} with "PRODUCTION": "true", "DEBUG": "false" and "FORWARD_FACING_NAME":
#     settings.APP_DOMAIN
#   argument: environment
package checks.compute.container.runtime_environment

import data.lib.course
import data.lib.result
import data.lib.task

# METADATA
# description: One entry per variable that is not set as asked.
violation contains found if some found in task.missing_container

violation contains result.named(task.definition, actual.path, variable, expected, actual.shown) if {
	task.container != null
	some name, expected in _wanted
	actual := task.variable(name)
	course.normal(actual.text) != course.normal(expected)
	variable := concat(" ", ["the environment variable", name])
}

_wanted := {"PRODUCTION": "true", "DEBUG": "false", "FORWARD_FACING_NAME": course.app_domain}
