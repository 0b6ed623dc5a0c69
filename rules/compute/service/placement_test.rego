package checks.compute.service.placement_test

import data.checks.compute.service.placement
import data.lib.fixture

_subnet(block) := {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": block}}

_association(subnet, table) := {
	"Type": "AWS::EC2::SubnetRouteTableAssociation",
	"Properties": {"SubnetId": {"Ref": subnet}, "RouteTableId": {"Ref": table}},
}

_route(table, target) := {"Type": "AWS::EC2::Route", "Properties": object.union(
	{"RouteTableId": {"Ref": table}, "DestinationCidrBlock": "0.0.0.0/0"},
	target,
)}

_network := {
	"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
	"Gateway": {"Type": "AWS::EC2::InternetGateway"},
	"Nat": {"Type": "AWS::EC2::NatGateway", "Properties": {"SubnetId": {"Ref": "Public"}}},
	"Public": _subnet("10.0.0.0/24"),
	"Egress": _subnet("10.0.1.0/24"),
	"Isolated": _subnet("10.0.2.0/24"),
	"PublicTable": {"Type": "AWS::EC2::RouteTable"},
	"EgressTable": {"Type": "AWS::EC2::RouteTable"},
	"PublicAssociation": _association("Public", "PublicTable"),
	"EgressAssociation": _association("Egress", "EgressTable"),
	"PublicRoute": _route("PublicTable", {"GatewayId": {"Ref": "Gateway"}}),
	"EgressRoute": _route("EgressTable", {"NatGatewayId": {"Ref": "Nat"}}),
}

_database := {
	"Database": {"Type": "AWS::RDS::DBCluster", "Properties": {
		"VpcSecurityGroupIds": [{"Fn::GetAtt": ["DatabaseGroup", "GroupId"]}],
	}},
	"DatabaseGroup": {"Type": "AWS::EC2::SecurityGroup"},
	"Ingress": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {
		"GroupId": {"Fn::GetAtt": ["DatabaseGroup", "GroupId"]},
		"SourceSecurityGroupId": {"Fn::GetAtt": ["ServiceGroup", "GroupId"]},
		"IpProtocol": "tcp",
		"FromPort": 5432,
		"ToPort": 5432,
	}},
}

_service := {
	"Cluster": {"Type": "AWS::ECS::Cluster"},
	"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{
		"Name": "app",
		"Image": "x/cdk-x-container-assets-1:abc",
		"PortMappings": [{"ContainerPort": 80}],
	}]}},
	"ServiceGroup": {"Type": "AWS::EC2::SecurityGroup"},
	"Service": {"Type": "AWS::ECS::Service", "Properties": {
		"Cluster": {"Ref": "Cluster"},
		"TaskDefinition": {"Ref": "Task"},
		"LaunchType": "FARGATE",
		"LoadBalancers": [{"ContainerName": "app", "ContainerPort": 80, "TargetGroupArn": {"Ref": "Group"}}],
		"NetworkConfiguration": {"AwsvpcConfiguration": {
			"SecurityGroups": [{"Fn::GetAtt": ["ServiceGroup", "GroupId"]}],
			"Subnets": [{"Ref": "Egress"}],
		}},
	}},
	"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"HealthCheckPath": "/api/v1/health"}},
	"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
		"LoadBalancerArn": {"Ref": "Balancer"},
		"DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
	}},
	"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {
		"Scheme": "internet-facing",
		"Subnets": [{"Ref": "Public"}],
	}},
}

_all := object.union_n([_network, _database, _service])

_found(resources) := found if {
	found := placement.violation with input as fixture.stack("compute", resources)
}

# The violations after changing one resource's properties.
_changed(id, properties) := _found(object.union(_all, {id: {"Properties": properties}}))

_without(ids) := _found(object.remove(_all, ids))

_at(id, type, property, rest) := object.union(
	{"stack": "compute", "resource": id, "type": type, "property": concat("", ["/Properties/", property])},
	rest,
)

_at_service(property, rest) := _at("Service", "AWS::ECS::Service", property, rest)

test_the_whole_passes if {
	_found(_all) == set()
}

test_left_out_defaults_pass if {
	_changed("Balancer", {"Scheme": null}) == set()
	_changed("Group", {"HealthCheckPath": "/api/v1/health/"}) == set()
	strategy := [{"CapacityProvider": "FARGATE_SPOT", "Weight": 1}]
	_changed("Service", {"LaunchType": null, "CapacityProviderStrategy": strategy}) == set()
	_changed("Balancer", {"Subnets": null, "SubnetMappings": [{"SubnetId": {"Ref": "Public"}}]}) == set()
}

