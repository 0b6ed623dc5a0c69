//! Services as targets of load balancers.

use super::{ContainerDefinition, FargateService, PortMapping, Protocol};
use crate::aws_elasticloadbalancingv2::{
    ApplicationLoadBalancerTarget, ApplicationTargetGroup, LoadBalancerTargetProps,
    NetworkLoadBalancerTarget, NetworkTargetGroup, TargetType,
};
use crate::construct::{Construct, DependencyGroup};
use crate::error::Result;
use crate::props;
use crate::value::Text;

/// Which port of which container a load balancer talks to.
#[derive(Debug, Clone, Default)]
pub struct LoadBalancerTargetOptions {
    /// Name of the container.
    pub container_name: String,
    /// Its first port if not given.
    pub container_port: Option<u16>,
    /// TCP if not given.
    pub protocol: Protocol,
}

/// One port of a service's container.
struct Target {
    service: FargateService,
    container: ContainerDefinition,
    mapping: PortMapping,
}

impl FargateService {
    /// A port of a container, as a target.
    pub fn load_balancer_target(
        &self,
        options: &LoadBalancerTargetOptions,
    ) -> Result<impl ApplicationLoadBalancerTarget + NetworkLoadBalancerTarget + use<>> {
        self.target(options)
    }

    fn target(&self, options: &LoadBalancerTargetOptions) -> Result<Target> {
        let task = self.task_definition();
        let name = &options.container_name;
        let Some(container) = task.find_container(name)? else {
            return Err(task
                .node()
                .error(format!("No container named '{name}'. Did you call \"addContainer()\"?")));
        };
        let port = options.container_port.map_or_else(|| container.container_port(), Ok)?;
        let Some(mapping) = container.find_port_mapping(port, options.protocol) else {
            let asked =
                options.container_port.map_or_else(|| "undefined".to_owned(), |port| port.to_string());
            return Err(task.node().error(format!(
                "Container '{}' has no mapping for port {asked} and protocol {}. Did you call \
                 \"container.addPortMappings()\"?",
                container.node().path(),
                options.protocol.name()
            )));
        };
        Ok(Target { service: self.clone(), container, mapping })
    }
}

impl Target {
    /// Notes the target group in the service, which waits for what hands the group requests.
    fn attach(&self, target_group_arn: Text, attached: DependencyGroup) -> LoadBalancerTargetProps {
        let details = &self.service.details;
        details.known.load_balancers.borrow_mut().push(props! {
            "TargetGroupArn" => target_group_arn,
            "ContainerName" => self.container.container_name(),
            "ContainerPort" => self.mapping.container_port,
        });
        details.resource.node().add_dependency(attached);
        LoadBalancerTargetProps { target_type: TargetType::Ip, target_json: None }
    }
}

impl ApplicationLoadBalancerTarget for Target {
    fn attach_to_application_target_group(
        &self,
        group: &ApplicationTargetGroup,
    ) -> Result<LoadBalancerTargetProps> {
        group.register_connectable(&self.service, self.mapping.port())?;
        Ok(self.attach(group.target_group_arn(), group.load_balancer_attached()))
    }
}

impl NetworkLoadBalancerTarget for Target {
    fn attach_to_network_target_group(&self, group: &NetworkTargetGroup) -> Result<LoadBalancerTargetProps> {
        Ok(self.attach(group.target_group_arn(), group.load_balancer_attached()))
    }
}

impl FargateService {
    /// The first port of the first essential container.
    fn default_target(&self) -> Result<Target> {
        let Some(container) = self.task_definition().default_container()? else {
            let message = "A TaskDefinition must have at least one essential container";
            return Err(self.node().error(message));
        };
        let container_name = container.container_name();
        self.target(&LoadBalancerTargetOptions { container_name, ..LoadBalancerTargetOptions::default() })
    }
}

/// The first port of the first essential container.
impl ApplicationLoadBalancerTarget for FargateService {
    fn attach_to_application_target_group(
        &self,
        target_group: &ApplicationTargetGroup,
    ) -> Result<LoadBalancerTargetProps> {
        self.default_target()?.attach_to_application_target_group(target_group)
    }
}

/// The first port of the first essential container.
impl NetworkLoadBalancerTarget for FargateService {
    fn attach_to_network_target_group(
        &self,
        target_group: &NetworkTargetGroup,
    ) -> Result<LoadBalancerTargetProps> {
        self.default_target()?.attach_to_network_target_group(target_group)
    }
}
