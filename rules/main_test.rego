package rules_test

import data.rules

_checks(violations) := {"network": {"vpc": {"cidr": {"violation": violations}, "single": {"violation": set()}}}}

test_nothing_wrong_is_a_pass if {
	rules.main == {"pass": true, "violations": set()} with data.checks as _checks(set())
}

test_a_sentence_is_kept if {
	found := rules.main with data.checks as _checks({{"message": "there is no VPC", "type": "AWS::EC2::VPC"}})
	found == {"pass": false, "violations": {"network.vpc.cidr: there is no VPC"}}
}

test_two_values_become_a_sentence if {
	found := rules.violations with data.checks as _checks({{
		"stack": "network",
		"resource": "Vpc",
		"type": "AWS::EC2::VPC",
		"property": "/Properties/CidrBlock",
		"expected": "10.0.0.0/16",
		"actual": "10.1.0.0/16",
	}})
	found == {"network.vpc.cidr: network Vpc /Properties/CidrBlock: found 10.1.0.0/16, expected 10.0.0.0/16"}
}

test_what_is_not_known_is_named_so if {
	found := rules.violations with data.checks as _checks({{"type": "AWS::EC2::VPC"}})
	found == {"network.vpc.cidr: no stack AWS::EC2::VPC : found nothing, expected something else"}
}
