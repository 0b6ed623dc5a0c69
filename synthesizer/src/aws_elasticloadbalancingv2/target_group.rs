//! Groups of targets that a load balancer hands requests to.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use super::attributes::Attributes;
use super::enums::protocol_and_port;
use super::target_group_base::{Common, seconds};
use super::target_group_checks::{Kind, add_checks};
use super::{
    ApplicationListener, ApplicationProtocol, ApplicationProtocolVersion, HealthCheck,
    TargetGroupLoadBalancingAlgorithmType, TargetType,
};
use crate::aws_ec2::{Connectable, Connections, Port, Vpc};
use crate::construct::{Construct, ConstructInfo, DependencyGroup, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::json::MapKey;
use crate::value::{Fn, Text, Value};
use crate::{entries, text};

/// A group of targets. Cheap to clone.
#[derive(Clone)]
pub struct ApplicationTargetGroup {
    node: Node,
    arn: Text,
    full_name: Text,
    attributes: Attributes,
    common: Common,
    attached: DependencyGroup,
}

crate::construct!(ApplicationTargetGroup);

/// What may still change; kept in the tree, since listeners lead back to target groups.
#[derive(Default)]
struct State {
    members: RefCell<Vec<(Connections, Port)>>,
    listeners: RefCell<Vec<ApplicationListener>>,
}

/// What a target says of itself.
#[derive(Debug, Clone)]
pub struct LoadBalancerTargetProps {
    /// What it is.
    pub target_type: TargetType,
    /// How it is named, unless it registers itself.
    pub target_json: Option<Value>,
}

/// Something that a load balancer can hand requests to.
pub trait ApplicationLoadBalancerTarget {
    /// Makes it a target of this group.
    fn attach_to_application_target_group(
        &self,
        target_group: &ApplicationTargetGroup,
    ) -> Result<LoadBalancerTargetProps>;
}

/// What a target group can be told.
#[derive(Clone, Default)]
pub struct ApplicationTargetGroupProps {
    /// The VPC.
    pub vpc: Option<Vpc>,
    /// Its name; CloudFormation makes one if not given.
    pub target_group_name: Option<String>,
    /// Protocol that targets speak; made of the port if not given.
    pub protocol: Option<ApplicationProtocol>,
    /// Version of that.
    pub protocol_version: Option<ApplicationProtocolVersion>,
    /// Port of the targets; made of the protocol if not given.
    pub port: Option<u16>,
    /// What targets are; as the first target says if not given.
    pub target_type: Option<TargetType>,
    /// The first targets.
    pub targets: Vec<Rc<dyn ApplicationLoadBalancerTarget>>,
    /// How the load balancer finds out which are well.
    pub health_check: HealthCheck,
    /// How long a target that goes may finish its requests.
    pub deregistration_delay: Option<Duration>,
    /// How long a new target gets ever more requests, 30 to 900 seconds.
    pub slow_start: Option<Duration>,
    /// How long clients stay with a target; they do not if not given.
    pub stickiness_cookie_duration: Option<Duration>,
    /// The application's cookie that keeps them there, instead of the load balancer's own.
    pub stickiness_cookie_name: Option<String>,
    /// How requests are shared out.
    pub load_balancing_algorithm_type: Option<TargetGroupLoadBalancingAlgorithmType>,
}

impl ApplicationTargetGroup {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationTargetGroup");

    /// A target group, which no listener hands requests to yet.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: ApplicationTargetGroupProps,
    ) -> Result<ApplicationTargetGroup> {
        let protocol_and_port = protocol_and_port(props.protocol, props.port)?;
        let node = Node::new(scope, id, ApplicationTargetGroup::INFO)?;
        node.attach(Rc::new(State::default()));
        let common = Common::new(props.health_check.clone(), props.target_type);
        let attributes = Attributes::default();
        if let Some(delay) = props.deregistration_delay {
            attributes.set("deregistration_delay.timeout_seconds", Some(seconds(delay)?));
        }
        let more = entries! {
            "Protocol" => protocol_and_port.map(|(protocol, _)| protocol.name()),
            "ProtocolVersion" => props.protocol_version.map(ApplicationProtocolVersion::name),
            "Port" => protocol_and_port.map(|(_, port)| port),
        };
        let name = props.target_group_name.as_ref();
        let resource = common.resource(&node, name, props.vpc.as_ref(), &attributes, more)?;
        let kind = Kind::Application { has_vpc: props.vpc.is_some(), has_port: protocol_and_port.is_some() };
        add_checks(&node, &common, name, kind);
        let group = ApplicationTargetGroup {
            node,
            arn: resource.ref_(),
            full_name: resource.get_att("TargetGroupFullName"),
            attributes,
            common,
            attached: DependencyGroup::new(),
        };
        group.set_first_attributes(&props)?;
        props.targets.iter().try_for_each(|target| group.add_target(&**target))?;
        Ok(group)
    }

    fn set_first_attributes(&self, props: &ApplicationTargetGroupProps) -> Result<()> {
        if let Some(slow_start) = props.slow_start {
            if !(30..=900).contains(&slow_start.to_seconds()?) {
                let wrong = "Slow start duration value must be between 30 and 900 seconds.";
                return Err(self.node.error(wrong));
            }
            self.set_attribute("slow_start.duration_seconds", seconds(slow_start)?);
        }
        match props.stickiness_cookie_duration {
            Some(duration) => {
                self.enable_cookie_stickiness(duration, props.stickiness_cookie_name.as_deref())?;
            }
            None => self.set_attribute("stickiness.enabled", "false"),
        }
        if let Some(algorithm) = props.load_balancing_algorithm_type {
            self.set_attribute("load_balancing.algorithm.type", algorithm.name());
        }
        Ok(())
    }

    fn state(&self) -> Result<Rc<State>> {
        self.node.attached::<State>().ok_or_else(|| self.node.error("its app does not exist any more"))
    }

    /// `arn:…:targetgroup/…`
    pub fn target_group_arn(&self) -> Text {
        self.arn.clone()
    }

    /// What metrics call it.
    pub fn target_group_full_name(&self) -> Text {
        self.full_name.clone()
    }

    /// What metrics call the load balancer that hands it requests; an error if there is none.
    pub fn first_load_balancer_full_name(&self) -> Result<Text> {
        let listener = self.state()?.listeners.borrow().first().cloned();
        let Some(listener) = listener else {
            return Err(self.node.error(
                "The TargetGroup needs to be attached to a LoadBalancer before you can call this method",
            ));
        };
        let parts = Fn::split("/", &listener.listener_arn());
        Ok(text![Fn::select(1, &parts), "/", Fn::select(2, &parts), "/", Fn::select(3, &parts)])
    }

    /// To wait for what hands it requests.
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

    /// Keeps clients with their target for so long, by a cookie of the load balancer or of the application.
    pub fn enable_cookie_stickiness(&self, duration: Duration, cookie_name: Option<&str>) -> Result<()> {
        if !(1..=604_800).contains(&duration.to_seconds()?) {
            return Err(self.node.error(
                "Stickiness cookie duration value must be between 1 second and 7 days (604800 seconds).",
            ));
        }
        match cookie_name {
            Some("") => return Err(self.node.error("App cookie name cannot be an empty string.")),
            Some(name) if name.starts_with("AWSALB") => {
                return Err(self.node.error(
                    "App cookie names that start with the following prefixes are not allowed: AWSALB, AWSALBAPP, and \
                     AWSALBTG; they're reserved for use by the load balancer.",
                ));
            }
            _ => {}
        }
        self.set_attribute("stickiness.enabled", "true");
        match cookie_name {
            Some(name) => {
                self.set_attribute("stickiness.type", "app_cookie");
                self.set_attribute("stickiness.app_cookie.cookie_name", name);
                self.set_attribute("stickiness.app_cookie.duration_seconds", seconds(duration)?);
            }
            None => {
                self.set_attribute("stickiness.type", "lb_cookie");
                self.set_attribute("stickiness.lb_cookie.duration_seconds", seconds(duration)?);
            }
        }
        Ok(())
    }

    /// Adds a target, of the type of the others.
    pub fn add_target(&self, target: &dyn ApplicationLoadBalancerTarget) -> Result<()> {
        let props = target.attach_to_application_target_group(self)?;
        self.common.add_target(&self.node, props)
    }

    /// Lets the load balancers that hand it requests talk to a target.
    pub fn register_connectable(&self, target: &dyn Connectable, port: Port) -> Result<()> {
        let (state, connections) = (self.state()?, target.connections());
        state.members.borrow_mut().push((connections.clone(), port.clone()));
        let listeners = state.listeners.borrow().clone();
        listeners.iter().try_for_each(|listener| listener.register_connectable(&connections, &port))
    }

    pub(super) fn register_listener(&self, listener: &ApplicationListener, associating: &Node) -> Result<()> {
        let state = self.state()?;
        let members = state.members.borrow().clone();
        members
            .iter()
            .try_for_each(|(connections, port)| listener.register_connectable(connections, port))?;
        state.listeners.borrow_mut().push(listener.clone());
        self.attached.add(associating);
        Ok(())
    }
}

impl fmt::Debug for ApplicationTargetGroup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ApplicationTargetGroup({})", self.node.path())
    }
}
