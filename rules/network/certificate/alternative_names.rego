# METADATA
# title: Backend certificate's alternative names
# description: |
#   Beside its domain name, the backend certificate is for *.SUNET.infracourse.cloud and
#   *.yoctogram.SUNET.infracourse.cloud, and for nothing else.
# scope: package
# related_resources:
#   - description: CDK acm.Certificate
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_certificatemanager/Certificate.html
#   - description: AWS::CertificateManager::Certificate
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-certificatemanager-certificate.html
# custom:
#   points: 2
#   requires: [network.certificate.domain]
#   handout: Network Stack / TLS Certificate
#   order: 20
#   explain:
#     asks: >-
#       Subject alternative names: … `*.SUNETID.infracourse.cloud` … `*.yoctogram.SUNETID.infracourse.cloud`
#     why: >-
#       A wildcard stands for one label only: *.SUNET.infracourse.cloud does not cover
#       api.yoctogram.SUNET.infracourse.cloud, the name of the backend. Names that nobody needs only widen what
#       a stolen key could pretend to be.
#     template: |
#       Certificate:
#         Type: AWS::CertificateManager::Certificate
#         Properties:
#           SubjectAlternativeNames:
#             - "*.SUNET.infracourse.cloud"
#             - "*.yoctogram.SUNET.infracourse.cloud"
#     before: |
#       backend_certificate = acm.Certificate(
#           self,
#           f"{settings.PROJECT_NAME}-backend-certificate",
#           domain_name=settings.SUNET_DNS_ROOT,
#           subject_alternative_names=[f"*.{settings.SUNET_DNS_ROOT}"],
#           # …
#       )
#     after: |
#       backend_certificate = acm.Certificate(
#           self,
#           f"{settings.PROJECT_NAME}-backend-certificate",
#           domain_name=settings.SUNET_DNS_ROOT,
#           subject_alternative_names=[
#               f"*.{settings.SUNET_DNS_ROOT}",
#               f"*.{settings.APP_DOMAIN}",
#           ],
#           # …
#       )
#   help: give acm.Certificate subject_alternative_names=[f"*.{settings.SUNET_DNS_ROOT}", f"*.{settings.APP_DOMAIN}"]
#   argument: subject_alternative_names
package checks.network.certificate.alternative_names

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
# description: One entry when the certificate's alternative names are others.
violation contains result.mismatch(certificate, ["Properties", "SubjectAlternativeNames"], sort(_expected), actual) if {
	some certificate in {certificates.backend} - {null}
	certificates.alternative_names(certificate) != _expected
	actual := cfn.property(certificate, ["SubjectAlternativeNames"])
}

_expected := {concat(".", ["*", name]) | some name in [course.root_domain, course.app_domain]}

_none := "there is not exactly one certificate for the backend whose alternative names could be looked at"
