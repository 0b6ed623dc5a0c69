package lib.distributions_test

import data.lib.distributions
import data.lib.fixture

_distribution := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
	"DefaultCacheBehavior": {"TargetOriginId": "second", "CachePolicyId": {"Ref": "Policy"}},
	"Origins": [
		"not an origin",
		{"Id": "first", "DomainName": "api.example"},
		{"Id": "second", "DomainName": {"Fn::GetAtt": ["Bucket", "RegionalDomainName"]}},
		{"Id": "third", "DomainName": {"Fn::Select": [2, {"Fn::Split": ["/", {"Fn::GetAtt": ["Bucket", "WebsiteURL"]}]}]}},
	],
	"OriginGroups": {"Quantity": 1, "Items": [{
		"Id": "group",
		"Members": {"Quantity": 2, "Items": [{"OriginId": "second"}, {"OriginId": "first"}]},
	}]},
}}}

_input := fixture.stack("compute", {
	"Distribution": _distribution,
	"Bucket": {"Type": "AWS::S3::Bucket"},
	"Policy": {"Type": "AWS::CloudFront::CachePolicy"},
	"Empty": {"Type": "AWS::CloudFront::Distribution"},
})

_at(id) := {"stack": "compute", "id": id, "type": "AWS::CloudFront::Distribution"}

_subject := _at("Distribution")

_empty := _at("Empty")

test_origins_are_found_by_their_ids if {
	document := _input
	indices := {id: found.index |
		some id in ["first", "second", "third", "group"]
		found := distributions.origin(_subject, {"TargetOriginId": id}) with input as document
	}
	indices == {"first": 1, "second": 2, "third": 3, "group": 2}
}

test_no_origin_is_null if {
	document := _input
	every behavior in [{}, {"TargetOriginId": "fourth"}, {"TargetOriginId": ["first"]}] {
		distributions.origin(_subject, behavior) == null with input as document
	}
	distributions.origin(_empty, {"TargetOriginId": "first"}) == null with input as document
}

test_buckets_behind_origins if {
	document := _input
	ids := [names |
		some id in ["first", "second", "third"]
		found := distributions.origin(_subject, {"TargetOriginId": id}) with input as document
		buckets := distributions.buckets(_subject, found.origin) with input as document
		names := {bucket.id | some bucket in buckets}
	]
	ids == [set(), {"Bucket"}, {"Bucket"}]
}

test_the_default_behavior if {
	document := _input
	behavior := distributions.default_behavior(_subject) with input as document
	behavior.TargetOriginId == "second"
	buckets := distributions.default_buckets(_subject) with input as document
	{bucket.id | some bucket in buckets} == {"Bucket"}
}

test_a_distribution_without_anything if {
	document := _input
	distributions.default_behavior(_empty) == {} with input as document
	distributions.default_buckets(_empty) == set() with input as document
}

test_policies if {
	document := _input
	behavior := {"CachePolicyId": {"Ref": "Policy"}, "OriginRequestPolicyId": "216adef6"}
	policy := distributions.policy(_subject, behavior, "CachePolicyId") with input as document
	policy.id == "Policy"
	distributions.policy(_subject, behavior, "OriginRequestPolicyId") == null with input as document
	distributions.policy_id(_subject, behavior, "OriginRequestPolicyId") == "216adef6" with input as document
	distributions.policy(_subject, {}, "CachePolicyId") == null with input as document
}
