//! The deployment as the templates describe it, for a picture: what there is, what lies in which subnet, and who may
//! talk to whom. How it is drawn is the affair of [`layout`] and [`svg`].

mod access;
mod bound;
mod build;
mod edge;
mod layout;
pub(super) mod marks;
mod network;
mod resolve;
mod services;
pub(super) mod svg;
#[cfg(test)]
mod tests;
pub(super) mod words;

use std::collections::BTreeSet;

use crate::assembly::Assembly;

/// A deployment, ready to be drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// The networks.
    pub vpcs: Vec<Vpc>,
    /// Everything else that is drawn.
    pub nodes: Vec<Node>,
    /// Who talks to whom.
    pub links: Vec<Link>,
}

/// Where a resource is: the stack's name and the logical id.
pub type Place = (String, String);

/// A network.
#[derive(Debug, Clone, PartialEq)]
pub struct Vpc {
    /// The student's name for it.
    pub name: String,
    /// Its address space.
    pub cidr: String,
    /// The zones that its subnets are in, sorted.
    pub zones: Vec<String>,
    /// Its subnets.
    pub subnets: Vec<Subnet>,
    /// Whether an internet gateway is attached.
    pub has_internet_gateway: bool,
    /// The resources that it stands for.
    pub members: BTreeSet<Place>,
}

/// A subnet.
#[derive(Debug, Clone, PartialEq)]
pub struct Subnet {
    /// The student's name for it.
    pub name: String,
    /// Its address space.
    pub cidr: String,
    /// The index of its zone in the VPC.
    pub zone: usize,
    /// Where its default route leads.
    pub tier: Tier,
    /// Whether there is a NAT gateway in it.
    pub has_nat_gateway: bool,
    /// How many subnets it stands for: 1, or more where there are too many to draw.
    pub count: usize,
    /// The resources that it stands for.
    pub members: BTreeSet<Place>,
}

/// Where a subnet's default route leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// To the internet gateway.
    Public,
    /// To a NAT gateway, or something like it.
    Egress,
    /// Nowhere.
    Isolated,
}

impl Tier {
    /// As a label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Egress => "egress",
            Self::Isolated => "isolated",
        }
    }
}

/// Something that is drawn as a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The student's name for it.
    pub name: String,
    /// What else is to be known, in short lines.
    pub facts: Vec<String>,
    /// The subnets that it lies in.
    pub within: Option<Within>,
    /// The resources that it stands for, its own first of all.
    pub members: BTreeSet<Place>,
}

/// Subnets of one VPC, by index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// The VPC's index.
    pub vpc: usize,
    /// The subnets' indices, sorted; none where the VPC alone is known.
    pub subnets: Vec<usize>,
}

/// What a card shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A hosted zone of Route 53.
    Zone,
    /// A record of Route 53.
    Name,
    /// A TLS certificate.
    Certificate,
    /// A CloudFront distribution.
    Distribution,
    /// A load balancer.
    LoadBalancer,
    /// An ECS service with its task.
    Service,
    /// A database cluster.
    Database,
    /// An S3 bucket.
    Bucket,
    /// A secret of Secrets Manager.
    Secret,
}

impl Kind {
    /// As a label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Zone => "Hosted zone",
            Self::Name => "DNS name",
            Self::Certificate => "Certificate",
            Self::Distribution => "CloudFront distribution",
            Self::LoadBalancer => "Load balancer",
            Self::Service => "Fargate service",
            Self::Database => "Database",
            Self::Bucket => "S3 bucket",
            Self::Secret => "Secret",
        }
    }

    /// The kind of card that a missing resource would have had.
    fn of_type(resource: &str) -> Option<Self> {
        Some(match resource {
            "AWS::Route53::HostedZone" => Self::Zone,
            "AWS::Route53::RecordSet" => Self::Name,
            "AWS::CertificateManager::Certificate" => Self::Certificate,
            "AWS::CloudFront::Distribution" => Self::Distribution,
            "AWS::ElasticLoadBalancingV2::LoadBalancer" => Self::LoadBalancer,
            "AWS::ECS::Service" | "AWS::ECS::TaskDefinition" | "AWS::ECS::Cluster" => Self::Service,
            "AWS::RDS::DBCluster" => Self::Database,
            "AWS::S3::Bucket" | "Custom::CDKBucketDeployment" => Self::Bucket,
            "AWS::SecretsManager::Secret" => Self::Secret,
            _ => return None,
        })
    }
}

/// Who a link comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// People on the internet.
    Visitors,
    /// A node, by index.
    Node(usize),
}

/// A way from one thing to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Who asks.
    pub from: End,
    /// The index of the node that answers.
    pub to: usize,
    /// What for.
    pub manner: Manner,
    /// In a word or two: a port, a path.
    pub label: String,
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// Requests go along it.
    Traffic,
    /// A role is allowed to use it.
    Access,
    /// It is part of how the other is set up.
    Setup,
}

impl Picture {
    /// What the templates of an assembly describe. Too many things of a kind are drawn as one.
    pub fn of(assembly: &Assembly) -> Self {
        bound::bound(build::build(assembly))
    }
}
