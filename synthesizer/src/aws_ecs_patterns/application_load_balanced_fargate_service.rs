//! A service behind an application load balancer.

use super::{
    ApplicationLoadBalancedFargateServiceProps as Props,
    ApplicationLoadBalancedServiceRecordType as RecordKind,
};
use crate::aws_certificatemanager::{Certificate, CertificateProps, CertificateValidation};
use crate::aws_ec2::Vpc;
use crate::aws_ecs::{
    AwsLogDriverProps, Cluster, ClusterProps, ContainerDefinitionOptions, FargateService,
    FargateServiceProps, FargateTaskDefinition, FargateTaskDefinitionProps, LogDriver, PortMapping,
    TaskDefinition,
};
use crate::aws_elasticloadbalancingv2::{
    ApplicationListener, ApplicationLoadBalancer, ApplicationLoadBalancerProps, ApplicationProtocol,
    ApplicationTargetGroup, ApplicationTargetGroupProps, BaseApplicationListenerProps, ListenerAction,
    RedirectOptions,
};
use crate::aws_route53::{ARecord, CnameRecord, LoadBalancerTarget, RecordSetOptions, RecordTarget};
use crate::cfn::{CfnOutput, CfnOutputProps};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::text;
use crate::value::Text;

/// A service on Fargate behind a load balancer, with names and certificates. Cheap to clone.
#[derive(Clone)]
pub struct ApplicationLoadBalancedFargateService {
    node: Node,
    cluster: Cluster,
    load_balancer: ApplicationLoadBalancer,
    listener: ApplicationListener,
    redirect_listener: Option<ApplicationListener>,
    target_group: ApplicationTargetGroup,
    certificate: Option<Certificate>,
    task_definition: TaskDefinition,
    service: FargateService,
}

crate::construct!(ApplicationLoadBalancedFargateService);

impl ApplicationLoadBalancedFargateService {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_ecs_patterns.ApplicationLoadBalancedFargateService");

    /// A service with its load balancer.
    pub fn new(scope: &dyn Construct, id: &str, props: Props) -> Result<Self> {
        let node = Node::new(scope, id, Self::INFO)?;
        check_count_and_cluster(&node, &props)?;
        let cluster = match &props.cluster {
            Some(cluster) => cluster.clone(),
            None => default_cluster(&node, props.vpc.as_ref())?,
        };
        let load_balancer = load_balancer(&node, &props, &cluster)?;
        let protocol = protocol(&node, &props)?;
        let listener = load_balancer.add_listener(
            "PublicListener",
            BaseApplicationListenerProps {
                protocol: Some(protocol),
                port: props.listener_port,
                open: props.open_listener,
                ssl_policy: props.ssl_policy,
                ..BaseApplicationListenerProps::default()
            },
        )?;
        let targets = ApplicationTargetGroupProps {
            protocol: Some(props.target_protocol.unwrap_or(ApplicationProtocol::Http)),
            protocol_version: props.protocol_version,
            ..ApplicationTargetGroupProps::default()
        };
        let target_group = listener.add_targets("ECS", None, targets)?;
        let certificate = certificate(&node, &props, protocol)?;
        if let Some(certificate) = &certificate {
            listener.add_certificates("Arns", vec![certificate.certificate_arn()])?;
        }
        let redirect_listener = redirect(&load_balancer, &props)?;
        add_names(&node, &props, &load_balancer, protocol)?;
        let task_definition = task_definition(&node, &props)?;
        check_percentages(&node, &props)?;
        let service = service(&node, props, &cluster, &task_definition)?;
        target_group.add_target(&service)?;
        Ok(ApplicationLoadBalancedFargateService {
            node,
            cluster,
            load_balancer,
            listener,
            redirect_listener,
            target_group,
            certificate,
            task_definition,
            service,
        })
    }

    /// What it runs in.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The load balancer.
    pub fn load_balancer(&self) -> &ApplicationLoadBalancer {
        &self.load_balancer
    }

    /// The listener that hands requests to the service.
    pub fn listener(&self) -> &ApplicationListener {
        &self.listener
    }

    /// The listener that redirects HTTP, if there is one.
    pub fn redirect_listener(&self) -> Option<&ApplicationListener> {
        self.redirect_listener.as_ref()
    }

