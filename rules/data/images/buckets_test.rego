package checks.data.images.buckets_test

import data.checks.data.images.buckets
import data.lib.fixture

_flags := {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true}

_bucket(flags) := {"Type": "AWS::S3::Bucket", "Properties": {"PublicAccessBlockConfiguration": flags}}

_input(flags) := fixture.stack("data", {"publicimages": _bucket(_flags), "privateimages": _bucket(flags)})

_open(flags) := {
	"stack": "data",
	"resource": "privateimages",
	"type": "AWS::S3::Bucket",
	"property": "/Properties/PublicAccessBlockConfiguration",
	"message": sprintf("the bucket does not block public access: %s must be true", [flags]),
}

_absent(kind) := {"type": "AWS::S3::Bucket", "message": sprintf("no stack defines a bucket for the %s images", [kind])}

test_both_blocked_pass if {
	buckets.violation == set() with input as _input(_flags)
	buckets.violation == set() with input as _input({flag: "true" | some flag, _ in _flags})
}

test_an_open_bucket_is_reported if {
	all := "BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets"
	every flags in [null, {}, {flag: false | some flag, _ in _flags}, "all", [true]] {
		buckets.violation == {_open(all)} with input as _input(flags)
	}
}

test_a_half_open_bucket_is_reported if {
	flags := {"BlockPublicAcls": true, "IgnorePublicAcls": true}
	buckets.violation == {_open("BlockPublicPolicy, RestrictPublicBuckets")} with input as _input(flags)
}

test_a_missing_bucket_is_reported if {
	buckets.violation == {_absent("private")} with input as fixture.stack("data", {"publicimages": _bucket(_flags)})
}

test_no_buckets_are_reported if {
	buckets.violation == {_absent("public"), _absent("private")} with input as fixture.stack("data", {})
}

test_one_bucket_for_both_is_reported if {
	task := {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Environment": [
		{"Name": "PUBLIC_IMAGES_BUCKET", "Value": {"Ref": "Uploads"}},
		{"Name": "PRIVATE_IMAGES_BUCKET", "Value": {"Ref": "Uploads"}},
	]}]}}
	buckets.violation == {{
		"stack": "data",
		"resource": "Uploads",
		"type": "AWS::S3::Bucket",
		"message": "the public and the private images share this bucket; each kind needs its own",
	}} with input as fixture.stack("data", {"Uploads": _bucket(_flags), "Task": task})
}
