package checks.compute.frontend.api_https_test

import data.checks.compute.frontend.api_https
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

_mismatch(actual) := fixture.named(
	_at("CacheBehaviors/1/ViewerProtocolPolicy"),
	"the viewer_protocol_policy of /api/*",
	"redirect-to-https",
	actual,
)

test_a_redirect_passes if {
	api_https.violation == set() with input as _input({"ViewerProtocolPolicy": "redirect-to-https"})
}

test_other_policies_are_reported if {
	every policy in ["allow-all", "https-only"] {
		api_https.violation == {_mismatch(policy)} with input as _input({"ViewerProtocolPolicy": policy})
	}
}

test_no_policy_is_reported if {
	api_https.violation == {_mismatch(null)} with input as _input({})
}

test_no_behavior_for_the_api_is_reported if {
	expected := {object.union(_at("CacheBehaviors"), {
		"expected": "/api/*",
		"actual": ["/images/*"],
		"message": "no behavior takes the requests to /api/*, so they go to the frontend bucket",
	})}
	api_https.violation == expected with input as fixture.stack("compute", {"Distribution": {
		"Type": "AWS::CloudFront::Distribution",
		"Properties": {"DistributionConfig": {"CacheBehaviors": [{"PathPattern": "/images/*"}]}},
	}})
}
