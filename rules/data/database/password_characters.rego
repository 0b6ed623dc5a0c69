# METADATA
# title: Characters of the database password
# description: The generated password holds none of the special characters in settings.DB_SPECIAL_CHARS_EXCLUDE.
# scope: package
# related_resources:
#   - description: CDK rds.Credentials
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_rds/Credentials.html
#   - description: AWS::SecretsManager::Secret GenerateSecretString
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-secretsmanager-secret-generatesecretstring.html
# custom:
#   points: 2
#   requires: [data.database.credentials]
#   handout: Data Stack / Aurora Serverless Database
#   order: 70
#   explain:
#     asks: >-
#       Exclude special characters from the credentials (conveniently, this string is defined for you as
#       `settings.DB_SPECIAL_CHARS_EXCLUDE`)
#     why: >-
#       Passwords pass through addresses, shells and configuration files, where a character such as @, / or a
#       quote means something else. RDS itself refuses some of them. Such a password fails once in a while, when
#       chance puts one in.
#     template: |
#       Secret:
#         Type: AWS::SecretsManager::Secret
#         Properties:
#           GenerateSecretString:
#             ExcludeCharacters: " !\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~"
#     before: |
#       credentials = rds.Credentials.from_username("yoctogram")
#     after: |
#       credentials=rds.Credentials.from_username(
#           "yoctogram",
#           exclude_characters=settings.DB_SPECIAL_CHARS_EXCLUDE,
#       )
#   help: give rds.Credentials.from_username the argument exclude_characters=settings.DB_SPECIAL_CHARS_EXCLUDE
#   argument: credentials.exclude_characters
package checks.data.database.password_characters

import data.lib.cfn
import data.lib.database
import data.lib.result

_expected := " !\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~"

# METADATA
# description: One entry when the database's password comes from no secret of the stacks.
violation contains result.absent("AWS::SecretsManager::Secret", _none) if {
	database.password == null
}

# METADATA
# description: One entry when the password may hold special characters.
violation contains result.explained(secret, _path, _expected, _excluded(secret), message) if {
	some resolved in {database.password} - {null}
	secret := resolved.secret
	allowed := _special(secret) - _characters(_excluded(secret))
	allowed != set()
	message := sprintf("a generated password may hold %s", [concat(" ", [_shown(c) | some c in sort(allowed)])])
}

_path := ["Properties", "GenerateSecretString", "ExcludeCharacters"]

# What must be excluded character by character.
_special(secret) := (_characters(_expected) - _excluded_as_class(secret)) - _never_generated(secret)

_excluded(secret) := value if {
	value := _option(secret, "ExcludeCharacters")
	is_string(value)
} else := cfn.text(secret.stack, _option(secret, "ExcludeCharacters"))

_excluded_as_class(secret) := _characters(_expected) - {" "} if {
	_is_set(secret, "ExcludePunctuation")
} else := set()

# Generated passwords have no spaces unless they are asked for.
_never_generated(secret) := set() if {
	_is_set(secret, "IncludeSpace")
} else := {" "}

_is_set(secret, flag) if {
	cfn.text(secret.stack, _option(secret, flag)) == "true"
}

_option(secret, name) := value if {
	value := cfn.property(secret, ["GenerateSecretString", name])
	value != null
} else := ""

_characters(text) := {c | some c in split(text, "")}

_shown(" ") := "the space"

_shown(c) := c if c != " "

_none := "the database's password comes from no secret of these stacks whose characters could be looked at"
