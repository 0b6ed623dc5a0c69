package checks.compute.frontend.origin_access_test

import data.checks.compute.frontend.origin_access
import data.lib.fixture

_origin(access) := object.union({"Id": "site", "DomainName": {"Fn::GetAtt": ["Site", "RegionalDomainName"]}}, access)

_distribution(access) := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
	"DefaultCacheBehavior": {"TargetOriginId": "site"},
	"Origins": [_origin(access)],
}}}

_by_identity := {"S3OriginConfig": {"OriginAccessIdentity": {"Fn::Join": ["", [
	"origin-access-identity/cloudfront/",
	{"Ref": "Identity"},
]]}}}

_by_control := {
	"S3OriginConfig": {"OriginAccessIdentity": ""},
	"OriginAccessControlId": {"Fn::GetAtt": ["Control", "Id"]},
}

_canonical := {"CanonicalUser": {"Fn::GetAtt": ["Identity", "S3CanonicalUserId"]}}

_service := {"Service": "cloudfront.amazonaws.com"}

_objects := {"Fn::Join": ["", [{"Fn::GetAtt": ["Site", "Arn"]}, "/*"]]}

_allow(principal) := {"Effect": "Allow", "Action": "s3:GetObject", "Resource": _objects, "Principal": principal}

_source(id) := {"Condition": {"StringEquals": {"AWS:SourceArn": {"Fn::Join": ["", [
	"arn:aws:cloudfront::123456789012:distribution/",
	{"Ref": id},
]]}}}}

_input(access, statement) := fixture.stack("compute", {
	"Site": {"Type": "AWS::S3::Bucket"},
	"Identity": {"Type": "AWS::CloudFront::CloudFrontOriginAccessIdentity"},
	"Control": {"Type": "AWS::CloudFront::OriginAccessControl"},
	"Distribution": _distribution(access),
	"Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {
		"Bucket": {"Ref": "Site"},
		"PolicyDocument": {"Statement": [statement]},
	}},
})

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

_kept_out := {
	"stack": "compute",
	"resource": "Site",
	"type": "AWS::S3::Bucket",
	"message": "no policy of this bucket lets the frontend distribution read it",
}

_anonymous := object.union(
	_at("Origins/0"),
	{"message": "CloudFront asks the bucket without an identity, so it is refused"},
)

test_an_identity_that_is_let_in_passes if {
	origin_access.violation == set() with input as _input(_by_identity, _allow(_canonical))
}

test_an_identity_let_in_by_its_arn_passes if {
	arn := {"AWS": {"Fn::Join": ["", [
		"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ",
		{"Ref": "Identity"},
	]]}}
	origin_access.violation == set() with input as _input(_by_identity, _allow(arn))
}

test_wider_statements_pass if {
	statements := [
		{"Action": ["s3:GetBucket*", "s3:GetObject*", "s3:List*"], "Resource": [{"Fn::GetAtt": ["Site", "Arn"]}, _objects]},
		{"Action": "s3:*", "Resource": "*"},
		{"Action": "S3:getobject", "Resource": {"Fn::Sub": "${Site.Arn}/*"}},
	]
	every statement in statements {
		wide := object.union({"Effect": "Allow", "Principal": _canonical}, statement)
		origin_access.violation == set() with input as _input(_by_identity, wide)
	}
}

test_an_identity_of_no_stack_passes if {
	access := {"S3OriginConfig": {"OriginAccessIdentity": "origin-access-identity/cloudfront/E123"}}
	arn := {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E123"}
	origin_access.violation == set() with input as _input(access, _allow(arn))
}

test_a_control_that_is_let_in_passes if {
	origin_access.violation == set() with input as _input(_by_control, _allow(_service))
	conditioned := object.union(_allow(_service), _source("Distribution"))
	origin_access.violation == set() with input as _input(_by_control, conditioned)
}

test_neither_is_reported if {
	every access in [{}, {"S3OriginConfig": {}}, {"S3OriginConfig": {"OriginAccessIdentity": ""}}] {
		origin_access.violation == {_anonymous} with input as _input(access, _allow(_canonical))
	}
}

test_an_identity_that_is_not_let_in_is_reported if {
	statements := [
		_allow({"CanonicalUser": {"Fn::GetAtt": ["Other", "S3CanonicalUserId"]}}),
		_allow(_service),
		_allow(null),
		object.union(_allow(_canonical), {"Effect": "Deny"}),
		object.union(_allow(_canonical), {"Action": "s3:ListBucket"}),
		object.union(_allow(_canonical), {"Action": ["s3:PutObject", {"a": 1}]}),
		null,
		"statement",
	]
	every statement in statements {
		origin_access.violation == {_kept_out} with input as _input(_by_identity, statement)
	}
}

test_a_statement_about_the_bucket_only_is_reported if {
	statement := object.union(
		object.remove(_allow(_canonical), ["Resource"]),
		{"Resource": {"Fn::GetAtt": ["Site", "Arn"]}},
	)
	origin_access.violation == {_kept_out} with input as _input(_by_identity, statement)
}

test_a_control_that_is_not_let_in_is_reported if {
	origin_access.violation == {_kept_out} with input as _input(_by_control, _allow(_canonical))
}

test_a_control_of_another_distribution_is_reported if {
	other := {"Other": {"Type": "AWS::CloudFront::Distribution"}}
	given := _input(_by_control, object.union(_allow(_service), _source("Other")))
	named := {"Distribution": {"Properties": {"DistributionConfig": {"Aliases": ["yoctogram.student.infracourse.cloud"]}}}}
	document := fixture.stack("compute", object.union(given.Resources, object.union(other, named)))
	origin_access.violation == {_kept_out} with input as document
}

test_another_buckets_policy_does_not_count if {
	given := _input(_by_identity, _allow(_canonical))
	other := {"Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {
		"Bucket": {"Ref": "Other"},
		"PolicyDocument": {"Statement": [_allow(_canonical)]},
	}}}
	document := fixture.stack("compute", object.union(object.remove(given.Resources, ["Policy"]), other))
	origin_access.violation == {_kept_out} with input as document
}

test_no_bucket_is_reported if {
	expected := {object.union(_at("Origins"), {"message": "the website has no bucket to be read"})}
	origin_access.violation == expected with input as fixture.stack("compute", {"Distribution": _distribution({})})
}

test_no_distribution_is_reported if {
	expected := {_none}
	origin_access.violation == expected with input as fixture.stack("compute", {})
}
