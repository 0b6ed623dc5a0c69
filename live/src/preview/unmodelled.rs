//! What templates ask for that the preview does not run: named, so that nobody takes it for tried.

use std::collections::BTreeMap;

use super::deployment::{Deployment, Resource, items};

const BEHAVIOR: &[&str] = &[
    "AllowedMethods",
    "CachePolicyId",
    "CachedMethods",
    "DefaultTTL",
    "ForwardedValues",
    "MaxTTL",
    "MinTTL",
    "OriginRequestPolicyId",
    "PathPattern",
    "ResponseHeadersPolicyId",
    "TargetOriginId",
    "ViewerProtocolPolicy",
];

/// Types that are run, with the properties that count; and parts of properties, likewise.
const RUN: &[(&str, &[&str])] = &[
    (
        "AWS::CertificateManager::Certificate",
        &["DomainName", "SubjectAlternativeNames", "DomainValidationOptions", "ValidationMethod"],
    ),
    ("AWS::CloudFront::CachePolicy", &["CachePolicyConfig"]),
    ("AWS::CloudFront::CloudFrontOriginAccessIdentity", &["CloudFrontOriginAccessIdentityConfig"]),
    ("AWS::CloudFront::Distribution", &["DistributionConfig"]),
    (
        "AWS::CloudFront::Distribution DistributionConfig",
        &[
            "Aliases",
            "CacheBehaviors",
            "CustomErrorResponses",
            "DefaultCacheBehavior",
            "DefaultRootObject",
            "Enabled",
            "Origins",
            "ViewerCertificate",
        ],
    ),
    ("AWS::CloudFront::Distribution DistributionConfig/CacheBehaviors", BEHAVIOR),
    ("AWS::CloudFront::Distribution DistributionConfig/DefaultCacheBehavior", BEHAVIOR),
    (
        "AWS::CloudFront::Distribution DistributionConfig/Origins",
        &[
            "CustomOriginConfig",
            "DomainName",
            "Id",
            "OriginAccessControlId",
            "OriginCustomHeaders",
            "OriginPath",
            "S3OriginConfig",
        ],
    ),
    ("AWS::CloudFront::OriginAccessControl", &["OriginAccessControlConfig"]),
    ("AWS::CloudFront::OriginRequestPolicy", &["OriginRequestPolicyConfig"]),
    ("AWS::CloudFront::ResponseHeadersPolicy", &["ResponseHeadersPolicyConfig"]),
    ("AWS::EC2::EIP", &["Domain"]),
    ("AWS::EC2::InternetGateway", &[]),
    ("AWS::EC2::NatGateway", &["AllocationId", "SubnetId"]),
    (
        "AWS::EC2::Route",
        &[
            "DestinationCidrBlock",
            "GatewayId",
            "NatGatewayId",
            "InstanceId",
            "NetworkInterfaceId",
            "RouteTableId",
        ],
    ),
    ("AWS::EC2::RouteTable", &["VpcId"]),
    (
        "AWS::EC2::SecurityGroup",
        &["GroupDescription", "GroupName", "SecurityGroupEgress", "SecurityGroupIngress", "VpcId"],
    ),
    (
        "AWS::EC2::SecurityGroupEgress",
        &["CidrIp", "DestinationSecurityGroupId", "FromPort", "GroupId", "IpProtocol", "ToPort"],
    ),
    (
        "AWS::EC2::SecurityGroupIngress",
        &["CidrIp", "SourceSecurityGroupId", "FromPort", "GroupId", "IpProtocol", "ToPort"],
    ),
    ("AWS::EC2::Subnet", &["AvailabilityZone", "CidrBlock", "MapPublicIpOnLaunch", "VpcId"]),
    ("AWS::EC2::SubnetRouteTableAssociation", &["RouteTableId", "SubnetId"]),
    ("AWS::EC2::VPC", &["CidrBlock", "EnableDnsHostnames", "EnableDnsSupport", "InstanceTenancy"]),
    ("AWS::EC2::VPCGatewayAttachment", &["InternetGatewayId", "VpcId"]),
    ("AWS::ECS::Cluster", &["ClusterName"]),
    (
        "AWS::ECS::Service",
        &[
            "Cluster",
            "DeploymentConfiguration",
            "DesiredCount",
            "EnableECSManagedTags",
            "HealthCheckGracePeriodSeconds",
            "LaunchType",
            "LoadBalancers",
            "NetworkConfiguration",
            "ServiceName",
            "TaskDefinition",
        ],
    ),
    (
        "AWS::ECS::TaskDefinition",
        &[
            "ContainerDefinitions",
            "Cpu",
            "ExecutionRoleArn",
            "Family",
            "Memory",
            "NetworkMode",
            "RequiresCompatibilities",
            "RuntimePlatform",
            "TaskRoleArn",
        ],
    ),
    (
        "AWS::ECS::TaskDefinition ContainerDefinitions",
        &[
            "Environment",
            "Essential",
            "HealthCheck",
            "Image",
            "LogConfiguration",
            "Name",
            "PortMappings",
            "Secrets",
        ],
    ),
    (
        "AWS::ElasticLoadBalancingV2::Listener",
        &["Certificates", "DefaultActions", "LoadBalancerArn", "Port", "Protocol"],
    ),
    (
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        &["LoadBalancerAttributes", "Name", "Scheme", "SecurityGroups", "Subnets", "Type"],
    ),
    (
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        &["HealthCheckPath", "Matcher", "Port", "Protocol", "TargetGroupAttributes", "TargetType", "VpcId"],
    ),
    ("AWS::IAM::ManagedPolicy", &["PolicyDocument", "Roles", "ManagedPolicyName", "Path"]),
    ("AWS::IAM::Policy", &["PolicyDocument", "PolicyName", "Roles"]),
    ("AWS::IAM::Role", &["AssumeRolePolicyDocument", "ManagedPolicyArns", "Policies", "RoleName"]),
    ("AWS::Logs::LogGroup", &["LogGroupName", "RetentionInDays"]),
    (
        "AWS::RDS::DBInstance",
        &["DBClusterIdentifier", "DBInstanceClass", "DBSubnetGroupName", "Engine", "PubliclyAccessible"],
    ),
    (
        "AWS::RDS::DBCluster",
        &[
            "CopyTagsToSnapshot",
            "DBClusterIdentifier",
            "DBSubnetGroupName",
            "DatabaseName",
            "Engine",
            "EngineMode",
            "EngineVersion",
            "MasterUserPassword",
            "MasterUsername",
            "Port",
            "StorageEncrypted",
            "VpcSecurityGroupIds",
        ],
    ),
    ("AWS::RDS::DBSubnetGroup", &["DBSubnetGroupDescription", "DBSubnetGroupName", "SubnetIds"]),
    ("AWS::Route53::HostedZone", &["Name"]),
    ("AWS::Route53::RecordSet", &["AliasTarget", "HostedZoneId", "Name", "ResourceRecords", "TTL", "Type"]),
    ("AWS::S3::Bucket", &["BucketName", "CorsConfiguration", "PublicAccessBlockConfiguration"]),
    ("AWS::S3::BucketPolicy", &["Bucket", "PolicyDocument"]),
    ("AWS::SecretsManager::Secret", &["GenerateSecretString", "Name", "SecretString"]),
    ("AWS::SecretsManager::SecretTargetAttachment", &["SecretId", "TargetId", "TargetType"]),
    (
        "Custom::CDKBucketDeployment",
        &[
            "DestinationBucketName",
            "DestinationBucketKeyPrefix",
            "Prune",
            "ServiceToken",
            "SourceBucketNames",
            "SourceObjectKeys",
        ],
    ),
];

