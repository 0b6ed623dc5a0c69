package checks.data.images.distributions_test

import data.checks.data.images.distributions
import data.lib.fixture

_bucket := {"Type": "AWS::S3::Bucket"}

_distribution(bucket, policy) := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
	"DefaultCacheBehavior": {"TargetOriginId": "images", "ResponseHeadersPolicyId": policy},
	"Origins": [{"Id": "images", "DomainName": {"Fn::GetAtt": [bucket, "RegionalDomainName"]}}],
}}}

_policy(origins) := {"Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": {"ResponseHeadersPolicyConfig": {
	"CorsConfig": {"AccessControlAllowOrigins": {"Items": origins}},
}}}

_resources := {
	"publicimages": _bucket,
	"privateimages": _bucket,
	"Public": _distribution("publicimages", {"Ref": "Policy"}),
	"Private": _distribution("privateimages", {"Ref": "Policy"}),
	"Policy": _policy(["https://yoctogram.student.infracourse.cloud"]),
}

_changed(resources) := fixture.stack("data", object.union(object.remove(_resources, object.keys(resources)), resources))

_kept_out(id) := {
	"stack": "data",
	"resource": id,
	"type": "AWS::CloudFront::Distribution",
	"property": "/Properties/DistributionConfig/DefaultCacheBehavior/ResponseHeadersPolicyId",
	"message": concat("", [
		"the images come without the CORS headers that let pages of ",
		"https://yoctogram.student.infracourse.cloud use them",
	]),
}

_unserved := {
	"stack": "data",
	"resource": "privateimages",
	"type": "AWS::S3::Bucket",
	"message": "no CloudFront distribution serves this bucket, so its images cannot be seen",
}

test_one_for_each_bucket_passes if {
	distributions.violation == set() with input as _changed({})
}

test_every_origin_let_in_passes if {
	distributions.violation == set() with input as _changed({"Policy": _policy(["*"])})
}

test_the_managed_policies_with_cors_pass if {
	ids := [
		"60669652-455b-4ae9-85c4-c4c02393f86c",
		"5cc3b908-e619-4b99-88e5-2cf7f45965bd",
		"e61eb60c-9c35-4d20-a928-2b84e02af89c",
		"eaab4381-ed33-4a86-88ca-d9558dc6cd63",
	]
	every id in ids {
		distributions.violation == set() with input as _changed({"Private": _distribution("privateimages", id)})
	}
}

test_a_second_distribution_of_a_bucket_may_be_otherwise if {
	distributions.violation == set() with input as _changed({"Other": _distribution("privateimages", null)})
}

test_no_policy_or_one_without_cors_is_reported if {
	policies := [null, "67f7725c-6f97-4210-82d7-5512b31e9d03", {"Ref": "Nothing"}, {"Ref": "publicimages"}, ["x"]]
	every policy in policies {
		document := _changed({"Private": _distribution("privateimages", policy)})
		distributions.violation == {_kept_out("Private")} with input as document
	}
}

test_another_origin_is_reported if {
	every origins in [["https://api.yoctogram.student.infracourse.cloud"], [], null, [{"Ref": "X"}], "yoctogram"] {
		document := _changed({"Policy": _policy(origins)})
		distributions.violation == {_kept_out("Public"), _kept_out("Private")} with input as document
	}
}

test_a_bucket_without_a_distribution_is_reported if {
	distributions.violation == {_unserved} with input as fixture.stack("data", object.remove(_resources, ["Private"]))
}

test_a_further_origin_of_another_distribution_does_not_count if {
	origins := array.concat(
		_resources.Public.Properties.DistributionConfig.Origins,
		[{"Id": "private", "DomainName": {"Fn::GetAtt": ["privateimages", "RegionalDomainName"]}}],
	)
	more := {"Public": {"Properties": {"DistributionConfig": {"Origins": origins}}}}
	document := fixture.stack("data", object.union(object.remove(_resources, ["Private"]), more))
	distributions.violation == {_unserved} with input as document
}

test_no_bucket_is_reported if {
	distributions.violation == {{
		"type": "AWS::S3::Bucket",
		"message": "no stack defines a bucket for the private images",
	}} with input as fixture.stack("data", object.remove(_resources, ["Private", "privateimages"]))
}
