package checks.compute.task.architecture_test

import data.checks.compute.task.architecture
import data.lib.fixture

_input(platform) := fixture.stack("compute", {"Task": {
	"Type": "AWS::ECS::TaskDefinition",
	"Properties": {"RuntimePlatform": platform},
}})

_mismatch(actual) := {
	"stack": "compute",
	"resource": "Task",
	"type": "AWS::ECS::TaskDefinition",
	"property": "/Properties/RuntimePlatform/CpuArchitecture",
	"expected": "ARM64",
	"actual": actual,
	"message": sprintf("the task runs on %s, expected ARM64", [actual]),
}

_right := [{"CpuArchitecture": "ARM64"}, {"CpuArchitecture": {"Fn::Sub": "ARM64"}}]

test_what_is_asked_for_passes if {
	passing := [platform | some platform in _right; architecture.violation == set() with input as _input(platform)]
	passing == _right
}

# What is written, and how it is shown.
_wrong := [
	["X86_64", "X86_64"],
	["arm64", "arm64"],
	[{"Ref": "Cpu"}, "${compute/Cpu.Ref}"],
	[7, "7"],
]

test_another_is_reported if {
	reported := [pair |
		some pair in _wrong
		architecture.violation == {_mismatch(pair[1])} with input as _input({"CpuArchitecture": pair[0]})
	]
	reported == _wrong
}

test_none_is_reported if {
	missing := object.union(object.remove(_mismatch(""), ["actual"]), {
		"message": "the CPU architecture is not set, so the task runs on X86_64",
	})
	architecture.violation == {missing} with input as _input(null)
	architecture.violation == {missing} with input as _input({"OperatingSystemFamily": "LINUX"})
	architecture.violation == {missing} with input as _input("ARM64")
}

test_without_a_task_definition if {
	architecture.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", {})
}
