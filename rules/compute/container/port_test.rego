package checks.compute.container.port_test

import data.checks.compute.container.port
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

_right := [
	[{"ContainerPort": 80, "Protocol": "tcp"}],
	[{"ContainerPort": "80"}],
	[{"ContainerPort": 443}, {"ContainerPort": 80, "AppProtocol": "http", "Name": "web"}],
	[{"ContainerPort": 80, "Protocol": "udp"}, {"ContainerPort": 80, "Protocol": "tcp"}],
	{"ContainerPort": 80, "Protocol": "TCP", "HostPort": 80},
]

test_port_80_passes if {
	passing := [mappings |
		some mappings in _right
		port.violation == set() with input as _input({"PortMappings": mappings})
	]
	passing == _right
}

_no_80(exposed) := {
	"expected": "80",
	"message": sprintf("the container exposes %s, but the load balancer needs port 80", [exposed]),
}

test_other_ports_are_reported if {
	others := object.union(_no_80("port 8080, ${compute/P.Ref}"), {"actual": "8080, ${compute/P.Ref}"})
	mappings := [{"ContainerPort": 8080}, {"ContainerPort": {"Ref": "P"}}]
	port.violation == {_at("PortMappings", others)} with input as _input({"PortMappings": mappings})
}

test_no_port_is_reported if {
	port.violation == {_at("PortMappings", _no_80("no port"))} with input as _input({})
	port.violation == {_at("PortMappings", _no_80("no port"))} with input as _input({"PortMappings": []})
}

test_udp_is_reported if {
	found := port.violation with input as _input({"PortMappings": [{"ContainerPort": 80, "Protocol": "udp"}]})
	found == {fixture.named(_at("PortMappings/0/Protocol", {}), "the protocol of port 80", "tcp", "udp")}
}

test_another_application_protocol_is_reported if {
	found := port.violation with input as _input({"PortMappings": [{"ContainerPort": 80, "AppProtocol": "grpc"}]})
	found == {fixture.named(_at("PortMappings/0/AppProtocol", {}), "the protocol of port 80", "http", "grpc")}
}

test_what_is_no_mapping_is_reported if {
	found := port.violation with input as _input({"PortMappings": [80]})
	found == {_at("PortMappings", object.union(_no_80("port ${?null}"), {"actual": "${?null}"}))}
}

test_without_a_container_of_the_app_s_image if {
	port.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions",
		"message": "the task has no container built from the app's source; add it with task_definition.add_container",
	}} with input as _input({"Image": "nginx"})
}

test_without_a_task_definition if {
	port.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", {})
}
