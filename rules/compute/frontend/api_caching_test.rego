package checks.compute.frontend.api_caching_test

import data.checks.compute.frontend.api_caching
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

_kept := object.union(_at("CacheBehaviors/1/CachePolicyId"), {
	"message": "CloudFront may keep the API's answers and give one user those for another",
})

_own(settings) := _with({"CachePolicyId": {"Ref": "Policy"}}, {"Policy": {
	"Type": "AWS::CloudFront::CachePolicy",
	"Properties": {"CachePolicyConfig": settings},
}})

test_the_managed_policy_passes if {
	api_caching.violation == set() with input as _input({"CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"})
}

test_an_own_policy_without_any_time_passes if {
	api_caching.violation == set() with input as _own({"MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0})
	api_caching.violation == set() with input as _own({"MinTTL": "0", "DefaultTTL": "0", "MaxTTL": "0"})
}

test_legacy_settings_without_any_time_pass if {
	forwarded := {"ForwardedValues": {"QueryString": true}}
	api_caching.violation == set() with input as _input(object.union(forwarded, {"DefaultTTL": 0, "MaxTTL": 0}))
	api_caching.violation == set() with input as _input(
		object.union(forwarded, {"MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0}),
	)
}

test_legacy_settings_with_all_headers_keep_nothing if {
	api_caching.violation == set() with input as _input({"ForwardedValues": {"Headers": ["*"]}})
}

test_other_managed_policies_are_reported if {
	ids := ["658327ea-f89d-4fab-a63d-7e88639e58f6", "83da9c7e-98b4-4e11-a168-04f0df8e2c65"]
	every id in ids {
		api_caching.violation == {_kept} with input as _input({"CachePolicyId": id})
	}
}

test_own_policies_with_a_time_are_reported if {
	policies := [
		{"MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 31536000},
		{"MinTTL": 0, "DefaultTTL": 86400, "MaxTTL": 86400},
		{"MinTTL": 1, "DefaultTTL": 1, "MaxTTL": 1},
		{"MinTTL": 0},
		{},
		null,
	]
	every settings in policies {
		api_caching.violation == {_kept} with input as _own(settings)
	}
}

test_legacy_settings_with_a_time_are_reported if {
	forwarded := {"ForwardedValues": {"Headers": ["Authorization"]}}
	every times in [{}, {"DefaultTTL": 0}, {"DefaultTTL": 0, "MaxTTL": 60}, {"MinTTL": 5, "DefaultTTL": 0, "MaxTTL": 0}] {
		api_caching.violation == {_kept} with input as _input(object.union(forwarded, times))
	}
}

test_nothing_said_is_reported if {
	api_caching.violation == {_kept} with input as _input({})
	api_caching.violation == {_kept} with input as _input({"MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0})
}

test_no_behavior_for_the_api_is_reported if {
	expected := {object.union(_at("CacheBehaviors"), {
		"expected": "/api/*",
		"actual": ["/images/*"],
		"message": "no behavior takes the requests to /api/*, so they go to the frontend bucket",
	})}
	api_caching.violation == expected with input as fixture.stack("compute", {"Distribution": {
		"Type": "AWS::CloudFront::Distribution",
		"Properties": {"DistributionConfig": {"CacheBehaviors": [{"PathPattern": "/images/*"}]}},
	}})
}
