//! Namespaces.

use crate::aws_ec2::Vpc;
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::Text;

/// How the names of a namespace are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NamespaceType {
    /// By asking Cloud Map.
    Http,
    /// By DNS inside of a VPC.
    #[default]
    DnsPrivate,
    /// By DNS.
    DnsPublic,
}

/// What a namespace can be told.
#[derive(Debug, Clone, Default)]
pub struct NamespaceProps {
    /// Its name, such as `inside`; of those that DNS finds a domain.
    pub name: String,
    /// For people.
    pub description: Option<String>,
}

impl NamespaceProps {
    /// A namespace of this name.
    pub fn new(name: &str) -> NamespaceProps {
        NamespaceProps { name: name.to_owned(), description: None }
    }
}

/// A namespace of any type. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Namespace {
    node: Node,
    kind: NamespaceType,
    name: Text,
    id: Text,
    arn: Text,
}

crate::construct!(Namespace);

impl Namespace {
    fn make(
        scope: &dyn Construct,
        id: &str,
        kind: NamespaceType,
        props: NamespaceProps,
        vpc: Option<&Vpc>,
    ) -> Result<Namespace> {
        let (info, resource_type) = match kind {
            NamespaceType::Http => {
                ("aws-cdk-lib.aws_servicediscovery.HttpNamespace", "AWS::ServiceDiscovery::HttpNamespace")
            }
            NamespaceType::DnsPrivate => (
                "aws-cdk-lib.aws_servicediscovery.PrivateDnsNamespace",
                "AWS::ServiceDiscovery::PrivateDnsNamespace",
            ),
            NamespaceType::DnsPublic => (
                "aws-cdk-lib.aws_servicediscovery.PublicDnsNamespace",
                "AWS::ServiceDiscovery::PublicDnsNamespace",
            ),
        };
        let node = Node::new(scope, id, ConstructInfo::cdk(info))?;
        let properties = props! {
            "Name" => &props.name,
            "Description" => props.description,
            "Vpc" => vpc.map(Vpc::vpc_id),
        };
        let resource = CfnResource::typed(&node, "Resource", resource_type, properties)?;
        let (id, arn) = (resource.get_att("Id"), resource.get_att("Arn"));
        Ok(Namespace { node, kind, name: props.name.into(), id, arn })
    }

    /// How its names are found.
    pub fn namespace_type(&self) -> NamespaceType {
        self.kind
    }

    /// Its name.
    pub fn namespace_name(&self) -> Text {
        self.name.clone()
    }

    /// Its id.
    pub fn namespace_id(&self) -> Text {
        self.id.clone()
    }

    /// Its ARN.
    pub fn namespace_arn(&self) -> Text {
        self.arn.clone()
    }
}

/// Makes namespaces whose names are found by DNS inside of a VPC.
#[derive(Debug)]
pub struct PrivateDnsNamespace;

impl PrivateDnsNamespace {
    /// A namespace of this VPC.
    #[expect(clippy::new_ret_no_self, reason = "it is a namespace; the CDK makes it with this name")]
    pub fn new(scope: &dyn Construct, id: &str, vpc: &Vpc, props: NamespaceProps) -> Result<Namespace> {
        Namespace::make(scope, id, NamespaceType::DnsPrivate, props, Some(vpc))
    }
}

/// Makes namespaces whose names are found by DNS.
#[derive(Debug)]
pub struct PublicDnsNamespace;

impl PublicDnsNamespace {
    /// A namespace.
    #[expect(clippy::new_ret_no_self, reason = "it is a namespace; the CDK makes it with this name")]
    pub fn new(scope: &dyn Construct, id: &str, props: NamespaceProps) -> Result<Namespace> {
        Namespace::make(scope, id, NamespaceType::DnsPublic, props, None)
    }
}

/// Makes namespaces whose names are found by asking Cloud Map.
#[derive(Debug)]
pub struct HttpNamespace;

impl HttpNamespace {
    /// A namespace.
    #[expect(clippy::new_ret_no_self, reason = "it is a namespace; the CDK makes it with this name")]
    pub fn new(scope: &dyn Construct, id: &str, props: NamespaceProps) -> Result<Namespace> {
        Namespace::make(scope, id, NamespaceType::Http, props, None)
    }
}
