//! A service on several target groups, behind one or more application load balancers.

use std::rc::Rc;

use super::base::{self, TaskSize};
use super::{
    ApplicationListenerProps, ApplicationLoadBalancerSpec,
    ApplicationMultipleTargetGroupsFargateServiceProps as Props, ApplicationTargetProps,
};
use crate::aws_certificatemanager::{Certificate, CertificateProps, CertificateValidation};
use crate::aws_ecs::{
    Cluster, ContainerDefinition, FargateService, FargateServiceProps, LoadBalancerTargetOptions,
    PortMapping, TaskDefinition,
};
use crate::aws_elasticloadbalancingv2::{
    ApplicationListener, ApplicationLoadBalancer, ApplicationLoadBalancerProps, ApplicationProtocol,
    ApplicationTargetGroup, ApplicationTargetGroupProps, BaseApplicationListenerProps, ListenerCondition,
    Rule,
};
use crate::aws_route53::{ARecord, LoadBalancerTarget, RecordSetOptions, RecordTarget};
use crate::cfn::{CfnOutput, CfnOutputProps};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::text;
use crate::value::Text;

/// A service on Fargate with several target groups. Cheap to clone.
#[derive(Clone)]
pub struct ApplicationMultipleTargetGroupsFargateService {
    node: Node,
    cluster: Cluster,
    load_balancers: Vec<ApplicationLoadBalancer>,
    listeners: Vec<ApplicationListener>,
    target_groups: Vec<ApplicationTargetGroup>,
    task_definition: TaskDefinition,
    service: FargateService,
}

crate::construct!(ApplicationMultipleTargetGroupsFargateService);

impl ApplicationMultipleTargetGroupsFargateService {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_ecs_patterns.ApplicationMultipleTargetGroupsFargateService");

    /// A service with its load balancers.
    pub fn new(scope: &dyn Construct, id: &str, props: Props) -> Result<Self> {
        let node = Node::new(scope, id, Self::INFO)?;
        base::check_desired_count(&node, props.desired_count)?;
        let cluster = base::cluster(&node, props.cluster.as_ref(), props.vpc.as_ref())?;
        let (load_balancers, listeners) = match props.load_balancers.as_slice() {
            [] => one_load_balancer(&node, &cluster)?,
            several => several_load_balancers(&node, &cluster, several)?,
        };
        let task_definition = task_definition(&node, &props)?;
        let Some(container) = task_definition.default_container()? else {
            return Err(node.error("At least one essential container must be specified"));
        };
        if container.port_mappings().is_empty() {
            container.add_port_mappings([PortMapping::new(80)])?;
        }
        let targets = props.target_groups.clone();
        let service = service(&node, props, &cluster, &task_definition)?;
        let target_groups = match targets.as_slice() {
            [] => vec![whole_service(&listeners, &service, &container)?],
            several => register(&node, &listeners, &service, &container, several)?,
        };
        Ok(ApplicationMultipleTargetGroupsFargateService {
            node,
            cluster,
            load_balancers,
            listeners,
            target_groups,
            task_definition,
            service,
        })
    }

    /// What it runs in.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The load balancers, at least one.
    pub fn load_balancers(&self) -> &[ApplicationLoadBalancer] {
        &self.load_balancers
    }

    /// The listeners of all load balancers, at least one.
    pub fn listeners(&self) -> &[ApplicationListener] {
        &self.listeners
    }

    /// The service's ports as the load balancers see them, at least one.
    pub fn target_groups(&self) -> &[ApplicationTargetGroup] {
        &self.target_groups
    }

    /// What runs.
    pub fn task_definition(&self) -> &TaskDefinition {
        &self.task_definition
    }

    /// The service itself.
    pub fn service(&self) -> &FargateService {
        &self.service
    }
}

type Made = (Vec<ApplicationLoadBalancer>, Vec<ApplicationListener>);

fn one_load_balancer(node: &Node, cluster: &Cluster) -> Result<Made> {
    let spec = ApplicationLoadBalancerSpec::new("LB", Vec::new());
    let load_balancer = load_balancer(node, cluster, &spec)?;
    let listener = listener(node, &load_balancer, &spec, &ApplicationListenerProps::new("PublicListener"))?;
    let dns_name = load_balancer.load_balancer_dns_name();
    CfnOutput::new(node, "LoadBalancerDNS", CfnOutputProps::new(dns_name.clone()))?;
    CfnOutput::new(node, "ServiceURL", CfnOutputProps::new(text!["http://", dns_name]))?;
    Ok((vec![load_balancer], vec![listener]))
}

