# METADATA
# title: Access to the public images
# description: The task role may get and put objects in the public images bucket.
# scope: package
# related_resources:
#   - description: Permissions in the CDK
#     ref: https://docs.aws.amazon.com/cdk/v2/guide/permissions.html
# custom:
#   points: 1
#   requires: [compute.task.single]
#   handout: Compute Stack / Fargate task definition
#   order: 80
#   help: add props.data_s3_public_images.grant_read_write(task_definition.task_role)
#   argument: public.grant_read_write()
package checks.compute.grants.public_images

import data.lib.image_access

# METADATA
# description: A task role without one of the permissions, or nothing that they could be about.
violation contains found if some found in image_access.refused("public")
