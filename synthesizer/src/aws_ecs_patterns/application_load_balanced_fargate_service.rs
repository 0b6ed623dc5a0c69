//! A service behind an application load balancer.

use super::ApplicationLoadBalancedFargateServiceProps as Props;
use super::base::{self, Domain, TaskSize};
use crate::aws_certificatemanager::{Certificate, CertificateProps, CertificateValidation};
use crate::aws_ecs::{Cluster, FargateService, FargateServiceProps, TaskDefinition};
use crate::aws_elasticloadbalancingv2::{
    ApplicationListener, ApplicationLoadBalancer, ApplicationLoadBalancerProps, ApplicationProtocol,
    ApplicationTargetGroup, ApplicationTargetGroupProps, BaseApplicationListenerProps, ListenerAction,
    RedirectOptions,
};
use crate::cfn::{CfnOutput, CfnOutputProps};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::text;

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
        let cluster = base::cluster(&node, props.cluster.as_ref(), props.vpc.as_ref())?;
        base::check_desired_count(&node, props.desired_count)?;
        check_idle_timeout(&node, &props)?;
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
        let size = TaskSize {
            cpu: props.cpu,
            memory_limit_mib: props.memory_limit_mib,
            runtime_platform: props.runtime_platform,
        };
        let (given, image) = (props.task_definition.as_ref(), props.task_image_options.as_ref());
        let task_definition = base::task_definition(&node, given, image, size)?;
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

fn check_idle_timeout(node: &Node, props: &Props) -> Result<()> {
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
    let zone_id = load_balancer.load_balancer_canonical_hosted_zone_id();
    let domain = Domain {
        name: props.domain_name.as_ref(),
        zone: props.domain_zone.as_ref(),
        record_type: props.record_type,
    };
    let name = domain.add_record(node, dns_name.clone(), zone_id)?;
    CfnOutput::new(node, "LoadBalancerDNS", CfnOutputProps::new(dns_name.clone()))?;
    let scheme = protocol.name().to_lowercase();
    let url = text![scheme, "://", name.unwrap_or(dns_name)];
    CfnOutput::new(node, "ServiceURL", CfnOutputProps::new(url)).map(drop)
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
