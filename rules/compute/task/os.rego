# METADATA
# title: Operating system of the task
# description: The task runs on Linux.
# scope: package
# related_resources:
#   - description: AWS::ECS::TaskDefinition RuntimePlatform
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-runtimeplatform.html
# custom:
#   points: 1
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate task definition
#   order: 40
#   explain:
#     asks: >-
#       Linux operating system
#     why: >-
#       An image runs only on the operating system that it was built for, and the backend's is built for Linux.
#       Fargate takes Linux when nothing is said; saying it keeps the choice in sight.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           RuntimePlatform:
#             OperatingSystemFamily: LINUX
#     before: |
#       runtime_platform = ecs.RuntimePlatform(
#           operating_system_family=ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_CORE,
#           # …
#       )
#     after: |
#       runtime_platform=ecs.RuntimePlatform(
#           operating_system_family=ecs.OperatingSystemFamily.LINUX,
#           # …
#       )
#   help: >-
#     give ecs.FargateTaskDefinition a runtime_platform=ecs.RuntimePlatform(...) with
#     operating_system_family=ecs.OperatingSystemFamily.LINUX
#   argument: runtime_platform.operating_system_family
package checks.compute.task.os

import data.lib.result
import data.lib.task

# METADATA
# description: A task definition for another operating system. Left out, it is Linux.
violation contains found if some found in task.missing_definition

violation contains result.named(task.definition, _path, "the operating system", "LINUX", actual) if {
	task.definition != null
	actual := task.shown(["RuntimePlatform", "OperatingSystemFamily"])
	not actual in {null, "LINUX"}
}

_path := ["Properties", "RuntimePlatform", "OperatingSystemFamily"]
