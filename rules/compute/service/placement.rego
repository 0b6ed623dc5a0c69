# METADATA
# title: Place of the service
# description: |
#   One Fargate service runs the task on the cluster, in the private subnets with egress, behind an internet-facing load
#   balancer that people can connect to and that finds the container healthy, and reaches its image and the database.
# scope: package
# related_resources:
#   - description: AWS::ECS::Service
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html
# custom:
#   points: 1
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate service
#   order: 10
#   explain:
#     asks: >-
#       Tie the backend resources together by creating an `ecs_patterns.ApplicationLoadBalancedFargateService`,
#       which creates a Fargate service from your existing cluster and task definition with a load balancer in
#       front of it.
#     why: >-
#       The service keeps the task running and replaces it when it fails; the load balancer is the only door to
#       it. The task itself sits in private subnets, and the database lets in that service and nobody else.
#     template: |
#       Service:
#         Type: AWS::ECS::Service
#         Properties:
#           LaunchType: FARGATE
#           Cluster: {Ref: …}
#           TaskDefinition: {Ref: …}
#           LoadBalancers: [{ContainerPort: 80}]
#       LoadBalancer:
#         Type: AWS::ElasticLoadBalancingV2::LoadBalancer
#         Properties:
#           Scheme: internet-facing
#       TargetGroup:
#         Type: AWS::ElasticLoadBalancingV2::TargetGroup
#         Properties:
#           HealthCheckPath: /api/v1/health
#       DatabaseAccess:
#         Type: AWS::EC2::SecurityGroupIngress
#         Properties:
#           FromPort: 5432
#           ToPort: 5432
#     before: |
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           cluster=cluster,
#           task_definition=task_definition,
#           assign_public_ip=True,
#           task_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
#       )
#     after: |
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           cluster=cluster,
#           task_definition=task_definition,
#           # …
#       )
#       fargate_service.target_group.configure_health_check(path="/api/v1/health")
#       fargate_service.service.connections.allow_to(
#           props.data_aurora_db,
#           ec2.Port.tcp(5432),
#           "the backend talks to its database",
#       )
#   help: >-
#     define one ecs_patterns.ApplicationLoadBalancedFargateService with cluster= and task_definition=, and keep the
#     starter's health check and allow_to below it
#   argument: >-
#     configure_health_check().path for HealthCheckPath, configure_health_check().port for HealthCheckPort,
#     configure_health_check().protocol for HealthCheckProtocol, target_protocol for Protocol, enable_dns_support for
#     EnableDnsSupport, desired_count for DesiredCount, open_listener for AWS::ElasticLoadBalancingV2::Listener,
#     security_groups for SecurityGroups, allow_to() for AWS::RDS::DBCluster, public_load_balancer for
#     AWS::ElasticLoadBalancingV2::LoadBalancer, assign_public_ip, task_subnets
package checks.compute.service.placement

import data.lib.cfn
import data.lib.result
import data.lib.routes
import data.lib.security_groups
import data.lib.service
import data.lib.task

# METADATA
# description: No service that runs the task, or one that cannot be reached, or cannot reach what it needs.
violation contains found if some found in task.missing_definition

violation contains result.absent("AWS::ECS::Service", "there is no service that runs the task") if {
	_all == set()
}

violation contains result.mismatch(other, ["Properties", "TaskDefinition"], cfn.ref(task.definition), actual) if {
	task.definition != null
	service.running == set()
	some other in _all
	actual := cfn.shown(other.stack, cfn.property(other, ["TaskDefinition"]))
}

violation contains result.problem(surplus, [], message) if {
	some surplus in cfn.surplus(service.running)
	message := sprintf("%d services run the task where one is asked for", [count(service.running)])
}

violation contains result.mismatch(service.service, ["Properties", "LaunchType"], "FARGATE", actual) if {
	service.service != null
	actual := _shown(["LaunchType"])
	actual != "FARGATE"
	not _has_fargate_capacity
}

violation contains result.explained(service.service, ["Properties", "Cluster"], cfn.ref(_cluster), actual, message) if {
	service.service != null
	_cluster != null
	cfn.target(service.service.stack, service.property(["Cluster"])) != _cluster
	actual := _shown(["Cluster"])
	message := "the service does not run on the cluster"
}

violation contains result.problem(service.service, _subnets, message) if {
	service.service != null
	not _is_within(service.subnets, routes.of_kind("egress"))
	message := "the service is not in the private subnets with egress, so it has no way to the internet of its own"
}

violation contains result.problem(service.service, _load_balancers, message) if {
	service.service != null
	service.load_balancers == set()
	message := "no listener of a load balancer forwards requests to the service"
}

violation contains result.named(service.service, _load_balancers, "the load balancer's target", expected, actual) if {
	task.container != null
	some entry in service.entries
	not _is_right_entry(entry)
	expected := concat(":", [task.container.name, "80"])
	actual := concat(":", [entry.container, entry.port])
}

violation contains result.mismatch(balancer, ["Properties", "Scheme"], "internet-facing", actual) if {
	some balancer in service.load_balancers
	actual := cfn.shown(balancer.stack, cfn.property(balancer, ["Scheme"]))
	not actual in {null, "internet-facing"}
}

violation contains result.problem(balancer, ["Properties", "Subnets"], message) if {
	some balancer in service.load_balancers
	not _is_within(_subnets_of(balancer), routes.of_kind("public"))
	message := "the load balancer is not in the public subnets, so it cannot be reached from the internet"
}

