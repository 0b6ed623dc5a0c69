# METADATA
# title: Security groups
# description: |
#   What security groups let in and out. A group stands as one text, whichever of its attributes names it. A rule has
#   the texts "group", "protocol", "from", "to", "peer", "range" and "prefix_list".
package lib.security_groups

import data.lib.cfn

# METADATA
# description: The groups in a list of values.
named(stack, values) := {_group(stack, value) | some value in cfn.list(values)}

# METADATA
# description: The rules by which groups let connections in.
ingress := _rules("AWS::EC2::SecurityGroupIngress", "SecurityGroupIngress", "Source")

# METADATA
# description: The rules by which groups let connections out.
egress := _rules("AWS::EC2::SecurityGroupEgress", "SecurityGroupEgress", "Destination")

# METADATA
# description: A rule is about a TCP port, which is a text too.
opens(rule, _) if rule.protocol == "-1"

opens(rule, port) if {
	_is_tcp(rule)
	rule.from == port
	rule.to == port
}

opens(rule, port) if {
	_is_tcp(rule)
	every number in [rule.from, rule.to, port] { _is_number(number) }
	to_number(rule.from) <= to_number(port)
	to_number(port) <= to_number(rule.to)
}

# METADATA
# description: |
#   Of several groups some rule lets the internet in at a port, or one is not of the stacks, so that nobody knows.
#   A list of prefixes counts as the internet, since CloudFront's addresses are one; a single address does not.
accept_internet(groups, _) if _are_beyond_stacks(groups)

accept_internet(groups, port) if {
	some rule in ingress
	rule.group in groups
	opens(rule, port)
	_is_public(rule)
}

# METADATA
# description: |
#   Of several groups some rule lets connections to a port out, or one is not of the stacks, so that nobody knows.
#   AWS lets everything out of a group without rules.
let_out(groups, _) if _are_beyond_stacks(groups)

let_out(groups, _) if {
	some group in groups
	not group in _with_egress
}

let_out(groups, port) if {
	some rule in egress
	rule.group in groups
	opens(rule, port)
}

_with_egress := {rule.group | some rule in egress}

_are_beyond_stacks(groups) if groups == set()

_are_beyond_stacks(groups) if groups - _defined != set()

_defined := {cfn.ref(group) | some group in cfn.of_type("AWS::EC2::SecurityGroup")}

_group(stack, value) := cfn.ref(found) if {
	found := cfn.target(stack, value)
	found != null
	found.type == "AWS::EC2::SecurityGroup"
} else := cfn.text(stack, value)

_rules(type, property, side) := {_rule(cfn.ref(group), group.stack, cfn.entries(written), side) |
	some group in cfn.of_type("AWS::EC2::SecurityGroup")
	some written in cfn.list(cfn.property(group, [property]))
} | {_rule(group, subject.stack, written, side) |
	some subject in cfn.of_type(type)
	written := cfn.entries(cfn.property(subject, []))
	group := _group(subject.stack, object.get(written, "GroupId", null))
}

_rule(group, stack, written, side) := {
	"group": group,
	"protocol": lower(cfn.text(stack, object.get(written, "IpProtocol", null))),
	"from": cfn.text(stack, object.get(written, "FromPort", null)),
	"to": cfn.text(stack, object.get(written, "ToPort", null)),
	"peer": _group(stack, object.get(written, concat("", [side, "SecurityGroupId"]), null)),
	"range": cfn.text(stack, object.get(written, "CidrIp", null)),
	"prefix_list": cfn.text(stack, object.get(written, concat("", [side, "PrefixListId"]), null)),
}

_is_tcp(rule) if rule.protocol in {"tcp", "6"}

_is_number(text) if {
	text != ""
	trim(text, "0123456789") == ""
}

_is_public(rule) if rule.prefix_list != "${?null}"

_is_public(rule) if {
	net.cidr_contains("0.0.0.0/0", rule.range)
	not endswith(rule.range, "/32")
	every private in _private { not net.cidr_contains(private, rule.range) }
}

_private := ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