test_a_listener_rule_passes if {
	rule := {
		"Listener": {"Properties": {"DefaultActions": [{"Type": "fixed-response"}]}},
		"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {
			"ListenerArn": {"Ref": "Listener"},
			"Actions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Group"}}]}}],
		}},
	}
	_found(object.union(_all, rule)) == set()
}

_ingress(properties) := _found(object.union(
	object.remove(_all, ["Ingress"]),
	{"Ingress": {
		"Type": "AWS::EC2::SecurityGroupIngress",
		"Properties": _with(_database.Ingress.Properties, properties),
	}},
))

# Properties, some of which are replaced whole.
_with(properties, changes) := object.union(object.remove(properties, object.keys(changes)), changes)

test_other_ways_to_accept_the_service_pass if {
	_ingress({"FromPort": 0, "ToPort": "65535"}) == set()
	_ingress({"IpProtocol": "-1", "FromPort": null, "ToPort": null}) == set()
	port := {"Fn::GetAtt": ["Database", "Endpoint.Port"]}
	_ingress({"FromPort": port, "ToPort": port}) == set()
	_ingress({"SourceSecurityGroupId": null, "CidrIp": "10.0.0.0/16"}) == set()
	_ingress({"SourceSecurityGroupId": null, "CidrIp": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}}) == set()
	_ingress({"SourceSecurityGroupId": null, "CidrIp": "10.0.1.0/24"}) == set()
	_ingress({"SourceSecurityGroupId": {"Ref": "ServiceGroup"}, "GroupId": {"Ref": "DatabaseGroup"}}) == set()
}

test_a_rule_in_the_group_itself_passes if {
	inline := {"DatabaseGroup": {"Properties": {"SecurityGroupIngress": {
		"SourceSecurityGroupId": {"Fn::GetAtt": ["ServiceGroup", "GroupId"]},
		"IpProtocol": "tcp",
		"FromPort": 5432,
		"ToPort": 5432,
	}}}}
	_found(object.union(object.remove(_all, ["Ingress"]), inline)) == set()
}

test_another_port_of_the_database_passes if {
	moved := {"Database": {"Properties": {"Port": 6000}}, "Ingress": {"Properties": {"FromPort": 6000, "ToPort": 6000}}}
	_found(object.union(_all, moved)) == set()
}

_refused := {{
	"stack": "compute",
	"resource": "Database",
	"type": "AWS::RDS::DBCluster",
	"message": "the database does not accept connections from the service on port 5432",
}}

test_a_database_that_does_not_accept_the_service_is_reported if {
	_without(["Ingress"]) == _refused
	_ingress({"FromPort": 3306, "ToPort": 3306}) == _refused
	_ingress({"IpProtocol": "udp"}) == _refused
	_ingress({"SourceSecurityGroupId": {"Fn::GetAtt": ["OtherGroup", "GroupId"]}}) == _refused
	_ingress({"GroupId": {"Fn::GetAtt": ["ServiceGroup", "GroupId"]}}) == _refused
	_ingress({"SourceSecurityGroupId": null, "CidrIp": "10.0.2.0/24"}) == _refused
	_changed("Database", {"VpcSecurityGroupIds": null}) == _refused
	_changed("Database", {"Port": 6000}) == _refused
}

test_no_database_is_reported if {
	_without(["Database"]) == {{
		"type": "AWS::RDS::DBCluster",
		"message": "there is no database that could accept connections",
	}}
}

_not_in_egress := {_at_service("NetworkConfiguration/AwsvpcConfiguration/Subnets", {
	"message": "the service is not in the private subnets with egress, so it has no way to the internet of its own",
})}

_in(subnets) := _changed("Service", {"NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": subnets}}})

test_other_subnets_are_reported if {
	_in([{"Ref": "Public"}]) == _not_in_egress
	_in([{"Ref": "Isolated"}]) == _not_in_egress
	_in([{"Ref": "Egress"}, {"Ref": "Public"}]) == _not_in_egress
	_in(["subnet-1"]) == _not_in_egress
	_in([]) == _not_in_egress
}

test_another_launch_type_is_reported if {
	_changed("Service", {"LaunchType": "EC2"}) == {_at_service("LaunchType", {"expected": "FARGATE", "actual": "EC2"})}
	_changed("Service", {"LaunchType": null}) == {_at_service("LaunchType", {"expected": "FARGATE"})}
}

test_another_cluster_is_reported if {
	_changed("Service", {"Cluster": "default"}) == {_at_service("Cluster", {
		"expected": "${compute/Cluster.Ref}",
		"actual": "default",
		"message": "the service does not run on the cluster",
	})}
}

