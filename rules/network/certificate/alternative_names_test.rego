package checks.network.certificate.alternative_names_test

import data.checks.network.certificate.alternative_names
import data.lib.fixture

_names := ["*.student.infracourse.cloud", "*.yoctogram.student.infracourse.cloud"]

_input(names) := fixture.stack("network", {"Backend": {
	"Type": "AWS::CertificateManager::Certificate",
	"Properties": {"DomainName": "student.infracourse.cloud", "SubjectAlternativeNames": names},
}})

_mismatch(actual) := {
	"stack": "network",
	"resource": "Backend",
	"type": "AWS::CertificateManager::Certificate",
	"property": "/Properties/SubjectAlternativeNames",
	"expected": _names,
	"actual": actual,
}

test_both_names_in_any_order_pass if {
	alternative_names.violation == set() with input as _input(_names)
	alternative_names.violation == set() with input as _input(array.reverse(_names))
}

test_repeating_the_domain_name_changes_nothing if {
	alternative_names.violation == set() with input as _input(array.concat(_names, ["student.infracourse.cloud"]))
}

test_a_missing_name_is_reported if {
	every name in _names {
		alternative_names.violation == {_mismatch([name])} with input as _input([name])
	}
}

test_a_name_without_its_star_is_reported if {
	names := ["*.student.infracourse.cloud", "yoctogram.student.infracourse.cloud"]
	alternative_names.violation == {_mismatch(names)} with input as _input(names)
}

test_a_third_name_is_reported if {
	names := array.concat(_names, ["api.yoctogram.student.infracourse.cloud"])
	alternative_names.violation == {_mismatch(names)} with input as _input(names)
}

test_none_are_reported if {
	alternative_names.violation == {object.remove(_mismatch(""), ["actual"])} with input as _input(null)
}

test_values_of_other_types_are_reported if {
	every value in [{"a": "b"}, "*.student.infracourse.cloud", [[]], 3] {
		alternative_names.violation == {_mismatch(value)} with input as _input(value)
	}
}

test_no_certificate_is_reported if {
	alternative_names.violation == {{
		"type": "AWS::CertificateManager::Certificate",
		"message": "there is not exactly one certificate for the backend whose alternative names could be looked at",
	}} with input as fixture.stack("network", {})
}
