# METADATA
# title: Yoctogram infrastructure
# description: The 90 static points of the assignment. data.rules.main answers as the packs of earlier years did.
# scope: package
# custom:
#   points: 90
#   sections:
#     - Network Stack / Virtual Private Cloud (VPC)
#     - Network Stack / TLS Certificate
#     - Data Stack / Aurora Serverless Database
#     - Data Stack
#     - Compute Stack / Fargate task definition
#     - Compute Stack / Fargate container definition
#     - Compute Stack / Fargate service
#     - Compute Stack / Cloudfront frontend deployment
package rules

# METADATA
# title: The whole pack's answer
# entrypoint: true
main := {"pass": count(violations) == 0, "violations": violations}

# METADATA
# description: A sentence for each violation of each check.
violations contains sprintf("%s.%s.%s: %s", [area, topic, name, _sentence(violation)]) if {
	some area, topics in data.checks
	some topic, checks in topics
	some name, check in checks
	some violation in object.get(check, "violation", set())
}

_sentence(violation) := violation.message if {
	"message" in object.keys(violation)
} else := sprintf("%s: found %v, expected %v", [
	_place(violation),
	object.get(violation, "actual", "nothing"),
	object.get(violation, "expected", "something else"),
])

_place(violation) := concat(" ", [
	object.get(violation, "stack", "no stack"),
	object.get(violation, "resource", object.get(violation, "type", "")),
	object.get(violation, "property", ""),
])
