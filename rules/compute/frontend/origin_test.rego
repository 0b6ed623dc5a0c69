package checks.compute.frontend.origin_test

import data.checks.compute.frontend.origin
import data.lib.fixture

_bucket := {"Type": "AWS::S3::Bucket"}

_deployment := {
	"Type": "Custom::CDKBucketDeployment",
	"Properties": {"DestinationBucketName": {"Ref": "Site"}},
}


_distribution(origin) := {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
	"DefaultCacheBehavior": {"TargetOriginId": "site"},
	"Origins": [{"Id": "api", "DomainName": "api.example"}, object.union({"Id": "site"}, origin)],
}}}

_site := {"DomainName": {"Fn::GetAtt": ["Site", "RegionalDomainName"]}}

_input(origin) := fixture.stack("compute", {
	"Site": _bucket,
	"Other": _bucket,
	"Deployment": _deployment,
	"Distribution": _distribution(origin),
})

_at(property) := {
	"stack": "compute",
	"resource": "Distribution",
	"type": "AWS::CloudFront::Distribution",
	"property": concat("/", ["/Properties/DistributionConfig", property]),
}

_none := {
	"type": "AWS::CloudFront::Distribution",
	"message": concat("", [
		"no distribution can be told to be the website's; ",
		"define one with cloudfront.Distribution, served from the frontend bucket",
	]),
}

_elsewhere(actual, shown) := object.union(_at("DefaultCacheBehavior/TargetOriginId"), {
	"expected": "${compute/Site.Ref}",
	"actual": actual,
	"message": sprintf(
		"the website's origin is %s, expected ${compute/Site.Ref}, to which the web build is uploaded",
		[shown],
	),
})

test_the_frontend_bucket_passes if {
	origin.violation == set() with input as _input(_site)
	origin.violation == set() with input as _input({"DomainName": {"Fn::GetAtt": ["Site", "DomainName"]}})
}

test_an_archive_in_the_bucket_is_reported if {
	every value in [false, "false"] {
		packed := {"Properties": {"Extract": value}}
		changed := object.union(_input(_site), fixture.stack("compute", {"Deployment": object.union(_deployment, packed)}))
		origin.violation == {{
			"stack": "compute",
			"resource": "Deployment",
			"type": "Custom::CDKBucketDeployment",
			"property": "/Properties/Extract",
			"expected": true,
			"actual": value,
			"message": "the web build is uploaded as a zip archive, which no browser can show; leave out extract=False",
		}} with input as changed
	}
}

test_an_archive_beside_the_build_passes if {
	packed := object.union(_deployment, {"Properties": {"Extract": false}})
	changed := object.union(_input(_site), fixture.stack("compute", {"Packed": packed}))
	origin.violation == set() with input as changed
}

test_the_buckets_website_passes if {
	website := {"Fn::Select": [2, {"Fn::Split": ["/", {"Fn::GetAtt": ["Site", "WebsiteURL"]}]}]}
	origin.violation == set() with input as _input({"DomainName": website})
}

test_another_bucket_is_reported if {
	name := {"Fn::GetAtt": ["Other", "RegionalDomainName"]}
	expected := {_elsewhere("${compute/Other.RegionalDomainName}", "${compute/Other.RegionalDomainName}")}
	origin.violation == expected with input as _input({"DomainName": name})
}

test_another_host_is_reported if {
	origin.violation == {_elsewhere("api.example", "api.example")} with input as _input({"DomainName": "api.example"})
}

_uploaded(deployments, path) := found if {
	site := {"Site": _bucket, "Distribution": _distribution(object.union(_site, {"OriginPath": path}))}
	uploads := {name: object.union(_deployment, {"Properties": {"DestinationBucketKeyPrefix": prefix}}) |
		some name, prefix in deployments
	}
	found := origin.violation with input as fixture.stack("compute", object.union(site, uploads))
}

_message(uploaded, asked) := sprintf(
	concat("", [
		"the web build is uploaded to %s, but the distribution looks in %s; ",
		"leave out destination_key_prefix and origin_path, or let both name the same folder",
	]),
	[uploaded, asked],
)

_upload(name, message) := {
	"stack": "compute",
	"resource": name,
	"type": "Custom::CDKBucketDeployment",
	"property": "/Properties/DestinationBucketKeyPrefix",
	"message": message,
}

test_the_same_folder_passes if {
	_uploaded({"Upload": "site"}, "/site") == set()
	_uploaded({"Upload": "site/"}, "/site") == set()
	_uploaded({"Upload": "/"}, "") == set()
	_uploaded({"Upload": null}, null) == set()
	_uploaded({"Upload": null, "Downloads": "downloads"}, "") == set()
}

test_another_folder_is_reported if {
	top := "the top of the bucket"
	_uploaded({"Upload": "site"}, "") == {_upload("Upload", _message("the bucket's folder site", top))}
	elsewhere := object.union(_at("Origins/1/OriginPath"), {"message": _message(top, "the bucket's folder dist")})
	_uploaded({"Upload": null}, "/dist") == {elsewhere}
	both := _message("the bucket's folder site", "the bucket's folder dist")
	_uploaded({"Upload": "site"}, "/dist") == {object.union(elsewhere, {"message": both})}
	_uploaded({"One": "one", "Two": "two"}, "") == {
		_upload("One", _message("the bucket's folder one", top)),
		_upload("Two", _message("the bucket's folder two", top)),
	}
}

test_no_origin_is_reported if {
	expected := {object.remove(_elsewhere("", "not set"), ["actual"])}
	origin.violation == expected with input as _input({"Id": "nothing"})
	origin.violation == expected with input as _input({})
}

test_no_upload_is_reported if {
	resources := {"Site": _bucket, "Distribution": _distribution(_site)}
	expected := {{
		"type": "Custom::CDKBucketDeployment",
		"message": "nothing uploads the web build to a bucket; keep the s3_deployment.BucketDeployment of the starter code",
	}}
	origin.violation == expected with input as fixture.stack("compute", resources)
}

test_no_distribution_is_reported if {
	expected := {_none}
	origin.violation == expected with input as fixture.stack("compute", {"Site": _bucket, "Deployment": _deployment})
}
