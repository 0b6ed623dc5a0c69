package checks.compute.grants.database_secret_test

import data.checks.compute.grants.database_secret
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
	"message": "the task role may not read the value of the database's secret, so the app cannot work with it",
}

_reading(arn) := {
	"Effect": "Allow",
	"Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
	"Resource": arn,
}

_right := [
	{"Ref": "Credentials"},
	{"Ref": "Attachment"},
	[{"Ref": "Key"}, {"Ref": "Credentials"}],
	{"Fn::Sub": "${Credentials}*"},
	{"Fn::Sub": "arn:aws:secretsmanager:us-west-2:${AWS::AccountId}:secret:*"},
	"*",
]

test_reading_it_passes if {
	passing := [arn | some arn in _right; database_secret.violation == set() with input as _input([_reading(arn)])]
	passing == _right
}

test_any_action_passes if {
	database_secret.violation == set() with input as _input({
		"Effect": "Allow",
		"Action": "secretsmanager:*",
		"Resource": "*",
	})
}

test_a_resource_policy_of_the_secret_passes if {
	statement := {
		"Effect": "Allow",
		"Action": "secretsmanager:GetSecretValue",
		"Resource": "*",
		"Principal": {"AWS": {"Fn::GetAtt": ["TaskRole", "Arn"]}},
	}
	policy := {"Policy": {"Type": "AWS::SecretsManager::ResourcePolicy", "Properties": {
		"SecretId": {"Ref": "Attachment"},
		"ResourcePolicy": {"Statement": [statement]},
	}}}
	database_secret.violation == set() with input as fixture.stack("compute", object.union(_resources, policy))
}

test_reading_another_secret_is_reported if {
	database_secret.violation == {_refused} with input as _input([_reading({"Ref": "Key"})])
}

test_describing_only_is_reported if {
	statement := {"Effect": "Allow", "Action": "secretsmanager:DescribeSecret", "Resource": "*"}
	database_secret.violation == {_refused} with input as _input([statement])
}

test_nothing_granted_is_reported if {
	database_secret.violation == {_refused} with input as fixture.stack("compute", _resources)
}

test_a_role_of_no_stack_is_reported if {
	imported := object.union(_resources, {"Task": {"Properties": {"TaskRoleArn": "arn:aws:iam::123456789012:role/app"}}})
	database_secret.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"message": _refused.message,
	}} with input as fixture.stack("compute", imported)
}

test_without_the_secret if {
	database_secret.violation == {{
		"type": "AWS::SecretsManager::Secret",
		"message": "there is no secret with the database's credentials; give the database rds.Credentials.from_username",
	}} with input as fixture.stack("compute", object.remove(_resources, ["Credentials", "Attachment", "Key"]))
}

test_without_a_task_definition if {
	database_secret.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", object.remove(_resources, ["Task"]))
}
