package checks.network.subnets.public_test

import data.checks.network.subnets.public
import data.lib.fixture

_changed(resources) := fixture.stack("network", object.union(fixture.network, resources))

_without(ids) := fixture.stack("network", object.remove(fixture.network, ids))

_problem(message) := {"stack": "network", "resource": "Vpc", "type": "AWS::EC2::VPC", "message": message}

test_one_in_each_zone_passes if {
	public.violation == set() with input as _changed({})
}

test_none_in_a_zone_is_reported if {
	message := "us-west-2b has no public subnet: none there has a default route to an internet gateway"
	public.violation == {_problem(message)} with input as _without(["PublicB"])
}

test_two_in_a_zone_are_reported if {
	message := "us-west-2b has 2 public subnets, with a default route to an internet gateway; one is asked for"
	public.violation == {_problem(message)} with input as _changed(
		fixture.routed("More", "us-west-2b", fixture.to_internet),
	)
}

_no_vpc := concat("", [
	"there is not exactly one VPC whose subnets could be looked at; ",
	"define one with ec2.Vpc in the network stack",
])

test_no_vpc_is_reported if {
	public.violation == {{
		"type": "AWS::EC2::VPC",
		"message": _no_vpc,
	}} with input as _without(["Vpc"])
}

test_a_vpc_without_subnets_is_reported if {
	subnets := [id | some id, resource in fixture.network; resource.Type == "AWS::EC2::Subnet"]
	message := "the VPC has no subnets; list the kinds wanted in subnet_configuration"
	public.violation == {_problem(message)} with input as _without(subnets)
}

test_without_routes_no_zone_has_one if {
	public.violation == {
		_problem("us-west-2a has no public subnet: none there has a default route to an internet gateway"),
		_problem("us-west-2b has no public subnet: none there has a default route to an internet gateway"),
	} with input as _without(["PublicARoute", "PublicBRoute"])
}

test_tags_do_not_count if {
	tagged := {"PublicB": {"Properties": {"Tags": [{"Key": "aws-cdk:subnet-type", "Value": "Isolated"}]}}}
	public.violation == set() with input as _changed(tagged)
}
