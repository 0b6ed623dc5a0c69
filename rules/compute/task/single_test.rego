package checks.compute.task.single_test

import data.checks.compute.task.single
import data.lib.fixture

_cluster := {"Type": "AWS::ECS::Cluster"}

_task := {
	"Type": "AWS::ECS::TaskDefinition",
	"Properties": {"RequiresCompatibilities": ["FARGATE"], "NetworkMode": "awsvpc"},
}

_service(cluster, task) := {
	"Type": "AWS::ECS::Service",
	"Properties": {"Cluster": {"Ref": cluster}, "TaskDefinition": {"Ref": task}},
}

_found(resources) := found if {
	found := single.violation with input as fixture.stack("compute", resources)
}

_problem(id, type, message) := {"stack": "compute", "resource": id, "type": type, "message": message}

test_one_of_each_passes if {
	_found({"Cluster": _cluster, "Task": _task, "Service": _service("Cluster", "Task")}) == set()
}

test_one_of_each_without_a_service_passes if {
	_found({"Cluster": _cluster, "Task": _task}) == set()
}

test_a_task_for_fargate_and_ec2_passes if {
	both := {"Type": "AWS::ECS::TaskDefinition", "Properties": {"RequiresCompatibilities": ["EC2", "FARGATE"]}}
	_found({"Cluster": _cluster, "Task": both}) == set()
}

test_a_task_that_fits_fargate_unsaid_passes if {
	unsaid := {"Type": "AWS::ECS::TaskDefinition", "Properties": {"NetworkMode": "awsvpc"}}
	_found({"Cluster": _cluster, "Task": unsaid}) == set()
}

test_neither if {
	_found({}) == {
		{"type": "AWS::ECS::Cluster", "message": "there is no ECS cluster; define one with ecs.Cluster"},
		{
			"type": "AWS::ECS::TaskDefinition",
			"message": "there is no task definition; define one with ecs.FargateTaskDefinition",
		},
	}
}

test_the_cluster_that_no_service_uses_is_too_many if {
	_found({"Cluster": _cluster, "Default": _cluster, "Task": _task, "Service": _service("Default", "Task")}) == {_problem(
		"Cluster",
		"AWS::ECS::Cluster",
		"there are 2 ECS clusters where one is asked for",
	)}
}

test_the_task_definition_that_no_service_runs_is_too_many if {
	_found({"Cluster": _cluster, "Task": _task, "Own": _task, "Service": _service("Cluster", "Own")}) == {_problem(
		"Task",
		"AWS::ECS::TaskDefinition",
		"there are 2 task definitions where one is asked for",
	)}
}

test_without_services_all_are_too_many if {
	message := "there are 2 task definitions where one is asked for"
	_found({"Cluster": _cluster, "A": _task, "B": _task}) == {
		_problem("A", "AWS::ECS::TaskDefinition", message),
		_problem("B", "AWS::ECS::TaskDefinition", message),
	}
}

test_when_services_run_all_of_them_all_are_too_many if {
	message := "there are 2 task definitions where one is asked for"
	services := {"First": _service("Cluster", "A"), "Second": _service("Cluster", "B")}
	_found(object.union(services, {"Cluster": _cluster, "A": _task, "B": _task})) == {
		_problem("A", "AWS::ECS::TaskDefinition", message),
		_problem("B", "AWS::ECS::TaskDefinition", message),
	}
}

test_a_task_for_ec2_is_reported if {
	ec2 := {"Type": "AWS::ECS::TaskDefinition", "Properties": {"RequiresCompatibilities": ["EC2"]}}
	_found({"Cluster": _cluster, "Task": ec2}) == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/RequiresCompatibilities",
		"expected": ["FARGATE"],
		"actual": ["EC2"],
	}}
}

test_a_task_that_says_nothing_is_reported if {
	_found({"Cluster": _cluster, "Task": {"Type": "AWS::ECS::TaskDefinition"}}) == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/RequiresCompatibilities",
		"expected": ["FARGATE"],
	}}
}
