# METADATA
# title: CloudFormation
# description: |
#   Resources of all stacks by type, and what a value in a template means. text(stack, value) renders any value as
#   one string in which every reference stands as ${stack/logical id.attribute}, after following Ref, Fn::GetAtt,
#   Fn::Join, Fn::Sub, Fn::Select and, through the exporting stack, Fn::ImportValue. Two values mean the same when
#   their texts are equal.
# related_resources:
#   - description: Intrinsic functions
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
package lib.cfn

import data.lib.intrinsics

# METADATA
# description: |
#   The set of subjects of a resource type, over all stacks. A subject says which resource is meant:
#   {"stack", "id", "type"}.
of_type(type) := object.get(_by_type, type, set())

_by_type := {type: object.keys(subjects) | some type, subjects in object.union_n(_types_of_stacks)}

_types_of_stacks := [object.union_n([{subject.type: {subject: true}} | some subject in subjects]) |
	some subjects in _subjects
]

_subjects := {name: subjects |
	some name, stack in input.stacks
	subjects := {id: {"stack": name, "id": id, "type": resource.Type} |
		some id, resource in object.get(stack.template, "Resources", {})
	}
}

# METADATA
# description: The subject with a logical id in a stack; null when there is none.
lookup(stack, id) := object.get(_subjects, [stack, id], null)

# METADATA
# description: |
#   Where the CDK made a subject, such as "yoctogram-data-stack/photos/Resource"; its logical id when that is not
#   known.
path(subject) := object.get(input.stacks[subject.stack], ["paths", subject.id], subject.id)

# METADATA
# description: A property of a subject by its path below Properties; null when it is absent.
property(subject, steps) := object.get(
	input.stacks,
	array.concat([subject.stack, "template", "Resources", subject.id, "Properties"], steps),
	null,
)

# METADATA
# description: |
#   A value as a list, since CloudFormation and IAM take a single element for a list of one; null is no element.
list(value) := value if {
	is_array(value)
} else := [] if {
	is_null(value)
} else := [value]

# METADATA
# description: A value as an object; anything else has no entries.
entries(value) := value if {
	is_object(value)
} else := {}

# METADATA
# description: How text() renders the subject's own identifier (Ref).
ref(subject) := concat("", ["${", subject.stack, "/", subject.id, ".Ref}"])

# METADATA
# description: How text() renders an attribute of the subject (Fn::GetAtt).
att(subject, attribute) := concat("", ["${", subject.stack, "/", subject.id, ".", attribute, "}"])

_place(stack, id, attribute) := concat("", ["${", stack, "/", id, ".", attribute, "}"])

# METADATA
# description: The subject that a value is or contains a reference to, when there is exactly one; else null.
target(stack, value) := found if {
	is_string(value.Ref)
	found := object.get(_subjects, [stack, value.Ref], {})
	found.type != "AWS::SecretsManager::SecretTargetAttachment"
} else := found if {
	is_string(value["Fn::ImportValue"])
	found := object.get(_exports, [value["Fn::ImportValue"], "subject"], null)
	found != null
} else := null if {
	not is_object(value)
} else := found if {
	intrinsics.is_pair(value["Fn::GetAtt"])
	found := object.get(_subjects, [stack, value["Fn::GetAtt"][0]], null)
	found != null
} else := sole(references(text(stack, value)))

# METADATA
# description: The only element of a set; null when there is none or more than one.
sole(elements) := min(elements) if {
	count(elements) == 1
} else := null

# METADATA
# description: |
#   Of subjects of which there should be one, those that are too many: all but the one whose stack is deployed first.
surplus(subjects) := set() if {
	count(subjects) < 2
} else := {found |
	order := sort([_turn(subject) | some subject in subjects])
	some found in subjects
	_turn(found) != order[0]
}

_turn(subject) := [count(graph.reachable(_dependencies, {subject.stack})), subject.stack, subject.id]

_dependencies := {name: object.get(stack, "dependencies", []) | some name, stack in input.stacks}

# METADATA
# description: The set of subjects that a value refers to anywhere in it, lists and objects included.
targets(stack, value) := set() if {
	is_null(value)
} else := {found} if {
	found := target(stack, value)
	found != null
} else := references(text(stack, value)) if {
	_is_text(value)
} else := {found |
	some part in _parts(value)
	some found in references(text(stack, part))
}

# The texts in a value that is no text itself, down to five levels of lists and objects.
_parts(value) := [part |
	first := [value]
	second := _inside(first)
	third := _inside(second)
	fourth := _inside(third)
	some nodes in [first, second, third, fourth, _inside(fourth)]
	some part in nodes
	_is_text(part)
]

