package lib.security_groups_test

import data.lib.fixture
import data.lib.security_groups

_group := {"Ref": "Group"}

_https := {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}

_stack(properties, others) := fixture.stack("s", object.union(
	{"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": properties}},
	others,
))

_accepts(rule) if {
	document := _stack({"SecurityGroupIngress": [object.union(_https, rule)]}, {})
	groups := security_groups.named("s", [_group]) with input as document
	security_groups.accept_internet(groups, "443") with input as document
}

test_the_internet_is_let_in if {
	_accepts({"CidrIp": "0.0.0.0/0"})
	_accepts({"CidrIp": "120.52.22.96/27"})
	_accepts({"SourcePrefixListId": "pl-82a045eb"})
}

_elsewhere := [
	{},
	{"CidrIp": "10.0.0.0/16"},
	{"CidrIp": "192.168.1.0/24"},
	{"CidrIp": "203.0.113.7/32"},
	{"CidrIp": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}},
	{"CidrIpv6": "::/0"},
	{"SourceSecurityGroupId": "sg-1"},
	{"CidrIp": "0.0.0.0/0", "IpProtocol": "udp"},
	{"CidrIp": "0.0.0.0/0", "FromPort": 444, "ToPort": 500},
]

test_anything_else_is_not_the_internet if {
	{rule | some rule in _elsewhere; not _accepts(rule)} == {rule | some rule in _elsewhere}
}

test_a_rule_of_its_own_counts if {
	written := object.union(_https, {"GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "CidrIp": "0.0.0.0/0"})
	document := _stack({}, {"Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": written}})
	groups := security_groups.named("s", _group) with input as document
	security_groups.accept_internet(groups, "443") with input as document
	[rule.peer | some rule in security_groups.ingress] == ["${?null}"] with input as document
}

test_groups_beyond_the_stacks_may_do_anything if {
	document := _stack({}, {})
	every groups in [set(), {"sg-1"}] {
		security_groups.accept_internet(groups, "443") with input as document
		security_groups.let_out(groups, "443") with input as document
	}
}

_lets_out(properties, others) if {
	document := _stack(properties, others)
	groups := security_groups.named("s", [_group]) with input as document
	security_groups.let_out(groups, "443") with input as document
}

_rule(written) := {"Rule": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": object.union(
	{"GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}},
	written,
)}}

test_what_is_let_out if {
	_lets_out({}, {})
	_lets_out({"SecurityGroupEgress": {"IpProtocol": -1}}, {})
	_lets_out({}, _rule(_https))
	not _lets_out({}, _rule({"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}))
	not _lets_out({"SecurityGroupEgress": [{"IpProtocol": "icmp"}]}, {})
}

test_a_port_may_be_a_reference if {
	port := {"Fn::GetAtt": ["Database", "Endpoint.Port"]}
	document := _stack({"SecurityGroupIngress": [{"IpProtocol": "6", "FromPort": port, "ToPort": port}]}, {})
	opened := [name |
		some rule in security_groups.ingress
		some name in ["${s/Database.Endpoint.Port}", "5432"]
		security_groups.opens(rule, name)
	] with input as document
	opened == ["${s/Database.Endpoint.Port}"]
}
