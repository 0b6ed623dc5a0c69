# METADATA
# title: Methods of the API
# description: Requests to /api/* may use all seven HTTP methods.
# scope: package
# related_resources:
#   - description: CDK cloudfront.AllowedMethods
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/AllowedMethods.html
#   - description: AWS::CloudFront::Distribution CacheBehavior
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-cachebehavior.html
# custom:
#   points: 1
#   requires: [compute.frontend.api_origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 70
#   explain:
#     asks: >-
#       Make sure to forward all HTTP headers and allow all HTTP methods.
#     why: >-
#       CloudFront allows GET and HEAD when nothing is said, and refuses the rest with 403: nobody could sign up
#       or log in, which are POST requests.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             CacheBehaviors:
#               - PathPattern: /api/*
#                 AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]
#     before: |
#       additional_behaviors = {
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
#               # …
#           ),
#       }
#     after: |
#       additional_behaviors={
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               # …
#               allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
#               # …
#           ),
#       }
#   help: give cloudfront.BehaviorOptions for "/api/*" the argument allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL
#   argument: additional_behaviors["/api/*"].allowed_methods
package checks.compute.frontend.api_methods

import data.lib.cfn
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no behavior for the API to look at.
violation contains missing if some missing in frontend.missing_api

# METADATA
# description: One entry when the API's behavior refuses a method.
violation contains result.explained(distribution, _path, _expected, actual, message) if {
	some distribution in frontend.site
	frontend.api != null
	actual := object.get(frontend.api.behavior, "AllowedMethods", null)
	allowed := _allowed(distribution, actual)
	refused := [method | some method in _expected; not method in allowed]
	count(refused) > 0
	message := sprintf("CloudFront refuses %s", [concat(", ", refused)])
}

_path := frontend.api_path(["AllowedMethods"])

_expected := ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]

# CloudFront allows GET and HEAD where nothing is said.
_allowed(_, null) := {"GET", "HEAD"}

_allowed(distribution, methods) := {cfn.text(distribution.stack, method) | some method in cfn.list(methods)} if {
	methods != null
}
