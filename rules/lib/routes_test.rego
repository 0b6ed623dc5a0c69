package lib.routes_test

import data.lib.fixture
import data.lib.routes

_resource(type, properties) := {"Type": type, "Properties": properties}

_gateway := {
	"Vpc": _resource("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"}),
	"Gateway": {"Type": "AWS::EC2::InternetGateway"},
	"PublicTable": _resource("AWS::EC2::RouteTable", {"VpcId": {"Ref": "Vpc"}}),
	"PublicRoute": _route("PublicTable", {"GatewayId": {"Ref": "Gateway"}}),
	"Public": _subnet("us-west-2a"),
	"PublicAssociation": _association("Public", "PublicTable"),
	"Nat": _resource("AWS::EC2::NatGateway", {"SubnetId": {"Ref": "Public"}}),
}

_subnet(zone) := _resource("AWS::EC2::Subnet", {"VpcId": {"Ref": "Vpc"}, "AvailabilityZone": zone})

_association(subnet, table) := _resource(
	"AWS::EC2::SubnetRouteTableAssociation",
	{"SubnetId": {"Ref": subnet}, "RouteTableId": {"Ref": table}},
)

_route(table, hop) := _resource(
	"AWS::EC2::Route",
	object.union({"RouteTableId": {"Ref": table}, "DestinationCidrBlock": "0.0.0.0/0"}, hop),
)

# A subnet whose table has the route.
_with_route(route) := fixture.stack("network", object.union(_gateway, {
	"Subnet": _subnet("us-west-2b"),
	"Association": _association("Subnet", "Table"),
	"Table": _resource("AWS::EC2::RouteTable", {"VpcId": {"Ref": "Vpc"}}),
	"Route": route,
}))

_kinds := {kind: ids |
	some kind in ["public", "egress", "isolated", "other"]
	ids := {subnet.id | some subnet in routes.of_kind(kind)}
}

_kind_of(route) := kind if {
	found := _kinds with input as _with_route(route)
	some kind, ids in found
	"Subnet" in ids
}

test_the_internet_gateway_makes_a_subnet_public if {
	_kind_of(_route("Table", {"GatewayId": {"Ref": "Gateway"}})) == "public"
}

test_attributes_refer_as_well if {
	_kind_of(_route("Table", {"GatewayId": {"Fn::GetAtt": ["Gateway", "InternetGatewayId"]}})) == "public"
}

test_a_nat_gateway_makes_an_egress_subnet if {
	_kind_of(_route("Table", {"NatGatewayId": {"Ref": "Nat"}})) == "egress"
}

test_any_other_hop_is_another_kind if {
	_kind_of(_route("Table", {"InstanceId": {"Ref": "Instance"}})) == "other"
	_kind_of(_route("Table", {"GatewayId": {"Ref": "VpnGateway"}})) == "other"
	_kind_of(_route("Table", {"NatGatewayId": "nat-0123456789"})) == "other"
	_kind_of(_route("Table", {})) == "other"
}

test_no_default_route_is_isolated if {
	_kind_of(_route("PublicTable", {"GatewayId": {"Ref": "Gateway"}})) == "isolated"
	_kind_of(object.union(_route("Table", {}), {"Properties": {"DestinationCidrBlock": "10.1.0.0/16"}})) == "isolated"
	_kind_of(_resource("AWS::EC2::Route", {
		"RouteTableId": {"Ref": "Table"},
		"DestinationIpv6CidrBlock": "::/0",
		"GatewayId": {"Ref": "Gateway"},
	})) == "isolated"
	_kind_of({"Type": "AWS::EC2::Route"}) == "isolated"
}

test_a_nat_gateway_outside_the_public_subnets_is_another_kind if {
	route := _route("Table", {"NatGatewayId": {"Ref": "Inner"}})
	inner := {"Inner": _resource("AWS::EC2::NatGateway", {"SubnetId": {"Ref": "Subnet"}})}
	document := _with_route(route)
	found := _kinds with input as fixture.stack("network", object.union(document.Resources, inner))
	found == {"public": {"Public"}, "egress": set(), "isolated": set(), "other": {"Subnet"}}
}

test_a_private_nat_gateway_is_another_kind if {
	document := _with_route(_route("Table", {"NatGatewayId": {"Ref": "Nat"}}))
	private := {"Nat": {"Properties": {"ConnectivityType": "private"}}}
	found := _kinds with input as fixture.stack("network", object.union(document.Resources, private))
	found.other == {"Subnet"}
}

test_a_subnet_without_a_table_is_isolated if {
	found := _kinds with input as fixture.stack("network", object.union(_gateway, {"Loose": _subnet("us-west-2b")}))
	found == {"public": {"Public"}, "egress": set(), "isolated": {"Loose"}, "other": set()}
}

test_routes_may_lie_in_another_stack if {
	document := fixture.with_exports(
		{
			"network": object.remove(_gateway, ["PublicRoute"]),
			"routes": {"Route": _resource("AWS::EC2::Route", {
				"RouteTableId": {"Fn::ImportValue": "network:Table"},
				"DestinationCidrBlock": "0.0.0.0/0",
				"GatewayId": {"Fn::ImportValue": "network:Gateway"},
			})},
		},
		{
			"network:Table": {"stack": "network", "value": {"Ref": "PublicTable"}},
			"network:Gateway": {"stack": "network", "value": {"Ref": "Gateway"}},
		},
	)
	found := _kinds with input as document
	found.public == {"Public"}
}

test_subnets_by_zone if {
	document := _with_route(_route("Table", {"NatGatewayId": {"Ref": "Nat"}}))
	found := [routes.by_zone("public"), routes.by_zone("egress")] with input as document
	ids := [{zone: {subnet.id | some subnet in subnets} | some zone, subnets in one} | some one in found]
	ids == [{"us-west-2a": {"Public"}, "us-west-2b": set()}, {"us-west-2a": set(), "us-west-2b": {"Subnet"}}]
}

test_another_vpcs_subnets_are_not_the_vpcs if {
	stranger := _resource("AWS::EC2::Subnet", {"VpcId": "vpc-0123", "AvailabilityZone": "us-west-2a"})
	found := routes.subnets with input as fixture.stack("network", object.union(_gateway, {"Stranger": stranger}))
	{subnet.id | some subnet in found} == {"Public"}
}

test_nothing_is_missing_where_the_vpc_has_subnets if {
	routes.missing == set() with input as fixture.stack("network", _gateway)
}

test_no_vpc_or_two_are_reported if {
	message := concat("", [
		"there is not exactly one VPC whose subnets could be looked at; ",
		"define one with ec2.Vpc in the network stack",
	])
	expected := {{"type": "AWS::EC2::VPC", "message": message}}
	routes.missing == expected with input as fixture.stack("network", {})
	two := {"Vpc": {"Type": "AWS::EC2::VPC"}, "Vpc2": {"Type": "AWS::EC2::VPC"}}
	routes.missing == expected with input as fixture.stack("network", two)
}

test_a_vpc_without_subnets_is_reported if {
	routes.missing == {{
		"stack": "network",
		"resource": "Vpc",
		"type": "AWS::EC2::VPC",
		"message": "the VPC has no subnets; list the kinds wanted in subnet_configuration",
	}} with input as fixture.stack("network", {"Vpc": {"Type": "AWS::EC2::VPC"}})
}
