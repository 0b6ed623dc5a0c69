package checks.compute.container.health_check_test

import data.checks.compute.container.health_check
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

_check(command) := {"HealthCheck": {"Command": command, "Interval": 30}}

_right := [
	["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 1"],
	["CMD-SHELL", "curl -f http://localhost/api/v1/health/"],
	["CMD-SHELL", "curl -f http://localhost/api/v1/health || exit 1"],
	["CMD-SHELL", " curl  -f\thttp://localhost/api/v1/health/||exit 1\n"],
	["CMD-SHELL", "curl --fail --silent http://localhost:80/api/v1/health/ || exit 1"],
	["CMD-SHELL", "curl -fsS 'http://127.0.0.1/api/v1/health/' || exit 1"],
	["CMD-SHELL", "curl http://localhost/api/v1/health/ -f || exit 1"],
	["CMD", "sh", "-c", "curl -f http://localhost/api/v1/health/ || exit 1"],
	["CMD", "/bin/bash", "-c", "curl -f http://localhost/api/v1/health/"],
	["CMD", "curl", "-f", "http://localhost/api/v1/health/"],
	["CMD-SHELL", {"Fn::Join": ["", ["curl -f http://localhost", "/api/v1/health/ || exit 1"]]}],
]

test_the_command_passes_in_forms_that_work if {
	passing := [command | some command in _right; health_check.violation == set() with input as _input(_check(command))]
	passing == _right
}

_wrong := [
	["CMD", "curl -f http://localhost/api/v1/health/ || exit 1"],
	["CMD", "curl", "-f", "http://localhost/api/v1/health/", "||", "exit", "1"],
	["CMD-SHELL", "curl", "-f", "http://localhost/api/v1/health/", "|| exit 1"],
	["CMD", "sh", "-c", "curl", "-f", "http://localhost/api/v1/health/"],
	["CMD", "sh", "curl -f http://localhost/api/v1/health/"],
	["curl -f http://localhost/api/v1/health/ || exit 1"],
	["NONE"],
	["CMD-SHELL"],
	["CMD"],
	[],
	["CMD-SHELL", "curl http://localhost/api/v1/health/ || exit 1"],
	["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 0"],
	["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || true"],
	["CMD-SHELL", "curl -f http://localhost/api/v1/health/ ||"],
	["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 1 || exit 0"],
	["CMD-SHELL", "curl -f http://localhost/api/v1/health/ ; exit 0"],
	["CMD-SHELL", "curl -f http://localhost/health/ || exit 1"],
	["CMD-SHELL", "curl -f http://localhost:8000/api/v1/health/ || exit 1"],
	["CMD-SHELL", "curl -f https://localhost/api/v1/health/ || exit 1"],
	["CMD-SHELL", "curl -f http://api.yoctogram.student.infracourse.cloud/api/v1/health/ || exit 1"],
	["CMD-SHELL", "curl -fI -X POST http://localhost/api/v1/health/ || exit 1"],
	["CMD-SHELL", {"Ref": "Command"}],
	["CMD-SHELL", ["curl -f http://localhost/api/v1/health/"]],
	"curl -f http://localhost/api/v1/health/ || exit 1",
	{"Ref": "Command"},
	7,
]

_expected := ["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 1"]

_mismatch(command) := _at("HealthCheck/Command", {"expected": _expected, "actual": command})

test_what_does_not_work_is_reported if {
	reported := [command |
		some command in _wrong
		found := health_check.violation with input as _input(_check(command))
		{object.remove(violation, ["message"]) | some violation in found} == {_mismatch(command)}
	]
	reported == _wrong
}

test_the_message_quotes_the_command if {
	message := concat("", [
		"the health check's command is [\"CMD\", \"curl -f ${compute/Page.Ref}\"], ",
		"expected [\"CMD-SHELL\", \"curl -f http://localhost/api/v1/health/ || exit 1\"]",
	])
	command := ["CMD", {"Fn::Sub": "curl -f ${Page}"}]
	expected := object.union(_mismatch(command), {"message": message})
	health_check.violation == {expected} with input as _input(_check(command))
}

test_none_is_reported if {
	missing := _at("HealthCheck/Command", {
		"expected": _expected,
		"message": "the container has no health check; one that is assigned after add_container does nothing",
	})
	health_check.violation == {missing} with input as _input({})
	health_check.violation == {missing} with input as _input({"HealthCheck": {"Interval": 30}})
	health_check.violation == {missing} with input as _input({"HealthCheck": "curl"})
}

test_without_a_container_of_the_app_s_image if {
	health_check.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions",
		"message": "the task has no container built from the app's source; add it with task_definition.add_container",
	}} with input as _input({"Image": "nginx"})
}

test_without_a_task_definition if {
	health_check.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", {})
}