test_an_internal_load_balancer_is_reported if {
	_changed("Balancer", {"Scheme": "internal"}) == {_at(
		"Balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", "Scheme",
		{"expected": "internet-facing", "actual": "internal"},
	)}
}

test_a_load_balancer_in_private_subnets_is_reported if {
	_changed("Balancer", {"Subnets": [{"Ref": "Egress"}]}) == {_at(
		"Balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", "Subnets",
		{"message": "the load balancer is not in the public subnets, so it cannot be reached from the internet"},
	)}
}

_no_balancer := {_at_service("LoadBalancers", {
	"message": "no listener of a load balancer forwards requests to the service",
})}

test_no_load_balancer_is_reported if {
	_changed("Service", {"LoadBalancers": null}) == _no_balancer
	_changed("Listener", {"DefaultActions": [{"Type": "fixed-response"}]}) == _no_balancer
	_without(["Balancer"]) == _no_balancer
}

_to(name, port) := _changed("Service", {"LoadBalancers": [{
	"ContainerName": name,
	"ContainerPort": port,
	"TargetGroupArn": {"Ref": "Group"},
}]})

test_another_container_or_port_is_reported if {
	place := _at_service("LoadBalancers", {})
	_to("proxy", 80) == {fixture.named(place, "the load balancer's target", "app:80", "proxy:80")}
	_to("app", 443) == {fixture.named(place, "the load balancer's target", "app:80", "app:443")}
	_to("app", "80") == set()
}

test_the_only_port_of_the_container_is_the_container_s_matter if {
	moved := {
		"Task": {"Properties": {"ContainerDefinitions": [{
			"Name": "app",
			"Image": "x/cdk-x-container-assets-1:abc",
			"PortMappings": [{"ContainerPort": 8080}],
		}]}},
		"Service": {"Properties": {"LoadBalancers": [{
			"ContainerName": "app",
			"ContainerPort": 8080,
			"TargetGroupArn": {"Ref": "Group"},
		}]}},
	}
	_found(object.union(_all, moved)) == set()
}

_of_group(name, what, expected, actual) := {fixture.named(
	_at("Group", "AWS::ElasticLoadBalancingV2::TargetGroup", name, {}),
	what,
	expected,
	actual,
)}

_health(actual) := _of_group("HealthCheckPath", "HealthCheckPath", "/api/v1/health", actual)

test_another_health_path_is_reported if {
	_changed("Group", {"HealthCheckPath": "/health"}) == _health("/health")
	_changed("Group", {"HealthCheckPath": null}) == _health(null)
}

test_another_health_port_is_reported if {
	every port in ["traffic-port", "80", 80] { _changed("Group", {"HealthCheckPort": port}) == set() }
	reported := _of_group("HealthCheckPort", "the health check's port", "traffic-port", "8080")
	_changed("Group", {"HealthCheckPort": "8080"}) == reported
	_changed("Group", {"HealthCheckPort": 8080}) == reported
}

test_another_protocol_is_reported if {
	_changed("Group", {"Protocol": "HTTP", "HealthCheckProtocol": "HTTP"}) == set()
	checked := _of_group("HealthCheckProtocol", "the health check's protocol", "HTTP", "HTTPS")
	_changed("Group", {"HealthCheckProtocol": "HTTPS"}) == checked
	what := "the protocol from the load balancer to the container"
	_changed("Group", {"Protocol": "HTTPS"}) == _of_group("Protocol", what, "HTTP", "HTTPS")
}

_scaled(minimum) := _found(object.union(_all, {
	"Service": {"Properties": {"DesiredCount": 0}},
	"Scaling": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {
		"MinCapacity": minimum,
		"ResourceId": {"Fn::Join": ["/", ["service", {"Ref": "Cluster"}, {"Fn::GetAtt": ["Service", "Name"]}]]},
	}},
}))

test_a_service_without_tasks_is_reported if {
	what := "the number of tasks that the service runs"
	reported := {fixture.named(_at_service("DesiredCount", {}), what, "1 or more", "0")}
	every none in [0, "0"] { _changed("Service", {"DesiredCount": none}) == reported }
	every some_tasks in [1, "2", null] { _changed("Service", {"DesiredCount": some_tasks}) == set() }
	_scaled(0) == reported
	_scaled(1) == set()
}

_guarded(resources) := _found(object.union_n([
	_all,
	{
		"Balancer": {"Properties": {"SecurityGroups": [{"Fn::GetAtt": ["Door", "GroupId"]}]}},
		"Door": {"Type": "AWS::EC2::SecurityGroup"},
		"Listener": {"Properties": {"Port": 443}},
	},
	resources,
]))