_inside(nodes) := [inner |
	some node in nodes
	_is_container(node)
	some inner in node
]

_is_container(value) if is_array(value)

_is_container(value) if {
	is_object(value)
	intrinsics.function(value) == ""
}

_is_text(value) if is_string(value)

_is_text(value) if {
	is_object(value)
	intrinsics.function(value) != ""
}

# METADATA
# description: The set of subjects that stand as ${stack/id.attribute} in a rendered text.
references(rendered) := set() if {
	not contains(rendered, "${")
} else := {found |
	some i, piece in split(rendered, "${")
	i > 0
	name := split(piece, "}")[0]
	place := split(name, "/")
	last := count(place) - 1
	stack := concat("/", array.slice(place, 0, last))
	id := split(place[last], ".")[0]
	found := lookup(stack, id)
	found != null
}

# METADATA
# description: |
#   A value as one string. Literal numbers and booleans are written as CloudFormation takes them; "${" in a literal
#   becomes "${!"; what cannot be resolved stands as ${?…} and so equals nothing. Functions may be nested three deep.
text(stack, value) := replace(value, "${", "${!") if {
	is_string(value)
} else := "${?null}" if {
	is_null(value)
} else := sprintf("%v", [value]) if {
	not is_object(value)
	not is_array(value)
} else := found if {
	is_string(value["Fn::ImportValue"])
	found := object.get(_exports, [value["Fn::ImportValue"], "text"], "")
	found != ""
} else := concat("", ["${", stack, "/", value.Ref, ".Ref}"]) if {
	is_string(value.Ref)
	_subjects[stack][value.Ref].type != "AWS::SecretsManager::SecretTargetAttachment"
} else := _joined(stack, value["Fn::Join"][0], value["Fn::Join"][1]) if {
	is_string(value["Fn::Join"][0])
	is_array(value["Fn::Join"][1])
	count(value) == 1
} else := concat("", ["${", stack, "/", concat(".", value["Fn::GetAtt"]), "}"]) if {
	intrinsics.is_pair(value["Fn::GetAtt"])
	count(value) == 1
} else := _composite(stack, value, intrinsics.function(value))

_joined(stack, separator, pieces) := concat(separator, [_nested(stack, piece) | some piece in pieces])

_composite(stack, value, function) := _simple(stack, value, function) if {
	not function in {"Fn::Sub", "Fn::Select"}
} else := intrinsics.composed(plan, [_nested(stack, piece) | some piece in plan.pieces]) if {
	plan := intrinsics.plan(value, function)
}

# METADATA
# description: |
#   A value as lib.result shows what was found: its text, or the value itself where it has none that is readable;
#   null stays null, which is how an absent value is passed on.
shown(stack, value) := null if {
	is_null(value)
} else := replace(value, "${", "${!") if {
	is_string(value)
} else := readable(value, text(stack, value))

# METADATA
# description: The same of a value whose text is known.
readable(value, rendered) := value if {
	startswith(rendered, "${?")
} else := rendered

# Two levels below text(); Rego knows no recursion.
_nested(stack, value) := replace(value, "${", "${!") if {
	is_string(value)
} else := found if {
	is_string(value["Fn::ImportValue"])
	found := object.get(_exports, [value["Fn::ImportValue"], "text"], "")
	found != ""
} else := _referred(stack, value.Ref) if {
	is_string(value.Ref)
	count(value) == 1
} else := concat("", ["${", stack, "/", concat(".", value["Fn::GetAtt"]), "}"]) if {
	intrinsics.is_pair(value["Fn::GetAtt"])
	count(value) == 1
} else := _nested_composite(stack, value, intrinsics.function(value))

_nested_composite(stack, value, function) := rendered if {
	function in intrinsics.composites
	plan := intrinsics.plan(value, function)
	rendered := intrinsics.composed(plan, [_innermost(stack, piece) | some piece in plan.pieces])
} else := _simple(stack, value, function)

_innermost(stack, value) := _innermost_composite(stack, value, intrinsics.function(value))

_innermost_composite(stack, value, function) := rendered if {
	function in intrinsics.composites
	plan := intrinsics.plan(value, function)
	rendered := intrinsics.composed(plan, [_simple(stack, piece, intrinsics.function(piece)) | some piece in plan.pieces])
} else := _simple(stack, value, function)

_simple(stack, value, function) := _referred(stack, value.Ref) if {
	function == "Ref"
} else := _attribute(stack, value["Fn::GetAtt"]) if {
	function == "Fn::GetAtt"
} else := _literal(value) if {
	function == ""
} else := _imported(value["Fn::ImportValue"]) if {
	function == "Fn::ImportValue"
} else := _unknown(value)

