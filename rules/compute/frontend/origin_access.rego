# METADATA
# title: Access to the frontend bucket
# description: |
#   CloudFront may read the frontend bucket: the origin has an access identity or an access control, and the bucket's
#   policy lets that in.
# scope: package
# related_resources:
#   - description: CDK cloudfront_origins.S3Origin
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront_origins/S3Origin.html
#   - description: Restrict access to an Amazon S3 origin
#     ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
# custom:
#   points: 2
#   requires: [compute.frontend.origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 20
#   explain:
#     asks: >-
#       Ensure the Cloudfront distribution has permissions to access the frontend S3 bucket! Otherwise, you may
#       end up with hard-to-debug errors where your frontend only partially works.
#     why: >-
#       The bucket is closed to the public, so CloudFront needs an identity that the bucket's policy lets in.
#       Without the right to list, a missing page is answered with 403 instead of 404, and the website's own
#       pages do not open.
#     template: |
#       BucketPolicy:
#         Type: AWS::S3::BucketPolicy
#         Properties:
#           PolicyDocument:
#             Statement:
#               - Action: ["s3:GetObject*", "s3:List*"]
#                 Effect: Allow
#                 Principal: {CanonicalUser: {"Fn::GetAtt": […, S3CanonicalUserId]}}
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             Origins:
#               - S3OriginConfig: {OriginAccessIdentity: …}
#     before: |
#       # CloudFront comes with an identity that the bucket does not know
#       origin = origins.S3Origin(
#           s3.Bucket.from_bucket_name(self, "bucket", frontend_bucket.bucket_name),
#           origin_access_identity=access_identity,
#       )
#     after: |
#       frontend_bucket.grant_read(access_identity)
#       # …
#       origin=origins.S3Origin(
#           frontend_bucket,
#           origin_access_identity=access_identity,
#       )
#   help: >-
#     give origins.S3Origin the argument origin_access_identity=…, and call frontend_bucket.grant_read with that
#     identity
#   argument: Distribution.default_behavior.origin
package checks.compute.frontend.origin_access

import data.lib.cfn
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no distribution to look at.
violation contains missing if some missing in frontend.missing

# METADATA
# description: One entry when the default behavior asks no bucket.
violation contains result.problem(distribution, _origins, "the website has no bucket to be read") if {
	some distribution in frontend.site
	distributions.default_buckets(distribution) == set()
}

# METADATA
# description: One entry when CloudFront asks the bucket without saying who it is.
violation contains result.problem(distribution, path, _anonymous) if {
	some distribution in frontend.site
	some found in _bucket_origins(distribution)
	not _has_identity(distribution, found.origin)
	not _has_control(distribution, found.origin)
	path := array.concat(_origins, [found.index])
}

# METADATA
# description: One entry when the bucket does not let CloudFront in.
violation contains result.problem(bucket, [], "no policy of this bucket lets the frontend distribution read it") if {
	some distribution in frontend.site
	some found in _bucket_origins(distribution)
	_is_known(distribution, found.origin)
	some bucket in distributions.default_buckets(distribution)
	not _lets_in(bucket, distribution, found.origin)
}

_origins := ["Properties", "DistributionConfig", "Origins"]

_anonymous := "CloudFront asks the bucket without an identity, so it is refused"

_bucket_origins(distribution) := [found |
	some found in [distributions.default_origin(distribution)]
	found != null
	distributions.default_buckets(distribution) != set()
]

_is_known(distribution, origin) if _has_identity(distribution, origin)

_is_known(distribution, origin) if _has_control(distribution, origin)

_has_identity(distribution, origin) if _identity(distribution, origin) != ""

_has_control(distribution, origin) if {
	not cfn.text(distribution.stack, object.get(origin, "OriginAccessControlId", "")) in {"", "${AWS::NoValue}"}
}

# The identifier of the origin's access identity; empty when it has none.
_identity(distribution, origin) := trim_prefix(
	cfn.text(distribution.stack, object.get(origin, ["S3OriginConfig", "OriginAccessIdentity"], "")),
	"origin-access-identity/cloudfront/",
)

_lets_in(bucket, distribution, origin) if {
	some statement in _readable(bucket)
	some principal in statement.principals
	_is_origins(distribution, origin, principal)
	_is_for(distribution, statement)
}

_is_origins(distribution, origin, principal) if {
	principal.kind == "CanonicalUser"
	_has_identity(distribution, origin)
	principal.name == replace(_identity(distribution, origin), ".Ref}", ".S3CanonicalUserId}")
}

_is_origins(distribution, origin, principal) if {
	principal.kind == "AWS"
	_has_identity(distribution, origin)
	endswith(principal.name, concat("", [" Access Identity ", _identity(distribution, origin)]))
}

_is_origins(distribution, origin, principal) if {
	principal.kind == "Service"
	principal.name == "cloudfront.amazonaws.com"
	_has_control(distribution, origin)
}

# A statement for other distributions is not for this one.
_is_for(distribution, statement) if {
	named := {found | some found in statement.named; found.type == "AWS::CloudFront::Distribution"}
	named - {distribution} == set()
}

_is_for(distribution, statement) if distribution in statement.named

# The statements that allow to read a bucket's objects.
_readable(bucket) := [{"principals": principals, "named": named} |
	some policy in cfn.of_type("AWS::S3::BucketPolicy")
	cfn.target(policy.stack, cfn.property(policy, ["Bucket"])) == bucket
	some entry in cfn.list(cfn.property(policy, ["PolicyDocument", "Statement"]))
	statement := cfn.entries(entry)
	object.get(statement, "Effect", "") == "Allow"
	_reads(statement)
	_concerns(policy.stack, statement, bucket)
	named := cfn.targets(policy.stack, object.get(statement, "Condition", null))
	principals := _principals(policy.stack, object.get(statement, "Principal", null))
]

_reads(statement) if {
	some action in cfn.list(object.get(statement, "Action", null))
	is_string(action)
	lower(action) in {"*", "s3:*", "s3:get*", "s3:getobject", "s3:getobject*"}
}

_concerns(stack, statement, bucket) if {
	arn := cfn.att(bucket, "Arn")
	named := concat("", ["arn:aws:s3:::", cfn.ref(bucket), "/*"])
	resources := {"*", concat("", [arn, "/*"]), concat("", [arn, "*"]), named}
	some resource in cfn.list(object.get(statement, "Resource", null))
	cfn.text(stack, resource) in resources
}

_principals(stack, written) := [principal |
	some kind, names in cfn.entries(written)
	some name in cfn.list(names)
	principal := {"kind": kind, "name": cfn.text(stack, name)}
]
