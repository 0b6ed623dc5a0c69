package checks.compute.task.cpu_test

import data.checks.compute.task.cpu
import data.lib.fixture

_input(value) := fixture.stack("compute", {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Cpu": value}}})

_mismatch(actual) := {
	"stack": "compute",
	"resource": "Task",
	"type": "AWS::ECS::TaskDefinition",
	"property": "/Properties/Cpu",
	"expected": "512",
	"actual": actual,
}

_right := ["512", 512, "0.5 vCPU", ".5 vcpu", {"Fn::Join": ["", ["5", "12"]]}]

test_what_is_asked_for_passes_in_any_form if {
	passing := [value | some value in _right; cpu.violation == set() with input as _input(value)]
	passing == _right
}

# What is written, and how it is shown.
_wrong := [
	["256", "256"],
	[1024, "1024"],
	["1 vCPU", "1 vCPU"],
	[{"Fn::If": ["c", "512", "256"]}, {"Fn::If": ["c", "512", "256"]}],
	[["512"], ["512"]],
	[{"Ref": "Other"}, "${compute/Other.Ref}"],
]

test_anything_else_is_reported if {
	reported := [pair | some pair in _wrong; cpu.violation == {_mismatch(pair[1])} with input as _input(pair[0])]
	reported == _wrong
}

test_none_is_reported if {
	cpu.violation == {object.remove(_mismatch(""), ["actual"])} with input as _input(null)
}

test_without_a_task_definition if {
	cpu.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", {})
}
