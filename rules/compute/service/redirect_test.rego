package checks.compute.service.redirect_test

import data.checks.compute.service.redirect
import data.lib.fixture

# A service behind a load balancer, as far as this check looks at it.
_service := {
	"Task": {"Type": "AWS::ECS::TaskDefinition"},
	"Service": {"Type": "AWS::ECS::Service", "Properties": {
		"TaskDefinition": {"Ref": "Task"},
		"LoadBalancers": [{"TargetGroupArn": {"Ref": "Group"}}],
	}},
	"Group": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup"},
	"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"},
	"Secure": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
		"LoadBalancerArn": {"Ref": "Balancer"},
		"Port": 443,
		"Protocol": "HTTPS",
		"Certificates": [{"CertificateArn": {"Ref": "Certificate"}}],
		"DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
	}},
	"Plain": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
		"LoadBalancerArn": {"Ref": "Balancer"},
		"Port": 80,
		"Protocol": "HTTP",
		"DefaultActions": [_redirect],
	}},
}

_redirect := {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}

_found(resources) := found if {
	found := redirect.violation with input as fixture.stack("compute", object.union(_service, resources))
}

_acting(actions) := _found({"Plain": {"Properties": {"DefaultActions": actions}}})

test_a_redirect_passes if {
	_found({}) == set()
	other := {"RedirectConfig": {"Port": 443, "StatusCode": "HTTP_302", "Host": "#{host}"}}
	_acting([object.union(_redirect, other)]) == set()
	_acting(_redirect) == set()
	_found({"Plain": {"Properties": {"Port": "80"}}}) == set()
}

_reported(actions) := {{
	"stack": "compute",
	"resource": "Plain",
	"type": "AWS::ElasticLoadBalancingV2::Listener",
	"property": "/Properties/DefaultActions",
	"expected": [_redirect],
	"actual": actions,
	"message": "the listener on port 80 does not redirect to HTTPS on port 443",
}}

_wrong := [
	[{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
	[{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "StatusCode": "HTTP_301"}}],
	[{"Type": "redirect", "RedirectConfig": {"Port": "443", "StatusCode": "HTTP_301"}}],
	[{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTP", "Port": "443"}}],
	[{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "8443"}}],
	[{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": {"Ref": "Port"}}}],
	[{"Type": "redirect"}],
	["redirect"],
	[],
	7,
]

test_anything_else_is_reported if {
	reported := [actions | some actions in _wrong; _acting(actions) == _reported(actions)]
	reported == _wrong
}

_elsewhere(config) := found if {
	action := {"Type": "redirect", "RedirectConfig": object.union(_redirect.RedirectConfig, config)}
	found := {[violation.actual == [action], violation.message] | some violation in _acting([action])}
}

_loses(what) := {[true, concat("", [
	"the redirect from port 80 loses the ",
	what,
	" that was asked for; leave out ",
	what,
	"=",
])]}

test_a_redirect_elsewhere_is_reported if {
	_elsewhere({"Host": "yoctogram.student.infracourse.cloud"}) == _loses("host")
	_elsewhere({"Host": {"Fn::GetAtt": ["Distribution", "DomainName"]}}) == _loses("host")
	_elsewhere({"Path": "/"}) == _loses("path")
	_elsewhere({"Host": "example.com", "Path": "/"}) == _loses("host") | _loses("path")
}

test_the_same_host_and_path_in_words_pass if {
	_elsewhere({"Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"}) == set()
	_elsewhere({"Host": "API.yoctogram.student.infracourse.cloud"}) == set()
}

_no_listener := {{
	"stack": "compute",
	"resource": "Balancer",
	"type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
	"message": "the load balancer has no listener for HTTP on port 80",
}}

test_no_listener_on_80_is_reported if {
	_found({"Plain": {"Properties": {"Port": 8080}}}) == _no_listener
	redirect.violation == _no_listener with input as fixture.stack("compute", object.remove(_service, ["Plain"]))
}

test_a_listener_of_another_load_balancer_does_not_count if {
	_found({"Plain": {"Properties": {"LoadBalancerArn": {"Ref": "Other"}}}}) == _no_listener
}

test_without_a_load_balancer if {
	redirect.violation == {{
		"type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
		"message": "there is no load balancer in front of a service that runs the task",
	}} with input as fixture.stack("compute", object.remove(_service, ["Balancer"]))
}
