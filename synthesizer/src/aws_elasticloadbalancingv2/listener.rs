//! Listeners of load balancers.

use std::cell::RefCell;
use std::rc::Rc;

use super::enums::protocol_and_port;
use super::listener_rule::add_rule;
use super::{
    ApplicationLoadBalancer, ApplicationProtocol, ApplicationTargetGroup, ApplicationTargetGroupProps,
    IpAddressType, ListenerAction, ListenerCondition, SslPolicy,
};
use crate::aws_ec2::{Connectable, Connections, ConnectionsProps, Peer, Port};
use crate::cfn::CfnResource;
use crate::construct::{Annotations, Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::{Lazy, Text, Value};

/// A port of a load balancer. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ApplicationListener {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(ApplicationListener);

#[derive(Debug)]
struct Details {
    arn: Text,
    load_balancer: ApplicationLoadBalancer,
    connections: Connections,
}

/// What may still change; kept in the tree, since actions lead back to listeners.
#[derive(Debug, Default)]
struct State {
    certificate_arns: RefCell<Vec<Text>>,
    default_action: RefCell<Option<ListenerAction>>,
}

/// What a listener can be told.
#[derive(Debug, Clone)]
pub struct BaseApplicationListenerProps {
    /// Made of the port if not given.
    pub protocol: Option<ApplicationProtocol>,
    /// Made of the protocol if not given.
    pub port: Option<u16>,
    /// The ARNs of certificates, for HTTPS.
    pub certificates: Vec<Text>,
    /// Which protocols and ciphers it takes.
    pub ssl_policy: Option<SslPolicy>,
    /// What it does with requests that no rule is about.
    pub default_action: Option<ListenerAction>,
    /// Whether everyone reaches it.
    pub open: bool,
}

impl Default for BaseApplicationListenerProps {
    fn default() -> Self {
        BaseApplicationListenerProps {
            protocol: None,
            port: None,
            certificates: Vec::new(),
            ssl_policy: None,
            default_action: None,
            open: true,
        }
    }
}

/// Which requests an action is for. The rule with the lowest number goes first.
#[derive(Debug, Clone)]
pub struct Rule {
    /// 1 or more.
    pub priority: u32,
    /// All of them have to hold.
    pub conditions: Vec<ListenerCondition>,
}

impl ApplicationListener {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationListener");

    /// A listener of a load balancer.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        load_balancer: &ApplicationLoadBalancer,
        props: BaseApplicationListenerProps,
    ) -> Result<ApplicationListener> {
        let node = Node::new(scope, id, ApplicationListener::INFO)?;
        let Some((protocol, port)) = protocol_and_port(props.protocol, props.port)? else {
            return Err(node.error("At least one of 'port' or 'protocol' is required"));
        };
        let state = Rc::new(State::default());
        node.attach(state.clone());
        let resource = resource(&node, &state, load_balancer, protocol, port, props.ssl_policy)?;
        let connections = Connections::new(
            &node,
            ConnectionsProps {
                security_groups: load_balancer.connections().security_groups(),
                default_port: Some(Port::tcp(port)),
            },
        );
        let details =
            Rc::new(Details { arn: resource.ref_(), load_balancer: load_balancer.clone(), connections });
        let listener = ApplicationListener { node, details };
        listener.add_validations(protocol, &state);
        listener.add_certificates("DefaultCertificates", props.certificates)?;
        if let Some(action) = props.default_action {
            listener.set_default_action(action)?;
        }
        if props.open {
            listener.open_to_everyone(port)?;
        }
        Ok(listener)
    }

    fn open_to_everyone(&self, port: u16) -> Result<()> {
        let description = format!("Allow from anyone on port {port}");
        let connections = &self.details.connections;
        connections.allow_default_port_from(&Peer::any_ipv4(), Some(&description))?;
        if self.details.load_balancer.ip_address_type() == IpAddressType::DualStack {
            connections.allow_default_port_from(&Peer::any_ipv6(), Some(&description))?;
        }
        Ok(())
    }

    fn add_validations(&self, protocol: ApplicationProtocol, state: &Rc<State>) {
        let state = state.clone();
        self.node.add_validation(move || {
            let mut problems = Vec::new();
            if state.default_action.borrow().is_none() {
                problems.push(
                    "Listener needs at least one default action or target group (call addTargetGroups or addAction)"
                        .to_owned(),
                );
            }
            if protocol == ApplicationProtocol::Https && state.certificate_arns.borrow().is_empty() {
                problems.push("HTTPS Listener needs at least one certificate (call addCertificates)".to_owned());
            }
            problems
        });
    }

    fn state(&self) -> Result<Rc<State>> {
        self.node.attached::<State>().ok_or_else(|| self.node.error("its app does not exist any more"))
    }

    /// `arn:…:listener/…`
    pub fn listener_arn(&self) -> Text {
        self.details.arn.clone()
    }

    /// The load balancer.
    pub fn load_balancer(&self) -> &ApplicationLoadBalancer {
        &self.details.load_balancer
    }

    /// Adds certificates by their ARNs; the first of all is the default.
    pub fn add_certificates(&self, id: &str, certificate_arns: Vec<Text>) -> Result<()> {
        let state = self.state()?;
        let mut more = certificate_arns.into_iter();
        if state.certificate_arns.borrow().is_empty()
            && let Some(first) = more.next()
        {
            state.certificate_arns.borrow_mut().push(first);
        }
        let info =
            ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationListenerCertificate");
        for (place, arn) in more.enumerate() {
            let node = Node::new(self, &format!("{id}{}", place + 1), info.clone())?;
            CfnResource::typed(
                &node,
                "Resource",
                "AWS::ElasticLoadBalancingV2::ListenerCertificate",
                props! {
                    "ListenerArn" => self.listener_arn(),
                    "Certificates" => [props! { "CertificateArn" => arn }],
                },
            )?;
        }
        Ok(())
    }

    /// Does this with requests that a rule is about, or with all others if none is given.
    pub fn add_action(&self, id: &str, rule: Option<Rule>, action: ListenerAction) -> Result<()> {
        match rule {
            Some(rule) => add_rule(self, &format!("{id}Rule"), rule, action),
            None => self.set_default_action(action),
        }
    }

    /// Hands requests that a rule is about, or all others, to target groups.
    pub fn add_target_groups(
        &self,
        id: &str,
        rule: Option<Rule>,
        target_groups: Vec<ApplicationTargetGroup>,
    ) -> Result<()> {
        self.add_action(id, rule, ListenerAction::forward(target_groups, None)?)
    }

    /// Makes a target group and hands it requests that a rule is about, or all others.
    pub fn add_targets(
        &self,
        id: &str,
        rule: Option<Rule>,
        props: ApplicationTargetGroupProps,
    ) -> Result<ApplicationTargetGroup> {
        let vpc = Some(self.details.load_balancer.vpc().clone());
        let props = ApplicationTargetGroupProps { vpc, ..props };
        let group = ApplicationTargetGroup::new(self, &format!("{id}Group"), props)?;
        self.add_target_groups(id, rule, vec![group.clone()])?;
        Ok(group)
    }

    fn set_default_action(&self, action: ListenerAction) -> Result<()> {
        action.bind(self, &self.node)?;
        let before = self.state()?.default_action.replace(Some(action));
        if before.is_some() {
            Annotations::of(self).add_warning_v2(
                "@aws-cdk/aws-elbv2:listenerExistingDefaultActionReplaced",
                "A default Action already existed on this Listener and was replaced. Configure exactly one default \
                 Action.",
            );
        }
        Ok(())
    }

    /// Lets the load balancer talk to a target.
    pub(super) fn register_connectable(&self, target: &Connections, port: &Port) -> Result<()> {
        target.allow_from(&self.details.load_balancer, port.clone(), Some("Load balancer to target"))
    }
}

impl Connectable for ApplicationListener {
    fn connections(&self) -> Connections {
        self.details.connections.clone()
    }
}

fn resource(
    node: &Node,
    state: &Rc<State>,
    load_balancer: &ApplicationLoadBalancer,
    protocol: ApplicationProtocol,
    port: u16,
    ssl_policy: Option<SslPolicy>,
) -> Result<CfnResource> {
    let (certificates, action) = (state.clone(), state.clone());
    CfnResource::typed(
        node,
        "Resource",
        "AWS::ElasticLoadBalancingV2::Listener",
        props! {
            "LoadBalancerArn" => load_balancer.load_balancer_arn(),
            "Certificates" => Lazy::any(move |_| {
                let arns = certificates.certificate_arns.borrow();
                Ok(Value::List(arns.iter().map(|arn| props! { "CertificateArn" => arn }).collect()))
            }),
            "Protocol" => protocol.name(),
            "Port" => port,
            "SslPolicy" => ssl_policy.map(SslPolicy::name),
            "DefaultActions" => Lazy::any(move |_| {
                Ok(action.default_action.borrow().as_ref().map(ListenerAction::render).unwrap_or_default())
            }),
        },
    )
}
