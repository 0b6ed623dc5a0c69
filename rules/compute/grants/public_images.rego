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
#   explain:
#     asks: >-
#       To ensure that the container can access needed resources, grant the task role for the task definition
#       access to the database and signing key secrets, as well as the private and public images S3 buckets.
#     why: >-
#       The app signs addresses with which a browser uploads and sees images. A signature is worth what its
#       signer may do: with reading alone, every upload is refused.
#     template: |
#       TaskRolePolicy:
#         Type: AWS::IAM::Policy
#         Properties:
#           PolicyDocument:
#             Statement:
#               - Action: ["s3:GetObject*", "s3:PutObject"]
#                 Effect: Allow
#                 Resource:
#                   - "Fn::Join": ["", [{"Fn::ImportValue": …}, "/*"]]
#     before: |
#       props.data_s3_public_images.grant_read(task_definition.task_role)
#     after: |
#       props.data_s3_public_images.grant_read_write(task_definition.task_role)
#   help: add props.data_s3_public_images.grant_read_write(task_definition.task_role)
#   argument: public.grant_read_write()
package checks.compute.grants.public_images

import data.lib.image_access

# METADATA
# description: A task role without one of the permissions, or nothing that they could be about.
violation contains found if some found in image_access.refused("public")
