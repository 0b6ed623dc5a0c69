package checks.compute.container.distribution_environment_test

import data.checks.compute.container.distribution_environment
import data.lib.fixture

_distribution(bucket) := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Origins": [{
	"Id": "images",
	"DomainName": {"Fn::GetAtt": [bucket, "RegionalDomainName"]},
}]}}}

_resources := {
	"publicImages": {"Type": "AWS::S3::Bucket"},
	"privateImages": {"Type": "AWS::S3::Bucket"},
	"One": _distribution("publicImages"),
	"Two": _distribution("privateImages"),
}

_input(container) := fixture.stack("compute", object.union(_resources, {"Task": {
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
	{"Name": "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION", "Value": public},
	{"Name": "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION", "Value": private},
]}

_one := {"Fn::GetAtt": ["One", "DomainName"]}

_two := {"Fn::GetAtt": ["Two", "DomainName"]}

test_domain_names_pass if {
	distribution_environment.violation == set() with input as _input(_variables(_one, _two))
}

test_addresses_pass if {
	values := _variables({"Fn::Sub": "https://${One.DomainName}"}, {"Fn::Join": ["", ["https://", _two]]})
	distribution_environment.violation == set() with input as _input(values)
}

_wrong(place, expected, actual, name) := _at(place, {
	"expected": expected,
	"actual": actual,
	"message": sprintf("the environment variable %s is %s, expected %s", [name, actual, expected]),
})

test_swapped_distributions_are_both_reported if {
	public := "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION"
	private := "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION"
	distribution_environment.violation == {
		_wrong("Environment/0/Value", "${compute/One.DomainName}", "${compute/Two.DomainName}", public),
		_wrong("Environment/1/Value", "${compute/Two.DomainName}", "${compute/One.DomainName}", private),
	} with input as _input(_variables(_two, _one))
}

test_an_identifier_is_reported if {
	found := distribution_environment.violation with input as _input(_variables({"Ref": "One"}, _two))
	name := "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION"
	found == {_wrong("Environment/0/Value", "${compute/One.DomainName}", "${compute/One.Ref}", name)}
}

test_a_bucket_s_domain_is_reported if {
	bucket := {"Fn::GetAtt": ["privateImages", "RegionalDomainName"]}
	found := distribution_environment.violation with input as _input(_variables(_one, bucket))
	name := "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION"
	shown := "${compute/privateImages.RegionalDomainName}"
	found == {_wrong("Environment/1/Value", "${compute/Two.DomainName}", shown, name)}
}

_unset(name, expected) := _at("Environment", {
	"expected": expected,
	"message": sprintf("the environment variable %s is not set, expected %s", [name, expected]),
})

test_missing_variables_are_reported if {
	distribution_environment.violation == {
		_unset("PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION", "${compute/One.DomainName}"),
		_unset("PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION", "${compute/Two.DomainName}"),
	} with input as _input({})
}

test_without_a_distribution if {
	task := {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [object.union(
		{"Image": "x/cdk-x-container-assets-1:abc"},
		_variables(_one, _two),
	)]}}}
	resources := object.union(object.remove(_resources, ["Two"]), task)
	distribution_environment.violation == {_wrong(
		"Environment/1/Value",
		"the domain name of a distribution of the private images",
		"${compute/Two.DomainName}",
		"PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION",
	)} with input as fixture.stack("compute", resources)
}

test_without_buckets if {
	task := {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [object.union(
		{"Image": "x/cdk-x-container-assets-1:abc"},
		_variables("one", "two"),
	)]}}}
	expected := "the domain name of a distribution of the %s images"
	distribution_environment.violation == {
		_wrong("Environment/0/Value", sprintf(expected, ["public"]), "one", "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION"),
		_wrong("Environment/1/Value", sprintf(expected, ["private"]), "two", "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION"),
	} with input as fixture.stack("compute", task)
}

test_without_a_container_of_the_app_s_image if {
	distribution_environment.violation == {{
		"stack": "compute",
		"resource": "Task",
		"type": "AWS::ECS::TaskDefinition",
		"property": "/Properties/ContainerDefinitions",
		"message": "the task has no container built from the app's source; add it with task_definition.add_container",
	}} with input as _input({"Image": "nginx"})
}

test_without_a_task_definition if {
	distribution_environment.violation == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}} with input as fixture.stack("compute", _resources)
}
