package checks.data.database.subnets_test

import data.checks.data.database.subnets
import data.lib.fixture

_subnet(vpc, zone) := {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": vpc}, "AvailabilityZone": zone}}

# Of each zone, an isolated subnet and one with a way out.
_network := {
	"Vpc": {"Type": "AWS::EC2::VPC"},
	"Gateway": {"Type": "AWS::EC2::InternetGateway"},
	"Table": {"Type": "AWS::EC2::RouteTable"},
	"Route": {"Type": "AWS::EC2::Route", "Properties": {
		"RouteTableId": {"Ref": "Table"},
		"DestinationCidrBlock": "0.0.0.0/0",
		"GatewayId": {"Ref": "Gateway"},
	}},
	"IsolatedA": _subnet("Vpc", "us-west-2a"),
	"IsolatedB": _subnet("Vpc", "us-west-2b"),
	"OpenA": _subnet("Vpc", "us-west-2a"),
	"OpenB": _subnet("Vpc", "us-west-2b"),
	"AssociationA": _association("OpenA"),
	"AssociationB": _association("OpenB"),
}

_association(id) := {
	"Type": "AWS::EC2::SubnetRouteTableAssociation",
	"Properties": {"SubnetId": {"Ref": id}, "RouteTableId": {"Ref": "Table"}},
}

_exports := {concat(":", ["network", id]): {"stack": "network", "value": {"Ref": id}} | some id, _ in _network}

_imported(ids) := [{"Fn::ImportValue": concat(":", ["network", id])} | some id in ids]

_cluster(group) := {"Type": "AWS::RDS::DBCluster", "Properties": {"DBSubnetGroupName": group}}

_group(ids) := {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"SubnetIds": ids}}

_input(network, ids) := fixture.with_exports(
	{"network": network, "data": {"Cluster": _cluster({"Ref": "Group"}), "Group": _group(ids)}},
	_exports,
)

_in(ids) := _input(_network, _imported(ids))

_violation(expected, actual, message) := {
	"stack": "data",
	"resource": "Group",
	"type": "AWS::RDS::DBSubnetGroup",
	"property": "/Properties/SubnetIds",
	"expected": [sprintf("${network/%s.Ref}", [id]) | some id in expected],
	"actual": [sprintf("${network/%s.Ref}", [id]) | some id in actual],
	"message": message,
}

_no_group := {
	"stack": "data",
	"resource": "Cluster",
	"type": "AWS::RDS::DBCluster",
	"property": "/Properties/DBSubnetGroupName",
	"message": concat("", [
		"the database has no subnet group of these stacks, ",
		"so AWS puts it into another VPC; give rds.ServerlessCluster vpc=props.network_vpc",
	]),
}

test_the_isolated_subnets_pass if {
	subnets.violation == set() with input as _in(["IsolatedB", "IsolatedA"])
}

test_a_list_exported_as_one_text_passes if {
	list := {"Fn::Split": ["||", {"Fn::Join": ["||", _imported(["IsolatedA", "IsolatedB"])]}]}
	subnets.violation == set() with input as _input(_network, list)
}

test_one_of_two_isolated_subnets_of_a_zone_is_enough if {
	network := object.union(_network, {"MoreA": _subnet("Vpc", "us-west-2a")})
	subnets.violation == set() with input as _input(network, _imported(["IsolatedA", "IsolatedB"]))
}

test_another_vpcs_isolated_subnets_are_not_asked_for if {
	network := object.union(_network, {"Other": {"Type": "AWS::EC2::VPC"}, "OtherC": _subnet("Other", "us-west-2c")})
	subnets.violation == set() with input as _input(network, _imported(["IsolatedA", "IsolatedB"]))
}

test_other_subnets_are_reported if {
	message := "the database lies in subnets that are not isolated: %s"
	both := sprintf(message, ["${network/OpenA.Ref}, ${network/OpenB.Ref}"])
	one := sprintf(message, ["${network/OpenA.Ref}"])
	isolated := ["IsolatedA", "IsolatedB"]
	subnets.violation == {_violation(isolated, ["OpenA", "OpenB"], both)} with input as _in(["OpenA", "OpenB"])
	mixed := ["IsolatedA", "IsolatedB", "OpenA"]
	subnets.violation == {_violation(isolated, mixed, one)} with input as _in(mixed)
}

test_a_zone_without_the_database_is_reported if {
	message := "the database needs an isolated subnet in each availability zone"
	isolated := ["IsolatedA", "IsolatedB"]
	subnets.violation == {_violation(isolated, ["IsolatedA"], message)} with input as _in(["IsolatedA"])
	subnets.violation == {_violation(isolated, [], message)} with input as _in([])
	subnets.violation == {_violation(isolated, [], message)} with input as _input(_network, ["subnet-1", {"a": 1}, null])
}

test_no_isolated_subnets_are_reported if {
	network := object.remove(_network, ["IsolatedA", "IsolatedB"])
	message := "the VPC has no isolated subnets that the database could lie in"
	expected := {_violation([], ["OpenA", "OpenB"], message)}
	subnets.violation == expected with input as _input(network, _imported(["OpenA", "OpenB"]))
}

test_no_subnet_group_is_reported if {
	every group in [null, "default", {"Ref": "Cluster"}, ["Group"]] {
		subnets.violation == {_no_group} with input as fixture.stack("data", {"Cluster": _cluster(group)})
	}
}

_no_cluster := concat("", [
	"there is not exactly one database cluster to look at; ",
	"define one with rds.ServerlessCluster in the data stack",
])

test_no_cluster_is_reported if {
	subnets.violation == {{
		"type": "AWS::RDS::DBCluster",
		"message": _no_cluster,
	}} with input as fixture.stack("data", {"Group": _group([])})
}
