//! What services behind load balancers of all kinds have.

use std::rc::Rc;

use super::{
    ApplicationLoadBalancedServiceRecordType as RecordKind, ApplicationLoadBalancedTaskImageOptions,
};
use crate::aws_ec2::Vpc;
use crate::aws_ecs::{
    AwsLogDriverProps, Cluster, ClusterProps, ContainerDefinition, ContainerDefinitionOptions,
    FargateTaskDefinition, FargateTaskDefinitionProps, LogDriver, PortMapping, RuntimePlatform,
    TaskDefinition,
};
use crate::aws_route53::{
    ARecord, CnameRecord, HostedZone, LoadBalancerTarget, RecordSetOptions, RecordTarget,
};
use crate::construct::{Construct, Node};
use crate::error::Result;
use crate::value::Text;

/// The cluster that is given, or that of all services of the stack that are given none.
pub(super) fn cluster(node: &Node, given: Option<&Cluster>, vpc: Option<&Vpc>) -> Result<Cluster> {
    match (given, vpc) {
        (Some(_), Some(_)) => {
            Err(node
                .error("You can only specify either vpc or cluster. Alternatively, you can leave both blank"))
        }
        (Some(given), None) => Ok(given.clone()),
        (None, vpc) => default_cluster(node, vpc),
    }
}

fn default_cluster(node: &Node, vpc: Option<&Vpc>) -> Result<Cluster> {
    let stack = node.stack()?;
    let vpc_id = vpc.map(|vpc| vpc.node().id().to_string()).unwrap_or_default();
    let id = format!("EcsDefaultClusterMnL3mNNYN{vpc_id}");
    if let Some(known) = stack.node().try_find_child(&id).and_then(|place| place.attached::<Cluster>()) {
        return Ok((*known).clone());
    }
    let cluster = Cluster::new(&stack, &id, ClusterProps { vpc: vpc.cloned(), ..ClusterProps::default() })?;
    cluster.node().attach(Rc::new(cluster.clone()));
    Ok(cluster)
}

pub(super) fn check_desired_count(node: &Node, count: Option<u32>) -> Result<()> {
    match count {
        Some(0) => Err(node.error("You must specify a desiredCount greater than 0")),
        _ => Ok(()),
    }
}

/// A service's name in the domain name system.
pub(super) struct Domain<'a> {
    pub(super) name: Option<&'a Text>,
    pub(super) zone: Option<&'a HostedZone>,
    pub(super) record_type: RecordKind,
}

impl Domain<'_> {
    /// Adds the record of the name, if one is wanted, and says what it is called.
    pub(super) fn add_record(&self, node: &Node, dns_name: Text, zone_id: Text) -> Result<Option<Text>> {
        let Some(name) = self.name else {
            return Ok(None);
        };
        let Some(zone) = self.zone else {
            return Err(node.error(
                "A Route53 hosted domain zone name is required to configure the specified domain name",
            ));
        };
        let options = RecordSetOptions::named(zone, name);
        Ok(match self.record_type {
            RecordKind::Alias => {
                let target = RecordTarget::from_alias(LoadBalancerTarget::new(zone_id, dns_name));
                Some(ARecord::new(node, "DNS", target, options)?.domain_name())
            }
            RecordKind::Cname => Some(CnameRecord::new(node, "DNS", dns_name, options)?.domain_name()),
            RecordKind::None => None,
        })
    }
}

/// The size of a task that is made.
pub(super) struct TaskSize {
    pub(super) cpu: Option<u32>,
    pub(super) memory_limit_mib: Option<u32>,
    pub(super) runtime_platform: Option<RuntimePlatform>,
}

/// The task that is given, or one of an image, on port 80 if nothing is said.
pub(super) fn task_definition(
    node: &Node,
    given: Option<&TaskDefinition>,
    image: Option<&ApplicationLoadBalancedTaskImageOptions>,
    size: TaskSize,
) -> Result<TaskDefinition> {
    match (given, image) {
        (Some(_), Some(_)) => {
            Err(node.error("You must specify either a taskDefinition or an image, not both."))
        }
        (Some(given), None) => Ok(given.clone()),
        (None, Some(image)) => {
            let (task, container) = task_of_image(node, image, size)?;
            let port = image.container_port.filter(|port| *port != 0).unwrap_or(80);
            container.add_port_mappings([PortMapping::new(port)])?;
            Ok(task)
        }
        (None, None) => Err(node.error("You must specify one of: taskDefinition or image")),
    }
}

/// A task of an image, without ports.
pub(super) fn task_of_image(
    node: &Node,
    image: &ApplicationLoadBalancedTaskImageOptions,
    size: TaskSize,
) -> Result<(TaskDefinition, ContainerDefinition)> {
    let image = image.clone();
    let task = FargateTaskDefinition::new(
        node,
        "TaskDef",
        FargateTaskDefinitionProps {
            memory_limit_mib: size.memory_limit_mib,
            cpu: size.cpu,
            execution_role: image.execution_role,
            task_role: image.task_role,
            family: image.family,
            runtime_platform: size.runtime_platform,
            ..FargateTaskDefinitionProps::default()
        },
    )?;
    let logging = match image.log_driver {
        Some(driver) => Some(driver),
        None if image.enable_logging => Some(LogDriver::aws_logs(AwsLogDriverProps {
            stream_prefix: node.id().to_string(),
            ..AwsLogDriverProps::default()
        })?),
        None => None,
    };
    let container = task.add_container(
        image.container_name.as_deref().unwrap_or("web"),
        ContainerDefinitionOptions {
            logging,
            environment: image.environment,
            secrets: image.secrets,
            docker_labels: image.docker_labels,
            command: image.command,
            entry_point: image.entry_point,
            ..ContainerDefinitionOptions::new(image.image)
        },
    )?;
    Ok((task, container))
}
