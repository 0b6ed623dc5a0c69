package checks.compute.container.database_secrets_test

import data.checks.compute.container.database_secrets
import data.lib.fixture

_resources := {
	"Credentials": {"Type": "AWS::SecretsManager::Secret", "Properties": {
		"GenerateSecretString": {"GenerateStringKey": "password"},
	}},
	"Attachment": {"Type": "AWS::SecretsManager::SecretTargetAttachment", "Properties": {
		"SecretId": {"Ref": "Credentials"},
		"TargetId": {"Ref": "Database"},
	}},
	"Database": {"Type": "AWS::RDS::DBCluster"},
	"Key": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {}}},
}

_input(container) := fixture.stack("compute", object.union(_resources, {"Task": {
	"Type": "AWS::ECS::TaskDefinition",
	"Properties": {"ContainerDefinitions": [object.union(
		{"Name": "app", "Image": "x.amazonaws.com/cdk-hnb659fds-container-assets-1-us-west-2:abc"},
		container,
	)]},
}}))

_at(property, rest) := object.union(
	{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": concat("", ["/Properties/ContainerDefinitions/0/", property]),
	},
	rest,
)

_secret(name, text) := {"Name": name, "ValueFrom": {"Fn::Sub": text}}

# As the handout's mapping says, in the order of the names.
_fields := ["dbname", "host", "password", "port", "username"]

_names := ["POSTGRES_DB", "POSTGRES_HOST", "POSTGRES_PASSWORD", "POSTGRES_PORT", "POSTGRES_USER"]

_secrets(pattern) := [_secret(_names[i], sprintf(pattern, [field])) | some i, field in _fields]

test_each_from_its_key_passes if {
	database_secrets.violation == set() with input as _input({"Secrets": _secrets("${Credentials}:%s::")})
}

test_through_the_attachment_passes if {
	database_secrets.violation == set() with input as _input({"Secrets": _secrets("${Attachment}:%s::")})
}

test_the_current_stage_passes if {
	database_secrets.violation == set() with input as _input({"Secrets": _secrets("${Credentials}:%s:AWSCURRENT:")})
}

test_more_secrets_pass if {
	more := array.concat(_secrets("${Credentials}:%s::"), [_secret("SECRET_KEY", "${Key}")])
	database_secrets.violation == set() with input as _input({
		"Secrets": more,
		"Environment": [{"Name": "A", "Value": "b"}],
	})
}

_wrong(index, field, actual) := _at(sprintf("Secrets/%d/ValueFrom", [index]), {
	"expected": sprintf("${compute/Credentials.Ref}:%s::", [field]),
	"actual": actual,
	"message": sprintf("%s comes from %s, expected ${compute/Credentials.Ref}:%s::", [_names[index], actual, field]),
})

test_swapped_keys_are_both_reported if {
	swapped := array.concat(
		[_secret("POSTGRES_DB", "${Credentials}:host::"), _secret("POSTGRES_HOST", "${Credentials}:dbname::")],
		array.slice(_secrets("${Credentials}:%s::"), 2, 5),
	)
	database_secrets.violation == {
		_wrong(0, "dbname", "${compute/Credentials.Ref}:host::"),
		_wrong(1, "host", "${compute/Credentials.Ref}:dbname::"),
	} with input as _input({"Secrets": swapped})
}

test_the_whole_secret_is_reported if {
	whole := array.concat([_secret("POSTGRES_DB", "${Credentials}")], array.slice(_secrets("${Credentials}:%s::"), 1, 5))
	found := database_secrets.violation with input as _input({"Secrets": whole})
	found == {_wrong(0, "dbname", "${compute/Credentials.Ref}")}
}

test_the_signing_key_s_secret_is_reported if {
	other := array.concat([_secret("POSTGRES_DB", "${Key}:dbname::")], array.slice(_secrets("${Credentials}:%s::"), 1, 5))
	found := database_secrets.violation with input as _input({"Secrets": other})
	found == {_wrong(0, "dbname", "${compute/Key.Ref}:dbname::")}
}

