# METADATA
# title: Inputs for tests
# description: Builds the input document from a few resources.
package lib.fixture

# METADATA
# description: An assembly of one stack.
stack(name, resources) := stacks({name: resources})

# METADATA
# description: An assembly of several stacks, each a name with its resources, for the student "student".
stacks(resources) := with_exports(resources, {})

# METADATA
# description: As stacks, with exports, each a name with its stack and value.
with_exports(resources, exports) := {
	"sunet": "student",
	"Resources": object.union_n([all | some all in resources]),
	"stacks": {name: _stack(all) | some name, all in resources},
	"exports": exports,
	"paths": {},
	"missing_context": [],
}

# METADATA
# description: |
#   The violation at a place that says in its message what a text is and what is expected; a null text is absent.
named(place, name, expected, null) := object.union(place, {
	"expected": expected,
	"message": sprintf("%s is not set, expected %s", [name, expected]),
})

named(place, name, expected, actual) := object.union(place, {
	"expected": expected,
	"actual": actual,
	"message": sprintf("%s is %s, expected %s", [name, actual, expected]),
}) if {
	actual != null
}

# METADATA
# description: A subnet with a route table of its own, in which a route leads to a hop.
routed(id, zone, hop) := {
	id: _subnet(zone),
	concat("", [id, "Table"]): {"Type": "AWS::EC2::RouteTable"},
	concat("", [id, "Association"]): {"Type": "AWS::EC2::SubnetRouteTableAssociation", "Properties": {
		"SubnetId": {"Ref": id},
		"RouteTableId": {"Ref": concat("", [id, "Table"])},
	}},
	concat("", [id, "Route"]): {"Type": "AWS::EC2::Route", "Properties": object.union(
		{"RouteTableId": {"Ref": concat("", [id, "Table"])}},
		hop,
	)},
}

# METADATA
# description: The hop that makes a subnet public.
to_internet := {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": {"Ref": "Gateway"}}

# METADATA
# description: The hop that gives a subnet egress.
to_nat := {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": {"Ref": "Nat"}}

# METADATA
# description: A hop for other addresses than the internet's, which leaves a subnet isolated.
to_nowhere := {"DestinationCidrBlock": "192.168.0.0/16", "NatGatewayId": {"Ref": "Nat"}}

# METADATA
# description: A VPC with a public subnet, one with egress and an isolated one in each of two zones.
network := object.union_n([
	{
		"Vpc": {"Type": "AWS::EC2::VPC"},
		"Gateway": {"Type": "AWS::EC2::InternetGateway"},
		"Nat": {"Type": "AWS::EC2::NatGateway", "Properties": {"SubnetId": {"Ref": "PublicA"}}},
	},
	routed("PublicA", "us-west-2a", to_internet),
	routed("PublicB", "us-west-2b", to_internet),
	routed("EgressA", "us-west-2a", to_nat),
	routed("EgressB", "us-west-2b", to_nat),
	{"IsolatedA": _subnet("us-west-2a")},
	routed("IsolatedB", "us-west-2b", to_nowhere),
])

_subnet(zone) := {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "AvailabilityZone": zone}}

_stack(resources) := {
	"template": {"Resources": resources},
	"dependencies": [],
	"environment": _environment,
	"paths": {},
	"images": [],
}

_environment := {"account": "123456789012", "region": "us-west-2"}
