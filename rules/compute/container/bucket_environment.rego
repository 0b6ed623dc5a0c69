# METADATA
# title: Buckets of the app
# description: The container's environment names the public and the private images bucket.
# scope: package
# related_resources:
#   - description: ContainerDefinition Environment
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-containerdefinition.html
# custom:
#   points: 2
#   requires: [compute.container.image]
#   handout: Compute Stack / Fargate container definition
#   order: 40
#   explain:
#     asks: >-
#       key `PUBLIC_IMAGES_BUCKET`, value as the bucket name for your previously created public images S3 bucket
#       … key `PRIVATE_IMAGES_BUCKET`, value as the bucket name for your previously created private images S3
#       bucket
#     why: >-
#       CloudFormation invents the buckets' names, so the app has to be told them, by reference. Swapped,
#       private images become public; written out as text, they are wrong in the next account.
#     template: |
#       TaskDefinition:
#         Type: AWS::ECS::TaskDefinition
#         Properties:
#           ContainerDefinitions:
#             - Environment:
#                 - {Name: PUBLIC_IMAGES_BUCKET, Value: {"Fn::ImportValue": …}}
#                 - {Name: PRIVATE_IMAGES_BUCKET, Value: {"Fn::ImportValue": …}}
#     before: |
#       environment = {
#           # …
#           "PUBLIC_IMAGES_BUCKET": "yoctogram-public-images",
#           "PRIVATE_IMAGES_BUCKET": "yoctogram-private-images",
#       }
#     after: |
#       environment={
#           # …
#           "PUBLIC_IMAGES_BUCKET": props.data_s3_public_images.bucket_name,
#           "PRIVATE_IMAGES_BUCKET": props.data_s3_private_images.bucket_name,
#           # …
#       }
#   help: >-
#     put "PUBLIC_IMAGES_BUCKET": props.data_s3_public_images.bucket_name into the environment of add_container, and
#     the private one likewise
#   argument: environment
package checks.compute.container.bucket_environment

import data.lib.cfn
import data.lib.images
import data.lib.result
import data.lib.task

# METADATA
# description: One entry per variable that does not name its bucket.
violation contains found if some found in task.missing_container

violation contains result.absent("AWS::S3::Bucket", sprintf("no bucket for the %s images was found", [kind])) if {
	some kind in _kinds
	images.bucket(kind) == null
}

violation contains result.named(task.definition, actual.path, variable, cfn.ref(bucket), actual.shown) if {
	task.container != null
	some kind in _kinds
	bucket := images.bucket(kind)
	bucket != null
	name := concat("_", [upper(kind), "IMAGES_BUCKET"])
	actual := task.variable(name)
	not _names(actual.text, bucket)
	variable := concat(" ", ["the environment variable", name])
}

_kinds := {"public", "private"}

_names(text, bucket) if text in {cfn.ref(bucket), cfn.text(bucket.stack, cfn.property(bucket, ["BucketName"]))}
