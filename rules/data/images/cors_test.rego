package checks.data.images.cors_test

import data.checks.data.images.cors
import data.lib.fixture

_website := "https://yoctogram.student.infracourse.cloud"

_methods := ["GET", "HEAD", "PUT", "POST", "DELETE"]

_rule(origins, methods) := {"AllowedOrigins": origins, "AllowedMethods": methods}

_bucket(rules) := {"Type": "AWS::S3::Bucket", "Properties": {"CorsConfiguration": {"CorsRules": rules}}}

_input(rules) := fixture.stack("data", {
	"publicimages": _bucket([_rule([_website], _methods)]),
	"privateimages": _bucket(rules),
})

_refused(actual, methods) := {
	"stack": "data",
	"resource": "privateimages",
	"type": "AWS::S3::Bucket",
	"property": "/Properties/CorsConfiguration/CorsRules",
	"expected": _methods,
	"actual": actual,
	"message": sprintf("pages of https://yoctogram.student.infracourse.cloud may not use %s on this bucket", [methods]),
}

test_all_methods_for_the_website_pass if {
	cors.violation == set() with input as _input([_rule([_website], array.reverse(_methods))])
}

test_wider_rules_pass if {
	cors.violation == set() with input as _input([_rule(["*"], _methods)])
	cors.violation == set() with input as _input([_rule(["https://x", "https://*.infracourse.cloud"], _methods)])
	cors.violation == set() with input as _input(_rule(_website, _methods))
}

test_methods_may_come_from_several_rules if {
	cors.violation == set() with input as _input([
		_rule([_website], ["GET", "HEAD"]),
		_rule(["*"], ["PUT", "POST", "DELETE"]),
	])
}

test_a_missing_method_is_reported if {
	every method in _methods {
		methods := [other | some other in _methods; other != method]
		expected := {_refused(sort(methods), method)}
		cors.violation == expected with input as _input([_rule([_website], methods)])
	}
}

test_methods_for_another_origin_do_not_count if {
	rules := [_rule(["https://api.yoctogram.student.infracourse.cloud"], _methods), _rule([_website], ["GET"])]
	expected := {_refused(["GET"], "HEAD, PUT, POST, DELETE")}
	cors.violation == expected with input as _input(rules)
}

test_an_origin_without_its_scheme_is_reported if {
	rules := [_rule(["yoctogram.student.infracourse.cloud"], _methods)]
	expected := {_refused([], concat(", ", _methods))}
	cors.violation == expected with input as _input(rules)
}

test_no_rule_is_reported if {
	every rules in [null, [], "rules", [null], [_rule(null, _methods)], {"AllowedOrigins": [{"Ref": "X"}]}] {
		expected := {_refused([], concat(", ", _methods))}
		cors.violation == expected with input as _input(rules)
	}
}

test_no_bucket_is_reported if {
	cors.violation == {{
		"type": "AWS::S3::Bucket",
		"message": "no stack defines a bucket for the public images",
	}} with input as fixture.stack("data", {"privateimages": _bucket([_rule(["*"], _methods)])})
}
