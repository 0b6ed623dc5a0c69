package checks.data.database.password_characters_test

import data.checks.data.database.password_characters
import data.lib.fixture

_all := " !\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~"

_input(generated) := fixture.stack("data", {
	"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": generated}},
	"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"MasterUserPassword": {"Fn::Join": ["", [
		"{{resolve:secretsmanager:",
		{"Ref": "Secret"},
		":SecretString:password::}}",
	]]}}},
})

_violation(actual, characters) := {
	"stack": "data",
	"resource": "Secret",
	"type": "AWS::SecretsManager::Secret",
	"property": "/Properties/GenerateSecretString/ExcludeCharacters",
	"expected": _all,
	"actual": actual,
	"message": concat(" ", ["a generated password may hold", characters]),
}

test_the_handouts_characters_pass if {
	password_characters.violation == set() with input as _input({"ExcludeCharacters": _all})
}

test_more_characters_pass if {
	excluded := concat("", ["_0O", _all])
	password_characters.violation == set() with input as _input({"ExcludeCharacters": excluded})
}

test_the_space_may_be_left_out if {
	excluded := trim_left(_all, " ")
	password_characters.violation == set() with input as _input({"ExcludeCharacters": excluded})
}

test_punctuation_excluded_as_a_class_passes if {
	password_characters.violation == set() with input as _input({"ExcludePunctuation": true})
	password_characters.violation == set() with input as _input({"ExcludePunctuation": "true", "ExcludeCharacters": "x"})
}

test_a_composed_text_passes if {
	composed := {"Fn::Join": ["", ["", _all]]}
	password_characters.violation == set() with input as _input({"ExcludeCharacters": composed})
}

test_each_missing_character_is_reported if {
	every c in split(trim_left(_all, " "), "") {
		excluded := replace(_all, c, "")
		password_characters.violation == {_violation(excluded, c)} with input as _input({"ExcludeCharacters": excluded})
	}
}

test_a_space_that_is_asked_for_is_reported if {
	excluded := trim_left(_all, " ")
	password_characters.violation == {_violation(excluded, "the space")} with input as _input({
		"ExcludeCharacters": excluded,
		"IncludeSpace": true,
	})
}

test_nothing_excluded_is_reported if {
	characters := concat(" ", split(trim_left(_all, " "), ""))
	password_characters.violation == {_violation("", characters)} with input as _input({})
}

test_no_secret_is_reported if {
	password_characters.violation == {{
		"type": "AWS::SecretsManager::Secret",
		"message": "the database's password comes from no secret of these stacks whose characters could be looked at",
	}} with input as fixture.stack("data", {})
}
