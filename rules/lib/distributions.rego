# METADATA
# title: CloudFront distributions
# description: |
#   The origins, behaviors and policies of a distribution. A behavior and an origin are the objects in its
#   template.
package lib.distributions

import data.lib.cfn

# METADATA
# description: A part of a distribution's configuration; null when it is absent.
property(distribution, path) := cfn.property(distribution, array.concat(["DistributionConfig"], path))

# METADATA
# description: The behavior for what no other behavior takes; empty when there is none.
default_behavior(distribution) := cfn.entries(property(distribution, ["DefaultCacheBehavior"]))

# METADATA
# description: |
#   The origin that a behavior asks, as {"index", "origin"}; null when there is no such origin. Of an origin group
#   that is its first member.
origin(distribution, behavior) := found[0] if {
	ids := _asked(distribution, object.get(behavior, "TargetOriginId", null))
	found := [{"index": i, "origin": item} |
		some i, item in cfn.list(property(distribution, ["Origins"]))
		is_object(item)
		object.get(item, "Id", null) in ids
	]
	count(found) > 0
} else := null

# The origins that an identifier stands for: one of this name, or the first member of a group of this name.
_asked(distribution, id) := {name | some name in {id} | _first_members(distribution, id); is_string(name)} - {""}

_first_members(distribution, id) := {object.get(cfn.entries(first), "OriginId", null) |
	some item in cfn.list(property(distribution, ["OriginGroups", "Items"]))
	group := cfn.entries(item)
	object.get(group, "Id", null) == id
	members := cfn.list(object.get(group, ["Members", "Items"], null))
	some first in array.slice(members, 0, 1)
}

# METADATA
# description: The origin that a distribution's default behavior asks, as origin().
default_origin(distribution) := object.get(_default_origins, distribution, null)

_default_origins := {distribution: origin(distribution, default_behavior(distribution)) |
	some distribution in cfn.of_type("AWS::CloudFront::Distribution")
}

# METADATA
# description: The buckets that an origin's domain name refers to, its website's address included.
buckets(distribution, entry) := {bucket |
	name := object.get(entry, "DomainName", null)
	some part in [name, object.get(cfn.entries(name), "Fn::Select", null)]
	part != null
	some bucket in cfn.targets(distribution.stack, part)
	bucket.type == "AWS::S3::Bucket"
}

# METADATA
# description: The buckets that a distribution's default behavior is served from.
default_buckets(distribution) := object.get(_default_buckets, distribution, set())

_default_buckets := {distribution: buckets(distribution, found.origin) |
	some distribution, found in _default_origins
	found != null
}

# METADATA
# description: |
#   The resource that a behavior names as its policy of a kind, such as "CachePolicyId"; null when it is none of
#   the stacks.
policy(distribution, behavior, kind) := cfn.target(distribution.stack, object.get(behavior, kind, null))

# METADATA
# description: The identifier of a behavior's policy as a text, which is an UUID for those that AWS manages.
policy_id(distribution, behavior, kind) := cfn.text(distribution.stack, object.get(behavior, kind, null))
