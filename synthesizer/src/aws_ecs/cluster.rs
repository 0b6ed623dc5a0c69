//! Clusters, which services run in.

use std::cell::Cell;
use std::rc::Rc;

use crate::aspect::{Aspect, Aspects};
use crate::aws_ec2::{Connectable, Connections, ConnectionsProps, SecurityGroup, Vpc, VpcProps};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::stack::ArnComponents;
use crate::value::{Text, Value};

/// What services run in, made here or imported. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Cluster {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(Cluster);

#[derive(Debug)]
struct Details {
    name: Text,
    arn: Text,
    vpc: Vpc,
    connections: Connections,
}

/// What a cluster can be told.
#[derive(Debug, Clone, Default)]
pub struct ClusterProps {
    /// Its name; CloudFormation makes one if not given.
    pub cluster_name: Option<String>,
    /// The VPC; one over two zones is made if not given.
    pub vpc: Option<Vpc>,
    /// Whether CloudWatch collects more metrics.
    pub container_insights: Option<bool>,
    /// Whether services may say which kind of Fargate they run on.
    pub enable_fargate_capacity_providers: bool,
}

/// What is known of a cluster that was made elsewhere.
#[derive(Debug, Clone)]
pub struct ClusterAttributes {
    /// Its name.
    pub cluster_name: Text,
    /// The VPC.
    pub vpc: Vpc,
    /// Security groups of its hosts.
    pub security_groups: Vec<SecurityGroup>,
}

impl Cluster {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.Cluster");

    /// A cluster without services.
    pub fn new(scope: &dyn Construct, id: &str, props: ClusterProps) -> Result<Cluster> {
        let node = Node::new(scope, id, Cluster::INFO)?;
        let settings = props.container_insights.map(|insights| {
            let value = if insights { "enabled" } else { "disabled" };
            vec![props! { "Name" => "containerInsights", "Value" => value }]
        });
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::ECS::Cluster",
            props! { "ClusterName" => props.cluster_name, "ClusterSettings" => settings },
        )?;
        let vpc = match props.vpc {
            Some(vpc) => vpc,
            None => Vpc::new(&node, "Vpc", VpcProps { max_azs: Some(2), ..VpcProps::default() })?,
        };
        if props.enable_fargate_capacity_providers {
            Aspects::of(&node).add(AssociateCapacityProviders {
                cluster: resource.ref_(),
                id: id.to_owned(),
                providers: ["FARGATE", "FARGATE_SPOT"],
                done: Cell::new(false),
            });
        }
        let connections = Connections::new(&node, ConnectionsProps::default());
        let details = Details { name: resource.ref_(), arn: resource.get_att("Arn"), vpc, connections };
        Ok(Cluster { node, details: Rc::new(details) })
    }

    /// A cluster that was made elsewhere.
    pub fn from_cluster_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: ClusterAttributes,
    ) -> Result<Cluster> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let arn = node.stack()?.format_arn(ArnComponents {
            service: "ecs".into(),
            resource: "cluster".into(),
            resource_name: Some(attributes.cluster_name.clone()),
            ..ArnComponents::default()
        })?;
        let groups = ConnectionsProps { security_groups: attributes.security_groups, default_port: None };
        let connections = Connections::new(&node, groups);
        let details = Details { name: attributes.cluster_name, arn, vpc: attributes.vpc, connections };
        Ok(Cluster { node, details: Rc::new(details) })
    }

    /// Its name.
    pub fn cluster_name(&self) -> Text {
        self.details.name.clone()
    }

    /// `arn:…:cluster/NAME`
    pub fn cluster_arn(&self) -> Text {
        self.details.arn.clone()
    }

    /// The VPC.
    pub fn vpc(&self) -> &Vpc {
        &self.details.vpc
    }
}

impl Connectable for Cluster {
    fn connections(&self) -> Connections {
        self.details.connections.clone()
    }
}

/// Says which kinds of Fargate the cluster has, once everything else is said.
#[derive(Debug)]
struct AssociateCapacityProviders {
    cluster: Text,
    id: String,
    providers: [&'static str; 2],
    done: Cell<bool>,
}

impl Aspect for AssociateCapacityProviders {
    fn visit(&self, node: &Node) -> Result<()> {
        if self.done.replace(true) {
            return Ok(());
        }
        CfnResource::typed(
            node,
            &self.id,
            "AWS::ECS::ClusterCapacityProviderAssociations",
            props! {
                "Cluster" => &self.cluster,
                "DefaultCapacityProviderStrategy" => Value::List(Vec::new()),
                "CapacityProviders" => self.providers,
            },
        )
        .map(drop)
    }
}
