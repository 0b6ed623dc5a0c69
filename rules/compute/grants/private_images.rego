# METADATA
# title: Access to the private images
# description: The task role may get and put objects in the private images bucket.
# scope: package
# related_resources:
#   - description: Permissions in the CDK
#     ref: https://docs.aws.amazon.com/cdk/v2/guide/permissions.html
# custom:
#   points: 1
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate task definition
#   order: 90
#   help: add props.data_s3_private_images.grant_read_write(task_definition.task_role)
#   argument: private.grant_read_write()
package checks.compute.grants.private_images

import data.lib.image_access

# METADATA
# description: A task role without one of the permissions, or nothing that they could be about.
violation contains found if some found in image_access.refused("private")