_literal(value) := replace(value, "${", "${!") if {
	is_string(value)
} else := sprintf("%v", [value]) if {
	_is_scalar(value)
} else := _unknown(value)

_is_scalar(value) if is_number(value)

_is_scalar(value) if is_boolean(value)

_unknown(value) := concat("", ["${?", json.marshal(value), "}"])

_referred(stack, name) := concat("", ["${", stack, "/", name, ".Ref}"]) if {
	found := object.get(_subjects, [stack, name], {})
	found.type != "AWS::SecretsManager::SecretTargetAttachment"
} else := _pseudo(stack, name) if {
	startswith(name, "AWS::")
} else := _attached(stack, property(lookup(stack, name), ["SecretId"])) if {
	_is_attachment(stack, name)
} else := _literal(fallback) if {
	lookup(stack, name) == null
	fallback := object.get(input.stacks[stack].template, ["Parameters", name, "Default"], null)
	fallback != null
} else := _place(stack, name, "Ref")

_is_attachment(stack, id) if _subjects[stack][id].type == "AWS::SecretsManager::SecretTargetAttachment"

# An attachment's own identifier is that of the secret it attaches.
_attached(stack, secret) := _place(stack, secret.Ref, "Ref") if {
	intrinsics.function(secret) == "Ref"
} else := _imported(secret["Fn::ImportValue"]) if {
	intrinsics.function(secret) == "Fn::ImportValue"
} else := _unknown(secret)

_pseudo(stack, name) := "aws" if {
	name == "AWS::Partition"
} else := "amazonaws.com" if {
	name == "AWS::URLSuffix"
} else := region(stack) if {
	name == "AWS::Region"
} else := account(stack) if {
	name == "AWS::AccountId"
} else := concat("", ["${", name, "}"])

# METADATA
# description: The region that a stack is deployed to, as a text.
region(stack) := object.get(input.stacks[stack], ["environment", "region"], "${AWS::Region}")

# METADATA
# description: The account that a stack is deployed to, as a text.
account(stack) := object.get(input.stacks[stack], ["environment", "account"], "${AWS::AccountId}")

_attribute(stack, name) := _place(stack, name[0], concat(".", array.slice(name, 1, count(name)))) if {
	is_array(name)
} else := concat("", ["${", stack, "/", name, "}"])

_imported(name) := object.get(_exports, [name, "text"], _unknown({"Fn::ImportValue": name}))

# What every export's value means: its text, and the subject that it refers to. An export may pass on another stack's.
_exports := {name: found |
	some name, export in input.exports
	found := _export(export.stack, export.value, export)
}

_export(stack, value, export) := {
	"text": concat("", ["${", stack, "/", value.Ref, ".Ref}"]),
	"subject": found,
} if {
	is_string(value.Ref)
	count(value) == 1
	found := object.get(_subjects, [stack, value.Ref], {})
	found.type != "AWS::SecretsManager::SecretTargetAttachment"
} else := {
	"text": concat("", ["${", stack, "/", value["Fn::GetAtt"][0], ".", value["Fn::GetAtt"][1], "}"]),
	"subject": lookup(stack, value["Fn::GetAtt"][0]),
} if {
	intrinsics.is_pair(value["Fn::GetAtt"])
	count(value) == 1
} else := {"text": rendered, "subject": sole(references(rendered))} if {
	origin := _origin(export)
	rendered := _exported(origin.stack, origin.value)
}

_origin(export) := export if {
	intrinsics.function(export.value) != "Fn::ImportValue"
} else := _source(_source(_source(export)))

_source(export) := object.get(input.exports, export.value["Fn::ImportValue"], export) if {
	intrinsics.function(export.value) == "Fn::ImportValue"
} else := export

# As text(), for values without imports: a rule must not come back to itself.
_exported(stack, value) := rendered if {
	function := intrinsics.function(value)
	function in intrinsics.composites
	plan := intrinsics.plan(value, function)
	rendered := intrinsics.composed(plan, [_local(stack, piece, intrinsics.function(piece)) | some piece in plan.pieces])
} else := _local(stack, value, intrinsics.function(value))

_local(stack, value, function) := _attribute(stack, value["Fn::GetAtt"]) if {
	function == "Fn::GetAtt"
} else := _local_secret(stack, property(lookup(stack, value.Ref), ["SecretId"])) if {
	function == "Ref"
	_is_attachment(stack, value.Ref)
} else := _place(stack, value.Ref, "Ref") if {
	function == "Ref"
} else := _literal(value) if {
	function == ""
} else := _unknown(value)

_local_secret(stack, secret) := _place(stack, secret.Ref, "Ref") if {
	intrinsics.function(secret) == "Ref"
} else := _unknown(secret)
