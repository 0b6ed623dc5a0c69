package lib.cfn_test

import data.lib.cfn
import data.lib.fixture

_attachment(secret) := {
	"Type": "AWS::SecretsManager::SecretTargetAttachment",
	"Properties": {"SecretId": secret},
}

_input := fixture.with_exports(
	{
		"data": {
			"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "Other"}}},
			"Secret": {"Type": "AWS::SecretsManager::Secret"},
			"Attachment": _attachment({"Ref": "Secret"}),
			"AttachmentOfAnother": _attachment({"Fn::ImportValue": "data:Bucket"}),
			"AttachmentOfNothing": _attachment("a literal"),
		},
		"compute": {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Cpu": "512", "Empty": []}}},
	},
	{
		"data:Bucket": {"stack": "data", "value": {"Ref": "Bucket"}},
		"data:Arn": {"stack": "data", "value": {"Fn::GetAtt": ["Bucket", "Arn"]}},
		"data:Secret": {"stack": "data", "value": {"Fn::Sub": "${Attachment}/${Bucket.Arn}/${Bucket}"}},
		"data:SecretOfAnother": {"stack": "data", "value": {"Fn::Sub": "${AttachmentOfAnother}"}},
		"data:Deep": {"stack": "data", "value": {"Fn::Join": ["", ["a", {"Fn::Join": ["", ["b"]]}]]}},
		"relay": {"stack": "middle", "value": {"Fn::ImportValue": "data:Bucket"}},
	},
)

test_of_type_finds_subjects_in_any_stack if {
	found := cfn.of_type("AWS::ECS::TaskDefinition") with input as _input
	{[s.stack, s.id] | some s in found} == {["compute", "Task"]}
}

test_of_type_without_any_is_the_empty_set if {
	found := cfn.of_type("AWS::EC2::VPC") with input as _input
	found == set()
}

_texts := {
	"literal": ["compute", "plain", "plain"],
	"number": ["compute", 512, "512"],
	"boolean": ["compute", true, "true"],
	"literal that looks like a reference": ["compute", "${data/Bucket.Ref}", "${!data/Bucket.Ref}"],
	"Ref": ["data", {"Ref": "Bucket"}, "${data/Bucket.Ref}"],
	"Ref of nothing": ["data", {"Ref": "Nope"}, "${data/Nope.Ref}"],
	"partition": ["data", {"Ref": "AWS::Partition"}, "aws"],
	"region": ["data", {"Ref": "AWS::Region"}, "us-west-2"],
	"no value": ["data", {"Ref": "AWS::NoValue"}, "${AWS::NoValue}"],
	"GetAtt": ["data", {"Fn::GetAtt": ["Bucket", "Arn"]}, "${data/Bucket.Arn}"],
	"GetAtt as one string": ["data", {"Fn::GetAtt": "Bucket.Arn"}, "${data/Bucket.Arn}"],
	"GetAtt of nothing": ["data", {"Fn::GetAtt": []}, "${?{\"Fn::GetAtt\":[]}}"],
	"import": ["compute", {"Fn::ImportValue": "data:Arn"}, "${data/Bucket.Arn}"],
	"import of an import": ["compute", {"Fn::ImportValue": "relay"}, "${data/Bucket.Ref}"],
	"import of nothing": ["compute", {"Fn::ImportValue": "x"}, "${?{\"Fn::ImportValue\":\"x\"}}"],
	"attachment": ["data", {"Ref": "Attachment"}, "${data/Secret.Ref}"],
	"attachment of another stack's secret": ["data", {"Ref": "AttachmentOfAnother"}, "${data/Bucket.Ref}"],
	"attachment of nothing": ["data", {"Ref": "AttachmentOfNothing"}, "${?\"a literal\"}"],
	"import of an attachment": [
		"compute",
		{"Fn::ImportValue": "data:Secret"},
		"${data/Secret.Ref}/${data/Bucket.Arn}/${data/Bucket.Ref}",
	],
	"import of an attachment of an import": [
		"compute",
		{"Fn::ImportValue": "data:SecretOfAnother"},
		"${?{\"Fn::ImportValue\":\"data:Bucket\"}}",
	],
	"join": ["compute", {"Fn::Join": ["/", [{"Fn::ImportValue": "data:Arn"}, "*"]]}, "${data/Bucket.Arn}/*"],
	"join in join": [
		"data",
		{"Fn::Join": ["", ["a", {"Fn::Join": ["-", ["b", {"Ref": "Bucket"}]]}]]},
		"ab-${data/Bucket.Ref}",
	],
	"join in join in join": [
		"data",
		{"Fn::Join": ["", ["a", {"Fn::Join": ["", ["b", {"Fn::Join": ["", ["c", {"Ref": "Bucket"}]]}]]}]]},
		"abc${data/Bucket.Ref}",
	],
	"join of a number": ["data", {"Fn::Join": ["", ["a", 5]]}, "a5"],
	"join four deep": [
		"data",
		{"Fn::Join": ["", ["a", {"Fn::Join": ["", ["b", {"Fn::Join": ["", ["c", {"Fn::Join": ["", ["d"]]}]]}]]}]]},
		"abc${?{\"Fn::Join\":[\"\",[\"d\"]]}}",
	],
	"import of a join in a join": ["compute", {"Fn::ImportValue": "data:Deep"}, "a${?{\"Fn::Join\":[\"\",[\"b\"]]}}"],
	"sub": ["data", {"Fn::Sub": "x${Bucket.Arn}y${Bucket}${!Z}"}, "x${data/Bucket.Arn}y${data/Bucket.Ref}${!Z}"],
	"sub with variables": [
		"compute",
		{"Fn::Sub": ["${V}/*", {"V": {"Fn::ImportValue": "data:Arn"}}]},
		"${data/Bucket.Arn}/*",
	],
	"select from a list": ["data", {"Fn::Select": [1, ["a", {"Ref": "Bucket"}]]}, "${data/Bucket.Ref}"],
	"select from a split": ["data", {"Fn::Select": ["1", {"Fn::Split": ["/", "https://host/x"]}]}, ""],
	"select of no index": ["data", {"Fn::Select": [0.5, ["a"]]}, "${?{\"Fn::Select\":[0.5,[\"a\"]]}}"],
	"select of a huge index": [
		"data",
		{"Fn::Select": ["9999999999999999999", []]},
		"${?{\"Fn::Select\":[\"9999999999999999999\",[]]}}",
	],
	"select of a split join": [
		"data",
		{"Fn::Select": [2, {"Fn::Split": [":", {"Fn::Join": ["", ["arn:x:", {"Ref": "Bucket"}]]}]}]},
		"${data/Bucket.Ref}",
	],
	"if": ["data", {"Fn::If": ["c", 1, 2]}, "${?{\"Fn::If\":[\"c\",1,2]}}"],
	"list": ["data", ["a"], "${?[\"a\"]}"],
	"object": ["data", {"a": "b"}, "${?{\"a\":\"b\"}}"],
}

test_text if {
	wrong := {name: got |
		some name, [stack, value, expected] in _texts
		got := cfn.text(stack, value) with input as _input
		got != expected
	}
	wrong == {}
}

test_every_text_is_defined if {
	defined := {name |
		some name, [stack, value, _] in _texts
		is_string(cfn.text(stack, value)) with input as _input
	}
	defined == object.keys(_texts)
}

_shown := {
	"absent": [null, null],
	"text": ["a", "a"],
	"number": [512, "512"],
	"reference": [{"Fn::ImportValue": "data:Arn"}, "${data/Bucket.Arn}"],
	"what has no text": [["a"], ["a"]],
	"what cannot be resolved": [{"Fn::If": ["c", 1, 2]}, {"Fn::If": ["c", 1, 2]}],
}

test_shown if {
	right := {name |
		some name, [value, expected] in _shown
		cfn.shown("compute", value) == expected with input as _input
	}
	right == object.keys(_shown)
}

test_surplus_is_what_is_deployed_after_the_first if {
	first := {"stacks": {"data": {"dependencies": ["network"]}, "network": {"dependencies": ["dns"]}}}
	vpc := {"Vpc": {"Type": "AWS::EC2::VPC"}}
	document := object.union(fixture.stacks({"data": vpc, "dns": {}, "network": vpc}), first)
	found := cfn.surplus(cfn.of_type("AWS::EC2::VPC")) with input as document
	{subject.stack | some subject in found} == {"data"}
}

test_surplus_of_one_or_none_is_empty if {
	one := cfn.surplus(cfn.of_type("AWS::ECS::TaskDefinition")) with input as _input
	one == set()
	none := cfn.surplus(cfn.of_type("AWS::EC2::VPC")) with input as _input
	none == set()
}
