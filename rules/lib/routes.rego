# METADATA
# title: Subnets and their routes
# description: |
#   Which subnets there are, and of which kind each is by its default route: "public" (the internet gateway),
#   "egress" (a NAT gateway that sits in a public subnet), "isolated" (none) or "other". Tags and names say
#   nothing about a kind, and IPv6 routes make none.
package lib.routes

import data.lib.cfn
import data.lib.result

# METADATA
# description: The VPC; null when there is not exactly one.
vpc := cfn.sole(cfn.of_type("AWS::EC2::VPC"))

# METADATA
# description: What a check of the VPC's subnets reports when there is not exactly one VPC; else empty.
missing contains result.absent(
	"AWS::EC2::VPC",
	"there is not exactly one VPC whose subnets could be looked at; define one with ec2.Vpc in the network stack",
) if {
	vpc == null
}

# METADATA
# description: What a check of the VPC's subnets reports when the only VPC has none; else empty.
missing contains result.problem(
	only,
	[],
	"the VPC has no subnets; list the kinds wanted in subnet_configuration",
) if {
	some only in {vpc} - {null}
	subnets == set()
}

# METADATA
# description: All subnets of all VPCs.
all := cfn.of_type("AWS::EC2::Subnet")

# METADATA
# description: The subnets of the only VPC; empty when there is not exactly one VPC.
subnets := {subnet |
	some only in {vpc} - {null}
	some subnet in all
	vpc_of(subnet) == only
}

# METADATA
# description: The VPC that a subnet lies in; null when that is no VPC of the stacks.
vpc_of(subnet) := cfn.target(subnet.stack, cfn.property(subnet, ["VpcId"]))

# METADATA
# description: The name of the zone that a subnet lies in, as a text.
zone(subnet) := cfn.text(subnet.stack, cfn.property(subnet, ["AvailabilityZone"]))

# METADATA
# description: The zones of the only VPC's subnets.
zones := {name | some name in _zones}

_zones := {subnet: zone(subnet) | some subnet in subnets}

# METADATA
# description: The subnets of a kind, over all VPCs.
of_kind(kind) := object.get(_kinds, kind, set())

# METADATA
# description: The subnets of a kind in the only VPC, by each of its zones.
by_zone(kind) := object.get(_by_zone, kind, {})

_by_zone := {kind: found |
	places := _zones
	names := zones
	some kind, of_the_kind in _kinds
	found := {name: {subnet | some subnet in of_the_kind; object.get(places, subnet, null) == name} |
		some name in names
	}
}

# METADATA
# description: A subnet's default route for IPv4; null when it has none.
default_route(subnet) := object.get(_default_routes, subnet, null)

# A subnet without an association uses its VPC's main table, which no template can give a route.
_default_routes := {subnet: route |
	tables := _tables
	by_table := _routes
	some subnet in all
	route := object.get(by_table, object.get(tables, subnet, [""])[0], null)
}

_kinds := {
	"public": _public,
	"egress": _egress,
	"isolated": _isolated,
	"other": ((all - _public) - _egress) - _isolated,
}

_public := {subnet |
	some subnet, route in _default_routes
	route != null
	_target(route, "GatewayId") in _internet_gateways
}

_egress := {subnet |
	some subnet, route in _default_routes
	route != null
	_target(route, "NatGatewayId") in _nat_gateways
}

_isolated := {subnet |
	some subnet, route in _default_routes
	route == null
}

_internet_gateways := cfn.of_type("AWS::EC2::InternetGateway")

# NAT gateways that reach the internet.
_nat_gateways := {gateway |
	some gateway in cfn.of_type("AWS::EC2::NatGateway")
	cfn.property(gateway, ["ConnectivityType"]) != "private"
	cfn.target(gateway.stack, cfn.property(gateway, ["SubnetId"])) in _public
}

# The default route of each table.
_routes := object.union_n([{_target(route, "RouteTableId"): route} |
	some route in cfn.of_type("AWS::EC2::Route")
	cfn.property(route, ["DestinationCidrBlock"]) == "0.0.0.0/0"
])

# The table that each subnet is associated with, in a list: of two, object.union_n would make one.
_tables := object.union_n([{_target(association, "SubnetId"): [_target(association, "RouteTableId")]} |
	some association in cfn.of_type("AWS::EC2::SubnetRouteTableAssociation")
])

# The resource that a property refers to, whether by Ref or by an attribute; null where that is none of the stacks.
_target(subject, property) := cfn.target(subject.stack, cfn.property(subject, [property]))
