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
