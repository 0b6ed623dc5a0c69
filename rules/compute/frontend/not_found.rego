# METADATA
# title: Missing pages of the website
# description: |
#   A page that is not found is answered with /index.html and the status 200, since the pages are made in the browser.
# scope: package
# related_resources:
#   - description: CDK cloudfront.ErrorResponse
#     ref: https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_cloudfront/ErrorResponse.html
#   - description: AWS::CloudFront::Distribution CustomErrorResponse
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudfront-distribution-customerrorresponse.html
# custom:
#   points: 2
#   requires: [compute.frontend.origin]
#   handout: Compute Stack / Cloudfront frontend deployment
#   order: 120
#   explain:
#     asks: >-
#       Also, make sure to redirect all 404 (not found) errors to `index.html` with a 200 OK response code.
#     why: >-
#       The website's pages are made in the browser: the bucket holds no file for the address of one. Whoever
#       reloads such a page or follows a link to it gets an error unless CloudFront answers with index.html,
#       which then shows the right page.
#     template: |
#       Distribution:
#         Type: AWS::CloudFront::Distribution
#         Properties:
#           DistributionConfig:
#             CustomErrorResponses:
#               - ErrorCode: 404
#                 ResponseCode: 200
#                 ResponsePagePath: /index.html
#     before: |
#       # CloudFront refuses a path without its slash
#       error_responses = [
#           cloudfront.ErrorResponse(
#               http_status=404,
#               response_http_status=200,
#               response_page_path="index.html",
#           ),
#       ]
#     after: |
#       error_responses=[
#           cloudfront.ErrorResponse(
#               http_status=404,
#               response_http_status=200,
#               response_page_path="/index.html",
#           ),
#       ]
#   help: >-
#     give error_responses a cloudfront.ErrorResponse(http_status=404, response_http_status=200,
#     response_page_path="/index.html")
#   argument: error_responses.ErrorResponse
package checks.compute.frontend.not_found

import data.lib.cfn
import data.lib.distributions
import data.lib.frontend
import data.lib.result

# METADATA
# description: One entry when there is no distribution to look at.
violation contains missing if some missing in frontend.missing

# METADATA
# description: One entry when nothing is said about pages that are not found.
violation contains result.problem(distribution, _path, _unanswered) if {
	some distribution in frontend.site
	count(_answers(distribution)) == 0
}

# METADATA
# description: One entry per part of the answer that is another.
violation contains result.named(distribution, array.concat(_path, [i, name]), argument, expected, actual) if {
	some distribution in frontend.site
	some i, answer in _answers(distribution)
	some name, expected in _expected
	actual := cfn.shown(distribution.stack, object.get(answer, name, null))
	actual != expected
	argument := object.get(_arguments, name, name)
}

_unanswered := "visitors who ask for a missing page see an error of CloudFront's"

_expected := {"ResponsePagePath": "/index.html", "ResponseCode": "200"}

_arguments := {
	"ResponsePagePath": "the response_page_path for 404",
	"ResponseCode": "the response_http_status for 404",
}

_path := ["Properties", "DistributionConfig", "CustomErrorResponses"]

_answers(distribution) := {i: answer |
	some i, entry in cfn.list(distributions.property(distribution, ["CustomErrorResponses"]))
	answer := cfn.entries(entry)
	cfn.text(distribution.stack, object.get(answer, "ErrorCode", null)) == "404"
}
