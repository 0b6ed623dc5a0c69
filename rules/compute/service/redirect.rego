# METADATA
# title: Redirect to HTTPS
# description: The load balancer redirects HTTP on port 80 to HTTPS on port 443, to the same host and path.
# scope: package
# related_resources:
#   - description: AWS::ElasticLoadBalancingV2::Listener RedirectConfig
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-elasticloadbalancingv2-listener-redirectconfig.html
# custom:
#   points: 2
#   requires: [compute.service.placement]
#   handout: Compute Stack / Fargate service
#   order: 40
#   explain:
#     asks: >-
#       Also, make sure to redirect all HTTP port 80 traffic to HTTPS port 443.
#     why: >-
#       People and old links still come over HTTP. A redirect takes them to the encrypted side before they send
#       anything; answering them on 80 would let everybody on the way read along.
#     template: |
#       HttpListener:
#         Type: AWS::ElasticLoadBalancingV2::Listener
#         Properties:
#           Port: 80
#           Protocol: HTTP
#           DefaultActions:
#             - Type: redirect
#               RedirectConfig: {Port: "443", Protocol: HTTPS}
#     before: |
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           certificate=props.network_backend_certificate,
#           # …
#       )
#     after: |
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           # …
#           certificate=props.network_backend_certificate,
#           redirect_http=True,
#       )
#   help: give ecs_patterns.ApplicationLoadBalancedFargateService the argument redirect_http=True
#   argument: add_redirect(), listener_port, redirect_http
package checks.compute.service.redirect

import data.lib.cfn
import data.lib.course
import data.lib.result
import data.lib.service

# METADATA
# description: No listener on port 80, or one that does not redirect to HTTPS on port 443.
violation contains found if some found in service.missing_load_balancer

violation contains result.problem(balancer, [], "the load balancer has no listener for HTTP on port 80") if {
	_plain == set()
	some balancer in service.load_balancers
}

violation contains result.explained(listener, ["Properties", "DefaultActions"], _expected, actual, message) if {
	some listener in _plain
	not _redirects(listener)
	actual := cfn.property(listener, ["DefaultActions"])
	message := "the listener on port 80 does not redirect to HTTPS on port 443"
}

violation contains result.explained(listener, ["Properties", "DefaultActions"], _expected, actual, message) if {
	some listener in _plain
	_redirects(listener)
	some lost in _lost(listener)
	actual := cfn.property(listener, ["DefaultActions"])
	message := sprintf("the redirect from port 80 loses the %s that was asked for; leave out %s=", [lost, lost])
}

_expected := [{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}]

_plain := {listener |
	some listener in service.listeners
	service.load_balancer_of(listener) in service.load_balancers
	cfn.text(listener.stack, cfn.property(listener, ["Port"])) == "80"
}

_redirects(listener) if {
	some action in cfn.list(cfn.property(listener, ["DefaultActions"]))
	_text(listener, action, ["Type"]) == "redirect"
	upper(_text(listener, action, ["RedirectConfig", "Protocol"])) == "HTTPS"
	_text(listener, action, ["RedirectConfig", "Port"]) == "443"
}

_kept := {"Host": {"#{host}", course.api_domain}, "Path": {"/#{path}"}}

# What of the requested address a redirect replaces with something else, though it is kept when it is not said.
_lost(listener) := {name |
	some action in cfn.list(cfn.property(listener, ["DefaultActions"]))
	some key, kept in _kept
	written := object.get(cfn.entries(action), ["RedirectConfig", key], null)
	written != null
	not lower(cfn.text(listener.stack, written)) in kept
	name := lower(key)
}

_text(listener, action, path) := cfn.text(listener.stack, object.get(cfn.entries(action), path, null))
