package checks.network.subnets.zones_test

import data.checks.network.subnets.zones
import data.lib.fixture

_input(names) := fixture.stack("network", object.union(
	{"Vpc": {"Type": "AWS::EC2::VPC"}},
	{id: subnet |
		some i, name in names
		id := sprintf("Subnet%d", [i])
		subnet := {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "AvailabilityZone": name}}
	},
))

_mismatch(actual, shown) := {
	"stack": "network",
	"resource": "Vpc",
	"type": "AWS::EC2::VPC",
	"expected": ["us-west-2a", "us-west-2b"],
	"actual": actual,
	"message": sprintf("its subnets lie in %s, not in exactly us-west-2a and us-west-2b", [shown]),
}

test_the_zones_of_the_handout_pass if {
	zones.violation == set() with input as _input(["us-west-2b", "us-west-2a", "us-west-2a"])
}

test_a_third_zone_is_reported if {
	three := ["us-west-2a", "us-west-2b", "us-west-2c"]
	zones.violation == {_mismatch(three, concat(", ", three))} with input as _input(three)
}

test_a_single_zone_is_reported if {
	zones.violation == {_mismatch(["us-west-2a"], "us-west-2a")} with input as _input(["us-west-2a"])
}

test_another_region_is_reported if {
	eastern := ["us-east-1a", "us-east-1b"]
	zones.violation == {_mismatch(eastern, "us-east-1a, us-east-1b")} with input as _input(eastern)
}

test_a_zone_left_to_aws_is_reported if {
	zones.violation == {_mismatch(["${?null}"], "a zone that AWS chooses")} with input as _input([null])
}

test_placeholders_are_named_as_such if {
	message := concat("", [
		"the synthesis was not finished: the CDK did not know the account's zones and wrote placeholders; ",
		"name the zones in availability_zones, or run cdk synth with access to the account",
	])
	expected := object.union(_mismatch(["dummy1a", "dummy1b"], ""), {"message": message})
	zones.violation == {expected} with input as _input(["dummy1a", "dummy1b"])
}

test_a_vpc_without_subnets_is_reported if {
	zones.violation == {{
		"stack": "network",
		"resource": "Vpc",
		"type": "AWS::EC2::VPC",
		"message": "the VPC has no subnets; list the kinds wanted in subnet_configuration",
	}} with input as _input([])
}

_no_vpc := concat("", [
	"there is not exactly one VPC whose subnets could be looked at; ",
	"define one with ec2.Vpc in the network stack",
])

test_no_vpc_is_reported if {
	zones.violation == {{
		"type": "AWS::EC2::VPC",
		"message": _no_vpc,
	}} with input as fixture.stack("network", {})
}
