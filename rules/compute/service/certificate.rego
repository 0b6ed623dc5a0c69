# METADATA
# title: Certificate of the service
# description: The load balancer answers HTTPS on port 443 with the backend certificate and forwards to the service.
# scope: package
# related_resources:
#   - description: AWS::ElasticLoadBalancingV2::Listener
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-listener.html
# custom:
#   points: 2
#   requires: [compute.service.placement]
#   handout: Compute Stack / Fargate service
#   order: 30
#   explain:
#     asks: >-
#       Attach the domain name `api.yoctogram.SUNETID.infracourse.cloud` and the backend certificate you created
#       in the network stack to the load balancer.
#     why: >-
#       Passwords and images travel encrypted only if the load balancer listens on 443 with a certificate for
#       its name. CloudFront checks it too, and answers 502 when it does not fit.
#     template: |
#       HttpsListener:
#         Type: AWS::ElasticLoadBalancingV2::Listener
#         Properties:
#           Port: 443
#           Protocol: HTTPS
#           Certificates: [{CertificateArn: {"Fn::ImportValue": …}}]
#           DefaultActions: [{Type: forward, TargetGroupArn: {Ref: …}}]
#     before: |
#       # the certificate of the website does not name the API
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           certificate=props.network_frontend_certificate,
#           # …
#       )
#     after: |
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           # …
#           certificate=props.network_backend_certificate,
#           # …
#       )
#   help: >-
#     give ecs_patterns.ApplicationLoadBalancedFargateService the argument
#     certificate=props.network_backend_certificate
#   argument: listener_port, certificate
package checks.compute.service.certificate

import data.lib.certificates
import data.lib.cfn
import data.lib.result
import data.lib.service

# METADATA
# description: No HTTPS listener on 443 that forwards to the service, or one with another certificate.
violation contains found if some found in service.missing_load_balancer

violation contains result.problem(balancer, [], "the load balancer has no listener for HTTPS on port 443") if {
	_secure == set()
	some balancer in service.load_balancers
}

violation contains result.problem(
	listener,
	["Properties", "DefaultActions"],
	"the listener for HTTPS does not forward requests to the service",
) if {
	some listener in _secure
	_secure & service.forwarding == set()
}

violation contains result.named(listener, ["Properties", "Certificates"], _what, _expected, actual) if {
	some listener in _secure & service.forwarding
	not _certificate(listener) in certificates.candidates
	actual := cfn.shown(listener.stack, _arn(listener))
}

_what := "the certificate of the listener for HTTPS"

# The listeners for HTTPS on port 443 of the load balancers in front of the service.
_secure := {listener |
	some listener in service.listeners
	service.load_balancer_of(listener) in service.load_balancers
	_text(listener, "Port") == "443"
	upper(_text(listener, "Protocol")) == "HTTPS"
}

_text(listener, name) := cfn.text(listener.stack, cfn.property(listener, [name]))

# A listener has one certificate of its own; more are added by other resources.
_arn(listener) := object.get(
	cfn.entries(array.concat(cfn.list(cfn.property(listener, ["Certificates"])), [null])[0]),
	"CertificateArn",
	null,
)

_certificate(listener) := cfn.target(listener.stack, _arn(listener))

_expected := cfn.ref(certificates.backend) if {
	certificates.backend != null
} else := "the backend certificate of the network stack"
