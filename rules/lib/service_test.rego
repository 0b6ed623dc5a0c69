package lib.service_test

import data.lib.fixture
import data.lib.service

_listener(balancer, action) := {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
	"LoadBalancerArn": {"Ref": balancer},
	"DefaultActions": [action],
}}

_forward := {"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}

_weighted := {"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "Group"}, "Weight": 1}]}}

_base := {
	"Task": {"Type": "AWS::ECS::TaskDefinition"},
	"Service": {"Type": "AWS::ECS::Service", "Properties": {
		"TaskDefinition": {"Ref": "Task"},
		"LoadBalancers": [{"ContainerName": "app", "ContainerPort": "80", "TargetGroupArn": {"Ref": "Group"}}],
		"NetworkConfiguration": {"AwsvpcConfiguration": {
			"SecurityGroups": [{"Fn::GetAtt": ["ServiceGroup", "GroupId"]}],
			"Subnets": [{"Ref": "Subnet"}, "subnet-1"],
		}},
	}},
	"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup"},
	"Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"CidrBlock": "10.0.1.0/24"}},
	"ServiceGroup": {"Type": "AWS::EC2::SecurityGroup"},
	"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"},
	"Other": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"},
}

_ids(subjects) := {subject.id | some subject in subjects}

test_the_service_and_its_entries if {
	service.service.id == "Service" with input as fixture.stack("s", _base)
	found := service.entries with input as fixture.stack("s", _base)
	[[entry.group.id, entry.container, entry.port] | some entry in found] == [["Group", "app", "80"]]
}

test_two_services_are_none if {
	found := service.service with input as fixture.stack("s", object.union(_base, {"Second": _base.Service}))
	found == null
	groups := service.groups with input as fixture.stack("s", object.union(_base, {"Second": _base.Service}))
	groups == set()
}

test_listeners_that_forward if {
	resources := object.union(_base, {
		"Plain": _listener("Balancer", _forward),
		"Weighted": _listener("Other", _weighted),
		"Fixed": _listener("Balancer", {"Type": "fixed-response"}),
		"Ruled": _listener("Balancer", {"Type": "fixed-response"}),
		"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {
			"ListenerArn": {"Ref": "Ruled"},
			"Actions": [_forward],
		}},
	})
	forwarding := service.forwarding with input as fixture.stack("s", resources)
	_ids(forwarding) == {"Plain", "Weighted", "Ruled"}
	balancers := service.load_balancers with input as fixture.stack("s", resources)
	_ids(balancers) == {"Balancer", "Other"}
	missing := service.missing_load_balancer with input as fixture.stack("s", resources)
	missing == set()
}

test_no_load_balancer if {
	missing := service.missing_load_balancer with input as fixture.stack("s", _base)
	missing == {{
		"type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
		"message": "there is no load balancer in front of a service that runs the task",
	}}
}

test_a_subnet_of_no_stack_is_null if {
	found := service.subnets with input as fixture.stack("s", _base)
	{subnet | some subnet in found; subnet == null} == {null}
	count(found) == 2
}

_instance(ingress) := object.union(_base, {
	"Instance": {"Type": "AWS::RDS::DBInstance", "Properties": {"VPCSecurityGroups": [{"Ref": "InstanceGroup"}]}},
	"InstanceGroup": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [ingress]}},
})

_reachable(ingress) := _ids(found) if {
	found := service.reachable_databases with input as fixture.stack("s", _instance(ingress))
}

test_reachable_databases if {
	source := {"SourceSecurityGroupId": {"Fn::GetAtt": ["ServiceGroup", "GroupId"]}}
	_reachable(object.union(source, {"IpProtocol": "tcp", "FromPort": "5432", "ToPort": "5432"})) == {"Instance"}
	_reachable(object.union(source, {"IpProtocol": -1})) == {"Instance"}
	_reachable(object.union(source, {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 5431})) == set()
	_reachable(object.union(source, {"IpProtocol": "tcp", "FromPort": "all", "ToPort": null})) == set()
	_reachable({"CidrIp": "10.0.1.0/24", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}) == set()
	_reachable({"CidrIp": "0.0.0.0/0", "IpProtocol": "6", "FromPort": 5432, "ToPort": 5432}) == {"Instance"}
	_reachable("tcp") == set()
}
