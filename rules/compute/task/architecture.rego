# METADATA
# title: CPU architecture of the task
# description: The task runs on ARM64 processors.
# scope: package
# related_resources:
#   - description: AWS::ECS::TaskDefinition RuntimePlatform
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-runtimeplatform.html
# custom:
#   points: 2
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate task definition
#   order: 50
#   explain:
#     asks: >-
#       ARM64 architecture
#     why: >-
#       The development machine has an ARM processor, so the image that is built there runs on ARM only: on the
#       X86_64 that Fargate takes when nothing is said, the container ends at once with "exec format error". ARM
#       is cheaper, too.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           RuntimePlatform:
#             CpuArchitecture: ARM64
#     before: |
#       task_definition = ecs.FargateTaskDefinition(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-task-definition",
#           cpu=512,
#           memory_limit_mib=2048,
#       )
#     after: |
#       task_definition = ecs.FargateTaskDefinition(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-task-definition",
#           cpu=512,
#           memory_limit_mib=2048,
#           runtime_platform=ecs.RuntimePlatform(
#               operating_system_family=ecs.OperatingSystemFamily.LINUX,
#               cpu_architecture=ecs.CpuArchitecture.ARM64,
#           ),
#       )
#   help: >-
#     give ecs.FargateTaskDefinition a runtime_platform=ecs.RuntimePlatform(...) with
#     cpu_architecture=ecs.CpuArchitecture.ARM64
#   argument: runtime_platform.cpu_architecture
package checks.compute.task.architecture

import data.lib.result
import data.lib.task

# METADATA
# description: A task definition for another processor, or for none, which means X86_64.
violation contains found if some found in task.missing_definition

violation contains result.explained(task.definition, _path, "ARM64", actual, _message(actual)) if {
	task.definition != null
	actual := task.shown(["RuntimePlatform", "CpuArchitecture"])
	actual != "ARM64"
}

_path := ["Properties", "RuntimePlatform", "CpuArchitecture"]

_message(null) := "the CPU architecture is not set, so the task runs on X86_64"

_message(actual) := sprintf("the task runs on %s, expected ARM64", [result.quoted(actual)]) if actual != null
