# METADATA
# title: Violations
# description: Builds the objects that a check's violation set holds. Fields that are not known are left out.
package lib.result

# METADATA
# description: |
#   A subject whose property at a path (from the resource down) is not what it must be; a null value is absent.
mismatch(subject, path, expected, actual) := object.union(
	_at(subject, path),
	object.union({"expected": expected}, _known("actual", actual)),
)

# METADATA
# description: A subject with something wrong that a sentence says better than two values.
problem(subject, path, message) := object.union(_at(subject, path), {"message": message})

# METADATA
# description: As mismatch, with a sentence of its own.
explained(subject, path, expected, actual, message) := object.union(
	mismatch(subject, path, expected, actual),
	{"message": message},
)

# METADATA
# description: As mismatch, under a name that says more to a student than the property's path does.
named(subject, path, name, expected, actual) := explained(
	subject,
	path,
	expected,
	actual,
	sprintf("%s is %s, expected %s", [name, quoted(actual), quoted(expected)]),
)

# METADATA
# description: A value as a sentence quotes it, cut when it is long.
quoted(value) := "not set" if {
	is_null(value)
} else := "empty" if {
	value == ""
} else := "none" if {
	value == []
} else := _shortened(concat(", ", [sprintf("%v", [element]) | some element in value])) if {
	is_array(value)
} else := _shortened(sprintf("%v", [value]))

_shortened(text) := text if {
	count(text) <= 160
} else := concat("", [substring(text, 0, 160), "…"])

# METADATA
# description: A resource type of which there is none where there must be one.
absent(type, message) := {"type": type, "message": message}

# Where a violation is; an empty path is the whole resource.
_at(subject, path) := object.union(
	{"stack": subject.stack, "resource": subject.id, "type": subject.type},
	_property(path),
)

_property([]) := {}

_property(path) := {"property": concat("/", array.concat([""], [sprintf("%v", [step]) | some step in path]))} if {
	count(path) > 0
}

_known(_, null) := {}

_known(name, value) := {name: value} if not is_null(value)
