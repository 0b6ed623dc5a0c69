package checks.compute.frontend.api_origin_test

import data.checks.compute.frontend.api_origin
import data.lib.fixture

_distribution(pattern, origin) := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
	"CacheBehaviors": [{"PathPattern": "/images/*"}, {"PathPattern": pattern, "TargetOriginId": "api"}],
	"Origins": [{"Id": "site"}, object.union({"Id": "api"}, origin)],
}}}

_origin := {
	"DomainName": "api.yoctogram.student.infracourse.cloud",
	"CustomOriginConfig": {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]},
}

_input(pattern, origin) := fixture.stack("compute", {"Distribution": _distribution(pattern, origin)})

_changed(changes) := _input("/api/*", object.union(_origin, changes))

_at(property) := {
	"stack": "compute",
	"resource": "Distribution",
	"type": "AWS::CloudFront::Distribution",
	"property": concat("/", ["/Properties/DistributionConfig", property]),
}

_unrouted(patterns) := object.union(_at("CacheBehaviors"), {
	"expected": "/api/*",
	"actual": patterns,
	"message": "no behavior takes the requests to /api/*, so they go to the frontend bucket",
})

_nowhere := "the behavior for /api/* names an origin that the distribution does not have"

_protocol(actual) := object.union(_at("Origins/1/CustomOriginConfig/OriginProtocolPolicy"), {
	"expected": "https-only",
	"actual": actual,
	"message": "CloudFront does not ask the load balancer over HTTPS, whose redirect to HTTPS leads round in circles",
})

_host(actual) := fixture.named(
	_at("Origins/1/DomainName"),
	"the origin of /api/*",
	"api.yoctogram.student.infracourse.cloud",
	actual,
)

test_the_api_over_https_passes if {
	api_origin.violation == set() with input as _changed({})
	api_origin.violation == set() with input as _changed({"CustomOriginConfig": {"OriginProtocolPolicy": "match-viewer"}})
	api_origin.violation == set() with input as _changed({"OriginPath": "", "CustomOriginConfig": {"HTTPSPort": "443"}})
}

test_other_patterns_for_the_same_requests_pass if {
	every pattern in ["api/*", "/api*"] {
		api_origin.violation == set() with input as _input(pattern, _origin)
	}
}

test_a_records_own_name_passes if {
	record := {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "api.yoctogram.student.infracourse.cloud."}}
	origin := object.union(_origin, {"DomainName": {"Ref": "Record"}})
	document := fixture.stack("compute", {"Distribution": _distribution("/api/*", origin), "Record": record})
	api_origin.violation == set() with input as document
}

test_other_patterns_are_reported if {
	every pattern in ["/api/v1/*", "/api", "/api/", "/API/*", "/api/?*", "*/api/*"] {
		expected := {_unrouted(["/images/*", pattern])}
		api_origin.violation == expected with input as _input(pattern, _origin)
	}
}

test_a_pattern_for_everything_is_reported if {
	every pattern in ["*", "/*", "/a*"] {
		expected := {object.union(_at("CacheBehaviors/1/PathPattern"), {
			"expected": "/api/*",
			"actual": pattern,
			"message": "this behavior takes the requests to /api/* and others too, and comes first",
		})}
		api_origin.violation == expected with input as _input(pattern, _origin)
	}
}

test_no_behavior_is_reported if {
	expected := {_unrouted([])}
	every behaviors in [null, []] {
		api_origin.violation == expected with input as fixture.stack("compute", {"Distribution": {
			"Type": "AWS::CloudFront::Distribution",
			"Properties": {"DistributionConfig": {"CacheBehaviors": behaviors}},
		}})
	}
}

test_an_origin_that_does_not_exist_is_reported if {
	expected := {object.union(_at("CacheBehaviors/1/TargetOriginId"), {"message": _nowhere})}
	api_origin.violation == expected with input as _changed({"Id": "other"})
}

test_another_host_is_reported_alone if {
	every name in ["yoctogram.student.infracourse.cloud", "api.student.infracourse.cloud"] {
		api_origin.violation == {_host(name)} with input as _changed({"DomainName": name, "CustomOriginConfig": null})
	}
}

test_the_load_balancers_own_name_is_reported if {
	origin := object.union(_origin, {"DomainName": {"Fn::GetAtt": ["Balancer", "DNSName"]}})
	expected := {_host("${compute/Balancer.DNSName}")}
	api_origin.violation == expected with input as _input("/api/*", origin)
}

test_unencrypted_http_is_reported if {
	http := {"CustomOriginConfig": {"OriginProtocolPolicy": "http-only"}}
	api_origin.violation == {_protocol("http-only")} with input as _changed(http)
}

test_an_origin_for_buckets_is_reported if {
	expected := {object.remove(_protocol(""), ["actual"])}
	api_origin.violation == expected with input as _changed({"CustomOriginConfig": null})
}

test_another_port_is_reported if {
	expected := {fixture.named(
		_at("Origins/1/CustomOriginConfig/HTTPSPort"),
		"the HTTPS port of /api/*",
		"443",
		"8443",
	)}
	api_origin.violation == expected with input as _changed({"CustomOriginConfig": {"HTTPSPort": 8443}})
}

test_an_origin_path_is_reported if {
	expected := {object.union(_at("Origins/1/OriginPath"), {
		"expected": "",
		"actual": "/api",
		"message": "CloudFront would put /api before the path of each request, so the backend is asked for something else",
	})}
	api_origin.violation == expected with input as _changed({"OriginPath": "/api"})
}

_none := {
	"type": "AWS::CloudFront::Distribution",
	"message": concat("", [
		"no distribution can be told to be the website's; ",
		"define one with cloudfront.Distribution, served from the frontend bucket",
	]),
}

test_no_distribution_is_reported if {
	expected := {_none}
	api_origin.violation == expected with input as fixture.stack("compute", {})
}
