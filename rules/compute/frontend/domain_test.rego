package checks.compute.frontend.domain_test

import data.checks.compute.frontend.domain
import data.lib.fixture

_name := "yoctogram.student.infracourse.cloud"

_distribution(aliases) := {
	"Type": "AWS::CloudFront::Distribution",
	"Properties": {"DistributionConfig": {"Aliases": aliases}},
}

_record := _record_named("yoctogram.student.infracourse.cloud.", "A")

_record_named(name, type) := {"Type": "AWS::Route53::RecordSet", "Properties": {
	"Name": name,
	"Type": type,
	"AliasTarget": {"DNSName": {"Fn::GetAtt": ["Distribution", "DomainName"]}},
}}

_input(aliases, record) := fixture.stack("compute", {"Distribution": _distribution(aliases), "Record": record})

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

_mismatch(actual, shown) := object.union(_at("Aliases"), {
	"expected": ["yoctogram.student.infracourse.cloud"],
	"actual": actual,
	"message": sprintf("domain_names is %s, expected yoctogram.student.infracourse.cloud", [shown]),
})

_no_record := {
	"type": "AWS::Route53::RecordSet",
	"message": "no alias record points yoctogram.student.infracourse.cloud at the frontend distribution",
}

test_name_and_record_pass if {
	domain.violation == set() with input as _input([_name], _record)
}

test_further_names_pass if {
	domain.violation == set() with input as _input(["www.example.com", "Yoctogram.student.infracourse.cloud"], _record)
}

test_a_cname_passes if {
	cname := {"Type": "AWS::Route53::RecordSet", "Properties": {
		"Name": "yoctogram.student.infracourse.cloud",
		"Type": "CNAME",
		"ResourceRecords": [{"Fn::GetAtt": ["Distribution", "DomainName"]}],
	}}
	domain.violation == set() with input as _input([_name], cname)
}

test_a_record_beside_one_for_ipv6_passes if {
	document := fixture.stack("compute", {
		"Distribution": _distribution([_name]),
		"Record": _record,
		"Ipv6": _record_named(_name, "AAAA"),
	})
	domain.violation == set() with input as document
}

test_other_names_are_reported if {
	every name in ["*.student.infracourse.cloud", "student.infracourse.cloud"] {
		domain.violation == {_mismatch([name], name)} with input as _input([name], _record)
	}
	domain.violation == {_mismatch("x", "x")} with input as _input("x", _record)
	domain.violation == {_mismatch([], "none")} with input as _input([], _record)
}

test_no_name_is_reported if {
	domain.violation == {object.remove(_mismatch("", "not set"), ["actual"])} with input as _input(null, _record)
}

test_no_record_is_reported if {
	records := [
		_record_named("www.yoctogram.student.infracourse.cloud.", "A"),
		_record_named("yoctogram.student.infracourse.cloud", "AAAA"),
		{"Type": "AWS::Route53::RecordSet"},
	]
	every record in records {
		domain.violation == {_no_record} with input as _input([_name], record)
	}
}

_zone(name) := {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": name}}

_recorded(resources) := found if {
	record := object.union(_record, {"Properties": {"HostedZoneId": {"Ref": "Zone"}}})
	zone := _zone("yoctogram.student.infracourse.cloud.")
	base := {"Distribution": _distribution([_name]), "Record": record, "Zone": zone}
	found := domain.violation with input as fixture.stack("compute", object.union(base, resources))
}

test_a_record_in_a_zone_that_nobody_asks_is_reported if {
	place := {
		"stack": "compute",
		"resource": "Record",
		"type": "AWS::Route53::RecordSet",
		"property": "/Properties/HostedZoneId",
	}
	found := "yoctogram.student.infracourse.cloud."
	_recorded({}) == {fixture.named(place, "the record's zone", "student.infracourse.cloud", found)}
}

test_a_record_in_a_zone_that_is_asked_passes if {
	_recorded({"Zone": {"Properties": {"Name": "student.infracourse.cloud."}}}) == set()
	_recorded({"Delegation": {"Type": "AWS::Route53::RecordSet", "Properties": {"Type": "NS", "Name": _name}}}) == set()
	_recorded({"Other": _record}) == set()
	_recorded({"Record": {"Properties": {"HostedZoneId": "Z0123456789"}}}) == set()
}

test_a_disabled_distribution_is_reported if {
	disabled := {"Properties": {"DistributionConfig": {"Enabled": false}}}
	resources := {"Distribution": object.union(_distribution([_name]), disabled), "Record": _record}
	domain.violation == {object.union(_at("Enabled"), {
		"expected": true,
		"actual": false,
		"message": "the distribution is disabled, so it answers nobody; leave out enabled=False",
	})} with input as fixture.stack("compute", resources)
}

test_a_record_of_another_distribution_is_reported if {
	document := fixture.stack("compute", {
		"Distribution": _distribution([_name]),
		"Other": _distribution(null),
		"Record": {"Type": "AWS::Route53::RecordSet", "Properties": {
			"Name": "yoctogram.student.infracourse.cloud",
			"Type": "A",
			"AliasTarget": {"DNSName": {"Fn::GetAtt": ["Other", "DomainName"]}},
		}},
	})
	domain.violation == {_no_record} with input as document
}

test_no_distribution_is_reported if {
	expected := {_none}
	domain.violation == expected with input as fixture.stack("compute", {})
}
