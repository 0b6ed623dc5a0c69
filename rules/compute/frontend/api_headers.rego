# METADATA
# title: Headers for the API
# description: All headers of a request to /api/* are passed on to the backend.
# scope: package
# related_resources:
#   - description: CDK cloudfront.OriginRequestPolicy
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/OriginRequestPolicy.html
#   - description: Managed origin request policies
#     ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
# custom:
#   points: 1
#   requires: [compute.frontend.api_origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 80
#   explain:
#     asks: >-
#       Make sure to forward all HTTP headers and allow all HTTP methods.
#     why: >-
#       CloudFront keeps back most headers of a request, Authorization among them. Without it the backend takes
#       everybody for a stranger, and whoever has just logged in is asked to log in again.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             CacheBehaviors:
#               - PathPattern: /api/*
#                 OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3
#     before: |
#       additional_behaviors = {
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               origin_request_policy=cloudfront.OriginRequestPolicy.CORS_CUSTOM_ORIGIN,
#               # …
#           ),
#       }
#     after: |
#       additional_behaviors={
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               # …
#               origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER,
#           ),
#       }
#   help: >-
#     give cloudfront.BehaviorOptions for "/api/*" the argument
#     origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER
#   argument: additional_behaviors["/api/*"].origin_request_policy
package checks.compute.frontend.api_headers

import data.lib.cfn
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no behavior for the API to look at.
violation contains missing if some missing in frontend.missing_api

# METADATA
# description: One entry when the API's behavior keeps headers back.
violation contains result.problem(distribution, frontend.api_path(["OriginRequestPolicyId"]), message) if {
	some distribution in frontend.site
	frontend.api != null
	not _forwards_all(distribution, frontend.api.behavior)
	message := "CloudFront keeps most headers of a request back, so the backend does not see who is logged in"
}

_managed := {
	"216adef6-5c7f-47e4-b989-5492eafa07d3", # AllViewer
	"b689b0a8-53d0-40ab-baf2-68738e2966ac", # AllViewerExceptHostHeader
	"33f36d7e-f396-46d9-90e0-52428a34d9dc", # AllViewerAndCloudFrontHeaders-2022-06
}

_forwards_all(distribution, behavior) if {
	distributions.policy_id(distribution, behavior, "OriginRequestPolicyId") in _managed
}

_forwards_all(distribution, behavior) if {
	policy := distributions.policy(distribution, behavior, "OriginRequestPolicyId")
	policy != null
	headers := cfn.entries(cfn.property(policy, ["OriginRequestPolicyConfig", "HeadersConfig"]))
	_all_headers(policy.stack, headers)
}

_forwards_all(distribution, behavior) if {
	some header in cfn.list(object.get(behavior, ["ForwardedValues", "Headers"], null))
	cfn.text(distribution.stack, header) == "*"
}

_all_headers(stack, headers) if {
	behavior := cfn.text(stack, object.get(headers, "HeaderBehavior", null))
	behavior in {"allViewer", "allViewerAndWhitelistCloudFront"}
}

_all_headers(stack, headers) if {
	cfn.text(stack, object.get(headers, "HeaderBehavior", null)) == "allExcept"
	kept := {lower(cfn.text(stack, header)) | some header in cfn.list(object.get(headers, "Headers", null))}
	kept - {"host"} == set()
}
