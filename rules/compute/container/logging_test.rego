package checks.compute.container.logging_test

import data.checks.compute.container.logging
import data.lib.fixture

_group(days) := {"Group": {
	"Type": "AWS::Logs::LogGroup",
	"Properties": {"RetentionInDays": days, "LogGroupName": "app-logs"},
}}

_resources := _group(7)

_input(container) := fixture.stack("compute", object.union(_resources, {"Task": {
	"Type": "AWS::ECS::TaskDefinition",
	"Properties": {"ContainerDefinitions": [object.union(
		{"Name": "app", "Image": "x.amazonaws.com/cdk-hnb659fds-container-assets-1-us-west-2:abc"},
		container,
	)]},
}}))

_at(property, rest) := object.union(
	{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": concat("", ["/Properties/ContainerDefinitions/0/", property]),
	},
	rest,
)

_options(changes) := {"LogConfiguration": {"LogDriver": "awslogs", "Options": object.union(
	{
		"awslogs-group": {"Ref": "Group"},
		"awslogs-stream-prefix": "yoctogram-fargate",
		"awslogs-region": "us-west-2",
	},
	changes,
)}}

test_what_is_asked_for_passes if {
	logging.violation == set() with input as _input(_options({}))
}

test_a_group_by_its_own_name_passes if {
	logging.violation == set() with input as _input(_options({"awslogs-group": "app-logs"}))
}

_task(changes) := {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [object.union(
	{"Image": "x/cdk-x-container-assets-1:abc"},
	_options(changes),
)]}}}

_found(resources) := found if {
	found := logging.violation with input as fixture.stack("compute", resources)
}

_retention(days, name) := {"Retention": {
	"Type": "Custom::LogRetention",
	"Properties": {"LogGroupName": name, "RetentionInDays": days},
}}

test_a_retention_set_by_the_cdk_s_resource_passes if {
	_found(object.union(_task({"awslogs-group": "imported"}), _retention("7", "imported"))) == set()
	_found(object.union_n([_group(null), _task({}), _retention(7, {"Ref": "Group"})])) == set()
}

test_another_retention_set_by_the_cdk_s_resource_is_reported if {
	_found(object.union(_task({"awslogs-group": "imported"}), _retention(30, "imported"))) == {_unknown_group("imported")}
}

_days(shown) := sprintf("the log group's retention in days is %s, expected 7", [shown])

_kept(message, rest) := object.union(
	{
		"stack": "compute",
		"resource": "Group",
		"type": "AWS::Logs::LogGroup",
		"property": "/Properties/RetentionInDays",
		"expected": "7",
		"message": message,
	},
	rest,
)

test_another_retention_is_reported if {
	_found(object.union(_group(731), _task({}))) == {_kept(_days("731"), {"actual": "731"})}
	shown := "${compute/Days.Ref}"
	_found(object.union(_group({"Ref": "Days"}), _task({}))) == {_kept(_days(shown), {"actual": shown})}
}

test_no_retention_is_reported if {
	_found(object.union(_group(null), _task({}))) == {_kept("the log group is kept for ever, expected one week", {})}
}

_unknown_group(name) := _at("LogConfiguration/Options/awslogs-group", {
	"expected": "a log group kept for one week",
	"actual": name,
	"message": "none of the stacks says how long this log group is kept",
})

test_a_group_of_no_stack_is_reported if {
	logging.violation == {_unknown_group("elsewhere")} with input as _input(_options({"awslogs-group": "elsewhere"}))
}

test_no_group_is_reported if {
	found := logging.violation with input as _input(_options({"awslogs-group": null}))
	found == {object.remove(_unknown_group(""), ["actual"])}
}

_prefix(actual) := fixture.named(
	_at("LogConfiguration/Options/awslogs-stream-prefix", {}),
	"the stream prefix",
	"yoctogram-fargate",
	actual,
)

test_another_prefix_is_reported if {
	logging.violation == {_prefix("yoctogram")} with input as _input(_options({"awslogs-stream-prefix": "yoctogram"}))
}

test_prefix_and_retention_are_reported_together if {
	_found(object.union(_group(1), _task({"awslogs-stream-prefix": null}))) == {
		_kept(_days("1"), {"actual": "1"}),
		_prefix(null),
	}
}

_no_driver := _at("LogConfiguration", {"expected": "awslogs", "message": "the container does not log to CloudWatch"})

test_another_driver_is_reported if {
	found := logging.violation with input as _input({"LogConfiguration": {"LogDriver": "splunk"}})
	found == {object.union(_no_driver, {"actual": "splunk"})}
}

test_no_logging_is_reported if {
	logging.violation == {_no_driver} with input as _input({})
	logging.violation == {_no_driver} with input as _input({"LogConfiguration": ["awslogs"]})
}

test_without_a_container_of_the_app_s_image if {
	logging.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions",
		"message": "the task has no container built from the app's source; add it with task_definition.add_container",
	}} with input as _input({"Image": "nginx"})
}

test_without_a_task_definition if {
	logging.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", _resources)
}
