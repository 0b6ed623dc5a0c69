# METADATA
# title: Memory of the task
# description: The task has 2 GB of memory, which is 2048 MiB.
# scope: package
# related_resources:
#   - description: AWS::ECS::TaskDefinition Memory
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-taskdefinition.html
# custom:
#   points: 2
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate task definition
#   order: 30
#   explain:
#     asks: >-
#       2 GB of RAM
#     why: >-
#       A container that needs more than its task has is killed in the middle of a request. Fargate knows
#       certain pairs of CPU and memory only; 512 units go with 1 to 4 GB.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           Memory: "2048"
#     before: |
#       # the unit is MiB: this is not 2 GB
#       task_definition = ecs.FargateTaskDefinition(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-task-definition",
#           cpu=512,
#           memory_limit_mib=1024,
#           # …
#       )
#     after: |
#       task_definition = ecs.FargateTaskDefinition(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-task-definition",
#           cpu=512,
#           memory_limit_mib=2048,
#           # …
#       )
#   help: give ecs.FargateTaskDefinition the argument memory_limit_mib=2048
#   argument: memory_limit_mib
package checks.compute.task.memory

import data.lib.amounts
import data.lib.result
import data.lib.task

# 2048 MiB are 2 GB, which may be written so.
_accepted := {"2048", "2gb"}

# METADATA
# description: A task definition with another amount of memory, or none.
violation contains found if some found in task.missing_definition

violation contains result.mismatch(task.definition, ["Properties", "Memory"], "2048", actual) if {
	task.definition != null
	actual := task.shown(["Memory"])
	not amounts.is_one_of(actual, _accepted)
}
