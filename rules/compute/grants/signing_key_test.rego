package checks.compute.grants.signing_key_test

import data.checks.compute.grants.signing_key
import data.lib.fixture

_input(statements) := fixture.stack("compute", object.union(_resources, {"Policy": {
	"Type": "AWS::IAM::Policy",
	"Properties": {"PolicyDocument": {"Statement": statements}, "Roles": [{"Ref": "TaskRole"}]},
}}))

_resources := {
	"Key": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {}}},
	"Credentials": {"Type": "AWS::SecretsManager::Secret", "Properties": {
		"GenerateSecretString": {"GenerateStringKey": "password"},
	}},
	"Attachment": {"Type": "AWS::SecretsManager::SecretTargetAttachment", "Properties": {
		"SecretId": {"Ref": "Credentials"},
		"TargetId": {"Ref": "Database"},
	}},
	"Database": {"Type": "AWS::RDS::DBCluster"},
	"TaskRole": {"Type": "AWS::IAM::Role"},
	"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"TaskRoleArn": {"Fn::GetAtt": ["TaskRole", "Arn"]}}},
}

_refused := {
	"stack": "compute",
	"resource": "TaskRole",
	"type": "AWS::IAM::Role",
	"message": "the task role may not read the value of the signing key, so the app cannot work with it",
}

_reading(arn) := {
	"Effect": "Allow",
	"Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
	"Resource": arn,
}

_right := [
	{"Ref": "Key"},
	[{"Ref": "Credentials"}, {"Ref": "Key"}],
	{"Fn::Sub": "${Key}*"},
	{"Fn::Sub": "arn:aws:secretsmanager:us-west-2:${AWS::AccountId}:secret:*"},
	"*",
]

test_reading_it_passes if {
	passing := [arn | some arn in _right; signing_key.violation == set() with input as _input([_reading(arn)])]
	passing == _right
}

test_any_action_passes if {
	signing_key.violation == set() with input as _input({"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"})
}

test_a_resource_policy_of_the_secret_passes if {
	statement := {
		"Effect": "Allow",
		"Action": "secretsmanager:GetSecretValue",
		"Resource": "*",
		"Principal": {"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}},
	}
	policy := {"Policy": {"Type": "AWS::SecretsManager::ResourcePolicy", "Properties": {
		"SecretId": {"Ref": "Key"},
		"ResourcePolicy": {"Statement": [statement]},
	}}}
	signing_key.violation == set() with input as fixture.stack("compute", object.union(_resources, policy))
}

test_reading_another_secret_is_reported if {
	signing_key.violation == {_refused} with input as _input([_reading({"Ref": "Credentials"})])
}

test_describing_only_is_reported if {
	statement := {"Effect": "Allow", "Action": "secretsmanager:DescribeSecret", "Resource": "*"}
	signing_key.violation == {_refused} with input as _input([statement])
}

test_nothing_granted_is_reported if {
	signing_key.violation == {_refused} with input as fixture.stack("compute", _resources)
}

test_a_role_of_no_stack_is_reported if {
	imported := object.union(_resources, {"Task": {"Properties": {"TaskRoleArn": "arn:aws:iam::123456789012:role/app"}}})
	signing_key.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"message": _refused.message,
	}} with input as fixture.stack("compute", imported)
}

test_without_the_secret if {
	signing_key.violation == {{
		"type": "AWS::SecretsManager::Secret",
		"message": "there is no secret for the signing key; keep the starter's secretsmanager.Secret",
	}} with input as fixture.stack("compute", object.remove(_resources, ["Key", "Attachment", "Credentials"]))
}

test_without_a_task_definition if {
	signing_key.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", object.remove(_resources, ["Task"]))
}
