package checks.compute.grants.private_images_test

import data.checks.compute.grants.private_images
import data.lib.fixture

_input(statements) := fixture.stack("compute", object.union(_resources, {"Policy": {
	"Type": "AWS::IAM::Policy",
	"Properties": {"PolicyDocument": {"Statement": statements}, "Roles": [{"Ref": "TaskRole"}]},
}}))

_resources := {
	"privateImages": {"Type": "AWS::S3::Bucket"},
	"TaskRole": {"Type": "AWS::IAM::Role"},
	"ExecutionRole": {"Type": "AWS::IAM::Role"},
	"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {
		"TaskRoleArn": {"Fn::GetAtt": ["TaskRole", "Arn"]},
		"ExecutionRoleArn": {"Fn::GetAtt": ["ExecutionRole", "Arn"]},
	}},
}

_objects := {"Fn::Join": ["", [{"Fn::GetAtt": ["privateImages", "Arn"]}, "/*"]]}

_refused(verbs) := {
	"stack": "compute",
	"resource": "TaskRole",
	"type": "AWS::IAM::Role",
	"message": sprintf(
		"the task role may not %s objects in the private images bucket, so the app cannot work with it",
		[verbs],
	),
}

test_get_and_put_pass if {
	statement := {"Effect": "Allow", "Action": ["s3:GetObject*", "s3:PutObject"], "Resource": _objects}
	private_images.violation == set() with input as _input([statement])
}

test_get_and_put_in_two_statements_pass if {
	statements := [{"Effect": "Allow", "Action": action, "Resource": _objects} |
		some action in ["s3:GetObject", "s3:PutObject"]
	]
	private_images.violation == set() with input as _input(statements)
}

test_everything_passes if {
	private_images.violation == set() with input as _input({"Effect": "Allow", "Action": "*", "Resource": "*"})
}

test_reading_only_is_reported if {
	statement := {"Effect": "Allow", "Action": ["s3:GetObject*", "s3:List*"], "Resource": _objects}
	private_images.violation == {_refused("put")} with input as _input([statement])
}

test_writing_only_is_reported if {
	statement := {"Effect": "Allow", "Action": ["s3:PutObject", "s3:Abort*"], "Resource": _objects}
	private_images.violation == {_refused("get")} with input as _input([statement])
}

test_the_bucket_without_its_objects_is_reported if {
	statement := {"Effect": "Allow", "Action": "s3:*", "Resource": {"Fn::GetAtt": ["privateImages", "Arn"]}}
	private_images.violation == {_refused("get or put")} with input as _input([statement])
}

test_another_bucket_is_reported if {
	statement := {"Effect": "Allow", "Action": "s3:*", "Resource": {"Fn::Sub": "${Other.Arn}/*"}}
	private_images.violation == {_refused("get or put")} with input as _input([statement])
}

test_a_grant_to_the_execution_role_only_is_reported if {
	policy := {"Policy": {"Type": "AWS::IAM::Policy", "Properties": {
		"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]},
		"Roles": [{"Ref": "ExecutionRole"}],
	}}}
	document := fixture.stack("compute", object.union(_resources, policy))
	private_images.violation == {_refused("get or put")} with input as document
}

test_nothing_granted_is_reported if {
	private_images.violation == {_refused("get or put")} with input as fixture.stack("compute", _resources)
}

test_without_a_task_role if {
	bare := object.union(_resources, {"Task": {"Properties": {"TaskRoleArn": null}}})
	private_images.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/TaskRoleArn",
		"message": "the task definition has no task role",
	}} with input as fixture.stack("compute", bare)
}

test_without_the_bucket if {
	private_images.violation == {{
		"type": "AWS::S3::Bucket",
		"message": "no bucket for the private images was found; keep the one that the starter's data stack defines",
	}} with input as fixture.stack("compute", object.remove(_resources, ["privateImages"]))
}

test_without_a_task_definition if {
	private_images.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", object.remove(_resources, ["Task"]))
}
