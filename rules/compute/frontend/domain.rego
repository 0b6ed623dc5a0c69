# METADATA
# title: Name of the website
# description: |
#   The frontend distribution is enabled and answers to yoctogram.SUNET.infracourse.cloud, and an alias record in the
#   student's zone points that name at it.
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
#   argument: >-
#     Distribution.domain_names for Aliases, Distribution.enabled for Enabled, ARecord.zone for HostedZoneId, ARecord
package checks.compute.frontend.domain

import data.lib.cfn
import data.lib.course
import data.lib.distributions
import data.lib.frontend
import data.lib.records
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

# METADATA
# description: One entry for a record that nobody finds, where no other is in its place.
violation contains result.named(record, _zone_path, "the record's zone", course.root_domain, actual) if {
	some distribution in frontend.site
	every other in frontend.records(distribution) { _zone(other) != null }
	some record in frontend.records(distribution)
	zone := _zone(record)
	actual := cfn.shown(zone.stack, cfn.property(zone, ["Name"]))
}

# METADATA
# description: One entry when the distribution answers nobody.
violation contains result.explained(distribution, _enabled_path, true, actual, _disabled) if {
	some distribution in frontend.site
	actual := distributions.property(distribution, ["Enabled"])
	lower(cfn.text(distribution.stack, actual)) == "false"
}

_path := ["Properties", "DistributionConfig", "Aliases"]

_zone_path := ["Properties", "HostedZoneId"]

_enabled_path := ["Properties", "DistributionConfig", "Enabled"]

_disabled := "the distribution is disabled, so it answers nobody; leave out enabled=False"

_zone(record) := records.lost_zone({"subject": record, "written": cfn.entries(cfn.property(record, []))})
