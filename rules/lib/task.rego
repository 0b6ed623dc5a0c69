# METADATA
# title: The task
# description: |
#   The one Fargate task definition, its task role, and the app's container in it: the one whose image is an asset.
package lib.task

import data.lib.cfn
import data.lib.iam
import data.lib.result

# METADATA
# description: The task definition; null when there is not exactly one.
definition := cfn.sole(cfn.of_type("AWS::ECS::TaskDefinition"))

# METADATA
# description: What a check reports when there is not exactly one task definition to look at; else empty.
missing_definition contains result.absent(
	"AWS::ECS::TaskDefinition",
	"there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
) if {
	definition == null
}

# METADATA
# description: What a check reports when there is no container to look at; else empty.
missing_container contains found if some found in missing_definition

missing_container contains result.problem(
	definition,
	["Properties", "ContainerDefinitions"],
	"the task has no container built from the app's source; add it with task_definition.add_container",
) if {
	definition != null
	container == null
}

# METADATA
# description: A property of the task definition by its path; null when there is none.
property(steps) := object.get(_properties, steps, null)

_properties := {} if {
	definition == null
} else := cfn.entries(cfn.property(definition, []))

# METADATA
# description: A property of the task definition as a violation shows it.
shown(steps) := cfn.shown(stack, property(steps))

# METADATA
# description: The stack of the task definition; empty when there is none.
stack := object.get(cfn.entries(definition), "stack", "")

# METADATA
# description: The task role, as lib.iam describes roles; null when the task definition has none.
role := null if {
	property(["TaskRoleArn"]) == null
} else := iam.role(stack, property(["TaskRoleArn"]))

# METADATA
# description: The statements of the task role's own policies.
statements := set() if {
	role == null
} else := iam.identity_statements(role)

# METADATA
# description: Those of some actions that the task role may not do on a subject, which a set of ARNs stands for.
not_allowed(actions, subject, arns) := [action |
	all_statements := _statements_about(subject)
	some action in actions
	not iam.allowed(all_statements, action, arns)
]

_statements_about(subject) := set() if {
	role == null
} else := statements | iam.resource_statements(subject, role)

# METADATA
# description: The violations for something that the task role may not do; none without a task definition.
refused(what) := {found |
	definition != null
	found := _refusal(role, sprintf("the task role may not %s, so the app cannot work with it", [what]))
}

_refusal(null, _) := result.problem(definition, ["Properties", "TaskRoleArn"], "the task definition has no task role")

_refusal(principal, message) := result.problem(_holder(principal.subject), [], message) if principal != null

_holder(null) := definition

_holder(subject) := subject if subject != null

# METADATA
# description: All containers in order, as {"index", "name", "image", "definition"}; texts for name and image.
containers := [found |
	some index, written in cfn.list(property(["ContainerDefinitions"]))
	found := {
		"index": index,
		"name": cfn.text(stack, object.get(cfn.entries(written), "Name", null)),
		"image": cfn.text(stack, object.get(cfn.entries(written), "Image", null)),
		"definition": cfn.entries(written),
	}
]

# METADATA
# description: |
#   The app's container; null when no container's image is an asset. Of several it is the one behind the load
#   balancer, else the first.
container := first(array.concat([one | some one in _built; one.name in balanced], _built))

_built := [one | some one in containers; _is_asset(one.image)]

# METADATA
# description: The first of some values; null when there is none.
first(values) := values[0] if {
	count(values) > 0
} else := null

_is_asset(image) if {
	some hash in _images
	contains(image, hash)
}

_is_asset(image) if {
	_images == set()
	contains(image, "-container-assets-")
}

_images := {hash |
	some name in object.keys(input.stacks)
	some hash in cfn.list(object.get(input.stacks[name], "images", []))
}

# METADATA
# description: The names of the containers that load balancers send requests to.
balanced := {cfn.text(service.stack, object.get(cfn.entries(entry), "ContainerName", null)) |
	some service in cfn.of_type("AWS::ECS::Service")
	some entry in cfn.list(cfn.property(service, ["LoadBalancers"]))
}

# METADATA
# description: The path of a part of the app's container, from the task definition down.
path(steps) := array.concat(_container_path, steps)

_container_path := ["Properties", "ContainerDefinitions", object.get(cfn.entries(container), "index", 0)]

# METADATA
# description: A part of the app's container; null when it is absent.
part(steps) := object.get(_container_definition, steps, null)

_container_definition := object.get(cfn.entries(container), "definition", {})

# METADATA
# description: The ports that the container exposes, as texts.
ports := {cfn.text(stack, object.get(cfn.entries(mapping), "ContainerPort", null)) |
	some mapping in cfn.list(part(["PortMappings"]))
}

# METADATA
# description: |
#   The container's environment by name, as {"path", "text", "shown"} of each value. Of two with one name the last
#   counts.
environment := _variables("Environment", "Value")

# METADATA
# description: The container's secrets by the name of their variable, likewise.
secrets := _variables("Secrets", "ValueFrom")

_variables(kind, key) := object.union_n([{cfn.text(place, name): {
	"path": array.concat(above, [index, key]),
	"text": text,
	"shown": cfn.readable(value, text),
}} |
	place := stack
	above := path([kind])
	some index, written in cfn.list(part([kind]))
	is_object(written)
	name := object.get(written, "Name", null)
	value := object.get(written, key, null)
	text := cfn.text(place, value)
])

# METADATA
# description: A variable of the container's environment by its name, set or not.
variable(name) := object.get(environment, name, {"path": path(["Environment"]), "text": "${?}", "shown": null})

# METADATA
# description: |
#   A secret of the container by the name of its variable, as variable(). One that is passed as a plain variable
#   stands where that is, without a text that means a secret.
secret(name) := found if {
	found := object.get(secrets, name, null)
	found != null
} else := object.union(found, {"text": "${?}"}) if {
	found := object.get(environment, name, null)
	found != null
} else := {"path": path(["Secrets"]), "text": "${?}", "shown": null}
