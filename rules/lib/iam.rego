# METADATA
# title: Permissions
# description: |
#   May a role do an action on a resource? Policies are read as statements first; allowed(statements, …) then answers.
#   A resource is asked for by the set of ARNs that stand for it. An Allow with a Condition counts, a Deny with one
#   does not.
# related_resources:
#   - description: How IAM evaluates policies
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package lib.iam

import data.lib.cfn
import data.lib.managed_policies

# METADATA
# description: |
#   The role that a value (an ARN or a name) means: {"subject", "arns", "names"}. A role that no stack defines has a
#   null subject.
role(stack, value) := _defined(cfn.target(stack, value)) if {
	_is_role(cfn.target(stack, value))
} else := _imported(cfn.text(stack, value))

_is_role(subject) if object.get(cfn.entries(subject), "type", "") == "AWS::IAM::Role"

_defined(subject) := {
	"subject": subject,
	"arns": {
		cfn.att(subject, "Arn"),
		_role_arn(subject.stack, cfn.ref(subject)),
		_role_arn(subject.stack, _role_name(subject)),
	},
	"names": {cfn.ref(subject), _role_name(subject)},
}

_role_name(subject) := cfn.text(subject.stack, cfn.property(subject, ["RoleName"]))

_role_arn(stack, name) := concat("", ["arn:aws:iam::", cfn.account(stack), ":role/", name])

_imported(arn) := {"subject": null, "arns": {arn}, "names": {_last(split(arn, "/"))}}

_last(parts) := parts[count(parts) - 1]

# METADATA
# description: The statements that a role's own policies make, inline or managed, attached from either side.
identity_statements(principal) := union({
	_documents_statements(_inline_documents(principal.subject)),
	_documents_statements(_attached_documents(principal)),
	_managed_statements(principal.subject),
})

# METADATA
# description: The statements of a bucket's or a secret's resource policies that are about a role.
resource_statements(subject, principal) := {statement |
	some document in _resource_documents(subject)
	some written in _written(document.policy)
	_names_principal(document.stack, written, principal)
	statement := _statement(document.stack, written)
}

# METADATA
# description: An action is allowed on a resource, which any of a set of ARNs stands for.
allowed(statements, action, arns) if {
	some statement in statements
	statement.effect == "Allow"
	_applies(statement, action, arns)
	not _denied(statements, action, arns)
}

_denied(statements, action, arns) if {
	some statement in statements
	statement.effect == "Deny"
	statement.conditional == false
	_applies(statement, action, arns)
}

# METADATA
# description: |
#   The ARNs of an image in a bucket, as policies may name it. The app's keys are YYYY/M/D/id; where the bucket has no
#   name of its own, CloudFormation makes one of the stack's name and the logical id.
image_arns(bucket) := {concat("/", [arn, "2999/12/31/image"]) |
	some arn in {cfn.att(bucket, "Arn")} | {concat("", ["arn:aws:s3:::", name]) | some name in _bucket_names(bucket)}
}

_bucket_names(bucket) := {
	cfn.ref(bucket),
	_name_or(cfn.shown(bucket.stack, cfn.property(bucket, ["BucketName"])), _made_up_bucket_name(bucket)),
}

_made_up_bucket_name(bucket) := lower(concat("-", [replace(bucket.stack, "/", "-"), bucket.id, "0abcdefghijk"]))

_name_or(name, made_up) := name if {
	is_string(name)
} else := made_up

# METADATA
# description: The ARNs of a secret, as policies may name it. Secrets Manager adds six characters to the name.
secret_arns(secret) := {
	cfn.ref(secret),
	cfn.att(secret, "Id"),
	concat("", [secret_arn_prefix(secret), _secret_name(secret), "-AbCdEf"]),
}

_secret_name(secret) := _name_or(
	cfn.shown(secret.stack, cfn.property(secret, ["Name"])),
	concat("-", [secret.id, "AbCdEfGhIjKl"]),
)

# METADATA
# description: The beginning of the ARNs of the secrets in a secret's account and region.
secret_arn_prefix(secret) := concat("", [
	"arn:aws:secretsmanager:",
	cfn.region(secret.stack),
	":",
	cfn.account(secret.stack),
	":secret:",
])

_inline_documents(subject) := {{"stack": subject.stack, "policy": document} |
	not is_null(subject)
	some policy in cfn.list(cfn.property(subject, ["Policies"]))
	document := object.get(cfn.entries(policy), "PolicyDocument", null)
}

_attached_documents(principal) := {{"stack": policy.stack, "policy": cfn.property(policy, ["PolicyDocument"])} |
	some type in ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"]
	some policy in cfn.of_type(type)
	some key in ["Roles", "RoleName"]
	some name in cfn.list(cfn.property(policy, [key]))
	cfn.text(policy.stack, name) in principal.names
}

