package checks.data.database.name_test

import data.checks.data.database.name
import data.lib.fixture

_input(value) := fixture.stack("data", {"Cluster": {
	"Type": "AWS::RDS::DBCluster",
	"Properties": {"EngineMode": "serverless", "DatabaseName": value},
}})

_mismatch(actual) := {
	"stack": "data",
	"resource": "Cluster",
	"type": "AWS::RDS::DBCluster",
	"property": "/Properties/DatabaseName",
	"expected": "yoctogram",
	"actual": actual,
}

_missing := {
	"type": "AWS::RDS::DBCluster",
	"message": concat("", [
		"there is not exactly one database cluster to look at; ",
		"define one with rds.ServerlessCluster in the data stack",
	]),
}

test_the_projects_name_passes if {
	name.violation == set() with input as _input("yoctogram")
	name.violation == set() with input as _input({"Fn::Join": ["", ["yoc", "togram"]]})
}

test_another_is_reported if {
	every value in ["postgres", "yoctogram_db", "Yoctogram", ""] {
		name.violation == {_mismatch(value)} with input as _input(value)
	}
}

test_none_is_reported if {
	name.violation == {object.remove(_mismatch(""), ["actual"])} with input as _input(null)
}

test_values_of_other_types_are_reported if {
	name.violation == {_mismatch("13.1")} with input as _input(13.1)
	name.violation == {_mismatch(["yoctogram"])} with input as _input(["yoctogram"])
	name.violation == {_mismatch("${data/Name.Ref}")} with input as _input({"Ref": "Name"})
}

test_no_cluster_or_two_are_reported if {
	cluster := {"Type": "AWS::RDS::DBCluster", "Properties": {"DatabaseName": "yoctogram"}}
	name.violation == {_missing} with input as fixture.stack("data", {})
	name.violation == {_missing} with input as fixture.stack("data", {"A": cluster, "B": cluster})
}
