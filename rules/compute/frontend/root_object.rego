# METADATA
# title: Start page of the website
# description: Visitors who ask for no page in particular get index.html.
# scope: package
# related_resources:
#   - description: CDK cloudfront.Distribution
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/Distribution.html
# custom:
#   points: 2
#   requires: [compute.frontend.origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 40
#   explain:
#     asks: >-
#       Ensure that when users load the Cloudfront distribution, they are directed to `index.html` by default.
#     why: >-
#       A bucket knows files, not folders: asked for "/", it has nothing to give. CloudFront asks for the root
#       object instead.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             DefaultRootObject: index.html
#     before: |
#       # a slash before it makes it another file
#       frontend_distribution = cloudfront.Distribution(
#           self,
#           f"{settings.PROJECT_NAME}-frontend-distribution",
#           default_root_object="/index.html",
#           # …
#       )
#     after: |
#       frontend_distribution = cloudfront.Distribution(
#           self,
#           f"{settings.PROJECT_NAME}-frontend-distribution",
#           # …
#           default_root_object="index.html",
#           # …
#       )
#   help: give cloudfront.Distribution the argument default_root_object="index.html"
#   argument: default_root_object
package checks.compute.frontend.root_object

import data.lib.cfn
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no distribution to look at.
violation contains missing if some missing in frontend.missing

# METADATA
# description: One entry when the distribution has another default root object, or none.
violation contains result.named(distribution, _path, "default_root_object", _expected, actual) if {
	some distribution in frontend.site
	actual := cfn.shown(distribution.stack, distributions.property(distribution, ["DefaultRootObject"]))
	actual != _expected
}

_expected := "index.html"

_path := ["Properties", "DistributionConfig", "DefaultRootObject"]
