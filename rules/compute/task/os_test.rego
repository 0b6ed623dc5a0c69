package checks.compute.task.os_test

import data.checks.compute.task.os
import data.lib.fixture

_input(platform) := fixture.stack("compute", {"Task": {
	"Type": "AWS::ECS::TaskDefinition",
	"Properties": {"RuntimePlatform": platform},
}})

_mismatch(actual, words) := {
	"stack": "compute",
	"resource": "Task",
	"type": "AWS::ECS::TaskDefinition",
	"property": "/Properties/RuntimePlatform/OperatingSystemFamily",
	"expected": "LINUX",
	"actual": actual,
	"message": sprintf("the operating system is %s, expected LINUX", [words]),
}

_right := [{"OperatingSystemFamily": "LINUX"}, {"CpuArchitecture": "ARM64"}, {}, null]

test_what_is_asked_for_passes if {
	passing := [platform | some platform in _right; os.violation == set() with input as _input(platform)]
	passing == _right
}

# What is written, how it is shown, and in words.
_wrong := [
	["WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2019_CORE"],
	[{"Ref": "Family"}, "${compute/Family.Ref}", "${compute/Family.Ref}"],
	[["LINUX"], ["LINUX"], "LINUX"],
]

test_another_is_reported if {
	reported := [case |
		some case in _wrong
		os.violation == {_mismatch(case[1], case[2])} with input as _input({"OperatingSystemFamily": case[0]})
	]
	reported == _wrong
}

test_without_a_task_definition if {
	os.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", {})
}
