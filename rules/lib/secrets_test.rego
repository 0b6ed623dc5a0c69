package lib.secrets_test

import data.lib.cfn
import data.lib.fixture
import data.lib.secrets

_secret(properties) := {"Type": "AWS::SecretsManager::Secret", "Properties": properties}

_generated := _secret({"GenerateSecretString": {}})

_attachment(secret, target) := {"Type": "AWS::SecretsManager::SecretTargetAttachment", "Properties": {
	"SecretId": {"Ref": secret},
	"TargetId": {"Ref": target},
}}

_cluster := {"Type": "AWS::RDS::DBCluster"}

_task(uses) := {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{
	"Image": "x/cdk-x-container-assets-1:abc",
	"Secrets": [{"Name": name, "ValueFrom": {"Ref": id}} | some name, id in uses],
}]}}

_id(null) := null

_id(subject) := subject.id if subject != null

# The logical ids of the database's secret and of the signing key.
_chosen(resources) := [_id(database), _id(key)] if {
	database := secrets.database with input as fixture.stack("s", resources)
	key := secrets.signing_key with input as fixture.stack("s", resources)
}

test_by_attachment if {
	_chosen({"D": _generated, "K": _generated, "C": _cluster, "A": _attachment("D", "C")}) == ["D", "K"]
}

test_by_the_password if {
	cluster := {"Type": "AWS::RDS::DBCluster", "Properties": {"MasterUserPassword": {"Fn::Join": ["", [
		"{{resolve:secretsmanager:",
		{"Ref": "D"},
		":SecretString:password::}}",
	]]}}}
	_chosen({"D": _generated, "K": _generated, "C": cluster}) == ["D", "K"]
}

test_an_attachment_to_something_else_does_not_count if {
	_chosen({"D": _generated, "T": {"Type": "AWS::Redshift::Cluster"}, "A": _attachment("D", "T")}) == [null, "D"]
}

_two := {
	"D1": _generated,
	"D2": _generated,
	"C1": _cluster,
	"C2": _cluster,
	"A1": _attachment("D1", "C1"),
	"A2": _attachment("D2", "C2"),
	"K1": _generated,
	"K2": _generated,
}

test_of_several_the_used_ones if {
	_chosen(object.union(_two, {"T": _task({"POSTGRES_PASSWORD": "D2", "SECRET_KEY": "K1"})})) == ["D2", "K1"]
}

test_of_several_none_without_a_sign if {
	_chosen(_two) == [null, null]
	_chosen(object.union(_two, {"T": _task({"POSTGRES_PASSWORD": "K1", "SECRET_KEY": "D1"})})) == [null, null]
}

test_of_several_the_described_key if {
	described := _secret({"Description": "Yoctogram App JWT Signing Key", "GenerateSecretString": {}})
	_chosen(object.union(_two, {"K": described})) == [null, "K"]
}

test_a_generated_key_before_a_written_one if {
	_chosen({"K": _generated, "Other": _secret({"SecretString": "x"})}) == [null, "K"]
	_chosen({"Other": _secret({"SecretString": "x"})}) == [null, "Other"]
}

test_none if {
	_chosen({}) == [null, null]
}

_is_value(text, field) if {
	resources := {"K": _secret({"Name": "key"})}
	secret := cfn.lookup("s", "K") with input as fixture.stack("s", resources)
	secrets.is_value(text, secret, field) with input as fixture.stack("s", resources)
}

test_values if {
	_is_value("${s/K.Ref}", "")
	_is_value("${s/K.Ref}:::", "")
	_is_value("${s/K.Ref}:host::", "host")
	_is_value("${s/K.Ref}:host:AWSCURRENT:", "host")
	_is_value("arn:aws:secretsmanager:us-west-2:123456789012:secret:key:host::", "host")
	not _is_value("${s/K.Ref}:host::", "")
	not _is_value("${s/K.Ref}", "host")
	not _is_value("${s/K.Ref}:port::", "host")
	not _is_value("${s/Other.Ref}", "")
	not _is_value("arn:aws:secretsmanager:us-west-2:123456789012:secret:other:host::", "host")
}

_described(resources) := [generated, attached, written] if {
	secret := cfn.lookup("s", "K") with input as fixture.stack("s", resources)
	generated := {"yes" | secrets.is_generated(secret)} with input as fixture.stack("s", resources)
	attached := {"yes" | secrets.is_attached(secret)} with input as fixture.stack("s", resources)
	written := {"yes" | secrets.has_written(secret, "host")} with input as fixture.stack("s", resources)
}

test_what_a_secret_is if {
	template := {"GenerateSecretString": {"SecretStringTemplate": "{\"host\": \"h\"}"}}
	_described({"K": _secret(template)}) == [{"yes"}, set(), {"yes"}]
	_described({"K": _secret({"SecretString": "x"}), "C": _cluster, "A": _attachment("K", "C")}) == [set(), {"yes"}, set()]
}
