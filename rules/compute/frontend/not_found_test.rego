package checks.compute.frontend.not_found_test

import data.checks.compute.frontend.not_found
import data.lib.fixture

_input(responses) := fixture.stack("compute", {"Distribution": {
	"Type": "AWS::CloudFront::Distribution",
	"Properties": {"DistributionConfig": {"CustomErrorResponses": responses}},
}})

_at(property) := {
	"stack": "compute",
	"resource": "Distribution",
	"type": "AWS::CloudFront::Distribution",
	"property": concat("/", ["/Properties/DistributionConfig", property]),
}

_none := {
	"type": "AWS::CloudFront::Distribution",
	"message": concat("", [
		"no distribution can be told to be the website's; ",
		"define one with cloudfront.Distribution, served from the frontend bucket",
	]),
}

_answer(page, code) := {"ErrorCode": 404, "ResponsePagePath": page, "ResponseCode": code}

_unanswered := object.union(
	_at("CustomErrorResponses"),
	{"message": "visitors who ask for a missing page see an error of CloudFront's"},
)

_page(actual) := fixture.named(
	_at("CustomErrorResponses/0/ResponsePagePath"),
	"the response_page_path for 404",
	"/index.html",
	actual,
)

_code(actual) := fixture.named(
	_at("CustomErrorResponses/0/ResponseCode"),
	"the response_http_status for 404",
	"200",
	actual,
)

test_the_start_page_passes if {
	not_found.violation == set() with input as _input([_answer("/index.html", 200)])
	not_found.violation == set() with input as _input([_answer("/index.html", "200")])
}

test_answers_to_other_errors_may_come_with_it if {
	other := {"ErrorCode": 403, "ResponsePagePath": "/denied.html", "ResponseCode": 403}
	not_found.violation == set() with input as _input([other, _answer("/index.html", 200)])
}

test_another_page_is_reported if {
	every page in ["index.html", "/404.html"] {
		not_found.violation == {_page(page)} with input as _input([_answer(page, 200)])
	}
}

test_another_code_is_reported if {
	not_found.violation == {_code("404")} with input as _input([_answer("/index.html", 404)])
	not_found.violation == {_code(null)} with input as _input([_answer("/index.html", null)])
}

test_an_answer_that_only_says_how_long_is_reported if {
	expected := {_code(null), _page(null)}
	not_found.violation == expected with input as _input([{"ErrorCode": 404, "ErrorCachingMinTTL": 10}])
}

test_no_answer_is_reported if {
	other := {"ErrorCode": 403, "ResponsePagePath": "/index.html", "ResponseCode": 200}
	every responses in [null, [], "404", [404], [other]] {
		not_found.violation == {_unanswered} with input as _input(responses)
	}
}

test_no_distribution_is_reported if {
	expected := {_none}
	not_found.violation == expected with input as fixture.stack("compute", {})
}
