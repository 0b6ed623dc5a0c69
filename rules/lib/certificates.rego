# METADATA
# title: TLS certificates
# description: |
#   Which certificate is the backend's, and what a certificate is for. A certificate is an
#   AWS::CertificateManager::Certificate, or the custom resource with which the CDK's DnsValidatedCertificate
#   requests one.
package lib.certificates

import data.lib.cfn
import data.lib.course

# METADATA
# description: The backend certificate; null when there is not exactly one candidate for it.
backend := cfn.sole(candidates)

# METADATA
# description: |
#   What can be meant for the backend certificate. It is none from us-east-1, which only CloudFront asks for. One
#   that stands beside the load balancer using it counts only where there is no other: the CDK makes it when it is
#   given none.
candidates := _plain - _beside_listener if {
	_plain - _beside_listener != set()
} else := _requested - _on_distributions if {
	_requested - _on_distributions != set()
} else := _plain if {
	_plain != set()
} else := _requested

# METADATA
# description: Whether a subject is a certificate.
is_certificate(subject) if subject.type == "AWS::CertificateManager::Certificate"

is_certificate(subject) if {
	subject.type == "AWS::CloudFormation::CustomResource"
	cfn.property(subject, ["DomainName"]) != null
	cfn.property(subject, ["HostedZoneId"]) != null
}

# METADATA
# description: The region that a certificate is in.
region(certificate) := cfn.text(certificate.stack, asked) if {
	asked := cfn.property(certificate, ["Region"])
	asked != null
} else := cfn.region(certificate.stack)

# METADATA
# description: The name that a certificate is for.
domain(certificate) := course.normal(cfn.text(certificate.stack, cfn.property(certificate, ["DomainName"])))

# METADATA
# description: The other names that a certificate is for, without a repetition of the first.
alternative_names(certificate) := {name |
	own := domain(certificate)
	some value in cfn.list(cfn.property(certificate, ["SubjectAlternativeNames"]))
	name := course.normal(cfn.text(certificate.stack, value))
	name != own
}

# METADATA
# description: |
#   Whether a certificate is good for a domain name, in itself or by a wildcard for the names below its parent.
covers(certificate, name) if name in _names(certificate)

covers(certificate, name) if {
	above := substring(name, indexof(name, "."), -1)
	concat("", ["*", above]) in _names(certificate)
}

# METADATA
# description: |
#   The resource that a value refers to, also in another region, from where the CDK hands values on by a pair of custom
#   resources; null when there is none.
target(stack, value) := found if {
	found := cfn.target(stack, value)
	found != null
} else := cfn.sole(_from_another_region(value))

_from_another_region(value) := {found |
	some step in cfn.list(object.get(cfn.entries(value), "Fn::GetAtt", null))
	is_string(step)
	startswith(step, "/cdk/exports/")
	some writer in cfn.of_type("Custom::CrossRegionExportWriter")
	found := cfn.target(writer.stack, cfn.property(writer, ["WriterProps", "exports", step]))
	found != null
}

_names(certificate) := alternative_names(certificate) | {domain(certificate)}

_plain := {certificate |
	some certificate in cfn.of_type("AWS::CertificateManager::Certificate")
	region(certificate) != "us-east-1"
}

_requested := {certificate |
	some certificate in cfn.of_type("AWS::CloudFormation::CustomResource")
	is_certificate(certificate)
	region(certificate) != "us-east-1"
}

_beside_listener := {certificate |
	some listener in cfn.of_type("AWS::ElasticLoadBalancingV2::Listener")
	some certificate in cfn.targets(listener.stack, cfn.property(listener, ["Certificates"]))
	certificate.stack == listener.stack
}

_on_distributions := {certificate |
	some distribution in cfn.of_type("AWS::CloudFront::Distribution")
	viewer := cfn.property(distribution, ["DistributionConfig", "ViewerCertificate"])
	some certificate in cfn.targets(distribution.stack, viewer)
}
