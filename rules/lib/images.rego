# METADATA
# title: The image buckets
# description: |
#   Which bucket holds the public images and which the private ones. The handout's starter names their constructs;
#   where those names were changed, the container's environment says which is which.
package lib.images

import data.lib.cfn
import data.lib.course

# METADATA
# description: The bucket of a kind ("public" or "private"); null when there is none.
bucket(kind) := object.get(_buckets, kind, null)

# METADATA
# description: The buckets of both kinds, as far as there are any.
buckets := {found | some found in _buckets}

# METADATA
# description: The kinds for which there is no bucket.
missing := {"public", "private"} - object.keys(_buckets)

# METADATA
# description: The distributions that serve a bucket.
distributions(origin_bucket) := object.get(_distributions, [origin_bucket], set())

_distributions := {origin_bucket: serving |
	some [_, origin_bucket] in _served
	serving := {distribution | some [distribution, found] in _served; found == origin_bucket}
}

_served := {[distribution, found] |
	some distribution in cfn.of_type("AWS::CloudFront::Distribution")
	some origin in cfn.list(cfn.property(distribution, ["DistributionConfig", "Origins"]))
	some found in cfn.targets(distribution.stack, object.get(cfn.entries(origin), "DomainName", null))
}

# METADATA
# description: |
#   Whether an entry in a list of allowed origins, in which one * stands for any characters, lets the website's
#   pages in.
lets_in(pattern) if {
	parts := split(pattern, "*")
	count(parts) == 1
	lower(pattern) == _website
}

lets_in(pattern) if {
	parts := split(lower(pattern), "*")
	count(parts) == 2
	startswith(_website, parts[0])
	endswith(_website, parts[1])
	count(_website) >= count(parts[0]) + count(parts[1])
}

_website := concat("", ["https://", course.app_domain])

_buckets := {kind: found |
	some kind in ["public", "private"]
	found := _bucket(kind)
	found != null
}

_bucket(kind) := found if {
	found := cfn.sole(_named([kind, "images"]))
	found != null
} else := found if {
	found := cfn.sole(_named([kind]))
	found != null
} else := cfn.sole(_in_environment(kind))

_named(words) := {found |
	some found in _candidates
	path := lower(cfn.path(found))
	every word in words { contains(path, word) }
	not _both(path)
}

_both(path) if {
	contains(path, "public")
	contains(path, "private")
}

_in_environment(kind) := {found |
	some task in cfn.of_type("AWS::ECS::TaskDefinition")
	some container in cfn.list(cfn.property(task, ["ContainerDefinitions"]))
	some variable in cfn.list(object.get(cfn.entries(container), "Environment", null))
	object.get(cfn.entries(variable), "Name", "") == concat("_", [upper(kind), "IMAGES_BUCKET"])
	some found in cfn.targets(task.stack, object.get(variable, "Value", null))
	found in _candidates
}

# Buckets that only take access logs are no candidates.
_candidates := cfn.of_type("AWS::S3::Bucket") - _log_buckets

_log_buckets := {found |
	some logged in cfn.of_type("AWS::S3::Bucket")
	name := cfn.property(logged, ["LoggingConfiguration", "DestinationBucketName"])
	name != null
	found := cfn.target(logged.stack, name)
} | {found |
	some distribution in cfn.of_type("AWS::CloudFront::Distribution")
	name := cfn.property(distribution, ["DistributionConfig", "Logging", "Bucket"])
	name != null
	found := cfn.target(distribution.stack, name)
}
