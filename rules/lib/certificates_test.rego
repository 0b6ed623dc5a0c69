package lib.certificates_test

import data.lib.certificates
import data.lib.cfn
import data.lib.fixture

_plain := {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": "A.example."}}

_requested(region) := {"Type": "AWS::CloudFormation::CustomResource", "Properties": object.union(
	{"DomainName": "b.example", "HostedZoneId": "Z1"},
	region,
)}

_listener(certificate) := {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
	"Port": 443,
	"Certificates": [{"CertificateArn": certificate}],
}}

_distribution(certificate) := {
	"Type": "AWS::CloudFront::Distribution",
	"Properties": {"DistributionConfig": {"ViewerCertificate": {"AcmCertificateArn": certificate}}},
}

_candidates(document) := ids if {
	found := certificates.candidates with input as document
	ids := {certificate.id | some certificate in found}
}

test_a_plain_certificate_comes_before_a_requested_one if {
	_candidates(fixture.stack("network", {"Plain": _plain, "Requested": _requested({})})) == {"Plain"}
}

test_several_plain_certificates_are_all_candidates if {
	_candidates(fixture.stack("network", {"Plain": _plain, "Second": _plain})) == {"Plain", "Second"}
}

test_the_one_made_for_a_listener_is_none_beside_another if {
	compute := {"Made": _plain, "Listener": _listener({"Ref": "Made"})}
	_candidates(fixture.stacks({"network": {"Plain": _plain}, "compute": compute})) == {"Plain"}
	_candidates(fixture.stacks({"network": {"Requested": _requested({})}, "compute": compute})) == {"Requested"}
	_candidates(fixture.stacks({"network": {}, "compute": compute})) == {"Made"}
}

test_certificates_from_us_east_1_are_none if {
	document := object.union(
		fixture.stacks({"network": {"Plain": _plain}, "east": {"Frontend": _plain}}),
		{"stacks": {"east": {"environment": {"region": "us-east-1"}}}},
	)
	_candidates(document) == {"Plain"}
	_candidates(fixture.stack("network", {"Requested": _requested({"Region": "us-east-1"})})) == set()
}

test_a_requested_certificate_on_a_distribution_is_none_beside_another if {
	frontend := {"Frontend": _requested({}), "Distribution": _distribution({"Fn::GetAtt": ["Frontend", "Arn"]})}
	_candidates(fixture.stack("network", object.union(frontend, {"Backend": _requested({})}))) == {"Backend"}
	_candidates(fixture.stack("network", frontend)) == {"Frontend"}
}

test_other_custom_resources_are_none if {
	_candidates(fixture.stack("network", {"Other": {"Type": "AWS::CloudFormation::CustomResource"}})) == set()
}

test_backend_is_the_only_candidate if {
	one := certificates.backend with input as fixture.stack("network", {"Plain": _plain})
	one.id == "Plain"
	none := certificates.backend with input as fixture.stack("network", {})
	none == null
	two := certificates.backend with input as fixture.stack("network", {"Plain": _plain, "Second": _plain})
	two == null
}

test_names_are_compared_as_dns_does if {
	certificate := object.union(_plain, {
		"Properties": {"SubjectAlternativeNames": ["a.example", "*.A.example", {"x": 1}]},
	})
	document := fixture.stack("network", {"Plain": certificate})
	subject := cfn.lookup("network", "Plain") with input as document
	certificates.domain(subject) == "a.example" with input as document
	certificates.alternative_names(subject) == {"*.a.example", `${?{"x":1}}`} with input as document
}

test_wildcards_cover_one_label if {
	certificate := object.union(_plain, {"Properties": {"SubjectAlternativeNames": ["*.a.example"]}})
	document := fixture.stack("network", {"Plain": certificate})
	subject := cfn.lookup("network", "Plain") with input as document
	covered := {name |
		some name in ["a.example", "b.a.example", "c.b.a.example", "b.example"]
		certificates.covers(subject, name) with input as document
	}
	covered == {"a.example", "b.a.example"}
}

test_values_from_another_region if {
	writer := {"Type": "Custom::CrossRegionExportWriter", "Properties": {"WriterProps": {"exports": {
		"/cdk/exports/compute/A": {"Ref": "Plain"},
	}}}}
	document := fixture.stacks({"east": {"Plain": _plain, "Writer": writer}, "compute": {}})
	found := {name: certificate |
		some name in ["A", "B"]
		value := {"Fn::GetAtt": ["Reader", concat("/", ["/cdk/exports/compute", name])]}
		certificate := certificates.target("compute", value) with input as document
	}
	found.A.id == "Plain"
	found.B == null
}