fn several_load_balancers(
    node: &Node,
    cluster: &Cluster,
    specs: &[ApplicationLoadBalancerSpec],
) -> Result<Made> {
    if specs.iter().any(|spec| spec.listeners.is_empty()) {
        return Err(node.error("At least one listener must be specified"));
    }
    let (mut load_balancers, mut listeners) = Made::default();
    for spec in specs {
        let load_balancer = load_balancer(node, cluster, spec)?;
        for props in &spec.listeners {
            listeners.push(listener(node, &load_balancer, spec, props)?);
        }
        add_names(node, &load_balancer, spec)?;
        load_balancers.push(load_balancer);
    }
    Ok((load_balancers, listeners))
}

fn load_balancer(
    node: &Node,
    cluster: &Cluster,
    spec: &ApplicationLoadBalancerSpec,
) -> Result<ApplicationLoadBalancer> {
    if let Some(timeout) = spec.idle_timeout
        && !(1..=4000).contains(&timeout.to_seconds()?)
    {
        return Err(node.error("Load balancer idle timeout must be between 1 and 4000 seconds."));
    }
    let props = ApplicationLoadBalancerProps {
        internet_facing: spec.public_load_balancer,
        idle_timeout: spec.idle_timeout,
        ..ApplicationLoadBalancerProps::new(cluster.vpc())
    };
    ApplicationLoadBalancer::new(node, &spec.name, props)
}

fn protocol(node: &Node, props: &ApplicationListenerProps) -> Result<ApplicationProtocol> {
    let https = ApplicationProtocol::Https;
    match (props.protocol, &props.certificate) {
        (Some(protocol), Some(_)) if protocol != https => {
            Err(node.error("The HTTPS protocol must be used when a certificate is given"))
        }
        (Some(protocol), _) => Ok(protocol),
        (None, Some(_)) => Ok(https),
        (None, None) => Ok(ApplicationProtocol::Http),
    }
}

fn listener(
    node: &Node,
    load_balancer: &ApplicationLoadBalancer,
    spec: &ApplicationLoadBalancerSpec,
    props: &ApplicationListenerProps,
) -> Result<ApplicationListener> {
    let protocol = protocol(node, props)?;
    let own = BaseApplicationListenerProps {
        protocol: Some(protocol),
        port: props.port,
        ssl_policy: props.ssl_policy,
        ..BaseApplicationListenerProps::default()
    };
    let listener = load_balancer.add_listener(&props.name, own)?;
    if protocol == ApplicationProtocol::Https {
        let arn = certificate(node, spec, props)?.certificate_arn();
        listener.add_certificates(&format!("Arns{}", props.name), vec![arn])?;
    }
    Ok(listener)
}

fn certificate(
    node: &Node,
    spec: &ApplicationLoadBalancerSpec,
    props: &ApplicationListenerProps,
) -> Result<Certificate> {
    let (Some(name), Some(zone)) = (&spec.domain_name, &spec.domain_zone) else {
        return Err(node.error("A domain name and zone is required when using the HTTPS protocol"));
    };
    if let Some(given) = &props.certificate {
        return Ok(given.clone());
    }
    let own = CertificateProps {
        validation: Some(CertificateValidation::from_dns(Some(zone))),
        ..CertificateProps::new(name)
    };
    Certificate::new(node, &format!("Certificate{}", props.name), own)
}

/// Adds the record of a load balancer's name, and outputs that tell where it is.
fn add_names(
    node: &Node,
    load_balancer: &ApplicationLoadBalancer,
    spec: &ApplicationLoadBalancerSpec,
) -> Result<()> {
    let name = domain_name(node, load_balancer, spec)?;
    let dns_name = load_balancer.load_balancer_dns_name();
    CfnOutput::new(node, &format!("LoadBalancerDNS{}", spec.name), CfnOutputProps::new(dns_name))?;
    let mut told: Vec<String> = Vec::new();
    for listener in &spec.listeners {
        let scheme = protocol(node, listener)?.name().to_lowercase();
        if !told.contains(&scheme) {
            let url = text![format!("{scheme}://"), &name];
            CfnOutput::new(node, &format!("ServiceURL{}{scheme}", spec.name), CfnOutputProps::new(url))?;
            told.push(scheme);
        }
    }
    Ok(())
}

fn domain_name(
    node: &Node,
    load_balancer: &ApplicationLoadBalancer,
    spec: &ApplicationLoadBalancerSpec,
) -> Result<Text> {
    let dns_name = load_balancer.load_balancer_dns_name();
    let Some(name) = &spec.domain_name else {
        return Ok(dns_name);
    };
    let Some(zone) = &spec.domain_zone else {
        return Err(node
            .error("A Route53 hosted domain zone name is required to configure the specified domain name"));
    };
    let zone_id = load_balancer.load_balancer_canonical_hosted_zone_id();
    let target = RecordTarget::from_alias(LoadBalancerTarget::new(zone_id, dns_name));
    let options = RecordSetOptions::named(zone, name);
    Ok(ARecord::new(node, &format!("DNS{}", spec.name), target, options)?.domain_name())
}

