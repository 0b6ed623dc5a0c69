package checks.compute.frontend.certificate_test

import data.checks.compute.frontend.certificate
import data.lib.fixture

_distribution(certificate) := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
	"Aliases": ["yoctogram.student.infracourse.cloud"],
	"ViewerCertificate": certificate,
}}}

_requested(name, region) := {"Type": "AWS::CloudFormation::CustomResource", "Properties": {
	"DomainName": name,
	"HostedZoneId": "Z1",
	"Region": region,
}}

_app := "yoctogram.student.infracourse.cloud"

_input(certificate) := fixture.with_exports(
	{
		"network": {"Certificate": certificate},
		"compute": {"Distribution": _distribution({"AcmCertificateArn": {"Fn::ImportValue": "network:Certificate"}})},
	},
	{"network:Certificate": {"stack": "network", "value": {"Fn::GetAtt": ["Certificate", "Arn"]}}},
)

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

_none_of(message) := object.union(_at("ViewerCertificate"), {"message": message})

_at_certificate(type) := {"stack": "network", "resource": "Certificate", "type": type}

_elsewhere(type) := object.union(_at_certificate(type), {
	"expected": "us-east-1",
	"actual": "us-west-2",
	"message": "the certificate is in us-west-2, but CloudFront takes those in us-east-1 only",
})

test_a_requested_certificate_in_us_east_1_passes if {
	certificate.violation == set() with input as _input(_requested(_app, "us-east-1"))
}

test_a_wildcard_for_the_name_passes if {
	certificate.violation == set() with input as _input(_requested("*.student.infracourse.cloud", "us-east-1"))
}

test_a_certificate_of_a_stack_in_us_east_1_passes if {
	exports := {"exports": {"/cdk/exports/compute/Certificate": {"Ref": "Certificate"}}}
	value := {"Fn::GetAtt": ["Reader", "/cdk/exports/compute/Certificate"]}
	document := fixture.stacks({
		"east": {
			"Certificate": {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": _app}},
			"Writer": {"Type": "Custom::CrossRegionExportWriter", "Properties": {"WriterProps": exports}},
		},
		"compute": {
			"Distribution": _distribution({"AcmCertificateArn": value}),
			"Reader": {"Type": "Custom::CrossRegionExportReader"},
		},
	})
	in_the_east := {"stacks": {"east": {"environment": {"region": "us-east-1"}}}}
	certificate.violation == set() with input as object.union(document, in_the_east)
}

test_another_region_is_reported if {
	custom := "AWS::CloudFormation::CustomResource"
	asked := object.union(_elsewhere(custom), {"property": "/Properties/Region"})
	certificate.violation == {asked} with input as _input(_requested(_app, null))
	certificate.violation == {asked} with input as _input(_requested(_app, "us-west-2"))
	plain := {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": _app}}
	certificate.violation == {_elsewhere("AWS::CertificateManager::Certificate")} with input as _input(plain)
}

test_another_name_is_reported if {
	every name in ["student.infracourse.cloud", "*.yoctogram.student.infracourse.cloud"] {
		place := object.union(
			_at_certificate("AWS::CloudFormation::CustomResource"),
			{"property": "/Properties/DomainName"},
		)
		expected := {fixture.named(place, "the certificate's domain name", _app, name)}
		certificate.violation == expected with input as _input(_requested(name, "us-east-1"))
	}
}

test_no_certificate_is_reported if {
	expected := {_none_of("the distribution has no certificate, so it cannot answer to the website's name")}
	every viewer in [null, {"CloudFrontDefaultCertificate": true}, "default"] {
		certificate.violation == expected with input as fixture.stack("compute", {"Distribution": _distribution(viewer)})
	}
}

test_a_certificate_of_no_stack_is_reported if {
	expected := {_none_of("the distribution's certificate is none that a stack defines")}
	every arn in ["arn:aws:acm:us-east-1:1:certificate/x", {"Ref": "Nothing"}, {"Ref": "Distribution"}, ["x"]] {
		document := fixture.stack("compute", {"Distribution": _distribution({"AcmCertificateArn": arn})})
		certificate.violation == expected with input as document
	}
}

test_no_distribution_is_reported if {
	expected := {_none}
	certificate.violation == expected with input as fixture.stack("compute", {})
}
