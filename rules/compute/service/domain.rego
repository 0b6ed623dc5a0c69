# METADATA
# title: Domain name of the service
# description: The domain name api.yoctogram.SUNET.infracourse.cloud is an alias of the service's load balancer.
# scope: package
# related_resources:
#   - description: AWS::Route53::RecordSet
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-route53-recordset.html
# custom:
#   points: 2
#   requires: [compute.service.placement]
#   handout: Compute Stack / Fargate service
#   order: 20
#   explain:
#     asks: >-
#       Attach the domain name `api.yoctogram.SUNETID.infracourse.cloud` and the backend certificate you created
#       in the network stack to the load balancer.
#     why: >-
#       A load balancer's own name and addresses change; an alias record in your zone follows them, and it is
#       the name that the certificate is for.
#     template: |
#       ApiRecord:
#         Type: AWS::Route53::RecordSet
#         Properties:
#           Name: api.yoctogram.SUNET.infracourse.cloud.
#           Type: A
#           AliasTarget:
#             DNSName: {"Fn::Join": ["", ["dualstack.", {"Fn::GetAtt": […, DNSName]}]]}
#     before: |
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           domain_name=settings.APP_DOMAIN,
#           domain_zone=props.network_hosted_zone,
#           # …
#       )
#     after: |
#       fargate_service = ecs_patterns.ApplicationLoadBalancedFargateService(
#           self,
#           f"{settings.PROJECT_NAME}-fargate-service",
#           # …
#           domain_name=f"api.{settings.APP_DOMAIN}",
#           domain_zone=props.network_hosted_zone,
#           # …
#       )
#   help: >-
#     give ecs_patterns.ApplicationLoadBalancedFargateService domain_name=f"api.{settings.APP_DOMAIN}" and
#     domain_zone=props.network_hosted_zone
#   argument: target for AliasTarget, ApplicationLoadBalancedFargateService.domain_name
package checks.compute.service.domain

import data.lib.cfn
import data.lib.course
import data.lib.records
import data.lib.result
import data.lib.service

# METADATA
# description: No record of the name, one of another name for the load balancer, and one that leads elsewhere.
violation contains found if some found in service.missing_load_balancer

violation contains result.absent("AWS::Route53::RecordSet", message) if {
	service.load_balancers != set()
	_named == []
	_leading == []
	message := sprintf("no record makes %s an alias of the load balancer", [course.api_domain])
}

violation contains result.named(record.subject, record.name_path, "the record's name", course.api_domain, actual) if {
	_named == []
	some record in _leading
	actual := cfn.shown(record.subject.stack, object.get(record.written, "Name", null))
}

violation contains result.explained(record.subject, record.path, min(_hosts), actual, message) if {
	service.load_balancers != set()
	some record in _named
	every other in _named { not other.leads }
	actual := cfn.shown(record.subject.stack, _target(record.written))
	message := sprintf(_elsewhere, [_type(record), result.quoted(actual)])
}

violation contains result.named(record.subject, record.zone_path, "the record's zone", course.root_domain, actual) if {
	some record in _named
	record.leads
	zone := records.lost_zone(record)
	zone != null
	actual := cfn.shown(zone.stack, cfn.property(zone, ["Name"]))
}

_named := [_placed(record) |
	some record in records.all
	records.text(record, "Name") == course.normal(course.api_domain)
]

_leading := [_placed(record) | some record in records.all; _leads(record)]

_placed(record) := {
	"subject": record.subject,
	"written": record.written,
	"path": array.concat(record.path, [_target_name(record.written)]),
	"name_path": array.concat(record.path, ["Name"]),
	"zone_path": ["Properties", "HostedZoneId"],
	"leads": _leads(record),
}

_target_name(written) := "AliasTarget" if {
	"AliasTarget" in object.keys(written)
} else := "ResourceRecords"

# An alias of IPv4 addresses, or a CNAME.
_target(written) := object.get(cfn.entries(written.AliasTarget), "DNSName", null) if {
	"AliasTarget" in object.keys(written)
} else := array.concat(cfn.list(object.get(written, "ResourceRecords", null)), [null])[0]

_leads(record) := _is_host(record, {"A", "CNAME"}) if {
	"AliasTarget" in object.keys(record.written)
} else := _is_host(record, {"CNAME"})

_is_host(record, types) := count({host |
	some host in _hosts
	_type(record) in types
	target := trim_suffix(cfn.text(record.subject.stack, _target(record.written)), ".")
	target in {host, concat(".", ["dualstack", host])}
}) > 0

_type(record) := cfn.text(record.subject.stack, object.get(record.written, "Type", "not set"))

_elsewhere := "the record's type is %s and its target is %s, expected an alias of type A for the load balancer"

_hosts := {cfn.att(balancer, "DNSName") | some balancer in service.load_balancers}
