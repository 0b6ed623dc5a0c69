# METADATA
# title: DNS records
# description: |
#   The records of all stacks, each as {"subject", "path", "written"}: the resource that has it, the path to it in
#   there, and its properties.
package lib.records

import data.lib.cfn
import data.lib.course

# METADATA
# description: All records, whether on their own or in a group.
all := array.concat(_alone, [record |
	some subject in cfn.of_type("AWS::Route53::RecordSetGroup")
	some record in _members(subject)
])

# METADATA
# description: A property of a record as DNS compares names.
text(record, property) := course.normal(cfn.text(record.subject.stack, object.get(record.written, property, null)))

# METADATA
# description: |
#   The hosted zone of a record where nobody finds it: one of the stacks that is not the student's own, and to which no
#   record delegates. Null for any other.
lost_zone(record) := zone if {
	zone := cfn.target(record.subject.stack, object.get(record.written, "HostedZoneId", null))
	object.get(cfn.entries(zone), "type", "") == "AWS::Route53::HostedZone"
	not course.normal(cfn.text(zone.stack, cfn.property(zone, ["Name"]))) in _served
} else := null

_served := {course.root_domain} | {text(record, "Name") |
	some record in all
	text(record, "Type") == "ns"
}

_alone := [record |
	some subject in cfn.of_type("AWS::Route53::RecordSet")
	written := cfn.entries(cfn.property(subject, []))
	record := {"subject": subject, "path": ["Properties"], "written": written}
]

_members(subject) := [record |
	some index, written in cfn.list(cfn.property(subject, ["RecordSets"]))
	path := ["Properties", "RecordSets", index]
	record := {"subject": subject, "path": path, "written": _in_group(subject, written)}
]

_in_group(subject, written) := object.union(
	{"HostedZoneId": cfn.property(subject, ["HostedZoneId"])},
	cfn.entries(written),
)
