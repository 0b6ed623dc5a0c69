# METADATA
# title: Encrypted buckets
# description: Every bucket says how what is in it is encrypted.
# scope: package
# related_resources:
#   - description: AWS::S3::Bucket BucketEncryption
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-bucketencryption.html
# custom:
#   points: 3
#   requires: []
#   handout: Buckets
#   order: 10
#   explain:
#     asks: Encrypt every bucket.
#     why: >-
#       Whoever gets hold of a disk of AWS's reads nothing from it. And an encryption that is written down does not
#       change when a default does.
#     template: |
#       Bucket:
#         Type: AWS::S3::Bucket
#         Properties:
#           BucketEncryption: …
#     before: |
#       bucket = s3.Bucket(self, "photos")
#     after: |
#       bucket = s3.Bucket(self, "photos", encryption=s3.BucketEncryption.S3_MANAGED)
#   help: give s3.Bucket the argument encryption=s3.BucketEncryption.S3_MANAGED
#   argument: encryption
package checks.storage.buckets.encrypted

# METADATA
# description: One entry when there is no bucket that could be encrypted.
violation contains {"type": "AWS::S3::Bucket", "message": "no stack defines a bucket"} if {
	count(_buckets) == 0
}

# METADATA
# description: One entry per bucket that does not say how it is encrypted.
violation contains {
	"stack": bucket.stack,
	"resource": bucket.id,
	"type": "AWS::S3::Bucket",
	"property": "/Properties/BucketEncryption",
	"message": "this bucket does not say how it is encrypted",
} if {
	some bucket in _buckets
	object.get(bucket.resource, ["Properties", "BucketEncryption"], null) == null
}

_buckets := [{"stack": stack, "id": id, "resource": resource} |
	some stack, document in input.stacks
	some id, resource in object.get(document.template, "Resources", {})
	resource.Type == "AWS::S3::Bucket"
]
