# METADATA
# title: Image buckets
# description: There is a bucket for the public images and another for the private ones, and both block public access.
# scope: package
# related_resources:
#   - description: AWS::S3::Bucket PublicAccessBlockConfiguration
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-publicaccessblockconfiguration.html
#   - description: CDK s3.BlockPublicAccess
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_s3/BlockPublicAccess.html
# custom:
#   points: 1
#   requires: []
#   handout: Data Stack
#   order: 10
#   explain:
#     asks: >-
#       The images themselves are stored in S3.
#     why: >-
#       Buckets that anybody may list or read are how private pictures end up in the news. Blocking public
#       access holds even when a later policy or object says otherwise; CloudFront still reads the bucket, with
#       an identity of its own.
#     template: |
#       ImagesBucket:
#         Type: AWS::S3::Bucket
#         Properties:
#           PublicAccessBlockConfiguration:
#             BlockPublicAcls: true
#             BlockPublicPolicy: true
#             IgnorePublicAcls: true
#             RestrictPublicBuckets: true
#     before: |
#       public_images = CloudFrontToS3(
#           self,
#           f"{settings.PROJECT_NAME}-public-images-s3-cloudfront",
#           bucket_props=s3.BucketProps(
#               cors=[image_cors],
#               block_public_access=s3.BlockPublicAccess.BLOCK_ACLS,
#           ),
#           # …
#       )
#     after: |
#       public_images = CloudFrontToS3(
#           self,
#           f"{settings.PROJECT_NAME}-public-images-s3-cloudfront",
#           bucket_props=s3.BucketProps(cors=[image_cors]),
#           # …
#       )
#   help: >-
#     keep the starter's two CloudFrontToS3 constructs, and set no block_public_access in bucket_props but
#     s3.BlockPublicAccess.BLOCK_ALL
#   argument: bucket_props.block_public_access, block_public_access
package checks.data.images.buckets

import data.lib.cfn
import data.lib.images
import data.lib.result

# METADATA
# description: One entry per kind of images without a bucket.
violation contains result.absent("AWS::S3::Bucket", message) if {
	some kind in images.missing
	message := sprintf("no stack defines a bucket for the %s images", [kind])
}

# METADATA
# description: One entry when both kinds of images share a bucket.
violation contains result.problem(bucket, [], _shared) if {
	some bucket in {images.bucket("public")} - {null}
	bucket == images.bucket("private")
}

# METADATA
# description: One entry per image bucket that public access can be given to.
violation contains result.problem(bucket, ["Properties", "PublicAccessBlockConfiguration"], message) if {
	some bucket in images.buckets
	open := [flag |
		some flag in _flags
		value := cfn.property(bucket, ["PublicAccessBlockConfiguration", flag])
		cfn.text(bucket.stack, value) != "true"
	]
	count(open) > 0
	message := sprintf("the bucket does not block public access: %s must be true", [concat(", ", open)])
}

_shared := "the public and the private images share this bucket; each kind needs its own"

_flags := ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
