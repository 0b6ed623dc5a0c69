# METADATA
# title: Backend certificate's validation
# description: The backend certificate is validated by DNS, in the hosted zone that the DNS stack provisions.
# scope: package
# related_resources:
#   - description: CDK acm.CertificateValidation
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_certificatemanager/CertificateValidation.html
#   - description: AWS::CertificateManager::Certificate
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-certificatemanager-certificate.html
# custom:
#   points: 2
#   requires: [network.certificate.domain]
#   handout: Network Stack / TLS Certificate
#   order: 30
#   explain:
#     asks: >-
#       Validation via DNS from the provisioned Hosted Zone (`props.network_hosted_zone`)
#     why: >-
#       A certificate is issued when you prove that the domain is yours. With the zone at hand, CloudFormation
#       writes the proof itself, and the certificate renews itself for as long as the record stands. By e-mail,
#       or in another zone, the deployment waits for an answer that never comes.
#     template: |
#       Certificate:
#         Type: AWS::CertificateManager::Certificate
#         Properties:
#           ValidationMethod: DNS
#           DomainValidationOptions:
#             - DomainName: SUNET.infracourse.cloud
#               HostedZoneId: {"Fn::ImportValue": …}
#     before: |
#       backend_certificate = acm.Certificate(
#           self,
#           f"{settings.PROJECT_NAME}-backend-certificate",
#           domain_name=settings.SUNET_DNS_ROOT,
#           # …
#       )
#     after: |
#       backend_certificate = acm.Certificate(
#           self,
#           f"{settings.PROJECT_NAME}-backend-certificate",
#           domain_name=settings.SUNET_DNS_ROOT,
#           # …
#           validation=acm.CertificateValidation.from_dns(props.network_hosted_zone),
#       )
#   help: give acm.Certificate the argument validation=acm.CertificateValidation.from_dns(props.network_hosted_zone)
#   argument: validation
package checks.network.certificate.validation

import data.lib.certificates
import data.lib.cfn
import data.lib.course
import data.lib.result

# METADATA
# description: One entry when there is not exactly one certificate for the backend.
violation contains result.absent("AWS::CertificateManager::Certificate", _none) if {
	certificates.backend == null
}

# METADATA
# description: One entry when there is no hosted zone in which the certificate could be validated.
violation contains result.absent("AWS::Route53::HostedZone", _no_zone) if {
	_zones == set()
}

# METADATA
# description: One entry when the certificate is validated by e-mail.
violation contains result.explained(certificate, _method_path, "DNS", _method(certificate), _by_email) if {
	some certificate in _plain
	_method(certificate) != "DNS"
}

# METADATA
# description: One entry when no zone is given for some of the certificate's names.
violation contains result.problem(certificate, _options_path, message) if {
	some certificate in _plain
	_method(certificate) == "DNS"
	names := _bases(certificate) - _bases_with_zone(certificate)
	names != set()
	message := sprintf(_unproved, [concat(" and ", sort(names))])
}

# METADATA
# description: One entry when the certificate is validated in another zone.
violation contains result.explained(certificate, _options_path, cfn.ref(zone), actual, _other_zone(actual)) if {
	some certificate in _plain
	_method(certificate) == "DNS"
	some zone in _zones
	others := {found |
		some option in _options(certificate)
		found := _zone_text(certificate, option)
	} - _zone_texts
	others != set()
	actual := sort(others)[0]
}

# METADATA
# description: One entry when a DnsValidatedCertificate is validated in another zone.
violation contains result.explained(certificate, _zone_path, cfn.ref(zone), actual, _other_zone(actual)) if {
	some certificate in {certificates.backend} - {null}
	certificate.type == "AWS::CloudFormation::CustomResource"
	some zone in _zones
	actual := cfn.text(certificate.stack, cfn.property(certificate, ["HostedZoneId"]))
	not actual in _zone_texts
}

_plain := {certificate |
	some certificate in {certificates.backend} - {null}
	certificate.type == "AWS::CertificateManager::Certificate"
}

# AWS validates by e-mail unless told otherwise.
_method(certificate) := cfn.text(certificate.stack, asked) if {
	asked := cfn.property(certificate, ["ValidationMethod"])
	asked != null
} else := "EMAIL"

_options(certificate) := [option |
	some option in cfn.list(cfn.property(certificate, ["DomainValidationOptions"]))
	is_object(option)
	object.get(option, "HostedZoneId", null) != null
]

_zone_text(certificate, option) := cfn.text(certificate.stack, object.get(option, "HostedZoneId", null))

# A name and the wildcard for the names below it share one record.
_bases(certificate) := {trim_prefix(name, "*.") |
	some name in certificates.alternative_names(certificate) | {certificates.domain(certificate)}
}

_bases_with_zone(certificate) := {trim_prefix(name, "*.") |
	some option in _options(certificate)
	name := course.normal(cfn.text(certificate.stack, object.get(option, "DomainName", null)))
}

_zone_texts := {text | some zone in _zones; some text in [cfn.ref(zone), cfn.att(zone, "Id")]}

# The zones that can be meant: of several with the right name, those that do not stand beside the certificate.
_zones := _elsewhere if {
	_elsewhere != set()
} else := _named

_elsewhere := {zone |
	some zone in _named
	zone.stack != object.get(cfn.entries(certificates.backend), "stack", "")
}

_named := {zone |
	some zone in cfn.of_type("AWS::Route53::HostedZone")
	course.normal(cfn.text(zone.stack, cfn.property(zone, ["Name"]))) == course.root_domain
}

_method_path := ["Properties", "ValidationMethod"]

_options_path := ["Properties", "DomainValidationOptions"]

_zone_path := ["Properties", "HostedZoneId"]

_none := "there is not exactly one certificate for the backend whose validation could be looked at"

_no_zone := concat("", [
	"no stack defines the hosted zone ",
	course.root_domain,
	" in which the certificate could be validated",
])

_unproved := "no hosted zone is given for %s, so nobody makes the DNS record that AWS waits for"

_by_email := "the certificate is validated by e-mail, not by DNS, so it waits until somebody answers the mail"

_other_zone(actual) := sprintf(
	"the DNS record that proves the domain is yours would go into the zone %s, not into the one of %s",
	[result.quoted(actual), course.root_domain],
)
