# METADATA
# title: CPU of the task
# description: The task has 512 CPU units, which is half a virtual CPU.
# scope: package
# related_resources:
#   - description: AWS::ECS::TaskDefinition Cpu
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-taskdefinition.html
# custom:
#   points: 2
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate task definition
#   order: 20
#   explain:
#     asks: >-
#       512 CPU units
#     why: >-
#       1024 units are one processor, so this is half of one. Fargate bills what is reserved, used or not, and
#       slows down a task that wants more; its own choice of 256 is little for an app that hashes passwords.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           Cpu: "512"
#     before: |
#       # the CDK's own choice is 256
#       task_definition = ecs.FargateTaskDefinition(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-task-definition",
#           # …
#       )
#     after: |
#       task_definition = ecs.FargateTaskDefinition(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-task-definition",
#           cpu=512,
#           # …
#       )
#   help: give ecs.FargateTaskDefinition the argument cpu=512
#   argument: cpu
package checks.compute.task.cpu

import data.lib.amounts
import data.lib.result
import data.lib.task

# 512 CPU units are half a virtual CPU, which may be written so.
_accepted := {"512", "0.5vcpu", ".5vcpu"}

# METADATA
# description: A task definition with another number of CPU units, or none.
violation contains found if some found in task.missing_definition

violation contains result.mismatch(task.definition, ["Properties", "Cpu"], "512", actual) if {
	task.definition != null
	actual := task.shown(["Cpu"])
	not amounts.is_one_of(actual, _accepted)
}
