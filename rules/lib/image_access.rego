# METADATA
# title: Access to the images
# description: Whether the task role may work with the objects of an image bucket.
package lib.image_access

import data.lib.iam
import data.lib.images
import data.lib.result
import data.lib.task

# METADATA
# description: What a check reports about the bucket of a kind of images, "public" or "private"; else empty.
refused(kind) := task.missing_definition | _missing_bucket(kind) | _missing_permission(kind)

_missing_bucket(kind) := {result.absent("AWS::S3::Bucket", message) |
	images.bucket(kind) == null
	message := sprintf("no bucket for the %s images was found; keep the one that the starter's data stack defines", [kind])
}

_missing_permission(kind) := {found |
	bucket := images.bucket(kind)
	bucket != null
	missing := task.not_allowed(["s3:GetObject", "s3:PutObject"], bucket, iam.image_arns(bucket))
	missing != []
	verbs := [trim_suffix(lower(trim_prefix(action, "s3:")), "object") | some action in missing]
	some found in task.refused(sprintf("%s objects in the %s images bucket", [concat(" or ", verbs), kind]))
}
