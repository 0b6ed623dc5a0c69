//! Network load balancers.

use std::rc::Rc;

use super::attributes::Attributes;
use super::base_load_balancer::Base;
use super::{BaseNetworkListenerProps, NetworkListener};
use crate::aws_ec2::{SubnetSelection, Vpc};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::entries;
use crate::error::Result;
use crate::json::MapKey;
use crate::value::Text;

/// A load balancer for TCP and UDP. It has no security groups. Cheap to clone.
#[derive(Debug, Clone)]
pub struct NetworkLoadBalancer {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(NetworkLoadBalancer);

#[derive(Debug)]
struct Details {
    resource: CfnResource,
    vpc: Vpc,
    attributes: Attributes,
}

/// What a load balancer can be told.
#[derive(Debug, Clone)]
pub struct NetworkLoadBalancerProps {
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
    /// Whether each of its nodes reaches the targets of all zones.
    pub cross_zone_enabled: bool,
}

impl NetworkLoadBalancerProps {
    /// A load balancer that only the VPC reaches.
    pub fn new(vpc: &Vpc) -> NetworkLoadBalancerProps {
        NetworkLoadBalancerProps {
            vpc: vpc.clone(),
            load_balancer_name: None,
            internet_facing: false,
            vpc_subnets: None,
            deletion_protection: false,
            cross_zone_enabled: false,
        }
    }
}

impl NetworkLoadBalancer {
    const INFO: ConstructInfo =
        ConstructInfo::cdk("aws-cdk-lib.aws_elasticloadbalancingv2.NetworkLoadBalancer");

    /// A load balancer without listeners.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        props: NetworkLoadBalancerProps,
    ) -> Result<NetworkLoadBalancer> {
        let node = Node::new(scope, id, NetworkLoadBalancer::INFO)?;
        let attributes = Attributes::default();
        let base = Base {
            vpc: &props.vpc,
            name: props.load_balancer_name.as_ref(),
            internet_facing: props.internet_facing,
            vpc_subnets: props.vpc_subnets.as_ref(),
            deletion_protection: props.deletion_protection,
        };
        let resource = base.resource(&node, &attributes, entries! { "Type" => "network" })?;
        if props.cross_zone_enabled {
            attributes.set("load_balancing.cross_zone.enabled", Some("true".into()));
        }
        Ok(NetworkLoadBalancer { node, details: Rc::new(Details { resource, vpc: props.vpc, attributes }) })
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

    /// Sets an attribute by the name that Elastic Load Balancing has for it.
    pub fn set_attribute(&self, key: impl Into<MapKey>, value: impl Into<Text>) {
        self.details.attributes.set(key, Some(value.into()));
    }

    /// Adds a listener.
    pub fn add_listener(&self, id: &str, props: BaseNetworkListenerProps) -> Result<NetworkListener> {
        NetworkListener::new(self, id, self, props)
    }
}
