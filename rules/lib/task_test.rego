package lib.task_test

import data.lib.fixture
import data.lib.task

_built := "x.amazonaws.com/cdk-hnb659fds-container-assets-1-us-west-2:abc"

_input(properties) := fixture.stack("compute", {
	"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": properties},
	"Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": {
		"Effect": "Allow",
		"Action": "s3:GetObject",
		"Resource": "*",
	}}}]}},
	"Bucket": {"Type": "AWS::S3::Bucket"},
})

_container(definitions) := found if {
	found := task.container with input as _input({"ContainerDefinitions": definitions})
}

test_the_definition_is_the_only_one if {
	task.definition.id == "Task" with input as _input({})
	task.missing_definition == set() with input as _input({})
}

test_two_definitions_are_none if {
	two := {"A": {"Type": "AWS::ECS::TaskDefinition"}, "B": {"Type": "AWS::ECS::TaskDefinition"}}
	found := task.definition with input as fixture.stack("compute", two)
	found == null
	missing := task.missing_container with input as fixture.stack("compute", two)
	missing == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}}
}

test_the_container_is_the_one_with_an_asset if {
	_container([{"Name": "proxy", "Image": "nginx"}, {"Name": "app", "Image": _built}]) == {
		"index": 1,
		"name": "app",
		"image": _built,
		"definition": {"Name": "app", "Image": _built},
	}
}

test_of_two_assets_the_balanced_one_is_the_app if {
	service := {"Service": {"Type": "AWS::ECS::Service", "Properties": {"LoadBalancers": [{"ContainerName": "app"}]}}}
	definitions := [{"Name": "log", "Image": _built}, {"Name": "app", "Image": _built}]
	_container(definitions).name == "log"
	resources := object.union(service, {"Task": {
		"Type": "AWS::ECS::TaskDefinition",
		"Properties": {"ContainerDefinitions": definitions},
	}})
	task.container.name == "app" with input as fixture.stack("compute", resources)
}

test_no_container if {
	_container([{"Name": "app", "Image": "nginx"}]) == null
	_container(null) == null
	_container("x") == null
}

_variables := {"ContainerDefinitions": [{
	"Image": _built,
	"Environment": [{"Name": "A", "Value": 1}, 7, {"Name": "B", "Value": {"Ref": "Bucket"}}, {"Name": "A", "Value": true}],
	"Secrets": [{"Name": "S", "ValueFrom": {"Ref": "Bucket"}}],
	"PortMappings": [{"ContainerPort": 80}, {"ContainerPort": "443"}],
}]}

_path(kind, index, key) := ["Properties", "ContainerDefinitions", 0, kind, index, key]

test_variables if {
	a := task.variable("A") with input as _input(_variables)
	a == {"path": _path("Environment", 3, "Value"), "text": "true", "shown": "true"}
	b := task.variable("B") with input as _input(_variables)
	b == {"path": _path("Environment", 2, "Value"), "text": "${compute/Bucket.Ref}", "shown": "${compute/Bucket.Ref}"}
	c := task.variable("C") with input as _input(_variables)
	c == {"path": ["Properties", "ContainerDefinitions", 0, "Environment"], "text": "${?}", "shown": null}
}

test_secrets if {
	s := task.secret("S") with input as _input(_variables)
	s == {"path": _path("Secrets", 0, "ValueFrom"), "text": "${compute/Bucket.Ref}", "shown": "${compute/Bucket.Ref}"}
	a := task.secret("A") with input as _input(_variables)
	a == {"path": _path("Environment", 3, "Value"), "text": "${?}", "shown": "true"}
	c := task.secret("C") with input as _input(_variables)
	c == {"path": ["Properties", "ContainerDefinitions", 0, "Secrets"], "text": "${?}", "shown": null}
}

test_ports if {
	task.ports == {"80", "443"} with input as _input(_variables)
	task.ports == set() with input as _input({})
}

_not_allowed(role) := found if {
	document := _input({"TaskRoleArn": role})
	bucket := {"stack": "compute", "id": "Bucket", "type": "AWS::S3::Bucket", "resource": {"Type": "AWS::S3::Bucket"}}
	found := task.not_allowed(["s3:GetObject", "s3:PutObject"], bucket, {"arn:aws:s3:::b/i"}) with input as document
}

test_what_the_role_may_not_do if {
	_not_allowed({"Fn::GetAtt": ["Role", "Arn"]}) == ["s3:PutObject"]
	_not_allowed(null) == ["s3:GetObject", "s3:PutObject"]
	_not_allowed("arn:aws:iam::1:role/x") == ["s3:GetObject", "s3:PutObject"]
}
