# METADATA
# title: Distributions of the app
# description: The container's environment names the CloudFront distributions of the public and of the private images.
# scope: package
# related_resources:
#   - description: ContainerDefinition Environment
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-containerdefinition.html
# custom:
#   points: 2
#   requires: [compute.container.image]
#   handout: Compute Stack / Fargate container definition
#   order: 50
#   explain:
#     asks: >-
#       key `PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION`, value as the URL for the Cloudfront distribution for public
#       images (`props.data_cloudfront_public_images`) … key `PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION`, value as
#       the URL for the Cloudfront distribution for private images (`props.data_cloudfront_private_images`)
#     why: >-
#       The app writes the addresses of images, which are those of the distributions. A distribution's ID is no
#       address, and its domain name is known only once it is deployed: so it is passed by reference.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           ContainerDefinitions:
#             - Environment:
#                 - Name: PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION
#                   Value: {"Fn::ImportValue": …}
#                 - Name: PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION
#                   Value: {"Fn::ImportValue": …}
#     before: |
#       environment = {
#           # …
#           "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION": (
#               props.data_cloudfront_public_images.distribution_id
#           ),
#           "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION": (
#               props.data_cloudfront_private_images.distribution_id
#           ),
#       }
#     after: |
#       environment={
#           # …
#           "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION": (
#               props.data_cloudfront_public_images.distribution_domain_name
#           ),
#           "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION": (
#               props.data_cloudfront_private_images.distribution_domain_name
#           ),
#       }
#   help: >-
#     put "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION": props.data_cloudfront_public_images.distribution_domain_name into
#     the environment, and the private one likewise
#   argument: environment
package checks.compute.container.distribution_environment

import data.lib.cfn
import data.lib.images
import data.lib.result
import data.lib.task

# METADATA
# description: One entry per variable that does not name the domain of its distribution.
violation contains found if some found in task.missing_container

violation contains result.named(task.definition, actual.path, variable, expected, actual.shown) if {
	task.container != null
	some kind in ["public", "private"]
	name := concat("_", [upper(kind), "IMAGES_CLOUDFRONT_DISTRIBUTION"])
	actual := task.variable(name)
	domains := object.get(_domains, kind, set())
	not _names(trim_prefix(actual.text, "https://"), domains)
	expected := _shown(kind)
	variable := concat(" ", ["the environment variable", name])
}

_domains := {kind: domains |
	some kind in ["public", "private"]
	domains := {cfn.att(distribution, "DomainName") | some distribution in _serving(images.bucket(kind))}
}

_serving(null) := set()

_serving(bucket) := images.distributions(bucket) if bucket != null

_names(text, domains) if text in domains

_shown(kind) := min(_domains[kind]) if {
	count(_domains[kind]) > 0
} else := sprintf("the domain name of a distribution of the %s images", [kind])
