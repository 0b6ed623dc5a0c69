package lib.iam_test

import data.lib.cfn
import data.lib.fixture
import data.lib.iam

_matching := {
	["s3:getobject", "s3:getobject"],
	["s3:get*", "s3:getobject"],
	["*", "anything"],
	["s3:*object", "s3:getobject"],
	["s3:?etObject", "s3:GetObject"],
	["s3:getobject*", "s3:getobject"],
	["*:get*", "s3:getobject"],
	[{"Fn::Sub": "${B.Arn}/*"}, "${data/B.Arn}/a/b"],
	["arn:aws:s3:::*.photos/*", "arn:aws:s3:::my.photos/a"],
	["a+(b)[c]|\\d^$*x", "a+(b)[c]|\\d^$--x"],
}

_different := {
	["s3:getobject", "s3:getobjectacl"],
	["s3:get*", "s3:putobject"],
	["", "x"],
	["s3:?etObject", "s3:etObject"],
	["*.b*c", "axbc"],
	[{"Fn::GetAtt": ["B", "Arn"]}, "${data/B.Arn}/a"],
}

# Does a policy for a pattern of resources allow something on the resource of a name?
_matches(resources, pattern, name) if {
	role := {"Role": {"Type": "AWS::IAM::Role"}}
	policy := _policy([object.union(_statement, {"Action": "*", "Resource": pattern})])
	document := fixture.stack("data", object.union_n([role, policy, resources]))
	allowed := {"yes" |
		statements := iam.identity_statements(iam.role("data", {"Fn::GetAtt": ["Role", "Arn"]}))
		iam.allowed(statements, "s3:GetObject", {name})
	} with input as document
	allowed == {"yes"}
}

test_matches if {
	wrong := {[pattern, name] | some [pattern, name] in _matching; not _matches({}, pattern, name)}
	wrong == set()
}

test_does_not_match if {
	wrong := {[pattern, name] | some [pattern, name] in _different; _matches({}, pattern, name)}
	wrong == set()
}

_statement := {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}

_document(statements) := {"Version": "2012-10-17", "Statement": statements}

_bucket_arn := {"Fn::GetAtt": ["Bucket", "Arn"]}

_objects := {"Fn::Join": ["", [_bucket_arn, "/*"]]}

# May the role "Role" get an image of the bucket "Bucket", given these resources beside the two?
_may_get(resources) if {
	given := {"Role": {"Type": "AWS::IAM::Role"}, "Bucket": {"Type": "AWS::S3::Bucket"}}
	document := fixture.stack("data", object.union(given, resources))
	allowed := {"yes" |
		principal := iam.role("data", {"Fn::GetAtt": ["Role", "Arn"]})
		bucket := cfn.lookup("data", "Bucket")
		statements := iam.identity_statements(principal) | iam.resource_statements(bucket, principal)
		iam.allowed(statements, "s3:GetObject", iam.image_arns(bucket))
	} with input as document
	allowed == {"yes"}
}

_policy(statements) := {"Policy": {"Type": "AWS::IAM::Policy", "Properties": {
	"PolicyDocument": _document(statements),
	"Roles": [{"Ref": "Role"}],
}}}

_role(properties) := {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}

_bucket_policy(statement) := {"BucketPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": {
	"Bucket": {"Ref": "Bucket"},
	"PolicyDocument": _document([statement]),
}}}

_managed(roles) := {"Managed": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {
	"PolicyDocument": _document([_statement]),
	"Roles": roles,
}}}

