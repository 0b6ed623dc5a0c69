# METADATA
# title: Logs of the container
# description: |
#   The container logs to CloudWatch with the stream prefix yoctogram-fargate, and its log group is kept for one week.
# scope: package
# related_resources:
#   - description: ContainerDefinition LogConfiguration
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-logconfiguration.html
# custom:
#   points: 1
#   requires: [compute.container.image]
#   handout: Compute Stack / Fargate container definition
#   order: 90
#   explain:
#     asks: >-
#       Configure logging in the container using the following code:
#     why: >-
#       A container that fails to start leaves nothing behind but its log. CloudWatch keeps logs for ever when
#       it is not told otherwise, and bills them: a week is enough to find a mistake.
#     template: |
#       LogGroup:
#         Type: AWS::Logs::LogGroup
#         Properties:
#           RetentionInDays: 7
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           ContainerDefinitions:
#             - LogConfiguration:
#                 LogDriver: awslogs
#                 Options:
#                   awslogs-group: {Ref: …}
#                   awslogs-stream-prefix: yoctogram-fargate
#     before: |
#       logging = ecs.AwsLogDriver(
#           stream_prefix=settings.PROJECT_NAME,
#       )
#     after: |
#       logging=ecs.AwsLogDriver(
#           stream_prefix=f"{settings.PROJECT_NAME}-fargate",
#           log_retention=logs.RetentionDays.ONE_WEEK,
#       )
#   help: >-
#     give add_container logging=ecs.AwsLogDriver(stream_prefix=f"{settings.PROJECT_NAME}-fargate",
#     log_retention=logs.RetentionDays.ONE_WEEK)
#   argument: logging.stream_prefix for awslogs-stream-prefix, logging.log_retention for RetentionInDays, logging
package checks.compute.container.logging

import data.lib.cfn
import data.lib.result
import data.lib.task

_path := ["LogConfiguration"]

_options := array.concat(_path, ["Options"])

# METADATA
# description: A container that does not log to CloudWatch, with another prefix, or to a group kept for another time.
violation contains found if some found in task.missing_container

violation contains result.explained(task.definition, task.path(_path), "awslogs", _driver, message) if {
	task.container != null
	_driver != "awslogs"
	message := "the container does not log to CloudWatch"
}

violation contains result.named(task.definition, task.path(path), "the stream prefix", "yoctogram-fargate", actual) if {
	_driver == "awslogs"
	path := array.concat(_options, ["awslogs-stream-prefix"])
	actual := cfn.shown(task.stack, task.part(path))
	actual != "yoctogram-fargate"
}

violation contains result.explained(group, ["Properties", "RetentionInDays"], "7", actual, message) if {
	_driver == "awslogs"
	some group in _groups
	not _is_kept_elsewhere(group)
	actual := cfn.shown(group.stack, cfn.property(group, ["RetentionInDays"]))
	actual != "7"
	message := _kept_for(actual)
}

violation contains result.explained(task.definition, task.path(path), expected, _group, message) if {
	_driver == "awslogs"
	_groups == set()
	not _group in _kept
	path := array.concat(_options, ["awslogs-group"])
	expected := "a log group kept for one week"
	message := "none of the stacks says how long this log group is kept"
}

_kept_for(null) := "the log group is kept for ever, expected one week"

_kept_for(days) := sprintf("the log group's retention in days is %s, expected 7", [result.quoted(days)]) if {
	days != null
}

_driver := cfn.shown(task.stack, task.part(array.concat(_path, ["LogDriver"])))

_group := cfn.shown(task.stack, task.part(array.concat(_options, ["awslogs-group"])))

_groups := {group |
	some group in cfn.of_type("AWS::Logs::LogGroup")
	_group in _names(group)
}

_names(group) := {cfn.ref(group), cfn.shown(group.stack, cfn.property(group, ["LogGroupName"]))} - {null}

# The CDK also sets a group's retention by a custom resource of its own.
_kept := {name |
	some setting in cfn.of_type("Custom::LogRetention")
	cfn.text(setting.stack, cfn.property(setting, ["RetentionInDays"])) == "7"
	name := cfn.text(setting.stack, cfn.property(setting, ["LogGroupName"]))
}

_is_kept_elsewhere(group) if {
	some name in _names(group)
	name in _kept
}
