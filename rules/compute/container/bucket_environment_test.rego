package checks.compute.container.bucket_environment_test

import data.checks.compute.container.bucket_environment
import data.lib.fixture

_bucket := {"Type": "AWS::S3::Bucket"}

_buckets := {
	"publicImages": _bucket,
	"privateImages": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "my-private"}},
}

_input(container) := fixture.stack("compute", object.union(_buckets, {"Task": {
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

_variables(public, private) := {"Environment": [
	{"Name": "PUBLIC_IMAGES_BUCKET", "Value": public},
	{"Name": "PRIVATE_IMAGES_BUCKET", "Value": private},
]}

_public := {"Ref": "publicImages"}

_private := {"Ref": "privateImages"}

test_references_pass if {
	bucket_environment.violation == set() with input as _input(_variables(_public, {"Fn::Sub": "${privateImages}"}))
}

test_a_bucket_s_own_name_passes if {
	bucket_environment.violation == set() with input as _input(_variables(_public, "my-private"))
}

test_imports_pass if {
	resources := {
		"data": _buckets,
		"compute": {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [object.union(
			{"Image": "x/cdk-x-container-assets-1:abc"},
			_variables({"Fn::ImportValue": "data:public"}, {"Fn::ImportValue": "data:private"}),
		)]}}},
	}
	exports := {"data:public": {"stack": "data", "value": _public}, "data:private": {"stack": "data", "value": _private}}
	bucket_environment.violation == set() with input as fixture.with_exports(resources, exports)
}

_wrong(place, expected, actual, name) := _at(place, {
	"expected": expected,
	"actual": actual,
	"message": sprintf("the environment variable %s is %s, expected %s", [name, actual, expected]),
})

test_swapped_buckets_are_both_reported if {
	bucket_environment.violation == {
		_wrong("Environment/0/Value", "${compute/publicImages.Ref}", "${compute/privateImages.Ref}", "PUBLIC_IMAGES_BUCKET"),
		_wrong("Environment/1/Value", "${compute/privateImages.Ref}", "${compute/publicImages.Ref}", "PRIVATE_IMAGES_BUCKET"),
	} with input as _input(_variables(_private, _public))
}

test_an_arn_is_reported if {
	arn := {"Fn::GetAtt": ["publicImages", "Arn"]}
	found := bucket_environment.violation with input as _input(_variables(arn, _private))
	shown := "${compute/publicImages.Arn}"
	found == {_wrong("Environment/0/Value", "${compute/publicImages.Ref}", shown, "PUBLIC_IMAGES_BUCKET")}
}

test_a_made_up_name_is_reported if {
	found := bucket_environment.violation with input as _input(_variables("public-images", _private))
	found == {_wrong("Environment/0/Value", "${compute/publicImages.Ref}", "public-images", "PUBLIC_IMAGES_BUCKET")}
}

test_missing_variables_are_reported if {
	bucket_environment.violation == {
		_at("Environment", {
			"expected": "${compute/publicImages.Ref}",
			"message": "the environment variable PUBLIC_IMAGES_BUCKET is not set, expected ${compute/publicImages.Ref}",
		}),
		_at("Environment", {
			"expected": "${compute/privateImages.Ref}",
			"message": "the environment variable PRIVATE_IMAGES_BUCKET is not set, expected ${compute/privateImages.Ref}",
		}),
	} with input as _input({})
}

test_without_a_bucket if {
	document := fixture.stack("compute", object.union({"publicImages": _bucket}, {"Task": {
		"Type": "AWS::ECS::TaskDefinition",
		"Properties": {"ContainerDefinitions": [object.union(
			{"Image": "x/cdk-x-container-assets-1:abc"},
			_variables(_public, _private),
		)]},
	}}))
	bucket_environment.violation == {{
		"type": "AWS::S3::Bucket",
		"message": "no bucket for the private images was found",
	}} with input as document
}

test_without_a_container_of_the_app_s_image if {
	bucket_environment.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions",
		"message": "the task has no container built from the app's source; add it with task_definition.add_container",
	}} with input as _input({"Image": "nginx"})
}

test_without_a_task_definition if {
	bucket_environment.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", _buckets)
}
