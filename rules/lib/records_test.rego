package lib.records_test

import data.lib.fixture
import data.lib.records

_record(name, properties) := {"Type": "AWS::Route53::RecordSet", "Properties": object.union({"Name": name}, properties)}

_zone(name) := {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": name}}

_group := {"Type": "AWS::Route53::RecordSetGroup", "Properties": {
	"HostedZoneId": {"Ref": "Zone"},
	"RecordSets": [{"Name": "B.Student.", "Type": "A"}],
}}

test_records_alone_and_in_groups if {
	document := fixture.stack("dns", {"Group": _group, "Record": _record("a.student", {"Type": "CNAME"})})
	found := records.all with input as document
	paths := {record.subject.id: record.path | some record in found}
	paths == {"Record": ["Properties"], "Group": ["Properties", "RecordSets", 0]}
	names := {[records.text(record, "Name"), records.text(record, "Type")] | some record in found} with input as document
	names == {["a.student", "cname"], ["b.student", "a"]}
}

_lost(resources) := found if {
	found := {[record.subject.id, zone.id] |
		some record in records.all
		zone := records.lost_zone(record)
		zone != null
	} with input as fixture.stack("dns", resources)
}

test_a_zone_that_nothing_leads_to if {
	_lost({"Group": _group, "Zone": _zone("b.student.")}) == {["Group", "Zone"]}
	_lost({"Group": _group, "Zone": _zone("student.infracourse.cloud.")}) == set()
	_lost({"Group": _group, "Zone": _zone("b.student."), "Record": _record("b.student", {"Type": "NS"})}) == set()
	_lost({"Group": _group}) == set()
	_lost({"Group": _group, "Zone": {"Type": "AWS::S3::Bucket"}}) == set()
}
