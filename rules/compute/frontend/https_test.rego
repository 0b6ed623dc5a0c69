package checks.compute.frontend.https_test

import data.checks.compute.frontend.https
import data.lib.fixture

_input(behavior) := fixture.stack("compute", {"Distribution": {
	"Type": "AWS::CloudFront::Distribution",
	"Properties": {"DistributionConfig": {"DefaultCacheBehavior": behavior}},
}})

_at(property) := {
	"stack": "compute",
	"resource": "Distribution",
	"type": "AWS::CloudFront::Distribution",
	"property": concat("/", ["/Properties/DistributionConfig", property]),
}

_none := {
	"type": "AWS::CloudFront::Distribution",
	"message": concat("", [
		"no distribution can be told to be the website's; ",
		"define one with cloudfront.Distribution, served from the frontend bucket",
	]),
}

_mismatch(actual) := fixture.named(
	_at("DefaultCacheBehavior/ViewerProtocolPolicy"),
	"the website's viewer_protocol_policy",
	"redirect-to-https",
	actual,
)

test_a_redirect_passes if {
	https.violation == set() with input as _input({"ViewerProtocolPolicy": "redirect-to-https"})
}

test_other_policies_are_reported if {
	every policy in ["allow-all", "https-only"] {
		https.violation == {_mismatch(policy)} with input as _input({"ViewerProtocolPolicy": policy})
	}
}

test_no_policy_is_reported if {
	expected := {_mismatch(null)}
	every behavior in [{}, null, "behavior", {"ViewerProtocolPolicy": null}] {
		https.violation == expected with input as _input(behavior)
	}
}

test_no_distribution_is_reported if {
	expected := {_none}
	https.violation == expected with input as fixture.stack("compute", {})
}
