# METADATA
# title: Image of the container
# description: The container's image is built from the source in the app directory, not pulled from a registry.
# scope: package
# related_resources:
#   - description: ContainerImage.fromAsset
#     ref: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecs.ContainerImage.html
# custom:
#   points: 2
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate container definition
#   order: 10
#   explain:
#     asks: >-
#       Container image: derive from the Yoctogram backend source code in the `app` directory
#     why: >-
#       An image that is built from the source at hand is the code that you see. The CDK builds it, pushes it to
#       your account's registry and names it by its contents, so that what was reviewed is what runs.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           ContainerDefinitions:
#             - Image: {"Fn::Sub": …}
#     before: |
#       container = task_definition.add_container(
#           f"{settings.PROJECT_NAME}-app-container",
#           image=ecs.ContainerImage.from_registry("amazon/amazon-ecs-sample"),
#           # …
#       )
#     after: |
#       container = task_definition.add_container(
#           f"{settings.PROJECT_NAME}-app-container",
#           image=ecs.ContainerImage.from_asset(settings.YOCTOGRAM_APP_DIR),
#           # …
#       )
#   help: >-
#     give task_definition.add_container the argument
#     image=ecs.ContainerImage.from_asset(settings.YOCTOGRAM_APP_DIR)
#   argument: image
package checks.compute.container.image

import data.lib.cfn
import data.lib.result
import data.lib.task

# METADATA
# description: No container, one whose image comes from a registry, and a second one of the app's name.
violation contains found if some found in task.missing_definition

violation contains result.problem(task.definition, _containers, "the task has no container") if {
	task.definition != null
	task.containers == []
}

violation contains result.named(task.definition, _path(pulled), "the container's image", _expected, actual) if {
	task.container == null
	pulled := _most_likely
	pulled != null
	actual := cfn.shown(task.stack, object.get(pulled.definition, "Image", null))
}

violation contains result.problem(
	task.definition,
	_path(other),
	"another container has the name of the app's container",
) if {
	task.container != null
	some other in task.containers
	other.index != task.container.index
	other.name == task.container.name
}

_expected := "an image built from the app directory"

_containers := ["Properties", "ContainerDefinitions"]

_path(one) := array.concat(_containers, [one.index, "Image"])

# Of several containers from registries, the one that the load balancer sends requests to, else the first.
_most_likely := task.first(array.concat(
	[one | some one in task.containers; one.name in task.balanced],
	task.containers,
))
