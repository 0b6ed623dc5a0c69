package lib.database_test

import data.lib.database
import data.lib.fixture

_input(password) := fixture.stack("data", {
	"Secret": {"Type": "AWS::SecretsManager::Secret"},
	"Bucket": {"Type": "AWS::S3::Bucket"},
	"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"MasterUserPassword": password}},
})

_reference(resource, rest) := {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": resource}, rest]]}

_key(password) := key if {
	document := _input(password)
	found := database.password with input as document
	found.secret.id == "Secret"
	key := found.key
}

test_the_key_of_a_secret if {
	_key(_reference("Secret", ":SecretString:password::}}")) == "password"
	_key(_reference("Secret", ":SecretString:password:AWSCURRENT:}}")) == "password"
	_key(_reference("Secret", ":SecretString:password}}")) == "password"
	_key(_reference("Secret", ":SecretString:::}}")) == ""
	_key(_reference("Secret", ":SecretString}}")) == ""
	_key(_reference("Secret", "}}")) == ""
}

test_what_is_no_secret_of_the_stacks if {
	values := [null, "hunter2", {"Ref": "Secret"}, _reference("Bucket", "}}"), _reference("Nothing", "}}"), [], 3]
	every value in values {
		document := _input(value)
		database.password == null with input as document
		database.username == null with input as document
	}
}

test_the_cluster_is_the_only_one if {
	one := database.cluster with input as fixture.stack("data", {"A": {"Type": "AWS::RDS::DBCluster"}})
	one.id == "A"
	none := database.cluster with input as fixture.stack("data", {})
	none == null
	two := {"A": {"Type": "AWS::RDS::DBCluster"}, "B": {"Type": "AWS::RDS::DBCluster"}}
	both := database.cluster with input as fixture.stack("data", two)
	both == null
}

test_only_one_cluster_is_nothing_missing if {
	database.missing == set() with input as fixture.stack("data", {"A": {"Type": "AWS::RDS::DBCluster"}})
}
