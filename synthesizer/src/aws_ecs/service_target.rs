//! Services as targets of load balancers.

use super::{ContainerDefinition, FargateService, PortMapping, Protocol};
use crate::aws_elasticloadbalancingv2::{
    ApplicationLoadBalancerTarget, ApplicationTargetGroup, LoadBalancerTargetProps, TargetType,
};
use crate::construct::Construct;
use crate::error::Result;
use crate::props;

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
    ) -> Result<impl ApplicationLoadBalancerTarget + use<>> {
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

impl ApplicationLoadBalancerTarget for Target {
    fn attach_to_application_target_group(
        &self,
        target_group: &ApplicationTargetGroup,
    ) -> Result<LoadBalancerTargetProps> {
        target_group.register_connectable(&self.service, self.mapping.port())?;
        let details = &self.service.details;
        details.known.load_balancers.borrow_mut().push(props! {
            "TargetGroupArn" => target_group.target_group_arn(),
            "ContainerName" => self.container.container_name(),
            "ContainerPort" => self.mapping.container_port,
        });
        details.resource.node().add_dependency(target_group.load_balancer_attached());
        Ok(LoadBalancerTargetProps { target_type: TargetType::Ip, target_json: None })
    }
}

/// The first port of the first essential container.
impl ApplicationLoadBalancerTarget for FargateService {
    fn attach_to_application_target_group(
        &self,
        target_group: &ApplicationTargetGroup,
    ) -> Result<LoadBalancerTargetProps> {
        let Some(container) = self.task_definition().default_container()? else {
            let message = "A TaskDefinition must have at least one essential container";
            return Err(self.node().error(message));
        };
        let options =
            LoadBalancerTargetOptions { container_name: container.container_name(), ..Default::default() };
        self.load_balancer_target(&options)?.attach_to_application_target_group(target_group)
    }
}
