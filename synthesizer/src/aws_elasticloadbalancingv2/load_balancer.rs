//! Application load balancers.

use std::rc::Rc;

use super::attributes::Attributes;
use super::base_load_balancer::Base;
use super::{
    ApplicationListener, ApplicationProtocol, BaseApplicationListenerProps, DesyncMitigationMode,
    IpAddressType, ListenerAction, RedirectOptions,
};
use crate::aws_ec2::{
    Connectable, Connections, ConnectionsProps, SecurityGroup, SecurityGroupProps, SubnetSelection, Vpc,
};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::entries;
use crate::error::Result;
use crate::json::MapKey;
use crate::value::{Lazy, Text, Value};

/// A load balancer for HTTP. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ApplicationLoadBalancer {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(ApplicationLoadBalancer);

#[derive(Debug)]
struct Details {
    resource: CfnResource,
    vpc: Vpc,
    connections: Connections,
    attributes: Attributes,
    ip_address_type: IpAddressType,
}

/// What a load balancer can be told.
#[derive(Debug, Clone)]
pub struct ApplicationLoadBalancerProps {
    /// The VPC.
    pub vpc: Vpc,
    /// Its name; CloudFormation makes one if not given.
    pub load_balancer_name: Option<String>,
    /// Whether the internet reaches it.
    pub internet_facing: bool,
    /// The public subnets if the internet reaches it, else the private ones, if not given.
    pub vpc_subnets: Option<SubnetSelection>,
    /// Whether it cannot be deleted.
    pub deletion_protection: bool,
    /// Its security group; one is made if not given.
    pub security_group: Option<SecurityGroup>,
    /// Which addresses clients reach it by.
    pub ip_address_type: Option<IpAddressType>,
    /// Whether clients may speak HTTP/2. They may if not given.
    pub http2_enabled: Option<bool>,
    /// How long connections may be idle.
    pub idle_timeout: Option<Duration>,
    /// Whether headers are dropped that are none.
    pub drop_invalid_header_fields: bool,
    /// What becomes of requests that proxies may read differently.
    pub desync_mitigation_mode: Option<DesyncMitigationMode>,
}

impl ApplicationLoadBalancerProps {
    /// A load balancer that only the VPC reaches.
    pub fn new(vpc: &Vpc) -> ApplicationLoadBalancerProps {
        ApplicationLoadBalancerProps {
            vpc: vpc.clone(),
            load_balancer_name: None,
            internet_facing: false,
            vpc_subnets: None,
            deletion_protection: false,
            security_group: None,
            ip_address_type: None,
            http2_enabled: None,
            idle_timeout: None,
            drop_invalid_header_fields: false,
            desync_mitigation_mode: None,
        }
    }
}

/// A redirect of everything that reaches a port.
#[derive(Debug, Clone)]
pub struct ApplicationLoadBalancerRedirectConfig {
    /// Protocol of the requests.
    pub source_protocol: ApplicationProtocol,
    /// Port of the requests.
    pub source_port: u16,
    /// Protocol that they are sent to.
    pub target_protocol: ApplicationProtocol,
    /// Port that they are sent to.
    pub target_port: u16,
    /// Whether everyone reaches the port.
    pub open: bool,
}

impl Default for ApplicationLoadBalancerRedirectConfig {
    fn default() -> Self {
        ApplicationLoadBalancerRedirectConfig {
            source_protocol: ApplicationProtocol::Http,
            source_port: 80,
            target_protocol: ApplicationProtocol::Https,
            target_port: 443,
            open: true,
        }
    }
}

impl ApplicationLoadBalancer {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationLoadBalancer");

