package checks.network.subnets.isolated_test

import data.checks.network.subnets.isolated
import data.lib.fixture

_changed(resources) := fixture.stack("network", object.union(fixture.network, resources))

_without(ids) := fixture.stack("network", object.remove(fixture.network, ids))

_problem(message) := {"stack": "network", "resource": "Vpc", "type": "AWS::EC2::VPC", "message": message}

test_one_in_each_zone_passes if {
	isolated.violation == set() with input as _changed({})
}

test_none_in_a_zone_is_reported if {
	message := "us-west-2b has no isolated subnet: each there has a default route"
	isolated.violation == {_problem(message)} with input as _without(["IsolatedB"])
}

test_two_in_a_zone_are_reported if {
	message := "us-west-2b has 2 isolated subnets, which have no default route; one is asked for"
	isolated.violation == {_problem(message)} with input as _changed(
		fixture.routed("More", "us-west-2b", fixture.to_nowhere),
	)
}

_no_vpc := concat("", [
	"there is not exactly one VPC whose subnets could be looked at; ",
	"define one with ec2.Vpc in the network stack",
])

test_no_vpc_is_reported if {
	isolated.violation == {{
		"type": "AWS::EC2::VPC",
		"message": _no_vpc,
	}} with input as _without(["Vpc"])
}

test_a_vpc_without_subnets_is_reported if {
	subnets := [id | some id, resource in fixture.network; resource.Type == "AWS::EC2::Subnet"]
	message := "the VPC has no subnets; list the kinds wanted in subnet_configuration"
	isolated.violation == {_problem(message)} with input as _without(subnets)
}

test_egress_subnets_without_nat_gateways_are_isolated if {
	message := "us-west-2a has 2 isolated subnets, which have no default route; one is asked for"
	isolated.violation == {_problem(message)} with input as _without(["EgressARoute"])
}
