# METADATA
# title: The frontend
# description: |
#   Which distribution serves the website, from which bucket, and which of its behaviors takes the API's requests.
package lib.frontend

import data.lib.cfn
import data.lib.course
import data.lib.distributions
import data.lib.images
import data.lib.result

# METADATA
# description: The buckets that the website's build is uploaded to.
buckets := {bucket |
	some deployment in cfn.of_type("Custom::CDKBucketDeployment")
	some bucket in cfn.targets(deployment.stack, cfn.property(deployment, ["DestinationBucketName"]))
	bucket.type == "AWS::S3::Bucket"
} - images.buckets

# METADATA
# description: |
#   What is uploaded to the bucket of a distribution's default behavior, with the folder that each upload goes to;
#   the top of the bucket is an empty text.
uploads(subject) := {deployment: prefix |
	some deployment in cfn.of_type("Custom::CDKBucketDeployment")
	destinations := cfn.targets(deployment.stack, cfn.property(deployment, ["DestinationBucketName"]))
	destinations & distributions.default_buckets(subject) & buckets != set()
	prefix := trim_suffix(_path(deployment.stack, cfn.property(deployment, ["DestinationBucketKeyPrefix"])), "/")
}

# METADATA
# description: The folder of the bucket that a distribution's default behavior asks for.
folder(subject) := trim(_path(subject.stack, object.get(found.origin, "OriginPath", null)), "/") if {
	found := distributions.default_origin(subject)
	found != null
} else := ""

_path(_, null) := ""

_path(stack, value) := cfn.text(stack, value) if value != null

# METADATA
# description: |
#   The website's distribution; null when none can be told. It has the website's name, or is served from the
#   website's bucket, or has the website's record, or is the only one that serves no images.
distribution := found if {
	found := cfn.sole(_with_name)
	found != null
} else := found if {
	found := cfn.sole(_from_bucket)
	found != null
} else := found if {
	found := cfn.sole(_with_record)
	found != null
} else := cfn.sole(_all - _of_images)

# METADATA
# description: The website's distribution as a set of one; empty when none can be told.
site := {distribution} - {null}

# METADATA
# description: What a check of the website's distribution reports when none can be told; else empty.
missing contains result.absent("AWS::CloudFront::Distribution", message) if {
	distribution == null
	message := concat("", [
		"no distribution can be told to be the website's; ",
		"define one with cloudfront.Distribution, served from the frontend bucket",
	])
}

# METADATA
# description: The names that a distribution answers to, beside the one that CloudFront gives it.
aliases(subject) := {course.normal(cfn.text(subject.stack, alias)) |
	some alias in cfn.list(distributions.property(subject, ["Aliases"]))
}

# METADATA
# description: The records that make the website's name an alias of a distribution.
records(subject) := {record |
	some record in _records
	subject in _pointed_at(record)
}

# METADATA
# description: |
#   The behavior that takes the API's requests, as {"index", "pattern", "behavior"}: of all that do, the first in
#   their order. Null when there is none, or when it takes so much more that it is not meant for the API.
api := _takes_api if {
	_takes_api != null
	_takes_api.pattern in {"/api/*", "api/*", "/api*", "api*"}
} else := null

# METADATA
# description: The path from the distribution to a part of the API's behavior.
api_path(steps) := array.concat(_behaviors_path, array.concat(_api_index, steps))

# METADATA
# description: What a check of the API's behavior reports when there is none; else empty.
missing_api contains result.explained(found, _behaviors_path, "/api/*", _patterns, message) if {
	some found in site
	_takes_api == null
	message := "no behavior takes the requests to /api/*, so they go to the frontend bucket"
}

# METADATA
# description: What a check of the API's behavior reports when it is one for everything; else empty.
missing_api contains result.explained(found, api_path(["PathPattern"]), "/api/*", _takes_api.pattern, message) if {
	some found in site
	_takes_api != null
	api == null
	message := "this behavior takes the requests to /api/* and others too, and comes first"
}

# METADATA
# description: What a check of the API's behavior reports when there is no distribution for it; else empty.
missing_api contains absent if some absent in missing

# METADATA
# description: The domain name that a value means, with a record standing for its own name.
host(stack, value) := course.normal(cfn.text(record.stack, cfn.property(record, ["Name"]))) if {
	record := cfn.target(stack, value)
	object.get(cfn.entries(record), "type", "") == "AWS::Route53::RecordSet"
} else := course.normal(cfn.text(stack, value))

_all := cfn.of_type("AWS::CloudFront::Distribution")

_with_name := {found | some found in _all; course.app_domain in aliases(found)}

_from_bucket := {found |
	some found in _all
	distributions.default_buckets(found) & buckets != set()
}

_with_record := {found | some record in _records; some found in _pointed_at(record)}

_of_images := {found |
	some kind in ["public", "private"]
	some found in images.distributions(images.bucket(kind))
}

_records := {record |
	some record in cfn.of_type("AWS::Route53::RecordSet")
	course.normal(cfn.text(record.stack, cfn.property(record, ["Name"]))) == course.app_domain
	cfn.property(record, ["Type"]) in {"A", "CNAME"}
}

_pointed_at(record) := {found |
	some path in [["AliasTarget", "DNSName"], ["ResourceRecords"]]
	some found in cfn.targets(record.stack, cfn.property(record, path))
}

_first(values) := found[0] if {
	found := [value | some value in values; value != null]
	count(found) > 0
} else := null

_behaviors := [{"index": i, "pattern": pattern, "behavior": behavior} |
	some found in site
	some i, entry in cfn.list(distributions.property(found, ["CacheBehaviors"]))
	behavior := cfn.entries(entry)
	pattern := cfn.text(found.stack, object.get(behavior, "PathPattern", null))
]

_behaviors_path := ["Properties", "DistributionConfig", "CacheBehaviors"]

_patterns := [found.pattern | some found in _behaviors]

_takes_api := _first([found | some found in _behaviors; _covers_api(found.pattern)])

# A pattern that ends in its only wildcard takes all paths with that beginning; its leading slash may be left out.
_covers_api(pattern) if {
	endswith(pattern, "*")
	startswith("api/", trim_prefix(trim_suffix(pattern, "*"), "/"))
}

_api_index := [found.index | some found in [_takes_api]; found != null]
