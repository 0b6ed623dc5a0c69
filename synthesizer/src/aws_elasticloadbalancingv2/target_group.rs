//! Groups of targets that a load balancer hands requests to.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use super::attributes::Attributes;
use super::enums::protocol_and_port;
use super::target_group_checks::add_checks;
use super::{
    ApplicationListener, ApplicationProtocol, ApplicationProtocolVersion, Protocol,
    TargetGroupLoadBalancingAlgorithmType, TargetType,
};
use crate::aws_ec2::{Connectable, Connections, Port, Vpc};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, DependencyGroup, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::value::{Fn, Lazy, Text, Value};
use crate::{props, text};

/// A group of targets. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ApplicationTargetGroup {
    node: Node,
    arn: Text,
    full_name: Text,
    attributes: Attributes,
    attached: DependencyGroup,
}

crate::construct!(ApplicationTargetGroup);

/// What may still change; kept in the tree, since listeners lead back to target groups.
#[derive(Default)]
pub(super) struct State {
    pub(super) health_check: RefCell<HealthCheck>,
    pub(super) target_type: Cell<Option<TargetType>>,
    pub(super) targets: RefCell<Vec<Value>>,
    members: RefCell<Vec<(Connections, Port)>>,
    listeners: RefCell<Vec<ApplicationListener>>,
}

/// How a load balancer finds out which targets are well. What is not given is as Elastic Load Balancing has it.
#[derive(Debug, Clone, Default)]
pub struct HealthCheck {
    /// Whether there are any.
    pub enabled: Option<bool>,
    /// Codes of gRPC that are good.
    pub healthy_grpc_codes: Option<String>,
    /// Codes of HTTP that are good, such as `200-299`.
    pub healthy_http_codes: Option<String>,
    /// Time between two checks.
    pub interval: Option<Duration>,
    /// What is asked for.
    pub path: Option<String>,
    /// Another port than that of requests.
    pub port: Option<String>,
    /// HTTP or HTTPS.
    pub protocol: Option<Protocol>,
    /// How long an answer may take.
    pub timeout: Option<Duration>,
    /// How many good answers make a target well.
    pub healthy_threshold_count: Option<u32>,
    /// How many bad answers make a target unwell.
    pub unhealthy_threshold_count: Option<u32>,
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
        let state = Rc::new(State {
            health_check: RefCell::new(props.health_check.clone()),
            target_type: Cell::new(props.target_type),
            ..State::default()
        });
        node.attach(state.clone());
        let attributes = Attributes::default();
        if let Some(delay) = props.deregistration_delay {
            attributes.set("deregistration_delay.timeout_seconds", Some(seconds(delay)?));
        }
        let resource = resource(&node, &props, protocol_and_port, &state, &attributes)?;
        add_checks(&node, &state, &props, protocol_and_port.is_some());
        let group = ApplicationTargetGroup {
            node,
            arn: resource.ref_(),
            full_name: resource.get_att("TargetGroupFullName"),
            attributes,
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
    pub fn set_attribute(&self, key: &str, value: impl Into<Text>) {
        self.attributes.set(key, Some(value.into()));
    }

    /// Replaces the health check.
    pub fn configure_health_check(&self, health_check: HealthCheck) -> Result<()> {
        *self.state()?.health_check.borrow_mut() = health_check;
        Ok(())
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
        let state = self.state()?;
        if let Some(others) = state.target_type.get().filter(|others| *others != props.target_type) {
            return Err(self.node.error(format!(
                "Already have a of type '{}', adding '{}'; make all targets the same type.",
                others.name(),
                props.target_type.name()
            )));
        }
        state.target_type.set(Some(props.target_type));
        state.targets.borrow_mut().extend(props.target_json);
        Ok(())
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

impl fmt::Debug for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("State")
    }
}

fn seconds(duration: Duration) -> Result<Text> {
    Ok(duration.to_seconds()?.to_string().into())
}

fn resource(
    node: &Node,
    props: &ApplicationTargetGroupProps,
    protocol_and_port: Option<(ApplicationProtocol, u16)>,
    state: &Rc<State>,
    attributes: &Attributes,
) -> Result<CfnResource> {
    let check = |value: fn(&HealthCheck) -> Result<Value>| {
        let state = state.clone();
        Lazy::any(move |_| value(&state.health_check.borrow()))
    };
    let (of_type, of_targets, of_vpc, vpc) = (state.clone(), state.clone(), state.clone(), props.vpc.clone());
    CfnResource::typed(
        node,
        "Resource",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        props! {
            "Name" => props.target_group_name.clone(),
            "TargetGroupAttributes" => attributes.lazy(),
            "TargetType" => Lazy::any(move |_| Ok(of_type.target_type.get().map(TargetType::name).into())),
            "Targets" => Lazy::any(move |_| Ok(Value::List(of_targets.targets.borrow().clone()))),
            "VpcId" => Lazy::any(move |_| {
                let in_vpc = of_vpc.target_type.get() != Some(TargetType::Lambda);
                Ok(vpc.as_ref().filter(|_| in_vpc).map(Vpc::vpc_id).into())
            }),
            "HealthCheckEnabled" => check(|check| Ok(check.enabled.into())),
            "HealthCheckIntervalSeconds" => check(|check| in_seconds(check.interval)),
            "HealthCheckPath" => check(|check| Ok(check.path.clone().into())),
            "HealthCheckPort" => check(|check| Ok(check.port.clone().into())),
            "HealthCheckProtocol" => check(|check| Ok(check.protocol.map(Protocol::name).into())),
            "HealthCheckTimeoutSeconds" => check(|check| in_seconds(check.timeout)),
            "HealthyThresholdCount" => check(|check| Ok(check.healthy_threshold_count.into())),
            "UnhealthyThresholdCount" => check(|check| Ok(check.unhealthy_threshold_count.into())),
            "Matcher" => check(|check| Ok(matcher(check))),
            "Protocol" => protocol_and_port.map(|(protocol, _)| protocol.name()),
            "ProtocolVersion" => props.protocol_version.map(ApplicationProtocolVersion::name),
            "Port" => protocol_and_port.map(|(_, port)| port),
        },
    )
}

fn in_seconds(duration: Option<Duration>) -> Result<Value> {
    Ok(duration.map(Duration::to_seconds).transpose()?.into())
}

fn matcher(check: &HealthCheck) -> Value {
    match (&check.healthy_grpc_codes, &check.healthy_http_codes) {
        (None, None) => Value::Undefined,
        (grpc, http) => props! { "GrpcCode" => grpc.clone(), "HttpCode" => http.clone() },
    }
}
