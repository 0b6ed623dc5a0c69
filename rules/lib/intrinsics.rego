# METADATA
# title: Intrinsic functions
# description: How CloudFormation's functions are written, whatever their arguments refer to.
# related_resources:
#   - description: Intrinsic functions
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
package lib.intrinsics

# METADATA
# description: The functions whose text is made of the texts of their pieces.
composites := {"Fn::Join", "Fn::Sub", "Fn::Select"}

# METADATA
# description: The name of the intrinsic function that a well-formed value is; empty for anything else.
function(value) := "" if {
	not is_object(value)
} else := "" if {
	count(value) != 1
} else := "Ref" if {
	is_string(value.Ref)
} else := "Fn::ImportValue" if {
	is_string(value["Fn::ImportValue"])
} else := "Fn::GetAtt" if {
	_is_attribute(value["Fn::GetAtt"])
} else := "Fn::Join" if {
	is_string(value["Fn::Join"][0])
	is_array(value["Fn::Join"][1])
} else := "Fn::Sub" if {
	_is_substitution(value["Fn::Sub"])
} else := "Fn::Select" if {
	_is_index(value["Fn::Select"][0])
	_is_list(value["Fn::Select"][1])
} else := ""

# METADATA
# description: The arguments of Fn::GetAtt in their usual form, for an attribute that is no value from another region.
is_pair(argument) if {
	is_string(argument[0])
	is_string(argument[1])
	count(argument) == 2
	indexof(argument[1], "/") == -1
}

_is_attribute(argument) if is_string(argument)

_is_attribute(argument) if {
	is_array(argument)
	count(argument) > 1
	every step in argument { is_string(step) }
}

_is_substitution(argument) if is_string(argument)

_is_substitution(argument) if {
	is_array(argument)
	is_string(argument[0])
	is_object(argument[1])
}

_is_index(value) if {
	is_number(value)
	value in numbers.range(0, 99)
}

_is_index(value) if {
	is_string(value)
	regex.match(`^[0-9]{1,2}$`, value)
}

_is_list(value) if is_array(value)

_is_list(value) if {
	is_array(value["Fn::Split"])
	is_string(value["Fn::Split"][0])
	count(value["Fn::Split"]) == 2
}

# METADATA
# description: How the text of one of the composites is made of the texts of its pieces, for composed().
plan(value, name) := {"kind": "join", "separator": value["Fn::Join"][0], "pieces": value["Fn::Join"][1]} if {
	name == "Fn::Join"
} else := {"kind": "join", "separator": "", "pieces": _sub_pieces(_as_list(value["Fn::Sub"]))} if {
	name == "Fn::Sub"
} else := _select_plan(to_number(value["Fn::Select"][0]), value["Fn::Select"][1]) if {
	name == "Fn::Select"
}

_select_plan(index, values) := {
	"kind": "split",
	"separator": values["Fn::Split"][0],
	"index": index,
	"pieces": [values["Fn::Split"][1]],
} if {
	is_object(values)
} else := {"kind": "join", "separator": "", "pieces": array.slice(values, index, index + 1)}

# METADATA
# description: The text that a plan makes of its pieces' texts.
composed(how, texts) := concat(how.separator, texts) if {
	how.kind == "join"
} else := concat("", array.slice(split(texts[0], how.separator), how.index, how.index + 1))

_as_list(argument) := argument if {
	is_array(argument)
} else := [argument]

# "a${B.C}d" is the join of "a", {"Fn::GetAtt": ["B", "C"]} and "d".
_sub_pieces(arguments) := [piece |
	some i, part in split(arguments[0], "${")
	some piece in _sub_part(i, part, _sub_variables(arguments))
]

_sub_variables(arguments) := arguments[1] if {
	count(arguments) == 2
} else := {}

_sub_part(i, part, variables) := [part] if {
	i == 0
} else := [_variable(name, variables), rest] if {
	end := indexof(part, "}")
	name := substring(part, 0, end)
	rest := substring(part, end + 1, -1)
}

_variable(name, variables) := variables[name] if {
	name in object.keys(variables)
} else := concat("", ["${", substring(name, 1, -1), "}"]) if {
	startswith(name, "!")
} else := {"Fn::GetAtt": split(name, ".")} if {
	contains(name, ".")
} else := {"Ref": name}
