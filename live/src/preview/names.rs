//! The names that AWS would give: what `Ref` and `Fn::GetAtt` of a resource stand for in the preview.
//!
//! They are made from the stack and the logical id, so that two previews of one template agree.

use std::hash::{DefaultHasher, Hash, Hasher};

/// One resource, as far as its names depend on it.
pub(super) struct Named<'a> {
    pub(super) stack: &'a str,
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) account: &'a str,
    pub(super) region: &'a str,
    /// The name that the template asks for, where it does.
    pub(super) wanted: Option<String>,
}

impl Named<'_> {
    /// What `Ref` gives.
    pub(super) fn reference(&self) -> String {
        match self.kind {
            "AWS::SecretsManager::Secret"
            | "AWS::CertificateManager::Certificate"
            | "AWS::ECS::TaskDefinition"
            | "AWS::ECS::Service"
            | "AWS::IAM::ManagedPolicy"
            | "AWS::ElasticLoadBalancingV2::LoadBalancer"
            | "AWS::ElasticLoadBalancingV2::TargetGroup"
            | "AWS::ElasticLoadBalancingV2::Listener"
            | "AWS::SNS::Topic" => self.arn(),
            _ => self.name(),
        }
    }

    /// What `Fn::GetAtt` gives, for what does not depend on the resource's properties.
    pub(super) fn attribute(&self, attribute: &str) -> Option<String> {
        let name = self.name();
        Some(match (self.kind, attribute) {
            (_, "Arn" | "DBClusterArn" | "FunctionARN" | "ServiceArn") => self.arn(),
            ("AWS::S3::Bucket", "DomainName") => format!("{name}.s3.amazonaws.com"),
            ("AWS::S3::Bucket", "RegionalDomainName" | "DualStackDomainName") => {
                format!("{name}.s3.{}.amazonaws.com", self.region)
            }
            ("AWS::S3::Bucket", "WebsiteURL") => {
                format!("http://{name}.s3-website-{}.amazonaws.com", self.region)
            }
            ("AWS::CloudFront::Distribution", "DomainName") => {
                format!("{}.cloudfront.net", name.to_ascii_lowercase())
            }
            ("AWS::CloudFront::CloudFrontOriginAccessIdentity", "S3CanonicalUserId") => {
                format!(
                    "{:016x}{:016x}{:016x}{:016x}",
                    self.hash(1),
                    self.hash(2),
                    self.hash(3),
                    self.hash(4)
                )
            }
            ("AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName") => {
                format!("{name}-{}.{}.elb.amazonaws.com", self.hash(5) % 1_000_000_000, self.region)
            }
            ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerFullName") => format!("app/{name}"),
            ("AWS::ElasticLoadBalancingV2::LoadBalancer", "CanonicalHostedZoneID") => {
                "Z1H1FL5HABSF5".to_owned()
            }
            ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupFullName") => {
                format!("targetgroup/{name}")
            }
            ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroupName")
            | (_, "Name" | "Id" | "GroupId" | "VpcId" | "AllocationId" | "PolicyId") => name,
            ("AWS::EC2::VPC", "DefaultSecurityGroup") => format!("sg-{:017x}", self.hash(6) >> 4),
            ("AWS::IAM::Role", "RoleId") => format!("AROA{:016X}", self.hash(7)),
            _ => return None,
        })
    }

    /// The resource's ARN.
    pub(super) fn arn(&self) -> String {
        let name = self.name();
        let (region, account) = (self.region, self.account);
        let in_region =
            |service: &str, path: &str| format!("arn:aws:{service}:{region}:{account}:{path}{name}");
        match self.kind {
            "AWS::S3::Bucket" => format!("arn:aws:s3:::{name}"),
            "AWS::IAM::Role" => format!("arn:aws:iam::{account}:role/{name}"),
            "AWS::IAM::ManagedPolicy" => format!("arn:aws:iam::{account}:policy/{name}"),
            "AWS::CloudFront::Distribution" => format!("arn:aws:cloudfront::{account}:distribution/{name}"),
            "AWS::CloudFront::Function" => format!("arn:aws:cloudfront::{account}:function/{name}"),
            "AWS::Route53::HostedZone" => format!("arn:aws:route53:::hostedzone/{name}"),
            "AWS::SecretsManager::Secret" => in_region("secretsmanager", "secret:"),
            "AWS::CertificateManager::Certificate" => in_region("acm", "certificate/"),
            "AWS::RDS::DBCluster" => in_region("rds", "cluster:"),
            "AWS::ECS::Cluster" => in_region("ecs", "cluster/"),
            "AWS::ECS::TaskDefinition" => format!("{}:1", in_region("ecs", "task-definition/")),
            "AWS::ECS::Service" => in_region("ecs", "service/"),
            "AWS::Logs::LogGroup" => format!("{}:*", in_region("logs", "log-group:")),
            "AWS::Lambda::Function" => in_region("lambda", "function:"),
            "AWS::ElasticLoadBalancingV2::LoadBalancer" => {
                in_region("elasticloadbalancing", "loadbalancer/app/")
            }
            "AWS::ElasticLoadBalancingV2::TargetGroup" => in_region("elasticloadbalancing", "targetgroup/"),
            "AWS::ElasticLoadBalancingV2::Listener" => in_region("elasticloadbalancing", "listener/app/"),
            // A certificate that a function asks for; see `super::certificates`.
            "AWS::CloudFormation::CustomResource" => in_region("acm", "certificate/"),
            kind => in_region(&kind.split("::").nth(1).unwrap_or("custom").to_ascii_lowercase(), ""),
        }
    }

    fn name(&self) -> String {
        if let Some(wanted) = &self.wanted {
            return wanted.clone();
        }
        let hexadecimal = |prefix: &str| format!("{prefix}-{:017x}", self.hash(0) >> 4);
        match self.kind {
            "AWS::S3::Bucket" => {
                let plain: String = self.words().chars().take(50).collect();
                format!("{}-{:012x}", plain.trim_end_matches('-').to_ascii_lowercase(), self.hash(0) >> 16)
            }
            "AWS::CloudFront::Distribution"
            | "AWS::CloudFront::CloudFrontOriginAccessIdentity"
            | "AWS::CloudFront::OriginAccessControl" => format!("E{:013X}", self.hash(0) >> 12),
            "AWS::Route53::HostedZone" => format!("Z{:019X}", self.hash(0)),
            "AWS::EC2::VPC" => hexadecimal("vpc"),
            "AWS::EC2::Subnet" => hexadecimal("subnet"),
            "AWS::EC2::SecurityGroup" => hexadecimal("sg"),
            "AWS::EC2::RouteTable" => hexadecimal("rtb"),
            "AWS::EC2::InternetGateway" => hexadecimal("igw"),
            "AWS::EC2::NatGateway" => hexadecimal("nat"),
            "AWS::EC2::EIP" => hexadecimal("eipalloc"),
            "AWS::ElasticLoadBalancingV2::LoadBalancer" | "AWS::ElasticLoadBalancingV2::TargetGroup" => {
                let plain: String = self.id.chars().take(15).collect();
                format!("{plain}-{:012x}", self.hash(0) >> 16)
            }
            _ => format!("{}-{:08x}", self.words(), self.hash(0) >> 32),
        }
    }

    /// Stack and id; a nested stack's name is a path.
    fn words(&self) -> String {
        format!("{}-{}", self.stack.replace('/', "-"), self.id)
    }

    fn hash(&self, salt: u8) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.stack, self.id, salt).hash(&mut hasher);
        hasher.finish()
    }
}
