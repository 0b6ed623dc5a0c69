package lib.frontend_test

import data.lib.fixture
import data.lib.frontend

_bucket := {"Type": "AWS::S3::Bucket"}

_deployment := {"Type": "Custom::CDKBucketDeployment", "Properties": {"DestinationBucketName": {"Ref": "Site"}}}

_distribution(config) := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": config}}

_from(bucket) := {
	"DefaultCacheBehavior": {"TargetOriginId": "one"},
	"Origins": [{"Id": "one", "DomainName": {"Fn::GetAtt": [bucket, "RegionalDomainName"]}}],
}

_record(id) := {"Type": "AWS::Route53::RecordSet", "Properties": {
	"Name": "yoctogram.student.infracourse.cloud.",
	"Type": "A",
	"AliasTarget": {"DNSName": {"Fn::GetAtt": [id, "DomainName"]}},
}}

_images := {
	"publicimages": _bucket,
	"privateimages": _bucket,
	"Public": _distribution(_from("publicimages")),
	"Private": _distribution(_from("privateimages")),
}

_told(resources) := id if {
	document := fixture.stack("compute", object.union(_images, resources))
	found := frontend.distribution with input as document
	id := found.id
}

test_told_by_its_name if {
	name := {"Aliases": ["Yoctogram.student.infracourse.cloud"]}
	_told({"A": _distribution(name), "B": _distribution({}), "Record": _record("B")}) == "A"
}

test_told_by_its_bucket if {
	resources := {"Site": _bucket, "Deployment": _deployment, "A": _distribution({}), "B": _distribution(_from("Site"))}
	_told(resources) == "B"
}

test_told_by_its_record if {
	_told({"A": _distribution({}), "B": _distribution({}), "Record": _record("B")}) == "B"
}

test_told_by_serving_no_images if {
	_told({"A": _distribution({})}) == "A"
}

test_not_told if {
	message := concat("", [
		"no distribution can be told to be the website's; ",
		"define one with cloudfront.Distribution, served from the frontend bucket",
	])
	expected := {{"type": "AWS::CloudFront::Distribution", "message": message}}
	every resources in [_images, {"A": _distribution({}), "B": _distribution({})}] {
		document := fixture.stack("compute", resources)
		frontend.distribution == null with input as fixture.stack("compute", resources)
		frontend.site == set() with input as document
		frontend.missing == expected with input as document
		frontend.missing_api == expected with input as document
	}
}

test_uploads_of_images_are_not_the_websites if {
	seed := {"Type": "Custom::CDKBucketDeployment", "Properties": {"DestinationBucketName": {"Ref": "publicimages"}}}
	document := fixture.stack(
		"compute",
		object.union(_images, {"Seed": seed, "Site": _bucket, "Deployment": _deployment}),
	)
	found := frontend.buckets with input as document
	{bucket.id | some bucket in found} == {"Site"}
}

_api(patterns) := found if {
	behaviors := [{"PathPattern": pattern} | some pattern in patterns]
	document := fixture.stack("compute", {"A": _distribution({"CacheBehaviors": behaviors})})
	found := frontend.api with input as document
}

test_the_apis_behavior_is_the_first_that_takes_its_requests if {
	_api(["/images/*", "/api/*", "*"]).index == 1
	_api(["/api/v1/*", "api/*"]).index == 1
	_api(["/api*", "/api/*"]).index == 0
}

test_no_behavior_for_the_api if {
	every patterns in [[], ["/api/v1/*"], ["/api"], ["*", "/api/*"], ["/*"], [null], [{"Ref": "X"}]] {
		_api(patterns) == null
	}
}

test_the_path_to_the_apis_behavior if {
	document := fixture.stack("compute", {"A": _distribution({"CacheBehaviors": [{}, {"PathPattern": "/api/*"}]})})
	path := frontend.api_path(["CachePolicyId"]) with input as document
	path == ["Properties", "DistributionConfig", "CacheBehaviors", 1, "CachePolicyId"]
}

test_a_record_stands_for_its_name if {
	document := fixture.stack("compute", {"Record": _record("A")})
	name := frontend.host("compute", {"Ref": "Record"}) with input as document
	name == "yoctogram.student.infracourse.cloud"
	plain := frontend.host("compute", "API.example.") with input as document
	plain == "api.example"
}
