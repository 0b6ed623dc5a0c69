//! Which resource types have tags, and in which form.

/// The form that tags have in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagType {
    /// A list of `Key` and `Value`.
    Standard,
    /// The same with `PropagateAtLaunch`.
    AutoScalingGroup,
    /// An object with the tags' keys.
    Map,
    /// The list that `manifest.json` has for stacks.
    KeyValue,
}

impl TagType {
    /// The form and the property of the tags of this resource type, if it has any.
    pub fn of(resource_type: &str) -> Option<(TagType, &'static str)> {
        let mut parts = resource_type.split("::").skip(1);
        let (service, name) = (parts.next()?, parts.next()?);
        match (service, name) {
            ("AutoScaling", "AutoScalingGroup") => Some((TagType::AutoScalingGroup, "Tags")),
            ("EFS", "AccessPoint") => Some((TagType::Standard, "AccessPointTags")),
            ("EFS", "FileSystem") => Some((TagType::Standard, "FileSystemTags")),
            ("Route53", "HostedZone") => Some((TagType::Standard, "HostedZoneTags")),
            ("SSM", "Parameter") => Some((TagType::Map, "Tags")),
            _ => {
                let (_, names) = STANDARD.iter().find(|(known, _)| *known == service)?;
                names.contains(&name).then_some((TagType::Standard, "Tags"))
            }
        }
    }
}

/// The types, by service, whose property `Tags` is a list of `Key` and `Value`.
const STANDARD: &[(&str, &[&str])] = &[
    ("CertificateManager", &["Certificate"]),
    ("CloudFormation", &["Stack", "StackSet"]),
    ("CloudFront", &["Distribution", "StreamingDistribution"]),
    ("CloudWatch", &["InsightRule", "MetricStream"]),
    ("DynamoDB", &["Table"]),
    (
        "EC2",
        &[
            "CarrierGateway",
            "CustomerGateway",
            "DHCPOptions",
            "EIP",
            "FlowLog",
            "IPAM",
            "IPAMPool",
            "IPAMResourceDiscovery",
            "IPAMResourceDiscoveryAssociation",
            "IPAMScope",
            "Instance",
            "InternetGateway",
            "KeyPair",
            "LocalGatewayRouteTable",
            "LocalGatewayRouteTableVPCAssociation",
            "LocalGatewayRouteTableVirtualInterfaceGroupAssociation",
            "NatGateway",
            "NetworkAcl",
            "NetworkInsightsAccessScope",
            "NetworkInsightsAccessScopeAnalysis",
            "NetworkInsightsAnalysis",
            "NetworkInsightsPath",
            "NetworkInterface",
            "PlacementGroup",
            "PrefixList",
            "RouteTable",
            "SecurityGroup",
            "Subnet",
            "TrafficMirrorFilter",
            "TrafficMirrorSession",
            "TrafficMirrorTarget",
            "TransitGateway",
            "TransitGatewayAttachment",
            "TransitGatewayConnect",
            "TransitGatewayMulticastDomain",
            "TransitGatewayPeeringAttachment",
            "TransitGatewayRouteTable",
            "TransitGatewayVpcAttachment",
            "VPC",
            "VPCPeeringConnection",
            "VPNConnection",
            "VPNGateway",
            "VerifiedAccessEndpoint",
            "VerifiedAccessGroup",
            "VerifiedAccessInstance",
            "VerifiedAccessTrustProvider",
            "Volume",
        ],
    ),
    ("ECR", &["PublicRepository", "Repository"]),
    ("ECS", &["CapacityProvider", "Cluster", "Service", "TaskDefinition"]),
    ("ElasticLoadBalancingV2", &["LoadBalancer", "TargetGroup"]),
    ("IAM", &["OIDCProvider", "Role", "SAMLProvider", "ServerCertificate", "User", "VirtualMFADevice"]),
    ("KMS", &["Key", "ReplicaKey"]),
    ("Lambda", &["Function"]),
    ("Logs", &["LogGroup"]),
    (
        "RDS",
        &[
            "DBCluster",
            "DBClusterParameterGroup",
            "DBInstance",
            "DBParameterGroup",
            "DBSecurityGroup",
            "DBSubnetGroup",
            "EventSubscription",
            "OptionGroup",
        ],
    ),
    ("S3", &["Bucket", "StorageLens"]),
    ("SNS", &["Topic"]),
    ("SQS", &["Queue"]),
    ("SSM", &["Document", "MaintenanceWindow", "PatchBaseline"]),
    ("SecretsManager", &["Secret"]),
    ("ServiceDiscovery", &["HttpNamespace", "PrivateDnsNamespace", "PublicDnsNamespace", "Service"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_their_own_property() {
        assert_eq!(TagType::of("AWS::EC2::VPC"), Some((TagType::Standard, "Tags")));
        assert_eq!(TagType::of("AWS::Route53::HostedZone"), Some((TagType::Standard, "HostedZoneTags")));
        assert_eq!(TagType::of("AWS::SSM::Parameter"), Some((TagType::Map, "Tags")));
        assert_eq!(TagType::of("AWS::Route53::RecordSet"), None);
    }
}
