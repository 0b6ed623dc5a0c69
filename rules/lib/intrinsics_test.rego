package lib.intrinsics_test

import data.lib.intrinsics

_functions := {
	"Ref": {"Ref": "A"},
	"Fn::GetAtt": {"Fn::GetAtt": ["A", "Arn"]},
	"Fn::ImportValue": {"Fn::ImportValue": "x"},
	"Fn::Join": {"Fn::Join": ["", []]},
	"Fn::Sub": {"Fn::Sub": ["${A}", {}]},
	"Fn::Select": {"Fn::Select": ["1", {"Fn::Split": [",", "a,b"]}]},
}

test_well_formed_functions_are_known if {
	every name, value in _functions { intrinsics.function(value) == name }
}

test_anything_else_is_none if {
	every value in [
		null,
		"Ref",
		{},
		{"Ref": 1},
		{"Ref": "A", "B": 1},
		{"Fn::GetAtt": ["A"]},
		{"Fn::GetAtt": ["A", 1]},
		{"Fn::Join": ["", "x"]},
		{"Fn::Sub": ["${A}"]},
		{"Fn::Select": ["x", []]},
		{"Fn::Select": [100, []]},
		{"Fn::Select": [0, {"Fn::Split": [","]}]},
		{"Fn::If": ["A", 1, 2]},
	] {
		intrinsics.function(value) == ""
	}
}

_composed(value, texts) := [plan.pieces, intrinsics.composed(plan, texts)] if {
	plan := intrinsics.plan(value, intrinsics.function(value))
}

test_a_join_puts_its_separator_between if {
	_composed({"Fn::Join": ["-", ["a", {"Ref": "B"}]]}, ["a", "b"]) == [["a", {"Ref": "B"}], "a-b"]
}

test_a_substitution_is_a_join_of_its_parts if {
	pieces := ["", {"Ref": "A"}, "/", {"Fn::GetAtt": ["B", "Arn"]}, "-", "${C}", ""]
	_composed({"Fn::Sub": "${A}/${B.Arn}-${!C}"}, ["", "a", "/", "b", "-", "${C}", ""]) == [pieces, "a/b-${C}"]
}

test_a_variable_of_a_substitution_is_its_value if {
	_composed({"Fn::Sub": ["x${A}", {"A": "a"}]}, ["x", "a", ""]) == [["x", "a", ""], "xa"]
}

test_a_selection_takes_one if {
	_composed({"Fn::Select": [1, ["a", "b"]]}, ["b"]) == [["b"], "b"]
	_composed({"Fn::Select": ["1", {"Fn::Split": [",", "a,b"]}]}, ["a,b"]) == [["a,b"], "b"]
	_composed({"Fn::Select": [7, {"Fn::Split": [",", "a,b"]}]}, ["a,b"]) == [["a,b"], ""]
}
