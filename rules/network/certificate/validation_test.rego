package checks.network.certificate.validation_test

import data.checks.network.certificate.validation
import data.lib.fixture

_zone := {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "student.infracourse.cloud."}}

_imported := {"Fn::ImportValue": "dns:Zone"}

_options(zone) := [
	{"DomainName": "student.infracourse.cloud", "HostedZoneId": zone},
	{"DomainName": "*.yoctogram.student.infracourse.cloud", "HostedZoneId": zone},
]

_plain(properties) := {"Type": "AWS::CertificateManager::Certificate", "Properties": object.union(
	{
		"DomainName": "student.infracourse.cloud",
		"SubjectAlternativeNames": ["*.student.infracourse.cloud", "*.yoctogram.student.infracourse.cloud"],
	},
	properties,
)}

_requested(zone) := {"Type": "AWS::CloudFormation::CustomResource", "Properties": {
	"DomainName": "student.infracourse.cloud",
	"HostedZoneId": zone,
}}

_with(certificate, others) := fixture.with_exports(
	{"dns": {"Zone": _zone}, "network": object.union({"Backend": certificate}, others)},
	{"dns:Zone": {"stack": "dns", "value": {"Ref": "Zone"}}},
)

_by_dns(options) := _plain({"ValidationMethod": "DNS", "DomainValidationOptions": options})

_at(property) := {
	"stack": "network",
	"resource": "Backend",
	"type": "AWS::CertificateManager::Certificate",
	"property": property,
}

_by_email := object.union(_at("/Properties/ValidationMethod"), {
	"expected": "DNS",
	"actual": "EMAIL",
	"message": "the certificate is validated by e-mail, not by DNS, so it waits until somebody answers the mail",
})

_without_zone(names) := object.union(_at("/Properties/DomainValidationOptions"), {"message": concat("", [
	"no hosted zone is given for ",
	names,
	", so nobody makes the DNS record that AWS waits for",
])})

_other_zone(actual) := object.union(_at("/Properties/DomainValidationOptions"), {
	"expected": "${dns/Zone.Ref}",
	"actual": actual,
	"message": sprintf(
		"the DNS record that proves the domain is yours would go into the zone %s, not into the one of %s",
		[actual, "student.infracourse.cloud"],
	),
})

test_the_dns_stacks_zone_passes if {
	validation.violation == set() with input as _with(_by_dns(_options(_imported)), {})
}

test_an_option_for_every_name_passes if {
	wildcard := {"DomainName": "*.student.infracourse.cloud", "HostedZoneId": _imported}
	options := array.concat(_options(_imported), [wildcard])
	validation.violation == set() with input as _with(_by_dns(options), {})
}

test_a_dns_validated_certificate_passes if {
	validation.violation == set() with input as _with(_requested(_imported), {})
}

test_the_only_zone_may_stand_beside_the_certificate if {
	resources := {"Zone": _zone, "Backend": _by_dns(_options({"Ref": "Zone"}))}
	validation.violation == set() with input as fixture.stack("network", resources)
}

test_validation_by_email_is_reported if {
	validation.violation == {_by_email} with input as _with(_plain({"ValidationMethod": "EMAIL"}), {})
	validation.violation == {_by_email} with input as _with(_plain({}), {})
}

test_no_zone_is_reported if {
	names := "student.infracourse.cloud and yoctogram.student.infracourse.cloud"
	validation.violation == {_without_zone(names)} with input as _with(_by_dns(null), {})
}

test_a_zone_for_some_names_only_is_reported if {
	options := array.slice(_options(_imported), 0, 1)
	names := "yoctogram.student.infracourse.cloud"
	validation.violation == {_without_zone(names)} with input as _with(_by_dns(options), {})
}

test_another_zone_is_reported if {
	validation.violation == {_other_zone("Z0123456789")} with input as _with(_by_dns(_options("Z0123456789")), {})
	own := {"Own": _zone}
	validation.violation == {_other_zone("${network/Own.Ref}")} with input as _with(_by_dns(_options({"Ref": "Own"})), own)
}

test_a_dns_validated_certificate_in_another_zone_is_reported if {
	expected := object.union(_other_zone("Z9"), {
		"type": "AWS::CloudFormation::CustomResource",
		"property": "/Properties/HostedZoneId",
	})
	validation.violation == {expected} with input as _with(_requested("Z9"), {})
}

test_no_zone_in_any_stack_is_reported if {
	validation.violation == {{
		"type": "AWS::Route53::HostedZone",
		"message": "no stack defines the hosted zone student.infracourse.cloud in which the certificate could be validated",
	}} with input as fixture.stack("network", {"Backend": _by_dns(_options("Z1"))})
}

test_no_certificate_is_reported if {
	validation.violation == {{
		"type": "AWS::CertificateManager::Certificate",
		"message": "there is not exactly one certificate for the backend whose validation could be looked at",
	}} with input as fixture.stacks({"dns": {"Zone": _zone}, "network": {}})
}
