# METADATA
# title: The secrets
# description: |
#   Which secret holds the database's credentials and which the key that signs tokens. Where several could be it, the
#   container's secrets tell which is meant.
package lib.secrets

import data.lib.cfn
import data.lib.iam
import data.lib.result
import data.lib.task

# METADATA
# description: The database's secret, which is attached to it or holds its password; null when there is none.
database := _chosen(_of_databases, _used_as({"POSTGRES_PASSWORD", "POSTGRES_HOST"}))

# METADATA
# description: |
#   The signing key: a secret that is not a database's, generated rather than written by hand, described as the
#   handout's starter does where the container does not tell; null when there is none.
signing_key := _preferred([
	_chosen(_generated - _of_databases, _used_as({"SECRET_KEY"})),
	cfn.sole(_described),
	cfn.sole(_all - _of_databases),
])

_all := cfn.of_type("AWS::SecretsManager::Secret")

_of_databases := {found |
	some found in _all
	found in _resolved | _attached
}

_databases := cfn.of_type("AWS::RDS::DBCluster") | cfn.of_type("AWS::RDS::DBInstance")

_resolved := {found |
	some cluster in _databases
	some found in cfn.targets(cluster.stack, cfn.property(cluster, ["MasterUserPassword"]))
}

_attachments := cfn.of_type("AWS::SecretsManager::SecretTargetAttachment")

_attached := {found |
	some attachment in _attachments
	cfn.target(attachment.stack, cfn.property(attachment, ["TargetId"])) in _databases
	some found in cfn.targets(attachment.stack, cfn.property(attachment, ["SecretId"]))
}

_generated := {found |
	some found in _all
	cfn.property(found, ["GenerateSecretString"]) != null
}

_described := {found |
	some found in _all - _of_databases
	contains(lower(cfn.text(found.stack, cfn.property(found, ["Description"]))), "signing key")
}

_used_as(names) := {found |
	some name in names
	some found in cfn.references(object.get(task.secrets, [name, "text"], ""))
}

_chosen(candidates, used) := _preferred([cfn.sole(candidates), cfn.sole(candidates & used)])

_preferred(values) := found[0] if {
	found := [value | some value in values; value != null]
	count(found) > 0
} else := null

# METADATA
# description: Secrets Manager generates the secret's value.
is_generated(secret) if secret in _generated

# METADATA
# description: The secret is attached to a database, which adds the keys host, port and dbname to it.
is_attached(secret) if secret in _attached

# METADATA
# description: The template that a secret is generated from, or its own text, has a key.
has_written(secret, key) if {
	some path in [["GenerateSecretString", "SecretStringTemplate"], ["SecretString"]]
	contains(cfn.text(secret.stack, cfn.property(secret, path)), concat("", ["\"", key, "\""]))
}

# METADATA
# description: The text of a container secret's ValueFrom means a field of a secret; an empty field is the whole value.
is_value(text, secret, field) if {
	some suffix in _suffixes(field)
	endswith(text, suffix)
	trim_suffix(text, suffix) in object.get(_identifiers, secret, set())
}

# METADATA
# description: The text means the field of a secret that Secrets Manager generates, as good as a whole value.
is_generated_field(text, secret) if {
	key := cfn.shown(secret.stack, cfn.property(secret, ["GenerateSecretString", "GenerateStringKey"]))
	is_string(key)
	is_value(text, secret, key)
}

# METADATA
# description: What to tell about a secret of the container, as task.secret() gives it, that is not the one asked for.
wrong(name, expected, actual) := sprintf("the container gets no secret %s", [name]) if {
	actual.shown == null
} else := sprintf("%s is a plain environment variable, which anyone who sees the task definition can read", [name]) if {
	"Environment" in actual.path
} else := sprintf("%s comes from %s, expected %s", [name, result.quoted(actual.shown), expected])

# METADATA
# description: What a check reports when there is no database's secret to look at; else empty.
missing_database contains result.absent(
	"AWS::SecretsManager::Secret",
	"there is no secret with the database's credentials; give the database rds.Credentials.from_username",
) if {
	database == null
}

# METADATA
# description: What a check reports when there is no signing key to look at; else empty.
missing_signing_key contains result.absent(
	"AWS::SecretsManager::Secret",
	"there is no secret for the signing key; keep the starter's secretsmanager.Secret",
) if {
	signing_key == null
}

_suffixes("") := {"", ":::", "::AWSCURRENT:"}

_suffixes(field) := {concat("", [":", field, "::"]), concat("", [":", field, ":AWSCURRENT:"])} if field != ""

_identifiers := {secret: identifiers |
	some secret in _all
	name := cfn.text(secret.stack, cfn.property(secret, ["Name"]))
	identifiers := {cfn.ref(secret), cfn.att(secret, "Id"), concat("", [iam.secret_arn_prefix(secret), name])}
}
