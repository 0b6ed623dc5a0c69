# METADATA
# title: The service
# description: |
#   The service that runs the task, the target groups, listeners and load balancers in front of it, and the databases
#   that accept its connections.
package lib.service

import data.lib.cfn
import data.lib.result
import data.lib.security_groups
import data.lib.task

# METADATA
# description: The services that run the task definition.
running := {found |
	some found in cfn.of_type("AWS::ECS::Service")
	_runs(found, task.definition)
}

_runs(found, definition) if {
	definition != null
	cfn.target(found.stack, cfn.property(found, ["TaskDefinition"])) == definition
}

_runs(found, definition) if {
	definition != null
	family := cfn.text(definition.stack, cfn.property(definition, ["Family"]))
	split(cfn.text(found.stack, cfn.property(found, ["TaskDefinition"])), ":")[0] == family
}

# METADATA
# description: The service; null when not exactly one runs the task definition.
service := cfn.sole(running)

# METADATA
# description: A property of the service by its path; null when there is no service.
property(steps) := object.get(_properties, steps, null)

_properties := {} if {
	service == null
} else := cfn.entries(cfn.property(service, []))

# METADATA
# description: What a check reports when no load balancer stands in front of the service; else empty.
missing_load_balancer contains result.absent(
	"AWS::ElasticLoadBalancingV2::LoadBalancer",
	"there is no load balancer in front of a service that runs the task",
) if {
	load_balancers == set()
}

# METADATA
# description: |
#   The service's entries for load balancers, as {"group", "container", "port"}; group is null where it is no resource.
entries := [{
	"group": cfn.target(service.stack, object.get(cfn.entries(entry), "TargetGroupArn", null)),
	"container": cfn.text(service.stack, object.get(cfn.entries(entry), "ContainerName", null)),
	"port": cfn.text(service.stack, object.get(cfn.entries(entry), "ContainerPort", null)),
} |
	some entry in cfn.list(property(["LoadBalancers"]))
]

# METADATA
# description: The target groups that the service registers its tasks with.
groups := {entry.group | some entry in entries; entry.group != null}

# METADATA
# description: All listeners.
listeners := cfn.of_type("AWS::ElasticLoadBalancingV2::Listener")

# METADATA
# description: The load balancer of a listener; null when it is no resource of the stacks.
load_balancer_of(listener) := object.get(_load_balancer_of, listener, null)

_load_balancer_of := {listener: cfn.target(listener.stack, cfn.property(listener, ["LoadBalancerArn"])) |
	some listener in listeners
}

# METADATA
# description: The listeners that forward requests to the service, by their default action or by a rule.
forwarding := {listener |
	some listener in listeners
	count(_forwarded(listener, "DefaultActions") & groups) > 0
} | {listener |
	some rule in cfn.of_type("AWS::ElasticLoadBalancingV2::ListenerRule")
	count(_forwarded(rule, "Actions") & groups) > 0
	some listener in listeners
	listener == cfn.target(rule.stack, cfn.property(rule, ["ListenerArn"]))
}

_forwarded(subject, actions) := {found |
	some action in cfn.list(cfn.property(subject, [actions]))
	some key in ["TargetGroupArn", "ForwardConfig"]
	some found in cfn.targets(subject.stack, object.get(cfn.entries(action), key, null))
}

# METADATA
# description: The load balancers in front of the service.
load_balancers := {found |
	some listener in forwarding
	found := load_balancer_of(listener)
	found != null
}

# METADATA
# description: The subnets of the service; null stands for one that no stack defines.
subnets := {cfn.target(service.stack, value) |
	some value in cfn.list(property(["NetworkConfiguration", "AwsvpcConfiguration", "Subnets"]))
}

# METADATA
# description: The database clusters and instances that take connections.
databases := cfn.of_type("AWS::RDS::DBCluster") | cfn.of_type("AWS::RDS::DBInstance")

# METADATA
# description: The databases that accept connections from the service.
reachable_databases := {database |
	some database in databases
	groups_of_database := _database_groups(database)
	some rule in security_groups.ingress
	rule.group in groups_of_database
	_opens(rule, database)
	_is_from_service(rule)
}

# METADATA
# description: The service's security groups let connections to a database out.
lets_out_to(database) if security_groups.let_out(own_groups, cfn.att(database, "Endpoint.Port"))

lets_out_to(database) if security_groups.let_out(own_groups, _port(database))

# METADATA
# description: The service's security groups.
own_groups := security_groups.named(
	object.get(cfn.entries(service), "stack", ""),
	property(["NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"]),
)

# METADATA
# description: |
#   The listeners that forward requests to the service, of load balancers that let nobody on the internet connect to
#   any of them.
closed := {listener |
	some listener in forwarding
	balancer := load_balancer_of(listener)
	balancer in load_balancers - _open
}

_open := {balancer |
	some listener in forwarding
	balancer := load_balancer_of(listener)
	balancer != null
	groups_of_balancer := security_groups.named(balancer.stack, cfn.property(balancer, ["SecurityGroups"]))
	port := cfn.text(listener.stack, cfn.property(listener, ["Port"]))
	security_groups.accept_internet(groups_of_balancer, port)
}

_database_groups(database) := {group |
	some name in ["VpcSecurityGroupIds", "VPCSecurityGroups"]
	some group in security_groups.named(database.stack, cfn.property(database, [name]))
}

_opens(rule, database) if security_groups.opens(rule, cfn.att(database, "Endpoint.Port"))

_opens(rule, database) if security_groups.opens(rule, _port(database))

_port(database) := cfn.text(database.stack, written) if {
	written := cfn.property(database, ["Port"])
	written != null
} else := "5432"

_is_from_service(rule) if rule.peer in own_groups

_is_from_service(rule) if {
	subnets != set()
	every subnet in subnets { net.cidr_contains(rule.range, _range(subnet)) }
}

_is_from_service(rule) if {
	some vpc in cfn.of_type("AWS::EC2::VPC")
	net.cidr_contains(rule.range, cfn.text(vpc.stack, cfn.property(vpc, ["CidrBlock"])))
}

_is_from_service(rule) if {
	some vpc in cfn.of_type("AWS::EC2::VPC")
	rule.range == cfn.att(vpc, "CidrBlock")
}

_is_from_service(rule) if rule.range == "0.0.0.0/0"

_range(null) := ""

_range(subnet) := cfn.text(subnet.stack, cfn.property(subnet, ["CidrBlock"])) if subnet != null