    /// The service as the load balancer sees it.
    pub fn target_group(&self) -> &ApplicationTargetGroup {
        &self.target_group
    }

    /// The listener's certificate, if it has one.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
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

fn check_count_and_cluster(node: &Node, props: &Props) -> Result<()> {
    if props.cluster.is_some() && props.vpc.is_some() {
        return Err(
            node.error("You can only specify either vpc or cluster. Alternatively, you can leave both blank")
        );
    }
    if props.desired_count == Some(0) {
        return Err(node.error("You must specify a desiredCount greater than 0"));
    }
    if let Some(timeout) = props.idle_timeout
        && !(1..=4000).contains(&timeout.to_seconds()?)
    {
        return Err(node.error("Load balancer idle timeout must be between 1 and 4000 seconds."));
    }
    Ok(())
}

fn check_percentages(node: &Node, props: &Props) -> Result<()> {
    let given = (props.min_healthy_percent.unwrap_or(0), props.max_healthy_percent.unwrap_or(0));
    match given {
        (least, most) if least > 0 && most > 0 && least >= most => {
            Err(node.error("Minimum healthy percent must be less than maximum healthy percent."))
        }
        _ => Ok(()),
    }
}

/// The cluster of all services of the stack that are given none.
fn default_cluster(node: &Node, vpc: Option<&Vpc>) -> Result<Cluster> {
    let stack = node.stack()?;
    let vpc_id = vpc.map(|vpc| vpc.node().id().to_string()).unwrap_or_default();
    let id = format!("EcsDefaultClusterMnL3mNNYN{vpc_id}");
    if let Some(known) = stack.node().try_find_child(&id).and_then(|place| place.attached::<Cluster>()) {
        return Ok((*known).clone());
    }
    let cluster = Cluster::new(&stack, &id, ClusterProps { vpc: vpc.cloned(), ..ClusterProps::default() })?;
    cluster.node().attach(std::rc::Rc::new(cluster.clone()));
    Ok(cluster)
}

fn load_balancer(node: &Node, props: &Props, cluster: &Cluster) -> Result<ApplicationLoadBalancer> {
    if let Some(given) = &props.load_balancer {
        return Ok(given.clone());
    }
    let own = ApplicationLoadBalancerProps {
        load_balancer_name: props.load_balancer_name.clone(),
        internet_facing: props.public_load_balancer,
        idle_timeout: props.idle_timeout,
        ..ApplicationLoadBalancerProps::new(cluster.vpc())
    };
    ApplicationLoadBalancer::new(node, "LB", own)
}

fn protocol(node: &Node, props: &Props) -> Result<ApplicationProtocol> {
    let https = ApplicationProtocol::Https;
    if props.certificate.is_some() && props.protocol.is_some_and(|protocol| protocol != https) {
        return Err(node.error("The HTTPS protocol must be used when a certificate is given"));
    }
    let usual = if props.certificate.is_some() { https } else { ApplicationProtocol::Http };
    let protocol = props.protocol.unwrap_or(usual);
    if protocol != https && props.redirect_http {
        return Err(node.error("The HTTPS protocol must be used when redirecting HTTP traffic"));
    }
    Ok(protocol)
}

fn certificate(node: &Node, props: &Props, protocol: ApplicationProtocol) -> Result<Option<Certificate>> {
    if protocol != ApplicationProtocol::Https {
        return Ok(None);
    }
    if let Some(given) = &props.certificate {
        return Ok(Some(given.clone()));
    }
    let (Some(name), Some(zone)) = (&props.domain_name, &props.domain_zone) else {
        return Err(node.error("A domain name and zone is required when using the HTTPS protocol"));
    };
    let own = CertificateProps {
        validation: Some(CertificateValidation::from_dns(Some(zone))),
        ..CertificateProps::new(name)
    };
    Certificate::new(node, "Certificate", own).map(Some)
}

fn redirect(load_balancer: &ApplicationLoadBalancer, props: &Props) -> Result<Option<ApplicationListener>> {
    if !props.redirect_http {
        return Ok(None);
    }
    let port = props.listener_port.filter(|port| *port != 0).unwrap_or(443);
    let action = ListenerAction::redirect(RedirectOptions {
        port: Some(port.to_string()),
        protocol: Some(ApplicationProtocol::Https),
        permanent: true,
        ..RedirectOptions::default()
    })?;
    let listener = BaseApplicationListenerProps {
        protocol: Some(ApplicationProtocol::Http),
        port: Some(80),
        open: props.open_listener,
        default_action: Some(action),
        ..BaseApplicationListenerProps::default()
    };
    load_balancer.add_listener("PublicRedirectListener", listener).map(Some)
}

/// Adds the record of the service's name, and outputs that tell where it is.
fn add_names(
    node: &Node,
    props: &Props,
    load_balancer: &ApplicationLoadBalancer,
    protocol: ApplicationProtocol,
) -> Result<()> {
    let dns_name = load_balancer.load_balancer_dns_name();
    let name = match &props.domain_name {
        Some(domain) => record(node, props, domain, load_balancer)?,
        None => None,
    };
    CfnOutput::new(node, "LoadBalancerDNS", CfnOutputProps::new(dns_name.clone()))?;
    let scheme = protocol.name().to_lowercase();
    let url = text![scheme, "://", name.unwrap_or(dns_name)];
    CfnOutput::new(node, "ServiceURL", CfnOutputProps::new(url)).map(drop)
}

fn record(
    node: &Node,
    props: &Props,
    domain: &Text,
    load_balancer: &ApplicationLoadBalancer,
) -> Result<Option<Text>> {
    let Some(zone) = &props.domain_zone else {
        return Err(node
            .error("A Route53 hosted domain zone name is required to configure the specified domain name"));
    };
    let dns_name = load_balancer.load_balancer_dns_name();
    let options = RecordSetOptions::named(zone, domain);
    Ok(match props.record_type {
        RecordKind::Alias => {
            let zone_id = load_balancer.load_balancer_canonical_hosted_zone_id();
            let target = RecordTarget::from_alias(LoadBalancerTarget::new(zone_id, dns_name));
            Some(ARecord::new(node, "DNS", target, options)?.domain_name())
        }
        RecordKind::Cname => Some(CnameRecord::new(node, "DNS", dns_name, options)?.domain_name()),
        RecordKind::None => None,
    })
}

fn task_definition(node: &Node, props: &Props) -> Result<TaskDefinition> {
    let image = match (&props.task_definition, &props.task_image_options) {
        (Some(_), Some(_)) => {
            return Err(node.error("You must specify either a taskDefinition or an image, not both."));
        }
        (Some(given), None) => return Ok(given.clone()),
        (None, Some(image)) => image.clone(),
        (None, None) => return Err(node.error("You must specify one of: taskDefinition or image")),
    };
    let task = FargateTaskDefinition::new(
        node,
        "TaskDef",
        FargateTaskDefinitionProps {
            memory_limit_mib: props.memory_limit_mib,
            cpu: props.cpu,
            execution_role: image.execution_role,
            task_role: image.task_role,
            family: image.family,
            runtime_platform: props.runtime_platform,
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
    let port = image.container_port.filter(|port| *port != 0).unwrap_or(80);
    container.add_port_mappings([PortMapping::new(port)])?;
    Ok(task)
}

fn service(node: &Node, props: Props, cluster: &Cluster, task: &TaskDefinition) -> Result<FargateService> {
    let usual = FargateServiceProps::new(cluster, task);
    FargateService::new(
        node,
        "Service",
        FargateServiceProps {
            desired_count: props.desired_count,
            assign_public_ip: props.assign_public_ip,
            service_name: props.service_name,
            health_check_grace_period: props.health_check_grace_period,
            min_healthy_percent: props.min_healthy_percent,
            max_healthy_percent: props.max_healthy_percent,
            propagate_tags: props.propagate_tags,
            enable_ecs_managed_tags: props.enable_ecs_managed_tags,
            platform_version: props.platform_version,
            deployment_controller: props.deployment_controller,
            circuit_breaker: props.circuit_breaker,
            security_groups: props.security_groups,
            vpc_subnets: props.task_subnets,
            enable_execute_command: props.enable_execute_command,
            capacity_provider_strategies: props.capacity_provider_strategies,
            ..usual
        },
    )
}
