# METADATA
# title: Backend certificate
# description: There is exactly one certificate for the backend, and its domain name is SUNET.infracourse.cloud.
# scope: package
# related_resources:
#   - description: CDK acm.Certificate
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_certificatemanager/Certificate.html
#   - description: AWS::CertificateManager::Certificate
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-certificatemanager-certificate.html
# custom:
#   points: 2
#   requires: []
#   handout: Network Stack / TLS Certificate
#   order: 10
#   explain:
#     asks: >-
#       Domain name: `SUNETID.infracourse.cloud`
#     why: >-
#       Browsers trust a server only when its certificate names the domain that they asked for. The domain name
#       is the one that a certificate is found by in the console, and it cannot be changed: another name is
#       another certificate.
#     template: |
#       Certificate:
#         Type: AWS::CertificateManager::Certificate
#         Properties:
#           DomainName: SUNET.infracourse.cloud
#     before: |
#       backend_certificate = acm.Certificate(
#           self,
#           f"{settings.PROJECT_NAME}-backend-certificate",
#           domain_name=settings.APP_DOMAIN,
#           # …
#       )
#     after: |
#       backend_certificate = acm.Certificate(
#           self,
#           f"{settings.PROJECT_NAME}-backend-certificate",
#           domain_name=settings.SUNET_DNS_ROOT,
#           # …
#       )
#   help: give acm.Certificate the argument domain_name=settings.SUNET_DNS_ROOT, and define no further acm.Certificate
#   argument: domain_name for DomainName
package checks.network.certificate.domain

import data.lib.certificates
import data.lib.cfn
import data.lib.course
import data.lib.result

# METADATA
# description: One entry when there is no certificate for the backend.
violation contains result.absent("AWS::CertificateManager::Certificate", _none) if {
	certificates.candidates == set()
}

# METADATA
# description: One entry per certificate beyond the first.
violation contains result.problem(certificate, [], _too_many) if {
	some certificate in _surplus
}

# METADATA
# description: One entry when the only certificate is for another name.
violation contains result.mismatch(certificate, ["Properties", "DomainName"], course.root_domain, actual) if {
	some certificate in {certificates.backend} - {null}
	certificates.domain(certificate) != course.root_domain
	actual := cfn.property(certificate, ["DomainName"])
}

_surplus := certificates.candidates - _right if {
	count(_right) == 1
} else := cfn.surplus(certificates.candidates)

_right := {certificate |
	some certificate in certificates.candidates
	certificates.domain(certificate) == course.root_domain
}

_none := "no stack defines a certificate for the load balancer; define one with acm.Certificate in the network stack"

_too_many := concat("", [
	"this is one certificate too many: acm.Certificate is for the backend only, ",
	"and CloudFront takes none from the backend's region",
])
