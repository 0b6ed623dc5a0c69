# METADATA
# title: HTTPS for the API
# description: Requests to /api/* over unencrypted HTTP are redirected to HTTPS.
# scope: package
# related_resources:
#   - description: CDK cloudfront.BehaviorOptions
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/BehaviorOptions.html
# custom:
#   points: 1
#   requires: [compute.frontend.api_origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 60
#   explain:
#     asks: >-
#       For this, the origin should be configured as the HTTP origin `api.yoctogram.SUNETID.infracourse.cloud`,
#       again redirecting all HTTP requests to HTTPS.
#     why: >-
#       Each behavior has a policy of its own: that the pages are redirected says nothing about the API, and the
#       API is where passwords go.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             CacheBehaviors:
#               - PathPattern: /api/*
#                 ViewerProtocolPolicy: redirect-to-https
#     before: |
#       additional_behaviors = {
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.ALLOW_ALL,
#               # …
#           ),
#       }
#     after: |
#       additional_behaviors={
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
#               # …
#           ),
#       }
#   help: >-
#     give cloudfront.BehaviorOptions for "/api/*"
#     viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS
#   argument: additional_behaviors["/api/*"].viewer_protocol_policy
package checks.compute.frontend.api_https

import data.lib.cfn
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no behavior for the API to look at.
violation contains missing if some missing in frontend.missing_api

# METADATA
# description: One entry when the API's behavior does not redirect to HTTPS.
violation contains result.named(distribution, frontend.api_path([_property]), _what, _expected, actual) if {
	some distribution in frontend.site
	frontend.api != null
	actual := cfn.shown(distribution.stack, object.get(frontend.api.behavior, _property, null))
	actual != _expected
}

_what := "the viewer_protocol_policy of /api/*"

_expected := "redirect-to-https"

_property := "ViewerProtocolPolicy"
