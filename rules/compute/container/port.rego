# METADATA
# title: Port of the container
# description: The container exposes port 80 for HTTP over TCP.
# scope: package
# related_resources:
#   - description: ContainerDefinition PortMapping
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-portmapping.html
# custom:
#   points: 2
#   requires: [compute.container.image]
#   handout: Compute Stack / Fargate container definition
#   order: 20
#   explain:
#     asks: >-
#       Expose port 80 (HTTP/TCP) on the container
#     why: >-
#       The load balancer sends requests to the port that the container exposes, and the app listens on 80.
#       Where the two differ every health check fails, and ECS starts the container again and again.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           ContainerDefinitions:
#             - PortMappings:
#                 - ContainerPort: 80
#                   Protocol: tcp
#     before: |
#       container = task_definition.add_container(
#           f"{settings.PROJECT_NAME}-app-container",
#           port_mappings=[ecs.PortMapping(container_port=8080)],
#           # …
#       )
#     after: |
#       container = task_definition.add_container(
#           f"{settings.PROJECT_NAME}-app-container",
#           # …
#           port_mappings=[ecs.PortMapping(container_port=80)],
#           # …
#       )
#   help: give add_container the argument port_mappings=[ecs.PortMapping(container_port=80)]
#   argument: port_mappings
package checks.compute.container.port

import data.lib.cfn
import data.lib.result
import data.lib.task

# METADATA
# description: A container that does not expose port 80, or with another protocol.
violation contains found if some found in task.missing_container

violation contains result.explained(task.definition, task.path(["PortMappings"]), "80", _shown_ports, message) if {
	task.container != null
	_on_80 == []
	message := sprintf("the container exposes %s, but the load balancer needs port 80", [_exposed])
}

violation contains result.named(task.definition, _wrong.path, _protocol, _wrong.expected, _wrong.actual) if {
	task.container != null
	count(_on_80) > 0
	every mapping in _on_80 { mapping.wrong != [] }
}

_mappings := cfn.list(task.part(["PortMappings"]))

_ports := [_text(mapping, "ContainerPort") | some mapping in _mappings]

_exposed := "no port" if {
	_ports == []
} else := sprintf("port %s", [result.quoted(_ports)])

_shown_ports := null if {
	_ports == []
} else := concat(", ", _ports)

_on_80 := [{"wrong": _faults(index, mapping)} |
	some index, mapping in _mappings
	_text(mapping, "ContainerPort") == "80"
]

_protocol := "the protocol of port 80"

_wrong := _on_80[0].wrong[0]

_accepted := {
	"Protocol": {"expected": "tcp", "texts": {"tcp"}},
	"AppProtocol": {"expected": "http", "texts": {"http", "http2"}},
}

_faults(index, mapping) := [fault |
	some name, want in _accepted
	written := object.get(cfn.entries(mapping), name, null)
	written != null
	not _is_one_of(lower(cfn.text(task.stack, written)), want.texts)
	fault := {
		"path": task.path(["PortMappings", index, name]),
		"expected": want.expected,
		"actual": cfn.shown(task.stack, written),
	}
]

_is_one_of(text, texts) if text in texts

_text(mapping, name) := cfn.text(task.stack, object.get(cfn.entries(mapping), name, null))
