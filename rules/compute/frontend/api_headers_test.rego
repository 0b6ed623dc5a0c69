package checks.compute.frontend.api_headers_test

import data.checks.compute.frontend.api_headers
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

_kept_back := object.union(_at("CacheBehaviors/1/OriginRequestPolicyId"), {
	"message": "CloudFront keeps most headers of a request back, so the backend does not see who is logged in",
})

_own(headers) := _with({"OriginRequestPolicyId": {"Ref": "Policy"}}, {"Policy": {
	"Type": "AWS::CloudFront::OriginRequestPolicy",
	"Properties": {"OriginRequestPolicyConfig": {"HeadersConfig": headers}},
}})

test_managed_policies_for_all_headers_pass if {
	ids := [
		"216adef6-5c7f-47e4-b989-5492eafa07d3",
		"b689b0a8-53d0-40ab-baf2-68738e2966ac",
		"33f36d7e-f396-46d9-90e0-52428a34d9dc",
	]
	every id in ids {
		api_headers.violation == set() with input as _input({"OriginRequestPolicyId": id})
	}
}

test_own_policies_for_all_headers_pass if {
	policies := [
		{"HeaderBehavior": "allViewer"},
		{"HeaderBehavior": "allViewerAndWhitelistCloudFront", "Headers": ["CloudFront-Viewer-Country"]},
		{"HeaderBehavior": "allExcept", "Headers": ["Host"]},
	]
	every headers in policies {
		api_headers.violation == set() with input as _own(headers)
	}
}

test_legacy_settings_for_all_headers_pass if {
	api_headers.violation == set() with input as _input({"ForwardedValues": {"QueryString": true, "Headers": ["*"]}})
}

test_other_managed_policies_are_reported if {
	every id in ["59781a5b-3903-41f3-afcb-af62929ccde1", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"] {
		api_headers.violation == {_kept_back} with input as _input({"OriginRequestPolicyId": id})
	}
}

test_own_policies_for_some_headers_are_reported if {
	policies := [
		{"HeaderBehavior": "none"},
		{"HeaderBehavior": "whitelist", "Headers": ["Authorization"]},
		{"HeaderBehavior": "allExcept", "Headers": ["Host", "Authorization"]},
		null,
	]
	every headers in policies {
		api_headers.violation == {_kept_back} with input as _own(headers)
	}
}

test_nothing_said_is_reported if {
	behaviors := [
		{},
		{"CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"},
		{"ForwardedValues": {"QueryString": true}},
		{"ForwardedValues": {"Headers": ["Authorization", "Origin"]}},
		{"ForwardedValues": "all"},
	]
	every behavior in behaviors {
		api_headers.violation == {_kept_back} with input as _input(behavior)
	}
}

test_no_behavior_for_the_api_is_reported if {
	expected := {object.union(_at("CacheBehaviors"), {
		"expected": "/api/*",
		"actual": ["/images/*"],
		"message": "no behavior takes the requests to /api/*, so they go to the frontend bucket",
	})}
	api_headers.violation == expected with input as fixture.stack("compute", {"Distribution": {
		"Type": "AWS::CloudFront::Distribution",
		"Properties": {"DistributionConfig": {"CacheBehaviors": [{"PathPattern": "/images/*"}]}},
	}})
}
