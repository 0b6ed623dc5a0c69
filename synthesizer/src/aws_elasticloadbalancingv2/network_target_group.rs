//! Groups of targets that a network load balancer hands connections to.

use std::rc::Rc;

use super::attributes::Attributes;
use super::network_listener::refuse_http;
use super::target_group_base::{Common, seconds};
use super::target_group_checks::{Kind, add_checks};
use super::{HealthCheck, LoadBalancerTargetProps, Protocol, TargetType};
use crate::aws_ec2::Vpc;
use crate::construct::{Construct, ConstructInfo, DependencyGroup, Node};
use crate::duration::Duration;
use crate::entries;
use crate::error::Result;
use crate::json::MapKey;
use crate::value::Text;

/// A group of targets. Cheap to clone.
#[derive(Clone)]
pub struct NetworkTargetGroup {
    node: Node,
    arn: Text,
    full_name: Text,
    attributes: Attributes,
    common: Common,
    attached: DependencyGroup,
}

crate::construct!(NetworkTargetGroup);

/// Something that a network load balancer can hand connections to.
pub trait NetworkLoadBalancerTarget {
    /// Makes it a target of this group.
    fn attach_to_network_target_group(
        &self,
        target_group: &NetworkTargetGroup,
    ) -> Result<LoadBalancerTargetProps>;
}

/// What a target group can be told.
#[derive(Clone, Default)]
pub struct NetworkTargetGroupProps {
    /// The VPC.
    pub vpc: Option<Vpc>,
    /// Its name; CloudFormation makes one if not given.
    pub target_group_name: Option<String>,
    /// Port of the targets.
    pub port: u16,
    /// Protocol of the targets; TCP if not given.
    pub protocol: Option<Protocol>,
    /// What targets are; as the first target says if not given.
    pub target_type: Option<TargetType>,
    /// The first targets.
    pub targets: Vec<Rc<dyn NetworkLoadBalancerTarget>>,
    /// How the load balancer finds out which are well.
    pub health_check: HealthCheck,
    /// How long a target that goes may keep its connections.
    pub deregistration_delay: Option<Duration>,
    /// Whether connections are cut when that time is over.
    pub connection_termination: Option<bool>,
    /// Whether targets are told the client's address, by version 2 of the proxy protocol.
    pub proxy_protocol_v2: Option<bool>,
    /// Whether connections seem to come from the client.
    pub preserve_client_ip: Option<bool>,
}

impl NetworkTargetGroupProps {
    /// Targets on this port.
    pub fn new(port: u16) -> NetworkTargetGroupProps {
        NetworkTargetGroupProps { port, ..NetworkTargetGroupProps::default() }
    }
}

impl NetworkTargetGroup {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.NetworkTargetGroup");

    /// A target group, which no listener hands connections to yet.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: NetworkTargetGroupProps,
    ) -> Result<NetworkTargetGroup> {
        let node = Node::new(scope, id, NetworkTargetGroup::INFO)?;
        let protocol = props.protocol.unwrap_or(Protocol::Tcp);
        refuse_http(&node, protocol)?;
        let attributes = Attributes::default();
        if let Some(delay) = props.deregistration_delay {
            attributes.set("deregistration_delay.timeout_seconds", Some(seconds(delay)?));
        }
        let common = Common::new(props.health_check, props.target_type);
        let more = entries! { "Protocol" => protocol.name(), "Port" => props.port };
        let name = props.target_group_name.as_ref();
        let resource = common.resource(&node, name, props.vpc.as_ref(), &attributes, more)?;
        let switches = [
            ("proxy_protocol_v2.enabled", props.proxy_protocol_v2),
            ("preserve_client_ip.enabled", props.preserve_client_ip),
            ("deregistration_delay.connection_termination.enabled", props.connection_termination),
        ];
        for (key, value) in switches {
            if let Some(value) = value {
                attributes.set(key, Some(value.to_string().into()));
            }
        }
        add_checks(&node, &common, name, Kind::Network { has_vpc: props.vpc.is_some() });
        let group = NetworkTargetGroup {
            node,
            arn: resource.ref_(),
            full_name: resource.get_att("TargetGroupFullName"),
            attributes,
            common,
            attached: DependencyGroup::new(),
        };
        props.targets.iter().try_for_each(|target| group.add_target(&**target))?;
        Ok(group)
    }

    /// `arn:…:targetgroup/…`
    pub fn target_group_arn(&self) -> Text {
        self.arn.clone()
    }

    /// What metrics call it.
    pub fn target_group_full_name(&self) -> Text {
        self.full_name.clone()
    }

    /// To wait for what hands it connections.
    pub fn load_balancer_attached(&self) -> DependencyGroup {
        self.attached.clone()
    }

    /// Sets an attribute by the name that Elastic Load Balancing has for it.
    pub fn set_attribute(&self, key: impl Into<MapKey>, value: impl Into<Text>) {
        self.attributes.set(key, Some(value.into()));
    }

    /// Replaces the health check.
    pub fn configure_health_check(&self, health_check: HealthCheck) {
        self.common.set_health_check(health_check);
    }

    /// Adds a target, of the type of the others.
    pub fn add_target(&self, target: &dyn NetworkLoadBalancerTarget) -> Result<()> {
        let props = target.attach_to_network_target_group(self)?;
        self.common.add_target(&self.node, props)
    }
}