_allowing := {
	"every resource": _policy([_statement]),
	"the objects": _policy([object.union(_statement, {"Resource": _objects})]),
	"a list of resources": _policy([object.union(_statement, {"Resource": [_bucket_arn, _objects]})]),
	"the bucket's ARN and a star": _policy([object.union(_statement, {"Resource": {"Fn::Sub": "${Bucket.Arn}*"}})]),
	"an ARN made of the name": _policy([object.union(_statement, {"Resource": {"Fn::Sub": "arn:aws:s3:::${Bucket}/*"}})]),
	"all buckets": _policy([object.union(_statement, {"Resource": "arn:aws:s3:::*"})]),
	"buckets of the stack": _policy([object.union(_statement, {"Resource": "arn:aws:s3:::data-bucket-*"})]),
	"actions in any case": _policy([object.union(_statement, {"Action": ["S3:getOBJECT"]})]),
	"all of S3": _policy([object.union(_statement, {"Action": "s3:*"})]),
	"NotAction": _policy([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]),
	"NotResource": _policy([{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::other/*"}]),
	"a single statement": _policy(_statement),
	"a condition": _policy([object.union(_statement, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}})]),
	"a conditional deny": _policy([
		_statement,
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
	]),
	"a deny of something else": _policy([_statement, {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]),
	"an inline policy": _role({"Policies": [{"PolicyName": "p", "PolicyDocument": _document([_statement])}]}),
	"a managed policy that names the role": _managed([{"Ref": "Role"}]),
	"a managed policy that the role names": object.union(_managed([]), _role({"ManagedPolicyArns": [{"Ref": "Managed"}]})),
	"a managed policy of AWS": _role({"ManagedPolicyArns": [
		{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::aws:policy/AmazonS3FullAccess"]]},
	]}),
	"power user": _role({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/PowerUserAccess"]}),
	"a role policy": {"P": {
		"Type": "AWS::IAM::RolePolicy",
		"Properties": {"RoleName": {"Ref": "Role"}, "PolicyDocument": _document(_statement)},
	}},
	"the role's own name": object.union(_role({"RoleName": "app"}), {"P": {"Type": "AWS::IAM::Policy", "Properties": {
		"Roles": ["app"],
		"PolicyDocument": _document([_statement]),
	}}}),
	"the bucket's policy": _bucket_policy(
		object.union(_statement, {"Principal": {"AWS": {"Fn::GetAtt": ["Role", "Arn"]}}}),
	),
	"the bucket's policy, for all": _bucket_policy(object.union(_statement, {"Principal": "*"})),
	"the bucket's policy, for all AWS": _bucket_policy(object.union(_statement, {"Principal": {"AWS": "*"}})),
}

_refusing := {
	"nothing": {},
	"another action": _policy([object.union(_statement, {"Action": "s3:PutObject"})]),
	"the bucket without its objects": _policy([object.union(_statement, {"Resource": _bucket_arn})]),
	"a folder": _policy([object.union(_statement, {"Resource": {"Fn::Sub": "${Bucket.Arn}/public/*"}})]),
	"another bucket": _policy([object.union(_statement, {"Resource": "arn:aws:s3:::photos/*"})]),
	"NotAction": _policy([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}]),
	"NotResource": _policy([{"Effect": "Allow", "Action": "s3:*", "NotResource": [_objects]}]),
	"a deny": _policy([_statement, {"Effect": "Deny", "Action": "s3:*", "Resource": _objects}]),
	"another role": _managed([{"Ref": "Other"}]),
	"reading secrets": _role({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/SecretsManagerReadWrite"]}),
	"an unknown policy of AWS": _role({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonEC2FullAccess"]}),
	"the bucket's policy for a service": _bucket_policy(
		object.union(_statement, {"Principal": {"Service": "ecs-tasks.amazonaws.com"}}),
	),
	"a deny in the bucket's policy": object.union(
		_policy([_statement]),
		_bucket_policy({
			"Effect": "Deny",
			"Action": "s3:*",
			"Resource": _objects,
			"Principal": {"AWS": "arn:aws:iam::123456789012:root"},
		}),
	),
	"a deny of all but another": object.union(
		_policy([_statement]),
		_bucket_policy({
			"Effect": "Deny",
			"Action": "s3:*",
			"Resource": _objects,
			"NotPrincipal": {"AWS": "arn:aws:iam::123456789012:role/x"},
		}),
	),
	"malformed": object.union(_policy([7, "x", {"Effect": "Allow", "Action": {"a": 1}, "Resource": [[], 3]}]), _role({
		"Policies": 5,
		"ManagedPolicyArns": {"a": "b"},
	})),
	"malformed document": {"Policy": {
		"Type": "AWS::IAM::Policy",
		"Properties": {"PolicyDocument": [], "Roles": [{"Ref": "Role"}, 4]},
	}},
}

test_what_allows if {
	wrong := {name | some name, resources in _allowing; not _may_get(resources)}
	wrong == set()
}

test_what_does_not if {
	wrong := {name | some name, resources in _refusing; _may_get(resources)}
	wrong == set()
}

_secret_patterns := {
	{"Ref": "Secret"}: true,
	{"Fn::Join": ["", [{"Ref": "Secret"}, "*"]]}: true,
	"arn:aws:secretsmanager:us-west-2:123456789012:secret:*": true,
	"arn:aws:secretsmanager:*:*:secret:app-key-??????": true,
	{"Fn::Join": ["", ["arn:aws:secretsmanager:us-west-2:", {"Ref": "AWS::AccountId"}, ":secret:app-key*"]]}: true,
	"arn:aws:secretsmanager:us-west-2:123456789012:secret:app-key": false,
	"arn:aws:secretsmanager:us-east-1:123456789012:secret:*": false,
	{"Ref": "Other"}: false,
}

test_secrets if {
	resources := {"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "app-key"}}}
	arns := iam.secret_arns(cfn.lookup("data", "Secret")) with input as fixture.stack("data", resources)
	wrong := {pattern |
		some pattern, expected in _secret_patterns
		matching := {arn | some arn in arns; _matches(resources, pattern, arn)}
		(count(matching) > 0) != expected
	}
	wrong == set()
}

test_a_role_of_no_stack if {
	found := iam.role("data", "arn:aws:iam::123456789012:role/path/app") with input as fixture.stack("data", {})
	found == {"subject": null, "arns": {"arn:aws:iam::123456789012:role/path/app"}, "names": {"app"}}
}
