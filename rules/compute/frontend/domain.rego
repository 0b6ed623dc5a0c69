# METADATA
# title: Name of the website
# description: |
#   The frontend distribution answers to yoctogram.SUNET.infracourse.cloud, and an alias record points that name at it.
# scope: package
# related_resources:
#   - description: CDK cloudfront.Distribution
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/Distribution.html
#   - description: CDK route53.ARecord
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_route53/ARecord.html
# custom:
#   points: 1
#   requires: [compute.frontend.origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 100
#   explain:
#     asks: >-
#       Lastly, attach the domain name `yoctogram.SUNETID.infracourse.cloud` and the frontend certificate to the
#       Cloudfront distribution.
#     why: >-
#       CloudFront answers only to names that it was told; for any other it says 403, even when DNS points at
#       it. The name and the record belong together.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             Aliases: [yoctogram.SUNET.infracourse.cloud]
#       WebsiteRecord:
#         Type: AWS::Route53::RecordSet
#         Properties:
#           Name: yoctogram.SUNET.infracourse.cloud.
#           AliasTarget: {DNSName: {"Fn::GetAtt": […, DomainName]}}
#     before: |
#       frontend_distribution = cloudfront.Distribution(
#           self,
#           f"{settings.PROJECT_NAME}-frontend-distribution",
#           domain_names=[settings.SUNET_DNS_ROOT],
#           # …
#       )
#     after: |
#       frontend_distribution = cloudfront.Distribution(
#           self,
#           f"{settings.PROJECT_NAME}-frontend-distribution",
#           # …
#           domain_names=[settings.APP_DOMAIN],
#           # …
#       )
#   help: give cloudfront.Distribution domain_names=[settings.APP_DOMAIN], and keep the r53.ARecord of the starter code
#   argument: Distribution.domain_names for Aliases, ARecord
package checks.compute.frontend.domain

import data.lib.course
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no distribution to look at.
violation contains missing if some missing in frontend.missing

# METADATA
# description: One entry when the distribution does not answer to the name.
violation contains result.named(distribution, _path, "domain_names", [course.app_domain], actual) if {
	some distribution in frontend.site
	not course.app_domain in frontend.aliases(distribution)
	actual := distributions.property(distribution, ["Aliases"])
}

# METADATA
# description: One entry when no record points the name at the distribution.
violation contains result.absent("AWS::Route53::RecordSet", message) if {
	some distribution in frontend.site
	frontend.records(distribution) == set()
	message := sprintf("no alias record points %s at the frontend distribution", [course.app_domain])
}

_path := ["Properties", "DistributionConfig", "Aliases"]
