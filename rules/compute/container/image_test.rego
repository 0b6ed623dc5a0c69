package checks.compute.container.image_test

import data.checks.compute.container.image
import data.lib.fixture

_input(containers) := fixture.stack("compute", {"Task": {
	"Type": "AWS::ECS::TaskDefinition",
	"Properties": {"ContainerDefinitions": containers},
}})

# As the input says which images a stack's asset manifest builds.
_with_images(document, hashes) := object.union(document, {"stacks": {"compute": {"images": hashes}}})

_asset(hash) := {"Fn::Sub": concat("", [
	"1.dkr.ecr.us-west-2.${AWS::URLSuffix}/cdk-hnb659fds-container-assets-1-us-west-2:",
	hash,
])}

_pulled(image) := fixture.named(
	{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions/0/Image",
	},
	"the container's image",
	"an image built from the app directory",
	image,
)

test_an_asset_passes if {
	image.violation == set() with input as _with_images(_input([{"Name": "app", "Image": _asset("abc")}]), ["abc"])
}

test_an_asset_in_another_repository_passes if {
	own := {"Fn::Join": ["", ["1.dkr.ecr.us-west-2.", {"Ref": "AWS::URLSuffix"}, "/app:abc"]]}
	image.violation == set() with input as _with_images(_input([{"Name": "app", "Image": own}]), ["abc"])
}

test_an_asset_passes_without_an_asset_manifest if {
	image.violation == set() with input as _input([{"Name": "app", "Image": _asset("abc")}])
}

test_sidecars_pass if {
	containers := [
		{"Name": "proxy", "Image": "nginx"},
		{"Name": "app", "Image": _asset("abc")},
		{"Name": "log", "Image": _asset("def")},
	]
	image.violation == set() with input as _with_images(_input(containers), ["abc", "def"])
}

test_an_image_from_a_registry_is_reported if {
	document := _input([{"Name": "app", "Image": "nginx:latest"}])
	image.violation == {_pulled("nginx:latest")} with input as _with_images(document, ["abc"])
}

test_an_image_from_a_repository_is_reported if {
	repository := {"Fn::Join": ["", [{"Fn::GetAtt": ["Repository", "RepositoryUri"]}, ":latest"]]}
	found := image.violation with input as _input([{"Image": repository}])
	found == {_pulled("${compute/Repository.RepositoryUri}:latest")}
}

test_an_image_that_no_asset_builds_is_reported if {
	found := image.violation with input as _with_images(_input([{"Name": "app", "Image": _asset("old")}]), ["abc"])
	found == {_pulled("1.dkr.ecr.us-west-2.amazonaws.com/cdk-hnb659fds-container-assets-1-us-west-2:old")}
}

test_no_image_is_reported if {
	image.violation == {_pulled(null)} with input as _input([{"Name": "app"}])
}

test_a_second_container_of_the_name_is_reported if {
	containers := [{"Name": "app", "Image": _asset("abc")}, {"Name": "app", "Image": "nginx"}]
	image.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions/1/Image",
		"message": "another container has the name of the app's container",
	}} with input as _input(containers)
}

_no_container := {
	"stack": "compute",
	"resource": "Task",
	"type": "AWS::ECS::TaskDefinition",
	"property": "/Properties/ContainerDefinitions",
	"message": "the task has no container",
}

test_no_container_is_reported if {
	image.violation == {_no_container} with input as _input([])
	image.violation == {_no_container} with input as _input(null)
}

test_a_container_that_is_none_is_reported if {
	image.violation == {_pulled(null)} with input as _input("app")
}

test_without_a_task_definition if {
	image.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", {})
}
