//! Listeners of network load balancers.

use std::cell::RefCell;
use std::rc::Rc;

use super::{NetworkLoadBalancer, NetworkTargetGroup, NetworkTargetGroupProps, Protocol, SslPolicy};
use crate::cfn::CfnResource;
use crate::construct::{Annotations, Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::{Lazy, Text, Value};

/// A port of a network load balancer. Cheap to clone.
#[derive(Debug, Clone)]
pub struct NetworkListener {
    node: Node,
    arn: Text,
    protocol: Protocol,
    load_balancer: NetworkLoadBalancer,
    default_actions: Rc<RefCell<Vec<Value>>>,
}

crate::construct!(NetworkListener);

/// What a listener can be told.
#[derive(Debug, Clone, Default)]
pub struct BaseNetworkListenerProps {
    /// The port.
    pub port: u16,
    /// TCP, TLS, UDP, or TCP and UDP; TLS with certificates and TCP without, if not given.
    pub protocol: Option<Protocol>,
    /// The ARNs of certificates, for TLS; the first is the default.
    pub certificates: Vec<Text>,
    /// Which versions of TLS and ciphers it takes.
    pub ssl_policy: Option<SslPolicy>,
}

impl BaseNetworkListenerProps {
    /// A listener on this port.
    pub fn new(port: u16) -> BaseNetworkListenerProps {
        BaseNetworkListenerProps { port, ..BaseNetworkListenerProps::default() }
    }

    fn protocol(&self, node: &Node) -> Result<Protocol> {
        let with_certificates = !self.certificates.is_empty();
        let protocol = self.protocol.unwrap_or(if with_certificates { Protocol::Tls } else { Protocol::Tcp });
        refuse_http(node, protocol)?;
        match (protocol == Protocol::Tls, with_certificates) {
            (true, false) => {
                Err(node.error("When the protocol is set to TLS, you must specify certificates"))
            }
            (false, true) => Err(node.error("Protocol must be TLS when certificates have been specified")),
            _ => Ok(protocol),
        }
    }
}

/// Network load balancers know nothing of HTTP.
pub(super) fn refuse_http(node: &Node, protocol: Protocol) -> Result<()> {
    match protocol {
        Protocol::Http | Protocol::Https => Err(node
            .error(format!("The protocol must be one of TCP, TLS, UDP, TCP_UDP. Found {}", protocol.name()))),
        Protocol::Tcp | Protocol::Tls | Protocol::Udp | Protocol::TcpUdp => Ok(()),
    }
}

impl NetworkListener {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.NetworkListener");

    /// A listener of a load balancer.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        load_balancer: &NetworkLoadBalancer,
        props: BaseNetworkListenerProps,
    ) -> Result<NetworkListener> {
        let node = Node::new(scope, id, NetworkListener::INFO)?;
        let protocol = props.protocol(&node)?;
        let default_actions: Rc<RefCell<Vec<Value>>> = Rc::default();
        let actions = default_actions.clone();
        let mut certificates = props.certificates.into_iter().map(certificate);
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::ElasticLoadBalancingV2::Listener",
            props! {
                "LoadBalancerArn" => load_balancer.load_balancer_arn(),
                "Protocol" => protocol.name(),
                "Port" => props.port,
                "SslPolicy" => props.ssl_policy.map(SslPolicy::name),
                "Certificates" => certificates.next(),
                "DefaultActions" => Lazy::any(move |_| Ok(Value::List(actions.borrow().clone()))),
            },
        )?;
        let arn = resource.ref_();
        add_more_certificates(&node, &arn, certificates)?;
        let actions = default_actions.clone();
        node.add_validation(move || {
            let needed = "Listener needs at least one default action or target group (call addTargetGroups or addAction)";
            if actions.borrow().is_empty() { vec![needed.to_owned()] } else { Vec::new() }
        });
        Ok(NetworkListener { node, arn, protocol, load_balancer: load_balancer.clone(), default_actions })
    }

    /// `arn:…:listener/…`
    pub fn listener_arn(&self) -> Text {
        self.arn.clone()
    }

    /// The load balancer.
    pub fn load_balancer(&self) -> &NetworkLoadBalancer {
        &self.load_balancer
    }

    /// Hands connections to target groups, at least one.
    pub fn add_target_groups(&self, target_groups: &[NetworkTargetGroup]) -> Result<()> {
        let arn = |group: &NetworkTargetGroup| props! { "TargetGroupArn" => group.target_group_arn() };
        let action = match target_groups {
            [] => {
                let message = "Need at least one targetGroup in a NetworkListenerAction.forward()";
                return Err(self.node.error(message));
            }
            [only] => props! { "Type" => "forward", "TargetGroupArn" => only.target_group_arn() },
            several => {
                let config = props! { "TargetGroups" => several.iter().map(arn).collect::<Vec<Value>>() };
                props! { "Type" => "forward", "ForwardConfig" => config }
            }
        };
        target_groups.iter().for_each(|group| group.load_balancer_attached().add(&self.node));
        if !self.default_actions.replace(vec![action]).is_empty() {
            Annotations::of(self).add_warning_v2(
                "@aws-cdk/aws-elbv2:listenerExistingDefaultActionReplaced",
                "A default Action already existed on this Listener and was replaced. Configure exactly one default \
                 Action.",
            );
        }
        Ok(())
    }

    /// Makes a target group and hands it all connections. Its protocol is the listener's if not given.
    pub fn add_targets(&self, id: &str, props: NetworkTargetGroupProps) -> Result<NetworkTargetGroup> {
        let protocol = props.protocol.or(Some(self.protocol));
        let vpc = Some(self.load_balancer.vpc().clone());
        let props = NetworkTargetGroupProps { protocol, vpc, ..props };
        let group = NetworkTargetGroup::new(self, &format!("{id}Group"), props)?;
        self.add_target_groups(std::slice::from_ref(&group))?;
        Ok(group)
    }
}

fn certificate(arn: Text) -> Value {
    Value::List(vec![props! { "CertificateArn" => arn }])
}

/// A listener names one certificate itself; the others are resources of their own.
fn add_more_certificates(
    listener: &Node,
    listener_arn: &Text,
    certificates: impl Iterator<Item = Value>,
) -> Result<()> {
    let info = ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.NetworkListenerCertificate");
    for (place, certificates) in certificates.enumerate() {
        let node = Node::new(listener, &format!("DefaultCertificates{}", place + 1), info.clone())?;
        CfnResource::typed(
            &node,
            "Resource",
            "AWS::ElasticLoadBalancingV2::ListenerCertificate",
            props! { "ListenerArn" => listener_arn, "Certificates" => certificates },
        )?;
    }
    Ok(())
}
