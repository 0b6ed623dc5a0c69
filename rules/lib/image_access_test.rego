package lib.image_access_test

import data.lib.fixture
import data.lib.image_access

_resources := {
	"publicimages": {"Type": "AWS::S3::Bucket"},
	"privateimages": {"Type": "AWS::S3::Bucket"},
	"Role": {"Type": "AWS::IAM::Role"},
	"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"TaskRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}},
	"Policy": {"Type": "AWS::IAM::Policy", "Properties": {
		"Roles": [{"Ref": "Role"}],
		"PolicyDocument": {"Statement": [{
			"Effect": "Allow",
			"Action": ["s3:GetObject", "s3:PutObject"],
			"Resource": {"Fn::Sub": "${publicimages.Arn}/*"},
		}]},
	}},
}

_without(ids) := fixture.stack("compute", object.remove(_resources, ids))

test_each_kind_is_looked_at_by_itself if {
	document := _without([])
	allowed := image_access.refused("public") with input as document
	allowed == set()
	refused := image_access.refused("private") with input as document
	refused == {{
		"stack": "compute",
		"resource": "Role",
		"type": "AWS::IAM::Role",
		"message": concat("", [
			"the task role may not get or put objects in the private images bucket, ",
			"so the app cannot work with it",
		]),
	}}
}

test_a_missing_bucket_is_named if {
	refused := image_access.refused("private") with input as _without(["privateimages"])
	refused == {{
		"type": "AWS::S3::Bucket",
		"message": "no bucket for the private images was found; keep the one that the starter's data stack defines",
	}}
}

test_a_missing_task_definition_is_told_alone if {
	refused := image_access.refused("private") with input as _without(["Task"])
	refused == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}}
}
