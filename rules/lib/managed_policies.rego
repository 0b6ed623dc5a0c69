# METADATA
# title: AWS managed policies
# description: What the policies that AWS manages say about buckets' objects and secrets' values.
# related_resources:
#   - description: AWS managed policies
#     ref: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
package lib.managed_policies

# METADATA
# description: The policy document of an AWS managed policy by its ARN; one without statements for any other.
document(arn) := {"Statement": object.get(_statements, trim_prefix(arn, "arn:aws:iam::aws:policy/"), [])}

_statements := {
	"AdministratorAccess": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
	"PowerUserAccess": [{"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"}],
	"AmazonS3FullAccess": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
	"AmazonS3ReadOnlyAccess": [{"Effect": "Allow", "Action": ["s3:Get*", "s3:List*", "s3:Describe*"], "Resource": "*"}],
	"ReadOnlyAccess": [{"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"}],
	"SecretsManagerReadWrite": [{"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}],
}
