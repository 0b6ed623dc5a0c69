package checks.compute.service.certificate_test

import data.checks.compute.service.certificate
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
}

_certificates := {"network": {"Certificate": {
	"Type": "AWS::CertificateManager::Certificate",
	"Properties": {"DomainName": "student.infracourse.cloud"},
}}}

_exports := {"network:certificate": {"stack": "network", "value": {"Ref": "Certificate"}}}

_imported := {"Secure": {"Properties": {"Certificates": [
	{"CertificateArn": {"Fn::ImportValue": "network:certificate"}},
]}}}

_found(resources) := found if {
	stacks := object.union(_certificates, {"compute": object.union_n([_service, _imported, resources])})
	found := certificate.violation with input as fixture.with_exports(stacks, _exports)
}

_changed(properties) := _found({"Secure": {"Properties": properties}})

_at_listener(property, rest) := object.union(
	{
		"stack": "compute",
		"resource": "Secure",
		"type": "AWS::ElasticLoadBalancingV2::Listener",
		"property": concat("", ["/Properties/", property]),
	},
	rest,
)

test_the_backend_certificate_passes if {
	_found({}) == set()
	_changed({"Port": "443"}) == set()
}

test_in_one_stack_passes if {
	resources := object.union(_service, _certificates.network)
	certificate.violation == set() with input as fixture.stack("compute", resources)
}

_other(actual) := {fixture.named(
	_at_listener("Certificates", {}),
	"the certificate of the listener for HTTPS",
	"${network/Certificate.Ref}",
	actual,
)}

test_a_certificate_made_by_the_pattern_is_reported if {
	own := {
		"Own": {"Type": "AWS::CertificateManager::Certificate", "Properties": {
			"DomainName": "api.yoctogram.student.infracourse.cloud",
		}},
		"Secure": {"Properties": {"Certificates": [{"CertificateArn": {"Ref": "Own"}}]}},
	}
	_found(own) == _other("${compute/Own.Ref}")
}

test_a_certificate_of_no_stack_is_reported if {
	arn := "arn:aws:acm:us-west-2:1:certificate/x"
	_changed({"Certificates": [{"CertificateArn": arn}]}) == _other(arn)
}

test_no_certificate_is_reported if {
	none := _other(null)
	_changed({"Certificates": null}) == none
	_changed({"Certificates": "x"}) == none
}

_no_listener := {{
	"stack": "compute",
	"resource": "Balancer",
	"type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
	"message": "the load balancer has no listener for HTTPS on port 443",
}}

test_no_listener_for_https_is_reported if {
	_changed({"Port": 80, "Protocol": "HTTP"}) == _no_listener
	_changed({"Port": 8443}) == _no_listener
	_changed({"Protocol": "TLS"}) == _no_listener
}

test_a_listener_that_does_not_forward_is_reported if {
	plain := {
		"Secure": {"Properties": {"DefaultActions": [{"Type": "fixed-response"}]}},
		"Plain": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
			"LoadBalancerArn": {"Ref": "Balancer"},
			"Port": 80,
			"DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "Group"}}],
		}},
	}
	message := "the listener for HTTPS does not forward requests to the service"
	_found(plain) == {_at_listener("DefaultActions", {"message": message})}
}

test_without_a_load_balancer if {
	certificate.violation == {{
		"type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
		"message": "there is no load balancer in front of a service that runs the task",
	}} with input as fixture.stack("compute", object.remove(_service, ["Balancer"]))
}
