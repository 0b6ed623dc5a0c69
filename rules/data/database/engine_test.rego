package checks.data.database.engine_test

import data.checks.data.database.engine
import data.lib.fixture

_input(value) := fixture.stack("data", {"Cluster": {
	"Type": "AWS::RDS::DBCluster",
	"Properties": {"EngineMode": "serverless", "Engine": value},
}})

_mismatch(actual) := {
	"stack": "data",
	"resource": "Cluster",
	"type": "AWS::RDS::DBCluster",
	"property": "/Properties/Engine",
	"expected": "aurora-postgresql",
	"actual": actual,
}

_missing := {
	"type": "AWS::RDS::DBCluster",
	"message": concat("", [
		"there is not exactly one database cluster to look at; ",
		"define one with rds.ServerlessCluster in the data stack",
	]),
}

test_aurora_postgresql_passes if {
	engine.violation == set() with input as _input("aurora-postgresql")
	engine.violation == set() with input as _input({"Fn::Join": ["", ["aur", "ora-postgresql"]]})
}

test_another_is_reported if {
	every value in ["aurora-mysql", "aurora", "postgres"] {
		engine.violation == {_mismatch(value)} with input as _input(value)
	}
}

test_none_is_reported if {
	engine.violation == {object.remove(_mismatch(""), ["actual"])} with input as _input(null)
}

test_values_of_other_types_are_reported if {
	engine.violation == {_mismatch("13.1")} with input as _input(13.1)
	engine.violation == {_mismatch(["aurora-postgresql"])} with input as _input(["aurora-postgresql"])
	engine.violation == {_mismatch("${data/Name.Ref}")} with input as _input({"Ref": "Name"})
}

test_no_cluster_or_two_are_reported if {
	cluster := {"Type": "AWS::RDS::DBCluster", "Properties": {"Engine": "aurora-postgresql"}}
	engine.violation == {_missing} with input as fixture.stack("data", {})
	engine.violation == {_missing} with input as fixture.stack("data", {"A": cluster, "B": cluster})
}
