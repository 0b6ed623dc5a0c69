package checks.compute.service.domain_test

import data.checks.compute.service.domain
import data.lib.fixture

# A service behind a load balancer, as far as this check looks at it.
_service := {
	"Task": {"Type": "AWS::ECS::TaskDefinition"},
	"Service": {"Type": "AWS::ECS::Service", "Properties": {
		"TaskDefinition": {"Ref": "Task"},
		"LoadBalancers": [{"TargetGroupArn": {"Ref": "Group"}}],
	}},
	"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup"},
	"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"},
	"Secure": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
		"LoadBalancerArn": {"Ref": "Balancer"},
		"Port": 443,
		"Protocol": "HTTPS",
		"Certificates": [{"CertificateArn": {"Ref": "Certificate"}}],
		"DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
	}},
}

_name := "api.yoctogram.student.infracourse.cloud"

_host := {"Fn::GetAtt": ["Balancer", "DNSName"]}

_alias := {
	"Name": concat("", [_name, "."]),
	"Type": "A",
	"AliasTarget": {"DNSName": {"Fn::Join": ["", ["dualstack.", _host]]}},
	"HostedZoneId": {"Ref": "Zone"},
}

_record(properties) := {"Record": {"Type": "AWS::Route53::RecordSet", "Properties": properties}}

_zone := {"Zone": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "student.infracourse.cloud."}}}

_found(resources) := found if {
	found := domain.violation with input as fixture.stack("compute", object.union_n([_zone, _service, resources]))
}

# The violations after replacing some of the alias' properties whole.
_changed(properties) := _found(_record(object.union(object.remove(_alias, object.keys(properties)), properties)))

_cname := {"Name": _name, "Type": "CNAME", "ResourceRecords": [_host], "TTL": "300", "HostedZoneId": "Z1"}

test_an_alias_passes if {
	_changed({}) == set()
	_changed({"AliasTarget": {"DNSName": _host}}) == set()
	_changed({"Name": "API.yoctogram.student.infracourse.cloud"}) == set()
	_changed({"HostedZoneId": "Z0123"}) == set()
}

test_a_cname_passes if {
	_found(_record(_cname)) == set()
}

test_a_record_in_a_group_passes if {
	_found({"Records": {"Type": "AWS::Route53::RecordSetGroup", "Properties": {
		"HostedZoneId": {"Ref": "Zone"},
		"RecordSets": [object.remove(_alias, ["HostedZoneId"])],
	}}}) == set()
}

test_more_records_pass if {
	more := {"Ipv6": {"Type": "AWS::Route53::RecordSet", "Properties": object.union(_alias, {"Type": "AAAA"})}}
	_found(object.union(_record(_alias), more)) == set()
}

test_a_delegated_zone_passes if {
	delegated := {
		"Below": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "yoctogram.student.infracourse.cloud"}},
		"Delegation": {"Type": "AWS::Route53::RecordSet", "Properties": {
			"Name": "yoctogram.student.infracourse.cloud.",
			"Type": "NS",
			"ResourceRecords": {"Fn::GetAtt": ["Below", "NameServers"]},
		}},
	}
	below := object.union(object.remove(_alias, ["HostedZoneId"]), {"HostedZoneId": {"Ref": "Below"}})
	_found(object.union(_record(below), delegated)) == set()
}

_at(property, rest) := object.union(
	{"stack": "compute", "resource": "Record", "type": "AWS::Route53::RecordSet", "property": property},
	rest,
)

_missing := {{
	"type": "AWS::Route53::RecordSet",
	"message": "no record makes api.yoctogram.student.infracourse.cloud an alias of the load balancer",
}}

test_no_record_is_reported if {
	_found({}) == _missing
	_found(_record("x")) == _missing
	_found(_record({"Name": [_name], "AliasTarget": "x", "Type": 7})) == _missing
}

test_another_name_is_reported if {
	_changed({"Name": "yoctogram.student.infracourse.cloud."}) == {fixture.named(
		_at("/Properties/Name", {}),
		"the record's name",
		_name,
		"yoctogram.student.infracourse.cloud.",
	)}
}

_elsewhere(property, type, target) := {_at(property, {
	"expected": "${compute/Balancer.DNSName}",
	"actual": target,
	"message": sprintf(
		"the record's type is %s and its target is %s, expected an alias of type A for the load balancer",
		[type, target],
	),
})}

_nowhere := {_at("/Properties/ResourceRecords", {
	"expected": "${compute/Balancer.DNSName}",
	"message": concat("", [
		"the record's type is A and its target is not set, ",
		"expected an alias of type A for the load balancer",
	]),
})}

test_a_record_that_leads_elsewhere_is_reported if {
	other := {"Fn::GetAtt": ["Distribution", "DomainName"]}
	target := "${compute/Distribution.DomainName}"
	_changed({"AliasTarget": {"DNSName": other}}) == _elsewhere("/Properties/AliasTarget", "A", target)
	address := object.union(_cname, {"Type": "A", "ResourceRecords": ["10.0.0.1"]})
	_found(_record(address)) == _elsewhere("/Properties/ResourceRecords", "A", "10.0.0.1")
	_found(_record({"Name": _name, "Type": "A"})) == _nowhere
}

test_an_alias_for_ipv6_only_is_reported if {
	target := "dualstack.${compute/Balancer.DNSName}"
	_changed({"Type": "AAAA"}) == _elsewhere("/Properties/AliasTarget", "AAAA", target)
}

test_a_zone_that_nobody_asks_is_reported if {
	other := {"Other": {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": "yoctogram.student.infracourse.cloud"}}}
	record := _record(object.union(_alias, {"HostedZoneId": {"Ref": "Other"}}))
	_found(object.union(record, other)) == {fixture.named(
		_at("/Properties/HostedZoneId", {}),
		"the record's zone",
		"student.infracourse.cloud",
		"yoctogram.student.infracourse.cloud",
	)}
}

test_without_a_load_balancer if {
	domain.violation == {{
		"type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
		"message": "there is no load balancer in front of a service that runs the task",
	}} with input as fixture.stack("compute", object.remove(_service, ["Balancer"]))
}
