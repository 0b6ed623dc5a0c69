//! Services that others find by name.

use super::{Cluster, ContainerDefinition, FargateService, LogDriver, TaskDefinition};
use crate::aws_servicediscovery::{DnsRecordType, Namespace, NamespaceType, Service, ServiceProps};
use crate::construct::{Construct, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::props;
use crate::value::{Text, Value};

/// The namespace in which a cluster's services are found.
#[derive(Debug, Clone, Default)]
pub struct CloudMapNamespaceOptions {
    /// Its name, such as `inside`.
    pub name: String,
    /// How names are found; by DNS inside of the VPC if not given.
    pub namespace_type: NamespaceType,
    /// Whether Service Connect uses it for services that say nothing else.
    pub use_for_service_connect: bool,
}

/// The name by which DNS finds a service.
#[derive(Clone, Default)]
pub struct CloudMapOptions {
    /// The name; CloudFormation makes one if not given.
    pub name: Option<String>,
    /// The namespace; the cluster's if not given.
    pub cloud_map_namespace: Option<Namespace>,
    /// What DNS answers; addresses if not given.
    pub dns_record_type: Option<DnsRecordType>,
    /// How long an answer counts; a minute if not given.
    pub dns_ttl: Option<Duration>,
    /// After how many half minutes a task that is ill is left out; one if not given.
    pub failure_threshold: Option<u32>,
    /// Whose port DNS answers, where it answers ports; the first essential one if not given.
    pub container: Option<ContainerDefinition>,
    /// The port that DNS answers; the container's first if not given.
    pub container_port: Option<u16>,
}

/// How a service and others reach each other by Service Connect.
#[derive(Clone, Default)]
pub struct ServiceConnectProps {
    /// Name or ARN of the namespace; the cluster's if not given.
    pub namespace: Option<Text>,
    /// The ports that others reach.
    pub services: Vec<ServiceConnectService>,
    /// Where the proxy's output goes.
    pub log_driver: Option<LogDriver>,
}

/// A port that others reach by Service Connect.
#[derive(Debug, Clone, Default)]
pub struct ServiceConnectService {
    /// Name of the container's port.
    pub port_mapping_name: String,
    /// The host that others ask.
    pub dns_name: Option<String>,
    /// The port that others ask; the container's if not given.
    pub port: Option<u16>,
    /// Its name in Cloud Map; that of the port if not given.
    pub discovery_name: Option<String>,
    /// The port that the proxy listens on.
    pub ingress_port_override: Option<u16>,
}

impl ServiceConnectService {
    fn render(&self, container_port: u16) -> Value {
        let alias = props! {
            "Port" => self.port.unwrap_or(container_port),
            "DnsName" => self.dns_name.clone(),
        };
        props! {
            "PortName" => &self.port_mapping_name,
            "DiscoveryName" => self.discovery_name.clone(),
            "IngressPortOverride" => self.ingress_port_override,
            "ClientAliases" => [alias],
        }
    }
}

impl FargateService {
    /// Has DNS find the service by a name. Once at most.
    pub fn enable_cloud_map(&self, options: CloudMapOptions) -> Result<Service> {
        let node = self.node();
        let Some(namespace) =
            options.cloud_map_namespace.or_else(|| self.cluster().default_cloud_map_namespace())
        else {
            return Err(node.error(
                "Cannot enable service discovery if a Cloudmap Namespace has not been created in the cluster.",
            ));
        };
        if namespace.namespace_type() == NamespaceType::Http {
            return Err(node.error("Cannot enable DNS service discovery for HTTP Cloudmap Namespace."));
        }
        let record_type = options.dns_record_type.unwrap_or_default();
        let task = self.task_definition();
        let place = match record_type {
            DnsRecordType::Srv => Some(container_and_port(task, options.container, options.container_port)?),
            _ => None,
        };
        let (container_name, container_port) = place.unzip();
        let props = ServiceProps {
            name: options.name,
            dns_record_type: Some(record_type),
            dns_ttl: options.dns_ttl,
            custom_health_check_failure_threshold: Some(options.failure_threshold.unwrap_or(1)),
            ..ServiceProps::new(&namespace)
        };
        let service = Service::new(self, "CloudmapService", props)?;
        let mut registries = self.details.known.service_registries.borrow_mut();
        if !registries.is_empty() {
            return Err(node.error(
                "Cannot associate with the given service discovery registry. ECS supports at most one service registry \
                 per service.",
            ));
        }
        registries.push(props! {
            "RegistryArn" => service.service_arn(),
            "ContainerName" => container_name,
            "ContainerPort" => container_port,
        });
        Ok(service)
    }

    /// Has others reach the service, and the service others, by Service Connect. Once at most.
    pub fn enable_service_connect(&self, props: &ServiceConnectProps) -> Result<()> {
        let (node, task) = (self.node(), self.task_definition());
        if !self.details.known.service_connect.borrow().is_undefined() {
            return Err(node.error("Service connect configuration cannot be specified more than once."));
        }
        let Some(container) = task.default_container()? else {
            let message = "Task definition must have at least one container to enable service connect.";
            return Err(node.error(message));
        };
        let namespace = namespace(node, self.cluster(), props)?;
        refuse_repeated_names(node, &props.services)?;
        let services = props.services.iter().map(|service| {
            let name = &service.port_mapping_name;
            match task.find_port_mapping_by_name(name)? {
                Some(mapping) => Ok(service.render(mapping.container_port)),
                None => {
                    let message = format!("Port Mapping '{name}' does not exist on the task definition.");
                    Err(node.error(message))
                }
            }
        });
        let services = services.collect::<Result<Vec<Value>>>()?;
        let logs = props.log_driver.as_ref().map(|driver| driver.bind(node, &container)).transpose()?;
        *self.details.known.service_connect.borrow_mut() = props! {
            "Enabled" => true,
            "LogConfiguration" => logs,
            "Namespace" => namespace,
            "Services" => if services.is_empty() { Value::Undefined } else { Value::List(services) },
        };
        Ok(())
    }
}

fn namespace(node: &Node, cluster: &Cluster, props: &ServiceConnectProps) -> Result<Text> {
    let given = props.namespace.clone();
    let usual = || cluster.default_cloud_map_namespace().map(|namespace| namespace.namespace_name());
    given.or_else(usual).ok_or_else(|| {
        node.error(
            "Namespace must be defined either in serviceConnectConfig or cluster.defaultCloudMapNamespace",
        )
    })
}

fn refuse_repeated_names(node: &Node, services: &[ServiceConnectService]) -> Result<()> {
    let name = |service: &ServiceConnectService| {
        let port = service.port_mapping_name.clone();
        (service.discovery_name.clone().unwrap_or_else(|| port.clone()), port)
    };
    for (at, service) in services.iter().enumerate() {
        let own = name(service);
        if services[..at].iter().any(|other| name(other) == own) {
            let message = format!("Cannot create multiple services with the discoveryName '{}'.", own.0);
            return Err(node.error(message));
        }
    }
    Ok(())
}

/// Where DNS answers ports, the container and the port that it answers.
fn container_and_port(
    task: &TaskDefinition,
    container: Option<ContainerDefinition>,
    port: Option<u16>,
) -> Result<(String, u16)> {
    let node = task.node();
    let container = match container {
        Some(container) if container.task_definition().node() != node => {
            return Err(node.error("Cannot add discovery for a container from another task definition"));
        }
        Some(container) => container,
        None => task
            .default_container()?
            .ok_or_else(|| node.error("A TaskDefinition must have at least one essential container"))?,
    };
    if port.is_some_and(|port| container.port_mappings().iter().all(|mapping| mapping.container_port != port))
    {
        return Err(node.error("Cannot add discovery for a container port that has not been mapped"));
    }
    let port = port.map_or_else(|| container.container_port(), Ok)?;
    Ok((container.container_name(), port))
}
