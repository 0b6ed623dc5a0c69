package checks.network.subnets.egress_test

import data.checks.network.subnets.egress
import data.lib.fixture

_changed(resources) := fixture.stack("network", object.union(fixture.network, resources))

_without(ids) := fixture.stack("network", object.remove(fixture.network, ids))

_problem(message) := {"stack": "network", "resource": "Vpc", "type": "AWS::EC2::VPC", "message": message}

test_one_in_each_zone_passes if {
	egress.violation == set() with input as _changed({})
}

test_none_in_a_zone_is_reported if {
	message := "us-west-2b has no private subnet with egress: none there has a default route to a NAT gateway"
	egress.violation == {_problem(message)} with input as _without(["EgressB"])
}

test_two_in_a_zone_are_reported if {
	message := "us-west-2b has 2 private subnets with egress, by a default route to a NAT gateway; one is asked for"
	egress.violation == {_problem(message)} with input as _changed(fixture.routed("More", "us-west-2b", fixture.to_nat))
}

_no_vpc := concat("", [
	"there is not exactly one VPC whose subnets could be looked at; ",
	"define one with ec2.Vpc in the network stack",
])

test_no_vpc_is_reported if {
	egress.violation == {{
		"type": "AWS::EC2::VPC",
		"message": _no_vpc,
	}} with input as _without(["Vpc"])
}

test_a_vpc_without_subnets_is_reported if {
	subnets := [id | some id, resource in fixture.network; resource.Type == "AWS::EC2::Subnet"]
	message := "the VPC has no subnets; list the kinds wanted in subnet_configuration"
	egress.violation == {_problem(message)} with input as _without(subnets)
}

_stray(id, message) := {"stack": "network", "resource": id, "type": "AWS::EC2::Subnet", "message": message}

test_nat_instances_are_reported if {
	instance := fixture.routed("EgressA", "us-west-2a", {
		"DestinationCidrBlock": "0.0.0.0/0",
		"InstanceId": {"Ref": "Instance"},
	})
	message := "this subnet's default route leads neither to an internet gateway nor to a NAT gateway"
	egress.violation == {_stray("EgressA", message)} with input as fixture.stack(
		"network",
		object.union(object.remove(fixture.network, ["EgressARoute"]), instance),
	)
}

test_a_nat_gateway_outside_the_public_subnets_is_reported if {
	message := concat("", [
		"this subnet's default route is a NAT gateway that does not sit in a public subnet, ",
		"so nothing in it reaches the internet",
	])
	egress.violation == {_stray("EgressA", message), _stray("EgressB", message)} with input as _changed({"Nat": {
		"Type": "AWS::EC2::NatGateway",
		"Properties": {"SubnetId": {"Ref": "IsolatedA"}},
	}})
}

test_a_fourth_kind_is_reported if {
	peered := fixture.routed("Peered", "us-west-2a", {
		"DestinationCidrBlock": "0.0.0.0/0",
		"VpcPeeringConnectionId": "pcx-1",
	})
	message := "this subnet's default route leads neither to an internet gateway nor to a NAT gateway"
	egress.violation == {_stray("Peered", message)} with input as _changed(peered)
}

test_a_nat_gateway_per_zone_passes if {
	egress.violation == set() with input as _changed({
		"NatB": {"Type": "AWS::EC2::NatGateway", "Properties": {"SubnetId": {"Ref": "PublicB"}}},
		"EgressBRoute": {"Properties": {"NatGatewayId": {"Ref": "NatB"}}},
	})
}