/// Properties that change nothing a user of the website could notice.
const WITHOUT_EFFECT: [&str; 9] = [
    "Comment",
    "Compress",
    "Cpu",
    "Description",
    "HttpVersion",
    "IPV6Enabled",
    "Memory",
    "PropagateTags",
    "Tags",
];

/// One line for each type that is not run, and each property that is not looked at, with the place of the first.
pub(super) fn list(deployment: &Deployment) -> Vec<String> {
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for resource in &deployment.resources {
        let known = RUN.iter().find(|(kind, _)| *kind == resource.kind);
        match known {
            None if resource.kind == "AWS::CDK::Metadata" || is_certificate_request(resource) => {}
            None => found.entry(resource.kind.clone()).or_default().push(resource.title()),
            Some(_) => {
                for what in not_looked_at(resource) {
                    found.entry(what).or_default().push(resource.title());
                }
            }
        }
    }
    let where_it_is = |places: &[&str]| match places {
        [] => String::new(),
        [only] => format!(" ({only})"),
        [first, rest @ ..] => format!(" ({first}, and {} more)", rest.len()),
    };
    found.into_iter().map(|(what, places)| format!("{what}{}", where_it_is(&places))).collect()
}

/// The properties of a resource that do not count here, with its type before them.
fn not_looked_at(resource: &Resource) -> Vec<String> {
    let mut names = Vec::new();
    for (place, properties) in RUN {
        let inner = place.strip_prefix(resource.kind.as_str());
        let Some(inner) = inner.filter(|inner| inner.is_empty() || inner.starts_with(' ')) else {
            continue;
        };
        let steps = inner.trim_start().split('/').filter(|step| !step.is_empty());
        let value = steps.fold(&resource.properties, |value, step| &value[step]);
        let between = if inner.is_empty() { " " } else { "/" };
        for part in items(value) {
            let asked = part.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
            let unknown = asked.filter(|name| !properties.contains(name) && !WITHOUT_EFFECT.contains(name));
            names.extend(unknown.map(|name| format!("{place}{between}{name}")));
        }
    }
    names
}

/// What the CDK's certificate for another region is asked for with.
fn is_certificate_request(resource: &Resource) -> bool {
    resource.kind == "AWS::CloudFormation::CustomResource" && resource.text("DomainName").is_some()
}
