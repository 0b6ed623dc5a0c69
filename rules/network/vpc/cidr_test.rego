package checks.network.vpc.cidr_test

import data.checks.network.vpc.cidr
import data.lib.fixture

_input(block) := fixture.stack("network", {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": block}}})

_mismatch(actual) := {
	"stack": "network",
	"resource": "Vpc",
	"type": "AWS::EC2::VPC",
	"property": "/Properties/CidrBlock",
	"expected": "10.0.0.0/16",
	"actual": actual,
}

test_the_address_space_of_the_handout_passes if {
	cidr.violation == set() with input as _input("10.0.0.0/16")
}

test_another_address_space_is_reported if {
	cidr.violation == {_mismatch("10.1.0.0/16")} with input as _input("10.1.0.0/16")
}

test_none_is_reported if {
	expected := {object.remove(_mismatch(""), ["actual"])}
	cidr.violation == expected with input as fixture.stack("network", {"Vpc": {"Type": "AWS::EC2::VPC"}})
}

test_no_vpc_is_reported if {
	cidr.violation == {{
		"type": "AWS::EC2::VPC",
		"message": "no stack defines a VPC that could have an address space",
	}} with input as fixture.stack("network", {})
}