_managed_statements(subject) := union({statements |
	not is_null(subject)
	some arn in cfn.list(cfn.property(subject, ["ManagedPolicyArns"]))
	statements := _policy_statements(cfn.target(subject.stack, arn), cfn.text(subject.stack, arn))
})

_policy_statements(policy, arn) := _documents_statements({{"stack": "", "policy": managed_policies.document(arn)}}) if {
	is_null(policy)
} else := _documents_statements({{"stack": policy.stack, "policy": cfn.property(policy, ["PolicyDocument"])}})

_resource_documents(subject) := {found.document | some found in _resource_policies; found.subject == subject}

# The policies of all buckets and secrets, with what they are for.
_resource_policies := {_resource_policy(policy, "Bucket", "PolicyDocument") |
	some policy in cfn.of_type("AWS::S3::BucketPolicy")
} | {_resource_policy(policy, "SecretId", "ResourcePolicy") |
	some policy in cfn.of_type("AWS::SecretsManager::ResourcePolicy")
}

_resource_policy(policy, subject, document) := {
	"subject": cfn.target(policy.stack, cfn.property(policy, [subject])),
	"document": {"stack": policy.stack, "policy": cfn.property(policy, [document])},
}

_documents_statements(documents) := {_statement(document.stack, written) |
	some document in documents
	some written in _written(document.policy)
}

_written(policy) := [written |
	some written in cfn.list(object.get(cfn.entries(policy), "Statement", null))
	is_object(written)
]

# A statement as patterns. What a "Not…" element lists is excepted from everything.
_statement(stack, written) := {
	"effect": object.get(written, "Effect", ""),
	"conditional": object.get(written, "Condition", {}) != {},
	"actions": _actions(stack, _or_all(written, "Action", "NotAction")),
	"not_actions": _actions(stack, object.get(written, "NotAction", null)),
	"resources": _resources(stack, _or_all(written, "Resource", "NotResource")),
	"not_resources": _resources(stack, object.get(written, "NotResource", null)),
}

_or_all(written, name, negated) := "*" if {
	negated in object.keys(written)
} else := object.get(written, name, null)

_actions(stack, value) := _nothing if {
	is_null(value)
} else := _patterns(literal | {lower(cfn.text(stack, name)) | some name in names; not is_string(name)}) if {
	names := cfn.list(value)
	literal := {lower(name) | some name in names; is_string(name)}
}

_resources(stack, value) := _nothing if {
	is_null(value)
} else := _patterns(_texts(stack, value))

_nothing := _patterns(set())

_texts(stack, value) := {cfn.text(stack, element) | some element in cfn.list(value)}

_applies(statement, action, arns) if {
	_any_matches(statement.actions, {lower(action)})
	_any_matches(statement.resources, arns)
	not _any_matches(statement.not_actions, {lower(action)})
	not _any_matches(statement.not_resources, arns)
}

_any_matches(patterns, values) if count(patterns.texts & values) > 0

_any_matches(patterns, values) if strings.any_prefix_match(values, patterns.beginnings)

_any_matches(patterns, values) if {
	some pattern in patterns.others
	some value in values
	regex.match(_expression(pattern), value)
}

# Patterns by how they are compared: those that end in their only wildcard by what they begin with.
_patterns(texts) := {"texts": texts, "beginnings": beginnings, "others": others} if {
	simple := {pattern |
		some pattern in texts
		endswith(pattern, "*")
		count(split(pattern, "*")) == 2
		not contains(pattern, "?")
	}
	beginnings := {trim_suffix(pattern, "*") | some pattern in simple}
	others := {pattern | some pattern in texts - simple; contains(replace(pattern, "?", "*"), "*")}
}

_names_principal(stack, written, principal) if {
	named := _principals(stack, object.get(written, "Principal", null))
	count(named & (principal.arns | {"*"})) > 0
}

_names_principal(stack, written, _) if {
	object.get(written, "Effect", "") == "Deny"
	some named in _principals(stack, object.get(written, "Principal", null))
	endswith(named, ":root")
}

_names_principal(stack, written, principal) if {
	"NotPrincipal" in object.keys(written)
	count(_principals(stack, written.NotPrincipal) & principal.arns) == 0
}

_principals(stack, value) := {"*"} if {
	value == "*"
} else := _texts(stack, object.get(cfn.entries(value), "AWS", null))

# An IAM pattern as a regular expression: * stands for any characters and ? for any one.
_expression(pattern) := concat(
	"",
	array.concat(array.concat(["(?s)^"], [object.get(_escapes, c, c) | some c in split(pattern, "")]), ["$"]),
)

_escapes := object.union(
	{c: concat("", ["\\", c]) | some c in split("\\.+()|[]{}^$", ""); c != ""},
	{"*": ".*", "?": "."},
)