fn task_definition(node: &Node, props: &Props) -> Result<TaskDefinition> {
    let size = TaskSize {
        cpu: props.cpu,
        memory_limit_mib: props.memory_limit_mib,
        runtime_platform: props.runtime_platform,
    };
    match (&props.task_definition, &props.task_image_options) {
        (Some(_), Some(_)) => {
            Err(node.error("You must specify only one of TaskDefinition or TaskImageOptions."))
        }
        (Some(given), None) => Ok(given.clone()),
        (None, Some(image)) => {
            let (task, container) = base::task_of_image(node, image, size)?;
            container.add_port_mappings(image.container_port.map(PortMapping::new))?;
            Ok(task)
        }
        (None, None) => Err(node.error("You must specify one of: taskDefinition or image")),
    }
}

/// The first listener hands everything to the container's first port.
fn whole_service(
    listeners: &[ApplicationListener],
    service: &FargateService,
    container: &ContainerDefinition,
) -> Result<ApplicationTargetGroup> {
    let props = ApplicationTargetGroupProps {
        targets: vec![Rc::new(service.clone())],
        port: Some(container.container_port()?),
        ..ApplicationTargetGroupProps::default()
    };
    listeners[0].add_targets("ECS", None, props)
}

fn register(
    node: &Node,
    listeners: &[ApplicationListener],
    service: &FargateService,
    container: &ContainerDefinition,
    targets: &[ApplicationTargetProps],
) -> Result<Vec<ApplicationTargetGroup>> {
    for target in targets {
        let (port, protocol) = (target.container_port, target.protocol.unwrap_or_default());
        let same = |known: &PortMapping| {
            known.container_port == port && known.protocol.unwrap_or_default() == protocol
        };
        if !container.port_mappings().iter().any(same) {
            let protocol = target.protocol;
            container.add_port_mappings([PortMapping { protocol, ..PortMapping::new(port) }])?;
        }
    }
    let group = |target: &ApplicationTargetProps| {
        let options = LoadBalancerTargetOptions {
            container_name: container.container_name(),
            container_port: Some(target.container_port),
            protocol: target.protocol.unwrap_or_default(),
        };
        let props = ApplicationTargetGroupProps {
            port: Some(80),
            targets: vec![Rc::new(service.load_balancer_target(&options)?)],
            ..ApplicationTargetGroupProps::default()
        };
        let id = format!("ECSTargetGroup{}{}", container.container_name(), target.container_port);
        find_listener(node, listeners, target.listener.as_deref())?.add_targets(
            &id,
            rule(node, target)?,
            props,
        )
    };
    targets.iter().map(group).collect()
}

fn find_listener<'a>(
    node: &Node,
    listeners: &'a [ApplicationListener],
    name: Option<&str>,
) -> Result<&'a ApplicationListener> {
    let Some(name) = name else {
        return Ok(&listeners[0]);
    };
    listeners.iter().find(|listener| *listener.node().id() == *name).ok_or_else(|| {
        node.error(format!("Listener {name} is not defined. Did you define listener with name {name}?"))
    })
}

/// Which requests a target gets; all if nothing is said.
fn rule(node: &Node, target: &ApplicationTargetProps) -> Result<Option<Rule>> {
    let mut conditions = Vec::new();
    if let Some(host) = &target.host_header {
        conditions.push(ListenerCondition::host_headers(&[host]));
    }
    if let Some(path) = &target.path_pattern {
        conditions.push(ListenerCondition::path_patterns(&[path])?);
    }
    match (target.priority, conditions.is_empty()) {
        (Some(priority), false) => Ok(Some(Rule { priority, conditions })),
        (None, true) => Ok(None),
        _ => Err(node.error(
            "Setting 'conditions', 'pathPattern' or 'hostHeader' also requires 'priority', and vice versa",
        )),
    }
}

fn service(node: &Node, props: Props, cluster: &Cluster, task: &TaskDefinition) -> Result<FargateService> {
    let usual = FargateServiceProps::new(cluster, task);
    let props = FargateServiceProps {
        desired_count: props.desired_count,
        assign_public_ip: props.assign_public_ip,
        service_name: props.service_name,
        health_check_grace_period: props.health_check_grace_period,
        propagate_tags: props.propagate_tags,
        enable_ecs_managed_tags: props.enable_ecs_managed_tags,
        cloud_map_options: props.cloud_map_options,
        platform_version: props.platform_version,
        enable_execute_command: props.enable_execute_command,
        ..usual
    };
    FargateService::new(node, "Service", props)
}
