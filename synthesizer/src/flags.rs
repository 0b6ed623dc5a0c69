//! Feature flags that change what is rendered. `cdk.json` sets them; see
//! [`Node::is_enabled`](crate::Node::is_enabled).

#![allow(missing_docs, reason = "the CDK documents its flags")]

pub const ENABLE_PARTITION_LITERALS: &str = "@aws-cdk/core:enablePartitionLiterals";
pub const INCLUDE_PREFIX_IN_UNIQUE_NAME_GENERATION: &str =
    "@aws-cdk/core:includePrefixInUniqueNameGeneration";
pub const VALIDATE_SNAPSHOT_REMOVAL_POLICY: &str = "@aws-cdk/core:validateSnapshotRemovalPolicy";
pub const RESTRICT_DEFAULT_SECURITY_GROUP: &str = "@aws-cdk/aws-ec2:restrictDefaultSecurityGroup";
pub const IAM_IMPORTED_ROLE_STACK_SAFE_DEFAULT_POLICY_NAME: &str =
    "@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName";
pub const IAM_MINIMIZE_POLICIES: &str = "@aws-cdk/aws-iam:minimizePolicies";
pub const IAM_STANDARDIZED_SERVICE_PRINCIPALS: &str = "@aws-cdk/aws-iam:standardizedServicePrincipals";
pub const KMS_ALIAS_NAME_REF: &str = "@aws-cdk/aws-kms:aliasNameRef";
pub const KMS_DEFAULT_KEY_POLICIES: &str = "@aws-cdk/aws-kms:defaultKeyPolicies";
pub const RDS_CHANGE_SCOPE_OF_INSTANCE_PARAMETER_GROUP: &str =
    "@aws-cdk/aws-rds:auroraClusterChangeScopeOfInstanceParameterGroupWithEachParameters";
pub const S3_GRANT_WRITE_WITHOUT_ACL: &str = "@aws-cdk/aws-s3:grantWriteWithoutAcl";
pub const S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY: &str = "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy";
pub const ATTACHED_SECRET_RESOURCE_POLICY: &str =
    "@aws-cdk/aws-secretsmanager:useAttachedSecretResourcePolicyForSecretTargetAttachments";
pub const ECS_DISABLE_EXPLICIT_DEPLOYMENT_CONTROLLER_FOR_CIRCUIT_BREAKER: &str =
    "@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker";
pub const S3_CREATE_DEFAULT_LOGGING_POLICY: &str = "@aws-cdk/aws-s3:createDefaultLoggingPolicy";
