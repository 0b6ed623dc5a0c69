package checks.compute.task.memory_test

import data.checks.compute.task.memory
import data.lib.fixture

_input(value) := fixture.stack("compute", {"Task": {
	"Type": "AWS::ECS::TaskDefinition",
	"Properties": {"Memory": value},
}})

_mismatch(actual) := {
	"stack": "compute",
	"resource": "Task",
	"type": "AWS::ECS::TaskDefinition",
	"property": "/Properties/Memory",
	"expected": "2048",
	"actual": actual,
}

_right := ["2048", 2048, "2 GB", "2GB"]

test_what_is_asked_for_passes_in_any_form if {
	passing := [value | some value in _right; memory.violation == set() with input as _input(value)]
	passing == _right
}

# What is written, and how it is shown.
_wrong := [
	["512", "512"],
	[2, "2"],
	["1 GB", "1 GB"],
	[{"Fn::If": ["c", "2048", "512"]}, {"Fn::If": ["c", "2048", "512"]}],
	[true, "true"],
]

test_anything_else_is_reported if {
	reported := [pair | some pair in _wrong; memory.violation == {_mismatch(pair[1])} with input as _input(pair[0])]
	reported == _wrong
}

test_none_is_reported if {
	memory.violation == {object.remove(_mismatch(""), ["actual"])} with input as _input(null)
}

test_without_a_task_definition if {
	memory.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", {})
}
