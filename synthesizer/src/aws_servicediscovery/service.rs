//! Names of services.

use super::{Namespace, NamespaceType};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::props;
use crate::value::{Text, Value};

/// What DNS answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names are those of DNS")]
pub enum DnsRecordType {
    #[default]
    A,
    Aaaa,
    AAndAaaa,
    Srv,
    Cname,
}

impl DnsRecordType {
    fn names(self) -> &'static [&'static str] {
        match self {
            DnsRecordType::A => &["A"],
            DnsRecordType::Aaaa => &["AAAA"],
            DnsRecordType::AAndAaaa => &["A", "AAAA"],
            DnsRecordType::Srv => &["SRV"],
            DnsRecordType::Cname => &["CNAME"],
        }
    }
}

/// What a service's name can be told.
#[derive(Debug, Clone)]
pub struct ServiceProps {
    /// The namespace that it is in.
    pub namespace: Namespace,
    /// The name; CloudFormation makes one if not given.
    pub name: Option<String>,
    /// For people.
    pub description: Option<String>,
    /// What DNS answers; addresses if not given. Not for namespaces that DNS does not find.
    pub dns_record_type: Option<DnsRecordType>,
    /// How long an answer counts; a minute if not given.
    pub dns_ttl: Option<Duration>,
    /// After how many half minutes an instance that is said to be ill is left out, where others say how they are.
    pub custom_health_check_failure_threshold: Option<u32>,
}

impl ServiceProps {
    /// A name that CloudFormation makes.
    pub fn new(namespace: &Namespace) -> ServiceProps {
        ServiceProps {
            namespace: namespace.clone(),
            name: None,
            description: None,
            dns_record_type: None,
            dns_ttl: None,
            custom_health_check_failure_threshold: None,
        }
    }
}

/// A name by which a service is found. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Service {
    node: Node,
    arn: Text,
    id: Text,
    name: Text,
}

crate::construct!(Service);

impl Service {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_servicediscovery.Service");

    /// A name in a namespace.
    pub fn new(scope: &dyn Construct, id: &str, props: ServiceProps) -> Result<Service> {
        let node = Node::new(scope, id, Service::INFO)?;
        let by_dns = props.namespace.namespace_type() != NamespaceType::Http;
        if !by_dns && props.dns_record_type.is_some() {
            return Err(
                node.error("Cannot specify `routingPolicy` or `dnsRecord` when using an HTTP namespace.")
            );
        }
        let threshold = props.custom_health_check_failure_threshold;
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::ServiceDiscovery::Service",
            props! {
                "Name" => props.name.clone(),
                "Description" => props.description.clone(),
                "DnsConfig" => by_dns.then(|| dns_config(&props)).transpose()?,
                "HealthCheckCustomConfig" => threshold.map(|count| props! { "FailureThreshold" => count }),
                "NamespaceId" => props.namespace.namespace_id(),
            },
        )?;
        let (arn, id, name) = (resource.get_att("Arn"), resource.get_att("Id"), resource.get_att("Name"));
        Ok(Service { node, arn, id, name })
    }

    /// Its ARN.
    pub fn service_arn(&self) -> Text {
        self.arn.clone()
    }

    /// Its id.
    pub fn service_id(&self) -> Text {
        self.id.clone()
    }

    /// The name.
    pub fn service_name(&self) -> Text {
        self.name.clone()
    }
}

fn dns_config(props: &ServiceProps) -> Result<Value> {
    let kind = props.dns_record_type.unwrap_or_default();
    let seconds = props.dns_ttl.unwrap_or(Duration::minutes(1)).to_seconds()?;
    let records = kind.names().iter().map(|name| props! { "Type" => *name, "TTL" => seconds });
    let routing = if kind == DnsRecordType::Cname { "WEIGHTED" } else { "MULTIVALUE" };
    Ok(props! {
        "DnsRecords" => records.collect::<Vec<Value>>(),
        "NamespaceId" => props.namespace.namespace_id(),
        "RoutingPolicy" => routing,
    })
}
