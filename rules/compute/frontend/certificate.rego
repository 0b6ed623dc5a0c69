# METADATA
# title: Certificate of the website
# description: |
#   The frontend distribution has the frontend certificate of the network stack, which is for
#   yoctogram.SUNET.infracourse.cloud and in us-east-1.
# scope: package
# related_resources:
#   - description: CDK cloudfront.Distribution
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/Distribution.html
#   - description: AWS::CloudFront::Distribution ViewerCertificate
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-viewercertificate.html
# custom:
#   points: 1
#   requires: [compute.frontend.origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 110
#   explain:
#     asks: >-
#       Lastly, attach the domain name `yoctogram.SUNETID.infracourse.cloud` and the frontend certificate to the
#       Cloudfront distribution.
#     why: >-
#       A name of your own needs a certificate for it, and CloudFront takes certificates from us-east-1 only,
#       wherever the rest is deployed. With another one the deployment fails.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             ViewerCertificate:
#               AcmCertificateArn: {"Fn::ImportValue": …}
#               SslSupportMethod: sni-only
#     before: |
#       # this certificate is in us-west-2
#       frontend_distribution = cloudfront.Distribution(
#           self,
#           f"{settings.PROJECT_NAME}-frontend-distribution",
#           certificate=props.network_backend_certificate,
#           # …
#       )
#     after: |
#       frontend_distribution = cloudfront.Distribution(
#           self,
#           f"{settings.PROJECT_NAME}-frontend-distribution",
#           # …
#           certificate=props.network_frontend_certificate,
#           # …
#       )
#   help: give cloudfront.Distribution the argument certificate=props.network_frontend_certificate
#   argument: region for Region, domain_name for DomainName, Distribution.certificate
package checks.compute.frontend.certificate

import data.lib.certificates
import data.lib.cfn
import data.lib.course
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no distribution to look at.
violation contains missing if some missing in frontend.missing

# METADATA
# description: One entry when the distribution has no certificate, or one of no stack.
violation contains result.problem(distribution, _path, _none(distribution)) if {
	some distribution in frontend.site
	_certificate(distribution) == null
}

# METADATA
# description: One entry when the certificate is in another region.
violation contains result.explained(certificate, _region_path(certificate), "us-east-1", actual, message) if {
	some distribution in frontend.site
	some certificate in {_certificate(distribution)} - {null}
	actual := certificates.region(certificate)
	actual != "us-east-1"
	message := sprintf("the certificate is in %s, but CloudFront takes those in us-east-1 only", [actual])
}

# METADATA
# description: One entry when the certificate is in the right region, but for another name.
violation contains result.named(certificate, ["Properties", "DomainName"], _name, course.app_domain, actual) if {
	some distribution in frontend.site
	some certificate in {_certificate(distribution)} - {null}
	certificates.region(certificate) == "us-east-1"
	not certificates.covers(certificate, course.app_domain)
	actual := cfn.shown(certificate.stack, cfn.property(certificate, ["DomainName"]))
}

_name := "the certificate's domain name"

_certificate(distribution) := cfn.sole({found |
	found := certificates.target(distribution.stack, _named(distribution))
	found != null
	certificates.is_certificate(found)
})

_named(distribution) := distributions.property(distribution, ["ViewerCertificate", "AcmCertificateArn"])

_none(distribution) := "the distribution has no certificate, so it cannot answer to the website's name" if {
	_named(distribution) == null
} else := "the distribution's certificate is none that a stack defines"

_path := ["Properties", "DistributionConfig", "ViewerCertificate"]

# A certificate that is not requested from another region is in that of its stack.
_region_path(certificate) := ["Properties", "Region"] if {
	certificate.type == "AWS::CloudFormation::CustomResource"
} else := []
