package checks.network.subnets.mask_test

import data.checks.network.subnets.mask
import data.lib.fixture

_input(blocks) := fixture.stack("network", object.union(
	{"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}},
	{id: subnet |
		some i, block in blocks
		id := sprintf("Subnet%d", [i])
		subnet := {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": block}}
	},
))

_mismatch(id, actual) := {
	"stack": "network",
	"resource": id,
	"type": "AWS::EC2::Subnet",
	"property": "/Properties/CidrBlock",
	"expected": "a /24",
	"actual": actual,
}

test_every_subnet_a_24_passes if {
	mask.violation == set() with input as _input(["10.0.0.0/24", "10.0.255.0/24"])
}

test_each_other_size_is_reported if {
	expected := {_mismatch("Subnet1", "10.0.64.0/18"), _mismatch("Subnet2", "10.0.4.0/26")}
	mask.violation == expected with input as _input(["10.0.0.0/24", "10.0.64.0/18", "10.0.4.0/26"])
}

_cut(bits) := {"Fn::Select": [0, {"Fn::Cidr": [{"Fn::GetAtt": ["Vpc", "CidrBlock"]}, 6, bits]}]}

test_blocks_cut_by_cloudformation if {
	mask.violation == set() with input as _input([_cut(8), _cut("8")])
	mask.violation == {_mismatch("Subnet0", _cut(6))} with input as _input([_cut(6)])
}

test_values_of_other_types_are_reported if {
	expected := {
		_mismatch("Subnet0", 24),
		_mismatch("Subnet1", ["10.0.0.0/24"]),
		object.remove(_mismatch("Subnet2", ""), ["actual"]),
	}
	mask.violation == expected with input as _input([24, ["10.0.0.0/24"], null])
}

_no_vpc := concat("", [
	"there is not exactly one VPC whose subnets could be looked at; ",
	"define one with ec2.Vpc in the network stack",
])

test_no_vpc_is_reported if {
	mask.violation == {{
		"type": "AWS::EC2::VPC",
		"message": _no_vpc,
	}} with input as fixture.stack("network", {})
}