    /// A load balancer without listeners.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: ApplicationLoadBalancerProps,
    ) -> Result<ApplicationLoadBalancer> {
        let node = Node::new(scope, id, ApplicationLoadBalancer::INFO)?;
        let attributes = Attributes::default();
        let connections = Connections::new(&node, ConnectionsProps::default());
        let resource = resource(&node, &props, &attributes, &connections)?;
        set_attributes(&attributes, &props)?;
        let group = match props.security_group {
            Some(group) => group,
            None => own_security_group(&node, &props.vpc)?,
        };
        connections.add_security_group(group)?;
        let ip_address_type = props.ip_address_type.unwrap_or(IpAddressType::Ipv4);
        let details = Rc::new(Details { resource, vpc: props.vpc, connections, attributes, ip_address_type });
        Ok(ApplicationLoadBalancer { node, details })
    }

    /// `arn:…:loadbalancer/…`
    pub fn load_balancer_arn(&self) -> Text {
        self.details.resource.ref_()
    }

    /// Its name in the domain name system.
    pub fn load_balancer_dns_name(&self) -> Text {
        self.details.resource.get_att("DNSName")
    }

    /// The zone of that name.
    pub fn load_balancer_canonical_hosted_zone_id(&self) -> Text {
        self.details.resource.get_att("CanonicalHostedZoneID")
    }

    /// What metrics call it.
    pub fn load_balancer_full_name(&self) -> Text {
        self.details.resource.get_att("LoadBalancerFullName")
    }

    /// The VPC.
    pub fn vpc(&self) -> &Vpc {
        &self.details.vpc
    }

    /// Which addresses clients reach it by.
    pub fn ip_address_type(&self) -> IpAddressType {
        self.details.ip_address_type
    }

    /// Sets an attribute by the name that Elastic Load Balancing has for it.
    pub fn set_attribute(&self, key: impl Into<MapKey>, value: impl Into<Text>) {
        self.details.attributes.set(key, Some(value.into()));
    }

    /// Leaves an attribute as Elastic Load Balancing has it.
    pub fn remove_attribute(&self, key: impl Into<MapKey>) {
        self.details.attributes.set(key, None);
    }

    /// Adds a security group.
    pub fn add_security_group(&self, group: SecurityGroup) -> Result<()> {
        self.details.connections.add_security_group(group)
    }

    /// Adds a listener.
    pub fn add_listener(&self, id: &str, props: BaseApplicationListenerProps) -> Result<ApplicationListener> {
        ApplicationListener::new(self, id, self, props)
    }

    /// Adds a listener that redirects everything, HTTP to HTTPS if not told otherwise.
    pub fn add_redirect(&self, config: ApplicationLoadBalancerRedirectConfig) -> Result<ApplicationListener> {
        let (source, target) = (config.source_port, config.target_port);
        let action = ListenerAction::redirect(RedirectOptions {
            port: Some(target.to_string()),
            protocol: Some(config.target_protocol),
            permanent: true,
            ..RedirectOptions::default()
        })?;
        self.add_listener(
            &format!("Redirect{source}To{target}"),
            BaseApplicationListenerProps {
                protocol: Some(config.source_protocol),
                port: Some(source),
                open: config.open,
                default_action: Some(action),
                ..BaseApplicationListenerProps::default()
            },
        )
    }
}

impl Connectable for ApplicationLoadBalancer {
    fn connections(&self) -> Connections {
        self.details.connections.clone()
    }
}

fn resource(
    node: &Node,
    props: &ApplicationLoadBalancerProps,
    attributes: &Attributes,
    connections: &Connections,
) -> Result<CfnResource> {
    let groups = connections.clone();
    let more = entries! {
        "Type" => "application",
        "SecurityGroups" => Lazy::any(move |_| {
            let ids = groups.security_groups();
            Ok(Value::List(ids.iter().map(|group| group.security_group_id().into()).collect()))
        }),
        "IpAddressType" => props.ip_address_type.map(IpAddressType::name),
    };
    let base = Base {
        vpc: &props.vpc,
        name: props.load_balancer_name.as_ref(),
        internet_facing: props.internet_facing,
        vpc_subnets: props.vpc_subnets.as_ref(),
        deletion_protection: props.deletion_protection,
    };
    base.resource(node, attributes, more)
}

fn set_attributes(attributes: &Attributes, props: &ApplicationLoadBalancerProps) -> Result<()> {
    if props.http2_enabled == Some(false) {
        attributes.set("routing.http2.enabled", Some("false".into()));
    }
    if let Some(timeout) = props.idle_timeout {
        attributes.set("idle_timeout.timeout_seconds", Some(timeout.to_seconds()?.to_string().into()));
    }
    if props.drop_invalid_header_fields {
        attributes.set("routing.http.drop_invalid_header_fields.enabled", Some("true".into()));
    }
    if let Some(mode) = props.desync_mitigation_mode {
        attributes.set("routing.http.desync_mitigation_mode", Some(mode.name().into()));
    }
    Ok(())
}

fn own_security_group(node: &Node, vpc: &Vpc) -> Result<SecurityGroup> {
    let description = format!("Automatically created Security Group for ELB {}", node.unique_id()?);
    SecurityGroup::new(
        node,
        "SecurityGroup",
        SecurityGroupProps {
            description: Some(description),
            allow_all_outbound: false,
            ..SecurityGroupProps::new(vpc)
        },
    )
}
