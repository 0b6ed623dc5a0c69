# METADATA
# title: HTTPS for the website
# description: Visitors who come over unencrypted HTTP are redirected to HTTPS.
# scope: package
# related_resources:
#   - description: CDK cloudfront.BehaviorOptions
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/BehaviorOptions.html
# custom:
#   points: 1
#   requires: [compute.frontend.origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 30
#   explain:
#     asks: >-
#       Ensure that all requests made using unencrypted HTTP are upgraded to HTTPS.
#     why: >-
#       A page that is loaded unencrypted can be changed on its way, and with it the script that asks for the
#       password.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             DefaultCacheBehavior:
#               ViewerProtocolPolicy: redirect-to-https
#     before: |
#       # the CDK's own choice is to allow both
#       default_behavior = cloudfront.BehaviorOptions(
#           origin=origins.S3Origin(frontend_bucket),
#       )
#     after: |
#       default_behavior=cloudfront.BehaviorOptions(
#           # …
#           viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
#       )
#   help: >-
#     give cloudfront.BehaviorOptions in default_behavior
#     viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS
#   argument: default_behavior.viewer_protocol_policy
package checks.compute.frontend.https

import data.lib.cfn
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no distribution to look at.
violation contains missing if some missing in frontend.missing

# METADATA
# description: One entry when the default behavior does not redirect to HTTPS.
violation contains result.named(distribution, _path, _what, _expected, actual) if {
	some distribution in frontend.site
	behavior := distributions.default_behavior(distribution)
	actual := cfn.shown(distribution.stack, object.get(behavior, "ViewerProtocolPolicy", null))
	actual != _expected
}

_what := "the website's viewer_protocol_policy"

_expected := "redirect-to-https"

_path := ["Properties", "DistributionConfig", "DefaultCacheBehavior", "ViewerProtocolPolicy"]
