package lib.result_test

import data.lib.result

_subject := {"stack": "data", "id": "Db", "type": "AWS::RDS::DBCluster", "resource": {"Type": "AWS::RDS::DBCluster"}}

_place := {"stack": "data", "resource": "Db", "type": "AWS::RDS::DBCluster"}

_at(property, rest) := object.union_n([_place, {"property": property}, rest])

test_mismatch_holds_both_values if {
	expected := _at("/Properties/Engine", {"expected": "a", "actual": "b"})
	result.mismatch(_subject, ["Properties", "Engine"], "a", "b") == expected
}

test_a_value_that_is_absent_is_left_out if {
	result.mismatch(_subject, ["Properties", "Engine"], "a", null) == _at("/Properties/Engine", {"expected": "a"})
}

test_false_and_nothing_are_not_absent if {
	every actual in [false, 0, "", [], {}] {
		expected := _at("/Properties/Engine", {"expected": "a", "actual": actual})
		result.mismatch(_subject, ["Properties", "Engine"], "a", actual) == expected
	}
}

test_a_path_may_hold_indices if {
	result.problem(_subject, ["Properties", "Tags", 0, "Key"], "x") == _at("/Properties/Tags/0/Key", {"message": "x"})
}

test_an_empty_path_is_the_whole_resource if {
	result.problem(_subject, [], "x") == object.union(_place, {"message": "x"})
}

test_explained_adds_a_sentence if {
	expected := _at("/Properties/Engine", {"expected": "a", "actual": "b", "message": "x"})
	result.explained(_subject, ["Properties", "Engine"], "a", "b", "x") == expected
}

test_named_makes_the_sentence if {
	expected := _at("/Properties/Engine", {
		"expected": "a",
		"actual": ["b", 1],
		"message": "the engine is b, 1, expected a",
	})
	result.named(_subject, ["Properties", "Engine"], "the engine", "a", ["b", 1]) == expected
	absent := _at("/Properties/Engine", {"expected": "a", "message": "the engine is not set, expected a"})
	result.named(_subject, ["Properties", "Engine"], "the engine", "a", null) == absent
}

test_values_are_quoted_in_words if {
	result.quoted(null) == "not set"
	result.quoted("") == "empty"
	result.quoted([]) == "none"
	result.quoted("${data/Key.Ref}") == "${data/Key.Ref}"
	result.quoted(731) == "731"
	result.quoted(true) == "true"
}

test_a_long_value_is_cut if {
	long := concat("", ["x" | some i in numbers.range(1, 500); i > 0])
	count(result.quoted(long)) == 161
	endswith(result.quoted(long), "x…")
	exact := substring(long, 0, 160)
	result.quoted(exact) == exact
}

test_absent_names_a_type if {
	result.absent("AWS::EC2::VPC", "x") == {"type": "AWS::EC2::VPC", "message": "x"}
}
