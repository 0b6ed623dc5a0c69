package checks.compute.frontend.root_object_test

import data.checks.compute.frontend.root_object
import data.lib.fixture

_input(page) := fixture.stack("compute", {"Distribution": {
	"Type": "AWS::CloudFront::Distribution",
	"Properties": {"DistributionConfig": {"DefaultRootObject": page}},
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

_mismatch(actual) := fixture.named(_at("DefaultRootObject"), "default_root_object", "index.html", actual)

test_the_start_page_passes if {
	root_object.violation == set() with input as _input("index.html")
}

test_other_pages_are_reported if {
	every page in ["/index.html", "index.htm", "Index.html"] {
		root_object.violation == {_mismatch(page)} with input as _input(page)
	}
}

test_an_empty_page_is_reported if {
	expected := {object.union(_at("DefaultRootObject"), {
		"expected": "index.html",
		"actual": "",
		"message": "default_root_object is empty, expected index.html",
	})}
	root_object.violation == expected with input as _input("")
}

test_no_page_is_reported if {
	root_object.violation == {_mismatch(null)} with input as _input(null)
}

test_values_of_other_types_are_reported if {
	listed := object.union(_mismatch("index.html"), {"actual": ["index.html"]})
	root_object.violation == {listed} with input as _input(["index.html"])
	root_object.violation == {_mismatch("${compute/X.Ref}")} with input as _input({"Ref": "X"})
}

test_no_distribution_is_reported if {
	expected := {_none}
	root_object.violation == expected with input as fixture.stack("compute", {})
}
