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
