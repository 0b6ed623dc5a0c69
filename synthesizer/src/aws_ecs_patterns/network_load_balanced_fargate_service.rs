//! A service behind a network load balancer.

use super::NetworkLoadBalancedFargateServiceProps as Props;
use super::base::{self, Domain, TaskSize};
use crate::aws_ecs::{Cluster, FargateService, FargateServiceProps, TaskDefinition};
use crate::aws_elasticloadbalancingv2::{
    BaseNetworkListenerProps, NetworkListener, NetworkLoadBalancer, NetworkLoadBalancerProps,
    NetworkTargetGroup, NetworkTargetGroupProps,
};
use crate::cfn::{CfnOutput, CfnOutputProps};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;

/// A service on Fargate behind a load balancer for TCP. Cheap to clone.
#[derive(Clone)]
pub struct NetworkLoadBalancedFargateService {
    node: Node,
    cluster: Cluster,
    load_balancer: NetworkLoadBalancer,
    listener: NetworkListener,
    target_group: NetworkTargetGroup,
    task_definition: TaskDefinition,
    service: FargateService,
}

crate::construct!(NetworkLoadBalancedFargateService);

impl NetworkLoadBalancedFargateService {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_ecs_patterns.NetworkLoadBalancedFargateService");

    /// A service with its load balancer.
    pub fn new(scope: &dyn Construct, id: &str, props: Props) -> Result<Self> {
        let node = Node::new(scope, id, Self::INFO)?;
        let cluster = base::cluster(&node, props.cluster.as_ref(), props.vpc.as_ref())?;
        base::check_desired_count(&node, props.desired_count)?;
        let load_balancer = match &props.load_balancer {
            Some(given) => given.clone(),
            None => {
                let internet_facing = props.public_load_balancer;
                let own = NetworkLoadBalancerProps::new(cluster.vpc());
                let own = NetworkLoadBalancerProps { internet_facing, ..own };
                NetworkLoadBalancer::new(&node, "LB", own)?
            }
        };
        let port = BaseNetworkListenerProps::new(props.listener_port.unwrap_or(80));
        let listener = load_balancer.add_listener("PublicListener", port)?;
        let container_port = props.task_image_options.as_ref().and_then(|image| image.container_port);
        let targets = NetworkTargetGroupProps::new(container_port.unwrap_or(80));
        let target_group = listener.add_targets("ECS", targets)?;
        add_names(&node, &props, &load_balancer)?;
        let size = TaskSize {
            cpu: props.cpu,
            memory_limit_mib: props.memory_limit_mib,
            runtime_platform: props.runtime_platform,
        };
        let (given, image) = (props.task_definition.as_ref(), props.task_image_options.as_ref());
        let task_definition = base::task_definition(&node, given, image, size)?;
        let service = service(&node, props, &cluster, &task_definition)?;
        target_group.add_target(&service)?;
        Ok(NetworkLoadBalancedFargateService {
            node,
            cluster,
            load_balancer,
            listener,
            target_group,
            task_definition,
            service,
        })
    }

    /// What it runs in.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The load balancer.
    pub fn load_balancer(&self) -> &NetworkLoadBalancer {
        &self.load_balancer
    }

    /// The listener that hands connections to the service.
    pub fn listener(&self) -> &NetworkListener {
        &self.listener
    }

    /// The service as the load balancer sees it.
    pub fn target_group(&self) -> &NetworkTargetGroup {
        &self.target_group
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

/// Adds the record of the service's name, and an output that tells where a load balancer is that was made here.
fn add_names(node: &Node, props: &Props, load_balancer: &NetworkLoadBalancer) -> Result<()> {
    let dns_name = load_balancer.load_balancer_dns_name();
    let domain = Domain {
        name: props.domain_name.as_ref(),
        zone: props.domain_zone.as_ref(),
        record_type: props.record_type,
    };
    domain.add_record(node, dns_name.clone(), load_balancer.load_balancer_canonical_hosted_zone_id())?;
    if props.load_balancer.is_none() {
        CfnOutput::new(node, "LoadBalancerDNS", CfnOutputProps::new(dns_name))?;
    }
    Ok(())
}

fn service(node: &Node, props: Props, cluster: &Cluster, task: &TaskDefinition) -> Result<FargateService> {
    let usual = FargateServiceProps::new(cluster, task);
    let props = FargateServiceProps {
        desired_count: props.desired_count,
        assign_public_ip: props.assign_public_ip,
        service_name: props.service_name,
        health_check_grace_period: props.health_check_grace_period,
        min_healthy_percent: props.min_healthy_percent,
        max_healthy_percent: props.max_healthy_percent,
        propagate_tags: props.propagate_tags,
        enable_ecs_managed_tags: props.enable_ecs_managed_tags,
        cloud_map_options: props.cloud_map_options,
        platform_version: props.platform_version,
        deployment_controller: props.deployment_controller,
        circuit_breaker: props.circuit_breaker,
        vpc_subnets: props.task_subnets,
        enable_execute_command: props.enable_execute_command,
        capacity_provider_strategies: props.capacity_provider_strategies,
        ..usual
    };
    FargateService::new(node, "Service", props)
}