_letting(rule) := _guarded({"Door": {"Properties": {"SecurityGroupIngress": [rule]}}})

test_a_load_balancer_that_lets_nobody_in_is_reported if {
	reported := {_at("Listener", "AWS::ElasticLoadBalancingV2::Listener", "Port", {"message": concat("", [
		"the load balancer's security groups let nobody on the internet connect to the listener's port; ",
		"leave out open_listener=False, or open the port",
	])})}
	_guarded({}) == reported
	_letting({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}) == reported
	_letting({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/16"}) == reported
	_letting({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}) == set()
	_changed("Balancer", {"SecurityGroups": ["sg-1"]}) == set()
}

_own_rules(rules) := _changed("ServiceGroup", {"SecurityGroupEgress": rules})

test_a_service_that_cannot_fetch_its_image_is_reported if {
	place := _at_service("NetworkConfiguration/AwsvpcConfiguration/SecurityGroups", {})
	reported := {object.union(place, {"message": concat("", [
		"the service's security groups let no HTTPS out, so it cannot fetch its image and secrets; ",
		"leave out allow_all_outbound=False, or add an egress rule for port 443",
	])})}
	_own_rules([{"IpProtocol": "icmp", "CidrIp": "255.255.255.255/32"}]) == reported
	_own_rules([{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "CidrIp": "0.0.0.0/0"}]) == reported
	_own_rules([{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]) == set()
}

_https_out := {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}

test_a_service_that_cannot_ask_its_database_is_reported if {
	place := _at_service("NetworkConfiguration/AwsvpcConfiguration/SecurityGroups", {})
	reported := {object.union(place, {"message": concat("", [
		"the service's security groups let nothing out to the database's port; leave out allow_all_outbound=False, ",
		"or let database.connections.allow_default_port_from(service) add the rule",
	])})}
	port := {"Fn::GetAtt": ["Database", "Endpoint.Port"]}
	_own_rules([_https_out]) == reported
	_own_rules([_https_out, {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "CidrIp": "10.0.0.0/16"}]) == set()
	_own_rules([_https_out, {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": "0.0.0.0/0"}]) == set()
}

test_a_health_check_that_takes_another_status_is_reported if {
	every codes in ["200", "200,204", "200-299", "204, 200", "100-399", {"Ref": "Codes"}] {
		_changed("Group", {"Matcher": {"HttpCode": codes}}) == set()
	}
	every codes in ["204", "201-299", "100-199", "404,405"] {
		_changed("Group", {"Matcher": {"HttpCode": codes}}) == {_at(
			"Group",
			"AWS::ElasticLoadBalancingV2::TargetGroup",
			"Matcher/HttpCode",
			{
				"expected": "200",
				"actual": codes,
				"message": sprintf("the health check's status is %s, expected 200", [codes]),
			},
		)}
	}
}

test_a_vpc_without_names_is_reported if {
	every value in [false, "false"] {
		_changed("Vpc", {"EnableDnsSupport": value}) == {_at("Vpc", "AWS::EC2::VPC", "EnableDnsSupport", {
			"expected": true,
			"actual": value,
			"message": concat("", [
				"the VPC of the service resolves no names, so the service finds neither its image nor its database; ",
				"leave out enable_dns_support=False",
			]),
		})}
	}
	_changed("Vpc", {"EnableDnsSupport": true}) == set()
	_found(object.union(_all, {"Other": {"Type": "AWS::EC2::VPC", "Properties": {"EnableDnsSupport": false}}})) == set()
}

test_another_task_definition_is_reported if {
	_changed("Service", {"TaskDefinition": "other:3"}) == {_at_service("TaskDefinition", {
		"expected": "${compute/Task.Ref}",
		"actual": "other:3",
	})}
}

test_the_task_definition_s_family_passes if {
	named := {"Task": {"Properties": {"Family": "app"}}, "Service": {"Properties": {"TaskDefinition": "app:1"}}}
	_found(object.union(_all, named)) == set()
}

test_a_second_service_is_reported if {
	second := {"Zweiter": _service.Service}
	_found(object.union(_all, second)) == {{
		"stack": "compute",
		"resource": "Zweiter",
		"type": "AWS::ECS::Service",
		"message": "2 services run the task where one is asked for",
	}}
}

test_no_service_is_reported if {
	_without(["Service"]) == {{"type": "AWS::ECS::Service", "message": "there is no service that runs the task"}}
}

test_without_a_task_definition if {
	_without(["Task"]) == {{
		"type": "AWS::ECS::TaskDefinition",
		"message": "there is not exactly one task definition to look at; define it with ecs.FargateTaskDefinition",
	}}
}
