# METADATA
# title: No caching of the API
# description: CloudFront never keeps the answers to requests to /api/*, since they differ from one user to the next.
# scope: package
# related_resources:
#   - description: CDK cloudfront.CachePolicy
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/CachePolicy.html
#   - description: Managed cache policies
#     ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
# custom:
#   points: 2
#   requires: [compute.frontend.api_origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 90
#   explain:
#     asks: >-
#       Be careful what you cache here! Content that stays the same across users is a great target for caching,
#       but caching content that diverges across users can cause functionality and security issues.
#     why: >-
#       A cached answer of the API is one user's data, shown to the next. It also goes stale: an image that was
#       just uploaded is missing until the cache forgets.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             CacheBehaviors:
#               - PathPattern: /api/*
#                 CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
#     before: |
#       # the CDK's own choice is CACHING_OPTIMIZED
#       additional_behaviors = {
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               # …
#           ),
#       }
#     after: |
#       additional_behaviors={
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               # …
#               cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
#               # …
#           ),
#       }
#   help: give cloudfront.BehaviorOptions for "/api/*" the argument cache_policy=cloudfront.CachePolicy.CACHING_DISABLED
#   argument: additional_behaviors["/api/*"].cache_policy
package checks.compute.frontend.api_caching

import data.lib.cfn
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no behavior for the API to look at.
violation contains missing if some missing in frontend.missing_api

# METADATA
# description: One entry when CloudFront may keep the API's answers.
violation contains result.problem(distribution, frontend.api_path(["CachePolicyId"]), message) if {
	some distribution in frontend.site
	frontend.api != null
	not _never_keeps(distribution, frontend.api.behavior)
	message := "CloudFront may keep the API's answers and give one user those for another"
}

_disabled := "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"

_never_keeps(distribution, behavior) if {
	distributions.policy_id(distribution, behavior, "CachePolicyId") == _disabled
}

_never_keeps(distribution, behavior) if {
	policy := distributions.policy(distribution, behavior, "CachePolicyId")
	policy != null
	_all_zero(policy.stack, cfn.entries(cfn.property(policy, ["CachePolicyConfig"])), {})
}

_never_keeps(distribution, behavior) if {
	_is_legacy(behavior)
	_all_zero(distribution.stack, behavior, {"MinTTL": 0})
}

# CloudFront keeps nothing where all headers are forwarded by legacy settings.
_never_keeps(distribution, behavior) if {
	_is_legacy(behavior)
	some header in cfn.list(object.get(behavior, ["ForwardedValues", "Headers"], null))
	cfn.text(distribution.stack, header) == "*"
}

_is_legacy(behavior) if {
	is_object(object.get(behavior, "ForwardedValues", null))
	object.get(behavior, "CachePolicyId", null) == null
}

_all_zero(stack, settings, defaults) if {
	every name in ["MinTTL", "DefaultTTL", "MaxTTL"] {
		cfn.text(stack, object.get(settings, name, object.get(defaults, name, null))) == "0"
	}
}
