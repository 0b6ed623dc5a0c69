package checks.compute.container.runtime_environment_test

import data.checks.compute.container.runtime_environment
import data.lib.fixture

_input(container) := fixture.stack("compute", {"Task": {
	"Type": "AWS::ECS::TaskDefinition",
	"Properties": {"ContainerDefinitions": [object.union(
		{"Name": "app", "Image": "x.amazonaws.com/cdk-hnb659fds-container-assets-1-us-west-2:abc"},
		container,
	)]},
}})

_at(property, rest) := object.union(
	{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": concat("", ["/Properties/ContainerDefinitions/0/", property]),
	},
	rest,
)

_variables(values) := {"Environment": [{"Name": name, "Value": value} | some name, value in values]}

_asked := {"PRODUCTION": "true", "DEBUG": "false", "FORWARD_FACING_NAME": "yoctogram.student.infracourse.cloud"}

_right := [
	_asked,
	object.union(_asked, {"PRODUCTION": "True", "DEBUG": "False", "OTHER": "x"}),
	object.union(_asked, {"PRODUCTION": true, "DEBUG": false}),
	object.union(_asked, {"FORWARD_FACING_NAME": {"Fn::Join": [".", ["Yoctogram", "student.infracourse.cloud"]]}}),
]

test_what_is_asked_for_passes if {
	passing := [values |
		some values in _right
		runtime_environment.violation == set() with input as _input(_variables(values))
	]
	passing == _right
}

# Sorted by name: DEBUG is the first variable, then FORWARD_FACING_NAME and PRODUCTION.
_wrong := {
	"DEBUG": ["Environment/0/Value", "false", "true"],
	"FORWARD_FACING_NAME": ["Environment/1/Value", "yoctogram.student.infracourse.cloud", "student.infracourse.cloud"],
	"PRODUCTION": ["Environment/2/Value", "true", "yes"],
}

test_another_value_is_reported if {
	reported := {name |
		some name, [place, expected, actual] in _wrong
		violation := _at(place, {
			"expected": expected,
			"actual": actual,
			"message": sprintf("the environment variable %s is %s, expected %s", [name, actual, expected]),
		})
		runtime_environment.violation == {violation} with input as _input(_variables(object.union(_asked, {name: actual})))
	}
	reported == object.keys(_wrong)
}

test_a_scheme_before_the_name_is_reported if {
	values := object.union(_asked, {"FORWARD_FACING_NAME": "https://yoctogram.student.infracourse.cloud"})
	runtime_environment.violation == {_at("Environment/1/Value", {
		"expected": "yoctogram.student.infracourse.cloud",
		"actual": "https://yoctogram.student.infracourse.cloud",
		"message": concat("", [
			"the environment variable FORWARD_FACING_NAME is https://yoctogram.student.infracourse.cloud, ",
			"expected yoctogram.student.infracourse.cloud",
		]),
	})} with input as _input(_variables(values))
}

_unset(name) := _at("Environment", {
	"expected": _asked[name],
	"message": sprintf("the environment variable %s is not set, expected %s", [name, _asked[name]]),
})

test_each_missing_variable_is_reported if {
	everything := {_unset(name) | some name in object.keys(_asked)}
	runtime_environment.violation == everything with input as _input({})
	malformed := [1, "PRODUCTION=true", {"Value": "true"}]
	runtime_environment.violation == everything with input as _input({"Environment": malformed})
	found := runtime_environment.violation with input as _input(_variables(object.remove(_asked, ["DEBUG"])))
	found == {_unset("DEBUG")}
}

test_without_a_container_of_the_app_s_image if {
	runtime_environment.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions",
		"message": "the task has no container built from the app's source; add it with task_definition.add_container",
	}} with input as _input({"Image": "nginx"})
}

test_without_a_task_definition if {
	runtime_environment.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", {})
}
