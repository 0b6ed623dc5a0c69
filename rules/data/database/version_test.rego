package checks.data.database.version_test

import data.checks.data.database.version
import data.lib.fixture

_input(value) := fixture.stack("data", {"Cluster": {
	"Type": "AWS::RDS::DBCluster",
	"Properties": {"EngineMode": "serverless", "EngineVersion": value},
}})

_mismatch(actual) := {
	"stack": "data",
	"resource": "Cluster",
	"type": "AWS::RDS::DBCluster",
	"property": "/Properties/EngineVersion",
	"expected": "13.10",
	"actual": actual,
}

_missing := {
	"type": "AWS::RDS::DBCluster",
	"message": concat("", [
		"there is not exactly one database cluster to look at; ",
		"define one with rds.ServerlessCluster in the data stack",
	]),
}

test_version_13_10_passes if {
	version.violation == set() with input as _input("13.10")
	version.violation == set() with input as _input({"Fn::Join": ["", ["13.", "10"]]})
}

test_another_is_reported if {
	every value in ["13.9", "13.1", "14.10", "13", "13.100"] {
		version.violation == {_mismatch(value)} with input as _input(value)
	}
}

test_none_is_reported if {
	version.violation == {object.remove(_mismatch(""), ["actual"])} with input as _input(null)
}

test_values_of_other_types_are_reported if {
	version.violation == {_mismatch("13.1")} with input as _input(13.1)
	version.violation == {_mismatch(["13.10"])} with input as _input(["13.10"])
	version.violation == {_mismatch("${data/Name.Ref}")} with input as _input({"Ref": "Name"})
}

test_no_cluster_or_two_are_reported if {
	cluster := {"Type": "AWS::RDS::DBCluster", "Properties": {"EngineVersion": "13.10"}}
	version.violation == {_missing} with input as fixture.stack("data", {})
	version.violation == {_missing} with input as fixture.stack("data", {"A": cluster, "B": cluster})
}
