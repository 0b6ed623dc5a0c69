package checks.network.vpc.single_test

import data.checks.network.vpc.single
import data.lib.fixture

_vpc := {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}

test_one_vpc_passes if {
	single.violation == set() with input as fixture.stacks({"network": {"Vpc": _vpc}, "compute": {}})
}

test_none_is_reported if {
	single.violation == {{
		"type": "AWS::EC2::VPC",
		"message": "no stack defines a VPC; define one with ec2.Vpc in the network stack",
	}} with input as fixture.stacks({"network": {}, "compute": {}})
}

test_every_further_one_is_reported if {
	dependencies := {"stacks": {"compute": {"dependencies": ["network"]}}}
	resources := {"network": {"Vpc": _vpc}, "compute": {"Other": _vpc, "Third": _vpc}}
	document := object.union(fixture.stacks(resources), dependencies)
	single.violation == {_too_many("Other"), _too_many("Third")} with input as document
}

_too_many(id) := {
	"stack": "compute",
	"resource": id,
	"type": "AWS::EC2::VPC",
	"message": concat("", [
		"this is one VPC too many: the parts of the deployment cannot reach each other across VPCs; ",
		"the CDK also makes one where a cluster or service is given neither vpc nor cluster",
	]),
}
