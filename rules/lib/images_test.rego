package lib.images_test

import data.lib.cfn
import data.lib.fixture
import data.lib.images

_bucket := {"Type": "AWS::S3::Bucket"}

_logged(id) := {
	"Type": "AWS::S3::Bucket",
	"Properties": {"LoggingConfiguration": {"DestinationBucketName": {"Ref": id}}},
}

_distribution(id) := {
	"Type": "AWS::CloudFront::Distribution",
	"Properties": {"DistributionConfig": {"Origins": [{"DomainName": {"Fn::GetAtt": [id, "RegionalDomainName"]}}]}},
}

test_by_the_given_names if {
	resources := {
		"privateImages": _logged("privateImagesLogs"),
		"privateImagesLogs": _bucket,
		"publicImages": _bucket,
		"publicDocuments": _bucket,
	}
	found := {kind: id |
		some kind in ["public", "private"]
		id := images.bucket(kind).id with input as fixture.stack("data", resources)
	}
	found == {"public": "publicImages", "private": "privateImages"}
}

test_by_the_environment_where_names_say_nothing if {
	task := {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Environment": [
		{"Name": "PUBLIC_IMAGES_BUCKET", "Value": {"Ref": "A"}},
		{"Name": "PRIVATE_IMAGES_BUCKET", "Value": {"Ref": "B"}},
	]}]}}
	found := {kind: id |
		some kind in ["public", "private"]
		id := images.bucket(kind).id with input as fixture.stack("data", {"A": _bucket, "B": _bucket, "T": task})
	}
	found == {"public": "A", "private": "B"}
}

test_a_bucket_of_a_distribution_s_logs_is_none if {
	logging := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Logging": {
		"Bucket": {"Fn::GetAtt": ["Logs", "RegionalDomainName"]},
	}}}}
	task := {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Environment": [{
		"Name": "PUBLIC_IMAGES_BUCKET",
		"Value": {"Ref": "Logs"},
	}]}]}}
	resources := {"Logs": _bucket, "D": logging, "T": task}
	found := images.bucket("public") with input as fixture.stack("data", resources)
	found == null
}

test_none if {
	found := images.bucket("public") with input as fixture.stack("data", {})
	found == null
}

test_distributions if {
	resources := {"A": _bucket, "B": _bucket, "DA": _distribution("A"), "DB": _distribution("B")}
	found := {d.id | some d in images.distributions(cfn.lookup("data", "A"))} with input as fixture.stack(
		"data",
		resources,
	)
	found == {"DA"}
}

test_origins_that_let_the_website_in if {
	patterns := [
		"https://yoctogram.student.infracourse.cloud",
		"HTTPS://Yoctogram.student.infracourse.cloud",
		"*",
		"https://*",
		"https://*.student.infracourse.cloud",
		"*.infracourse.cloud",
	]
	every pattern in patterns {
		images.lets_in(pattern) with input as fixture.stack("data", {})
	}
}

test_origins_that_do_not if {
	patterns := [
		"yoctogram.student.infracourse.cloud",
		"http://yoctogram.student.infracourse.cloud",
		"https://yoctogram.student.infracourse.cloud/",
		"https://api.yoctogram.student.infracourse.cloud",
		"https://*.yoctogram.student.infracourse.cloud",
		"https://yoctogram.student.infracourse.cloud*cloud",
		"",
		"${?null}",
	]
	let_in := {pattern |
		some pattern in patterns
		images.lets_in(pattern) with input as fixture.stack("data", {})
	}
	let_in == set()
}
