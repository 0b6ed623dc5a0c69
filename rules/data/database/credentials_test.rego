package checks.data.database.credentials_test

import data.checks.data.database.credentials
import data.lib.fixture

_secret := {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {
	"GenerateStringKey": "password",
	"SecretStringTemplate": `{"username":"yoctogram"}`,
}}}

_field(secret, key) := {"Fn::Join": ["", ["{{resolve:secretsmanager:", secret, sprintf(":SecretString:%s::}}", [key])]]}

_user := _field({"Ref": "Secret"}, "username")

_password := _field({"Ref": "Secret"}, "password")

_given := {"MasterUsername": _user, "MasterUserPassword": _password}

_input(secret, properties) := fixture.stack("data", {
	"Secret": secret,
	"Cluster": {
		"Type": "AWS::RDS::DBCluster",
		"Properties": object.union(object.remove(_given, object.keys(properties)), properties),
	},
})

_with(properties) := _input(_secret, properties)

_problem(property, message) := {
	"stack": "data",
	"resource": "Cluster",
	"type": "AWS::RDS::DBCluster",
	"property": concat("/", ["/Properties", property]),
	"message": message,
}

test_both_from_a_generated_secret_pass if {
	credentials.violation == set() with input as _with({})
}

test_any_user_name_passes if {
	every user in ["yoctogram", "postgres", "{{resolve:ssm:user:1}}"] {
		credentials.violation == set() with input as _with({"MasterUsername": user})
	}
}

test_the_attachments_name_for_the_secret_passes if {
	document := _with({"MasterUserPassword": _field({"Ref": "Attachment"}, "password")})
	attachment := {"Attachment": {
		"Type": "AWS::SecretsManager::SecretTargetAttachment",
		"Properties": {"SecretId": {"Ref": "Secret"}},
	}}
	credentials.violation == set() with input as fixture.stack("data", object.union(document.Resources, attachment))
}

test_a_secret_that_is_nothing_but_the_password_passes if {
	secret := {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {}}}
	every suffix in ["}}", ":SecretString:::}}", ":SecretString}}"] {
		password := {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Secret"}, suffix]]}
		credentials.violation == set() with input as _input(
			secret,
			{"MasterUsername": "yoctogram", "MasterUserPassword": password},
		)
	}
}

test_a_plain_password_is_reported if {
	message := "the password comes from no secret, so whoever sees the template or its parameters can read it"
	every password in ["hunter2", {"Ref": "Parameter"}, 17, ["a"]] {
		document := _with({"MasterUserPassword": password})
		credentials.violation == {_problem("MasterUserPassword", message)} with input as document
	}
}

test_no_password_is_reported if {
	credentials.violation == {_problem("MasterUserPassword", "the database has no password")} with input as _with({
		"MasterUserPassword": null,
	})
}

test_a_password_kept_by_rds_is_reported if {
	message := "RDS would keep a secret of its own, which the container cannot be given"
	credentials.violation == {_problem("MasterUserPassword", message)} with input as _with({
		"MasterUserPassword": null,
		"ManageMasterUserPassword": true,
	})
}

test_a_secret_of_no_stack_is_reported if {
	field := _field("arn:aws:secretsmanager:us-west-2:1:secret:x", "password")
	message := "the password comes from a secret that no stack defines"
	credentials.violation == {_problem("MasterUserPassword", message)} with input as _with({"MasterUserPassword": field})
}

test_a_secret_written_by_hand_is_reported_once if {
	secret := {"Type": "AWS::SecretsManager::Secret", "Properties": {
		"SecretString": `{"username":"u","password":"hunter2"}`,
	}}
	credentials.violation == {{
		"stack": "data",
		"resource": "Secret",
		"type": "AWS::SecretsManager::Secret",
		"property": "/Properties",
		"message": "this secret's value is written in the template; Secrets Manager is to generate it",
	}} with input as _input(secret, {})
}

test_another_key_than_the_generated_one_is_reported if {
	message := "the password is taken from another key of the secret than the one that Secrets Manager generates"
	expected := object.union(
		_problem("MasterUserPassword", message),
		{"expected": "password", "actual": "username"},
	)
	credentials.violation == {expected} with input as _with({"MasterUserPassword": _user})
}

test_no_user_is_reported if {
	credentials.violation == {_problem("MasterUsername", "the database has no user name")} with input as _with({
		"MasterUsername": null,
	})
}

test_a_user_from_a_secret_of_no_stack_is_reported if {
	user := _field("arn:aws:secretsmanager:us-west-2:1:secret:x", "username")
	message := "the user name comes from a secret that no stack defines"
	credentials.violation == {_problem("MasterUsername", message)} with input as _with({"MasterUsername": user})
}

_no_cluster := concat("", [
	"there is not exactly one database cluster to look at; ",
	"define one with rds.ServerlessCluster in the data stack",
])

test_no_cluster_is_reported if {
	credentials.violation == {{
		"type": "AWS::RDS::DBCluster",
		"message": _no_cluster,
	}} with input as fixture.stack("data", {"Secret": _secret})
}