test_a_previous_value_is_reported if {
	previous := array.concat(
		[_secret("POSTGRES_DB", "${Credentials}:dbname:AWSPREVIOUS:")],
		array.slice(_secrets("${Credentials}:%s::"), 1, 5),
	)
	found := database_secrets.violation with input as _input({"Secrets": previous})
	found == {_wrong(0, "dbname", "${compute/Credentials.Ref}:dbname:AWSPREVIOUS:")}
}

test_missing_ones_are_told_together if {
	database_secrets.violation == {_at("Secrets", {"message": concat("", [
		"the container gets no secret ",
		"POSTGRES_DB, POSTGRES_HOST, POSTGRES_PASSWORD, POSTGRES_PORT, POSTGRES_USER",
	])})} with input as _input({})
	all_but_one := array.slice(_secrets("${Credentials}:%s::"), 1, 5)
	found := database_secrets.violation with input as _input({"Secrets": all_but_one})
	found == {_at("Secrets", {"message": "the container gets no secret POSTGRES_DB"})}
}

test_a_plain_variable_is_reported if {
	value := {"Fn::Sub": "{{resolve:secretsmanager:${Credentials}:SecretString:dbname::}}"}
	plain := {
		"Environment": [{"Name": "POSTGRES_DB", "Value": value}],
		"Secrets": array.slice(_secrets("${Credentials}:%s::"), 1, 5),
	}
	database_secrets.violation == {_at("Environment/0/Value", {
		"expected": "${compute/Credentials.Ref}:dbname::",
		"actual": "{{resolve:secretsmanager:${compute/Credentials.Ref}:SecretString:dbname::}}",
		"message": "POSTGRES_DB is a plain environment variable, which anyone who sees the task definition can read",
	})} with input as _input(plain)
}

test_a_name_used_twice_is_reported if {
	twice := {"Environment": [{"Name": "POSTGRES_DB", "Value": "yoctogram"}], "Secrets": _secrets("${Credentials}:%s::")}
	database_secrets.violation == {_at("Environment/0/Value", {
		"message": "POSTGRES_DB is both an environment variable and a secret, which ECS refuses",
	})} with input as _input(twice)
}

_task := {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{
	"Image": "x/cdk-x-container-assets-1:abc",
	"Secrets": _secrets("${Credentials}:%s::"),
}]}}}

test_a_secret_that_is_not_attached_is_reported if {
	database := {"Type": "AWS::RDS::DBCluster", "Properties": {
		"MasterUserPassword": {"Fn::Sub": "{{resolve:secretsmanager:${Credentials}:SecretString:password::}}"},
	}}
	resources := object.union_n([object.remove(_resources, ["Attachment"]), {"Database": database}, _task])
	database_secrets.violation == {{
		"stack": "compute",
		"resource": "Credentials",
		"type": "AWS::SecretsManager::Secret",
		"message": "the secret is not attached to the database, so it has no keys host, port and dbname",
	}} with input as fixture.stack("compute", resources)
}

test_of_two_databases_the_one_that_is_used_counts if {
	second := {
		"Credentials2": _resources.Credentials,
		"Attachment2": {"Type": "AWS::SecretsManager::SecretTargetAttachment", "Properties": {
			"SecretId": {"Ref": "Credentials2"},
			"TargetId": {"Ref": "Database2"},
		}},
		"Database2": {"Type": "AWS::RDS::DBCluster"},
	}
	database_secrets.violation == set() with input as fixture.stack("compute", object.union_n([_resources, second, _task]))
}

test_without_a_secret_of_the_database if {
	resources := object.union(object.remove(_resources, ["Credentials", "Attachment"]), _task)
	database_secrets.violation == {{
		"type": "AWS::SecretsManager::Secret",
		"message": "there is no secret with the database's credentials; give the database rds.Credentials.from_username",
	}} with input as fixture.stack("compute", resources)
}

test_without_a_container_of_the_app_s_image if {
	database_secrets.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions",
		"message": "the task has no container built from the app's source; add it with task_definition.add_container",
	}} with input as _input({"Image": "nginx"})
}

test_without_a_task_definition if {
	database_secrets.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", _resources)
}
