# METADATA
# title: Origin of the website
# description: |
#   The frontend distribution's default behavior is served from the frontend bucket, from the folder to which the web
#   build is uploaded.
# scope: package
# related_resources:
#   - description: CDK cloudfront.Distribution
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/Distribution.html
#   - description: CDK cloudfront_origins.S3Origin
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront_origins/S3Origin.html
# custom:
#   points: 1
#   requires: []
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 10
#   explain:
#     asks: >-
#       The first (default) behavior should use the S3 frontend bucket we've configured for you as the origin.
#     why: >-
#       The website is a handful of files. From a bucket behind CloudFront they reach visitors from a cache near
#       them, and no server of yours has to be up for that.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             DefaultCacheBehavior: {TargetOriginId: …}
#             Origins:
#               - DomainName: {"Fn::GetAtt": […, RegionalDomainName]}
#                 Id: …
#     before: |
#       default_behavior = cloudfront.BehaviorOptions(
#           origin=origins.HttpOrigin(f"api.{settings.APP_DOMAIN}"),
#           # …
#       )
#     after: |
#       default_behavior=cloudfront.BehaviorOptions(
#           origin=origins.S3Origin(
#               frontend_bucket,
#               origin_access_identity=access_identity,
#           ),
#           # …
#       )
#   help: >-
#     give cloudfront.BehaviorOptions in default_behavior the argument origin=origins.S3Origin(frontend_bucket,
#     origin_access_identity=…)
#   argument: >-
#     destination_key_prefix for DestinationBucketKeyPrefix, extract for Extract,
#     default_behavior.origin.origin_path for OriginPath, default_behavior.origin
package checks.compute.frontend.origin

import data.lib.cfn
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no distribution to look at.
violation contains missing if some missing in frontend.missing

# METADATA
# description: One entry when no web build is uploaded to a bucket.
violation contains result.absent("Custom::CDKBucketDeployment", _no_upload) if {
	frontend.buckets == set()
}

# METADATA
# description: One entry when the default behavior is served from elsewhere.
violation contains result.explained(distribution, _path, expected, actual, message) if {
	some distribution in frontend.site
	frontend.buckets != set()
	distributions.default_buckets(distribution) & frontend.buckets == set()
	expected := concat(" or ", sort([cfn.ref(bucket) | some bucket in frontend.buckets]))
	actual := _origin(distribution)
	message := sprintf(_elsewhere, [result.quoted(actual), expected])
}

# METADATA
# description: One entry when the default behavior asks for another folder of the bucket than the build is in.
violation contains result.problem(place.subject, place.path, message) if {
	some distribution in frontend.site
	folder := frontend.folder(distribution)
	uploads := frontend.uploads(distribution)
	uploads != {}
	every prefix in uploads { prefix != folder }
	some upload, uploaded in uploads
	place := _misplaced(distribution, upload, folder)
	message := sprintf(_other_folder, [_folder(uploaded), _folder(folder)])
}

# METADATA
# description: One entry for each upload of the build when all of them put an archive into the bucket.
violation contains result.explained(upload, ["Properties", "Extract"], true, actual, _packed) if {
	some distribution in frontend.site
	uploads := frontend.uploads(distribution)
	every upload, _ in uploads { _is_packed(upload) }
	some upload, _ in uploads
	actual := cfn.property(upload, ["Extract"])
}

_is_packed(upload) if cfn.text(upload.stack, cfn.property(upload, ["Extract"])) == "false"

_packed := "the web build is uploaded as a zip archive, which no browser can show; leave out extract=False"

_path := ["Properties", "DistributionConfig", "DefaultCacheBehavior", "TargetOriginId"]

_misplaced(_, upload, "") := {"subject": upload, "path": ["Properties", "DestinationBucketKeyPrefix"]}

_misplaced(distribution, _, folder) := {"subject": distribution, "path": path} if {
	folder != ""
	index := distributions.default_origin(distribution).index
	path := ["Properties", "DistributionConfig", "Origins", index, "OriginPath"]
}

_folder("") := "the top of the bucket"

_folder(name) := sprintf("the bucket's folder %s", [name]) if name != ""

_other_folder := concat("", [
	"the web build is uploaded to %s, but the distribution looks in %s; ",
	"leave out destination_key_prefix and origin_path, or let both name the same folder",
])

_origin(distribution) := cfn.shown(distribution.stack, object.get(found.origin, "DomainName", null)) if {
	found := distributions.default_origin(distribution)
	found != null
} else := null

_elsewhere := "the website's origin is %s, expected %s, to which the web build is uploaded"

_no_upload := "nothing uploads the web build to a bucket; keep the s3_deployment.BucketDeployment of the starter code"
