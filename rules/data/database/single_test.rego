package checks.data.database.single_test

import data.checks.data.database.single
import data.lib.fixture

_cluster(properties) := {"Type": "AWS::RDS::DBCluster", "Properties": properties}

_serverless := _cluster({"EngineMode": "serverless"})

_at(id) := {"stack": "data", "resource": id, "type": "AWS::RDS::DBCluster"}

_other_kind(message) := object.union(_at("Cluster"), {
	"property": "/Properties/EngineMode",
	"expected": "serverless",
	"message": message,
})

_provisioned := "this is a provisioned cluster, whose instances always run; the handout asks for rds.ServerlessCluster"

test_one_serverless_cluster_passes if {
	single.violation == set() with input as fixture.stacks({"data": {"Cluster": _serverless}, "compute": {}})
}

test_none_is_reported if {
	single.violation == {{
		"type": "AWS::RDS::DBCluster",
		"message": "no stack defines a database cluster; define one with rds.ServerlessCluster in the data stack",
	}} with input as fixture.stack("data", {"Instance": {"Type": "AWS::RDS::DBInstance"}})
}

test_a_second_is_reported if {
	single.violation == {object.union(
		_at("Second"),
		{"message": "this is one database cluster too many; the app needs one"},
	)} with input as fixture.stack("data", {"Cluster": _serverless, "Second": _cluster({})})
}

test_a_provisioned_cluster_is_reported if {
	single.violation == {_other_kind(_provisioned)} with input as fixture.stack("data", {"Cluster": _cluster({})})
}

test_another_mode_is_reported if {
	expected := object.union(_other_kind(_provisioned), {"actual": "provisioned"})
	cluster := _cluster({"EngineMode": "provisioned"})
	single.violation == {expected} with input as fixture.stack("data", {"Cluster": cluster})
}

test_serverless_v2_is_reported if {
	message := "this is Aurora Serverless v2, which needs instances; the handout asks for rds.ServerlessCluster"
	cluster := _cluster({"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 2}})
	single.violation == {_other_kind(message)} with input as fixture.stack("data", {"Cluster": cluster})
}
