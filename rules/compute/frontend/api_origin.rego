# METADATA
# title: Origin of the API
# description: |
#   Requests to /api/* go to api.yoctogram.SUNET.infracourse.cloud, over HTTPS or as the visitor came, with their path
#   unchanged.
# scope: package
# related_resources:
#   - description: CDK cloudfront_origins.HttpOrigin
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront_origins/HttpOrigin.html
#   - description: AWS::CloudFront::Distribution Origin
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-origin.html
# custom:
#   points: 2
#   requires: [compute.frontend.origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 50
#   explain:
#     asks: >-
#       The second behavior should intercept all requests made to the `/api/*` path and direct them to the
#       backend service. For this, the origin should be configured as the HTTP origin
#       `api.yoctogram.SUNETID.infracourse.cloud`
#     why: >-
#       With the API under the website's own domain, browsers see one site: no cross-origin rules, and cookies
#       just work. The load balancer redirects HTTP to HTTPS, so an origin that is asked over HTTP only leads
#       round in circles.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             CacheBehaviors: [{PathPattern: /api/*, TargetOriginId: …}]
#             Origins:
#               - DomainName: api.yoctogram.SUNET.infracourse.cloud
#                 CustomOriginConfig: {OriginProtocolPolicy: https-only}
#     before: |
#       # /api/v1/* is not all that the backend answers
#       additional_behaviors = {
#           "/api/v1/*": cloudfront.BehaviorOptions(
#               origin=origins.LoadBalancerV2Origin(fargate_service.load_balancer),
#               # …
#           ),
#       }
#     after: |
#       additional_behaviors={
#           "/api/*": cloudfront.BehaviorOptions(
#               origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#               # …
#           ),
#       }
#   help: >-
#     give additional_behaviors a "/api/*" with
#     cloudfront.BehaviorOptions(origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"), …)
#   argument: additional_behaviors for CacheBehaviors, additional_behaviors["/api/*"].origin
package checks.compute.frontend.api_origin

import data.lib.cfn
import data.lib.course
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no behavior for the API to look at.
violation contains missing if some missing in frontend.missing_api

# METADATA
# description: One entry when the behavior names no origin of the distribution.
violation contains result.problem(distribution, frontend.api_path(["TargetOriginId"]), _nowhere) if {
	some distribution in frontend.site
	frontend.api != null
	_asked == set()
}

# METADATA
# description: One entry when the origin is another host.
violation contains result.named(distribution, _path(found, ["DomainName"]), _what, course.api_domain, actual) if {
	some distribution in frontend.site
	some found in _asked
	value := object.get(found.origin, "DomainName", null)
	frontend.host(distribution.stack, value) != course.api_domain
	actual := cfn.shown(distribution.stack, value)
}

# METADATA
# description: One entry when CloudFront would not speak HTTPS to the right host.
violation contains result.explained(distribution, _path(found, _protocol), "https-only", actual, _insecure) if {
	some distribution in frontend.site
	some found in _at_api
	actual := cfn.shown(distribution.stack, object.get(found.origin, _protocol, null))
	not actual in {"https-only", "match-viewer"}
}

# METADATA
# description: One entry when CloudFront would speak HTTPS to a port of the right host on which nothing listens.
violation contains result.named(distribution, _path(found, _port), "the HTTPS port of /api/*", "443", actual) if {
	some distribution in frontend.site
	some found in _at_api
	actual := cfn.shown(distribution.stack, object.get(found.origin, _port, 443))
	actual != "443"
}

# METADATA
# description: One entry when CloudFront would put something before the path.
violation contains result.explained(distribution, _path(found, ["OriginPath"]), "", actual, message) if {
	some distribution in frontend.site
	some found in _at_api
	actual := cfn.shown(distribution.stack, object.get(found.origin, "OriginPath", ""))
	actual != ""
	message := sprintf(_prefixed, [result.quoted(actual)])
}

_asked := {found |
	some distribution in frontend.site
	some api in {frontend.api} - {null}
	some found in {distributions.origin(distribution, api.behavior)} - {null}
}

# The origin, when it is the right host.
_at_api := {found |
	some distribution in frontend.site
	some found in _asked
	frontend.host(distribution.stack, object.get(found.origin, "DomainName", null)) == course.api_domain
}

_path(found, steps) := array.concat(["Properties", "DistributionConfig", "Origins", found.index], steps)

_protocol := ["CustomOriginConfig", "OriginProtocolPolicy"]

_port := ["CustomOriginConfig", "HTTPSPort"]

_what := "the origin of /api/*"

_nowhere := "the behavior for /api/* names an origin that the distribution does not have"

_insecure := "CloudFront does not ask the load balancer over HTTPS, whose redirect to HTTPS leads round in circles"

_prefixed := "CloudFront would put %s before the path of each request, so the backend is asked for something else"
