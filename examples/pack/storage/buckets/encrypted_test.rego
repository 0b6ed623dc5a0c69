package checks.storage.buckets.encrypted_test

import data.checks.storage.buckets.encrypted

_with(resources) := {"stacks": {"data": {"template": {"Resources": resources}}}}

test_an_encrypted_bucket_passes if {
	bucket := {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": {}}}
	encrypted.violation == set() with input as _with({"Photos": bucket})
}

test_a_bucket_that_says_nothing_is_reported if {
	encrypted.violation == {{
		"stack": "data",
		"resource": "Photos",
		"type": "AWS::S3::Bucket",
		"property": "/Properties/BucketEncryption",
		"message": "this bucket does not say how it is encrypted",
	}} with input as _with({"Photos": {"Type": "AWS::S3::Bucket"}})
}

test_no_bucket_is_reported if {
	encrypted.violation == {{"type": "AWS::S3::Bucket", "message": "no stack defines a bucket"}} with input as _with({})
}
