package checks.network.certificate.domain_test

import data.checks.network.certificate.domain
import data.lib.fixture

_certificate(name) := {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": name}}

_requested(name) := {
	"Type": "AWS::CloudFormation::CustomResource",
	"Properties": {"DomainName": name, "HostedZoneId": "Z1"},
}

_at(id) := {"stack": "network", "resource": id, "type": "AWS::CertificateManager::Certificate"}

_mismatch(actual) := object.union(_at("Backend"), {
	"property": "/Properties/DomainName",
	"expected": "student.infracourse.cloud",
	"actual": actual,
})

_too_many(id) := object.union(_at(id), {"message": concat("", [
	"this is one certificate too many: acm.Certificate is for the backend only, ",
	"and CloudFront takes none from the backend's region",
])})

test_the_zones_name_passes if {
	names := ["student.infracourse.cloud", "Student.InfraCourse.Cloud."]
	every name in names {
		domain.violation == set() with input as fixture.stack("network", {"Backend": _certificate(name)})
	}
}

test_a_dns_validated_certificate_passes if {
	domain.violation == set() with input as fixture.stack("network", {"Backend": _requested("student.infracourse.cloud")})
}

test_another_name_is_reported if {
	names := [
		"yoctogram.student.infracourse.cloud",
		"*.student.infracourse.cloud",
		"SUNETID.infracourse.cloud",
		"infracourse.cloud",
		{"Ref": "Parameter"},
		17,
	]
	every name in names {
		domain.violation == {_mismatch(name)} with input as fixture.stack("network", {"Backend": _certificate(name)})
	}
}

test_no_certificate_is_reported if {
	domain.violation == {{
		"type": "AWS::CertificateManager::Certificate",
		"message": concat("", [
			"no stack defines a certificate for the load balancer; ",
			"define one with acm.Certificate in the network stack",
		]),
	}} with input as fixture.stack("network", {})
}

test_the_one_for_another_name_is_too_many if {
	resources := {
		"Backend": _certificate("student.infracourse.cloud"),
		"A": _certificate("yoctogram.student.infracourse.cloud"),
	}
	domain.violation == {_too_many("A")} with input as fixture.stack("network", resources)
}

test_a_second_of_the_same_name_is_too_many if {
	resources := {"A": _certificate("student.infracourse.cloud"), "B": _certificate("student.infracourse.cloud")}
	domain.violation == {_too_many("B")} with input as fixture.stack("network", resources)
}

test_the_one_made_for_the_load_balancer_is_not_counted if {
	domain.violation == set() with input as fixture.stacks({
		"network": {"Backend": _certificate("student.infracourse.cloud")},
		"compute": {
			"Made": _certificate("api.yoctogram.student.infracourse.cloud"),
			"Listener": {
				"Type": "AWS::ElasticLoadBalancingV2::Listener",
				"Properties": {"Certificates": [{"CertificateArn": {"Ref": "Made"}}]},
			},
		},
	})
}
