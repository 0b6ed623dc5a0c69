# METADATA
# title: Image distributions
# description: |
#   Each image bucket is served by a CloudFront distribution of its own, with a response-headers policy that lets the
#   website's pages in.
# scope: package
# related_resources:
#   - description: AWS::CloudFront::ResponseHeadersPolicy
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudfront-responseheaderspolicy.html
#   - description: CDK cloudfront.ResponseHeadersCorsBehavior
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/ResponseHeadersCorsBehavior.html
# custom:
#   points: 1
#   requires: [data.images.buckets]
#   handout: Data Stack
#   order: 20
#   explain:
#     asks: >-
#       When users visit Yoctogram, images are rendered through Cloudfront.
#     why: >-
#       Visitors get an image from a cache near them, and the buckets stay closed. The images come from another
#       domain than the page, so browsers show them to the page's scripts only if the answer's headers let the
#       page's origin in.
#     template: |
#       HeadersPolicy:
#         Type: AWS::CloudFront::ResponseHeadersPolicy
#         Properties:
#           ResponseHeadersPolicyConfig:
#             CorsConfig:
#               AccessControlAllowOrigins:
#                 Items: ["https://yoctogram.SUNET.infracourse.cloud"]
#     before: |
#       # the policy is gone
#       public_images = CloudFrontToS3(
#           self,
#           f"{settings.PROJECT_NAME}-public-images-s3-cloudfront",
#           bucket_props=s3.BucketProps(cors=[image_cors]),
#           insert_http_security_headers=False,
#       )
#     after: |
#       public_images = CloudFrontToS3(
#           self,
#           f"{settings.PROJECT_NAME}-public-images-s3-cloudfront",
#           bucket_props=s3.BucketProps(cors=[image_cors]),
#           insert_http_security_headers=False,
#           response_headers_policy_props=cloudfront.ResponseHeadersPolicyProps(
#               response_headers_policy_name=f"{settings.PROJECT_NAME}-public-images",
#               cors_behavior=image_response_headers,
#           ),
#       )
#   help: >-
#     keep both CloudFrontToS3 with response_headers_policy_props, in which
#     access_control_allow_origins=[f"https://{settings.APP_DOMAIN}"]
#   argument: response_headers_policy_props.cors_behavior.ResponseHeadersCorsBehavior
package checks.data.images.distributions

import data.lib.cfn
import data.lib.course
import data.lib.distributions
import data.lib.images
import data.lib.result

# METADATA
# description: One entry per kind of images without a bucket.
violation contains result.absent("AWS::S3::Bucket", message) if {
	some kind in images.missing
	message := sprintf("no stack defines a bucket for the %s images", [kind])
}

# METADATA
# description: One entry per image bucket without a distribution.
violation contains result.problem(bucket, [], _unserved) if {
	some kind, serving in _serving
	count(serving) == 0
	bucket := images.bucket(kind)
}

# METADATA
# description: One entry per distribution that keeps the website's pages out, where none for the bucket lets them in.
violation contains result.problem(distribution, _path, message) if {
	some serving in _serving
	count({found | some found in serving; _lets_in(found)}) == 0
	some distribution in serving
	message := sprintf("the images come without the CORS headers that let pages of https://%s use them", [course.app_domain])
}

_unserved := "no CloudFront distribution serves this bucket, so its images cannot be seen"

_path := ["Properties", "DistributionConfig", "DefaultCacheBehavior", "ResponseHeadersPolicyId"]

# The distributions whose default behavior is served from the bucket of each kind.
_serving := {kind: serving |
	some kind in ["public", "private"]
	bucket := images.bucket(kind)
	bucket != null
	serving := {distribution |
		some distribution in images.distributions(bucket)
		bucket in distributions.default_buckets(distribution)
	}
}

# The policies with CORS that AWS manages let in every origin.
_managed := {
	"60669652-455b-4ae9-85c4-c4c02393f86c", # SimpleCORS
	"5cc3b908-e619-4b99-88e5-2cf7f45965bd", # CORS-with-preflight
	"e61eb60c-9c35-4d20-a928-2b84e02af89c", # CORS-and-SecurityHeadersPolicy
	"eaab4381-ed33-4a86-88ca-d9558dc6cd63", # CORS-with-preflight-and-SecurityHeadersPolicy
}

_lets_in(distribution) if {
	behavior := distributions.default_behavior(distribution)
	distributions.policy_id(distribution, behavior, "ResponseHeadersPolicyId") in _managed
}

_lets_in(distribution) if {
	behavior := distributions.default_behavior(distribution)
	policy := distributions.policy(distribution, behavior, "ResponseHeadersPolicyId")
	policy != null
	some origin in cfn.list(cfn.property(policy, _origins))
	images.lets_in(cfn.text(policy.stack, origin))
}

_origins := ["ResponseHeadersPolicyConfig", "CorsConfig", "AccessControlAllowOrigins", "Items"]
