package checks.compute.frontend.api_methods_test

import data.checks.compute.frontend.api_methods
import data.lib.fixture

_input(behavior) := _with(behavior, {})

_with(behavior, resources) := fixture.stack("compute", object.union(resources, {"Distribution": {
	"Type": "AWS::CloudFront::Distribution",
	"Properties": {"DistributionConfig": {"CacheBehaviors": [
		{"PathPattern": "/images/*"},
		object.union({"PathPattern": "/api/*"}, behavior),
	]}},
}}))

_at(property) := {
	"stack": "compute",
	"resource": "Distribution",
	"type": "AWS::CloudFront::Distribution",
	"property": concat("/", ["/Properties/DistributionConfig", property]),
}

_methods := ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]

_refused(methods) := object.union(
	_at("CacheBehaviors/1/AllowedMethods"),
	{
		"expected": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
		"message": sprintf("CloudFront refuses %s", [methods]),
	},
)

test_all_methods_in_any_order_pass if {
	api_methods.violation == set() with input as _input({"AllowedMethods": array.reverse(_methods)})
}

test_fewer_are_reported if {
	methods := ["GET", "HEAD", "OPTIONS"]
	expected := {object.union(_refused("PUT, PATCH, POST, DELETE"), {"actual": methods})}
	api_methods.violation == expected with input as _input({"AllowedMethods": methods})
}

test_nothing_said_is_get_and_head if {
	api_methods.violation == {_refused("OPTIONS, PUT, PATCH, POST, DELETE")} with input as _input({})
}

test_values_of_other_types_are_reported if {
	expected := {object.union(_refused(concat(", ", _methods)), {"actual": {"a": ["GET"]}})}
	api_methods.violation == expected with input as _input({"AllowedMethods": {"a": ["GET"]}})
}

test_no_behavior_for_the_api_is_reported if {
	expected := {object.union(_at("CacheBehaviors"), {
		"expected": "/api/*",
		"actual": ["/images/*"],
		"message": "no behavior takes the requests to /api/*, so they go to the frontend bucket",
	})}
	api_methods.violation == expected with input as fixture.stack("compute", {"Distribution": {
		"Type": "AWS::CloudFront::Distribution",
		"Properties": {"DistributionConfig": {"CacheBehaviors": [{"PathPattern": "/images/*"}]}},
	}})
}
