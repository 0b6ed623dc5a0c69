# METADATA
# title: Cross-origin access to the images
# description: Both image buckets let the website's pages in, with the methods GET, HEAD, PUT, POST and DELETE.
# scope: package
# related_resources:
#   - description: AWS::S3::Bucket CorsRule
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-corsrule.html
#   - description: CDK s3.CorsRule
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_s3/CorsRule.html
# custom:
#   points: 1
#   requires: [data.images.buckets]
#   handout: Data Stack
#   order: 30
#   explain:
#     asks: >-
#       The images themselves are stored in S3.
#     why: >-
#       Browsers upload straight to the bucket, from a page of another domain. Before they do they ask the
#       bucket whether that origin may use that method, and without a rule that says so the upload never starts.
#     template: |
#       ImagesBucket:
#         Type: AWS::S3::Bucket
#         Properties:
#           CorsConfiguration:
#             CorsRules:
#               - AllowedMethods: [GET, HEAD, PUT, POST, DELETE]
#                 AllowedOrigins: ["https://yoctogram.SUNET.infracourse.cloud"]
#     before: |
#       image_cors = s3.CorsRule(
#           allowed_headers=["*"],
#           allowed_methods=[s3.HttpMethods.GET],
#           allowed_origins=[f"https://{settings.APP_DOMAIN}"],
#       )
#     after: |
#       image_cors = s3.CorsRule(
#           allowed_headers=["*"],
#           allowed_methods=[
#               s3.HttpMethods.GET,
#               s3.HttpMethods.HEAD,
#               s3.HttpMethods.PUT,
#               s3.HttpMethods.POST,
#               s3.HttpMethods.DELETE,
#           ],
#           allowed_origins=[f"https://{settings.APP_DOMAIN}"],
#       )
#   help: >-
#     keep the s3.CorsRule in each bucket's cors, with allowed_origins=[f"https://{settings.APP_DOMAIN}"] and all
#     five allowed_methods
#   argument: bucket_props.cors.CorsRule
package checks.data.images.cors

import data.lib.cfn
import data.lib.course
import data.lib.images
import data.lib.result

# METADATA
# description: One entry per kind of images without a bucket.
violation contains result.absent("AWS::S3::Bucket", message) if {
	some kind in images.missing
	message := sprintf("no stack defines a bucket for the %s images", [kind])
}

# METADATA
# description: One entry per image bucket that some method cannot be used on.
violation contains result.explained(bucket, _path, _methods, sort(allowed), message) if {
	some bucket in images.buckets
	allowed := _allowed(bucket)
	missing := [method | some method in _methods; not method in allowed]
	count(missing) > 0
	message := sprintf("pages of https://%s may not use %s on this bucket", [course.app_domain, concat(", ", missing)])
}

_path := ["Properties", "CorsConfiguration", "CorsRules"]

_methods := ["GET", "HEAD", "PUT", "POST", "DELETE"]

_allowed(bucket) := {cfn.text(bucket.stack, method) |
	some rule in cfn.list(cfn.property(bucket, ["CorsConfiguration", "CorsRules"]))
	_lets_in(bucket, cfn.entries(rule))
	some method in cfn.list(object.get(cfn.entries(rule), "AllowedMethods", null))
}

_lets_in(bucket, rule) if {
	some origin in cfn.list(object.get(rule, "AllowedOrigins", null))
	images.lets_in(cfn.text(bucket.stack, origin))
}