violation contains result.problem(listener, ["Properties", "Port"], message) if {
	some listener in service.closed
	message := concat("", [
		"the load balancer's security groups let nobody on the internet connect to the listener's port; ",
		"leave out open_listener=False, or open the port",
	])
}

violation contains result.named(group, ["Properties", name], wanted.what, wanted.expected, actual) if {
	some group in service.groups
	some name, wanted in _target_group
	actual := cfn.shown(group.stack, cfn.property(group, [name]))
	not actual in wanted.accepted
}

violation contains result.named(service.service, ["Properties", "DesiredCount"], _tasks, "1 or more", actual) if {
	service.service != null
	actual := _shown(["DesiredCount"])
	actual == "0"
	not _is_scaled
}

violation contains result.problem(service.service, _groups, message) if {
	service.service != null
	not security_groups.let_out(service.own_groups, "443")
	message := concat("", [
		"the service's security groups let no HTTPS out, so it cannot fetch its image and secrets; ",
		"leave out allow_all_outbound=False, or add an egress rule for port 443",
	])
}

violation contains result.problem(service.service, _groups, message) if {
	service.service != null
	security_groups.let_out(service.own_groups, "443")
	some database in service.reachable_databases
	not service.lets_out_to(database)
	message := concat("", [
		"the service's security groups let nothing out to the database's port; leave out allow_all_outbound=False, ",
		"or let database.connections.allow_default_port_from(service) add the rule",
	])
}

violation contains result.named(group, ["Properties", "Matcher", "HttpCode"], _codes, "200", actual) if {
	some group in service.groups
	actual := cfn.shown(group.stack, cfn.property(group, ["Matcher", "HttpCode"]))
	is_string(actual)
	not _takes_200(actual)
}

violation contains result.explained(vpc, ["Properties", "EnableDnsSupport"], true, actual, message) if {
	some vpc in _vpcs
	actual := cfn.property(vpc, ["EnableDnsSupport"])
	lower(cfn.text(vpc.stack, actual)) == "false"
	message := concat("", [
		"the VPC of the service resolves no names, so the service finds neither its image nor its database; ",
		"leave out enable_dns_support=False",
	])
}

violation contains result.absent("AWS::RDS::DBCluster", "there is no database that could accept connections") if {
	service.databases == set()
}

violation contains result.problem(database, [], message) if {
	service.service != null
	service.reachable_databases == set()
	some database in service.databases
	message := "the database does not accept connections from the service on port 5432"
}

# A container that does not expose port 80 is another check's to report.
_is_right_entry(entry) if {
	entry.container == task.container.name
	entry.port in ({"80"} | (task.ports - _ports_beside_80))
}

_ports_beside_80 := task.ports if {
	"80" in task.ports
} else := set()

# The container speaks HTTP on the port that requests go to.
_target_group := {
	"Protocol": {
		"what": "the protocol from the load balancer to the container",
		"expected": "HTTP",
		"accepted": {null, "HTTP"},
	},
	"HealthCheckProtocol": {
		"what": "the health check's protocol",
		"expected": "HTTP",
		"accepted": {null, "HTTP"},
	},
	"HealthCheckPort": {
		"what": "the health check's port",
		"expected": "traffic-port",
		"accepted": {null, "traffic-port"} | {entry.port | some entry in service.entries},
	},
	"HealthCheckPath": {
		"what": "HealthCheckPath",
		"expected": "/api/v1/health",
		"accepted": {"/api/v1/health", "/api/v1/health/"},
	},
}

_codes := "the health check's status"

# The matcher is a list of statuses and ranges of them: 200,204 or 200-299.
_takes_200(codes) if {
	some range in split(codes, ",")
	limits := split(trim_space(range), "-")
	limits[0] <= "200"
	limits[count(limits) - 1] >= "200"
}

# A reference to elsewhere may be anything.
_takes_200(codes) if contains(codes, "${")

_tasks := "the number of tasks that the service runs"

# Scaling raises what it finds to its own minimum.
_is_scaled if {
	some target in cfn.of_type("AWS::ApplicationAutoScaling::ScalableTarget")
	service.service in cfn.targets(target.stack, cfn.property(target, ["ResourceId"]))
	cfn.text(target.stack, cfn.property(target, ["MinCapacity"])) != "0"
}

_vpcs := {routes.vpc_of(subnet) | some subnet in service.subnets; subnet != null} - {null}

_all := cfn.of_type("AWS::ECS::Service")

_cluster := cfn.sole(cfn.of_type("AWS::ECS::Cluster"))

_load_balancers := ["Properties", "LoadBalancers"]

_subnets := ["Properties", "NetworkConfiguration", "AwsvpcConfiguration", "Subnets"]

_groups := ["Properties", "NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"]

_shown(steps) := cfn.shown(service.service.stack, service.property(steps))

_is_within(some_subnets, wanted) if {
	some_subnets != set()
	some_subnets - wanted == set()
}

_subnets_of(balancer) := {cfn.target(balancer.stack, value) |
	some value in array.concat(
		cfn.list(cfn.property(balancer, ["Subnets"])),
		[object.get(cfn.entries(mapping), "SubnetId", null) |
			some mapping in cfn.list(cfn.property(balancer, ["SubnetMappings"]))
		],
	)
}

_has_fargate_capacity if {
	providers := {cfn.text(service.service.stack, object.get(cfn.entries(entry), "CapacityProvider", null)) |
		some entry in cfn.list(service.property(["CapacityProviderStrategy"]))
	}
	providers != set()
	providers - {"FARGATE", "FARGATE_SPOT"} == set()
}
