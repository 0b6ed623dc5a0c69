//! Clusters, which services run in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{CloudMapNamespaceOptions, ExecuteCommandConfiguration};
use crate::aspect::{Aspect, Aspects};
use crate::aws_ec2::{Connectable, Connections, ConnectionsProps, SecurityGroup, Vpc, VpcProps};
use crate::aws_servicediscovery::{
    HttpNamespace, Namespace, NamespaceProps, NamespaceType, PrivateDnsNamespace, PublicDnsNamespace,
};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::stack::ArnComponents;
use crate::value::{Text, Value};

/// What services run in, made here or imported. Cheap to clone.
#[derive(Clone)]
pub struct Cluster {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(Cluster);

struct Details {
    name: Text,
    arn: Text,
    vpc: Vpc,
    connections: Connections,
    execute_command: Option<ExecuteCommandConfiguration>,
    namespace: RefCell<Option<Namespace>>,
    /// Not of imported clusters.
    resource: Option<CfnResource>,
}

/// What a cluster can be told.
#[derive(Clone, Default)]
pub struct ClusterProps {
    /// Its name; CloudFormation makes one if not given.
    pub cluster_name: Option<String>,
    /// The VPC; one over two zones is made if not given.
    pub vpc: Option<Vpc>,
    /// Whether CloudWatch collects more metrics.
    pub container_insights: Option<bool>,
    /// Whether services may say which kind of Fargate they run on.
    pub enable_fargate_capacity_providers: bool,
    /// The namespace in which its services are found.
    pub default_cloud_map_namespace: Option<CloudMapNamespaceOptions>,
    /// What it says of commands that are run in its containers.
    pub execute_command_configuration: Option<ExecuteCommandConfiguration>,
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
        let commands = props.execute_command_configuration;
        let configuration = commands.as_ref().map(|commands| commands.render(&node)).transpose()?;
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::ECS::Cluster",
            props! {
                "ClusterName" => props.cluster_name,
                "ClusterSettings" => settings,
                "Configuration" => configuration,
            },
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
        let details = Details {
            name: resource.ref_(),
            arn: resource.get_att("Arn"),
            vpc,
            connections,
            execute_command: commands,
            namespace: RefCell::default(),
            resource: Some(resource),
        };
        let cluster = Cluster { node, details: Rc::new(details) };
        if let Some(options) = props.default_cloud_map_namespace {
            cluster.add_default_cloud_map_namespace(options)?;
        }
        Ok(cluster)
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
        let details = Details {
            name: attributes.cluster_name,
            arn,
            vpc: attributes.vpc,
            connections,
            execute_command: None,
            namespace: RefCell::default(),
            resource: None,
        };
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

    /// Adds the namespace in which its services are found. Once at most.
    pub fn add_default_cloud_map_namespace(&self, options: CloudMapNamespaceOptions) -> Result<Namespace> {
        const ID: &str = "DefaultServiceDiscoveryNamespace";
        if self.default_cloud_map_namespace().is_some() {
            return Err(self.node.error("Can only add default namespace once."));
        }
        let props = NamespaceProps::new(&options.name);
        let namespace = match options.namespace_type {
            NamespaceType::DnsPrivate => PrivateDnsNamespace::new(&self.node, ID, self.vpc(), props)?,
            NamespaceType::DnsPublic => PublicDnsNamespace::new(&self.node, ID, props)?,
            NamespaceType::Http => HttpNamespace::new(&self.node, ID, props)?,
        };
        if let Some(resource) = self.details.resource.as_ref().filter(|_| options.use_for_service_connect) {
            let defaults = props! { "Namespace" => namespace.namespace_arn() };
            resource.set_property("ServiceConnectDefaults", defaults);
        }
        *self.details.namespace.borrow_mut() = Some(namespace.clone());
        Ok(namespace)
    }

    /// The namespace in which its services are found, if it has one.
    pub fn default_cloud_map_namespace(&self) -> Option<Namespace> {
        self.details.namespace.borrow().clone()
    }

    /// What it says of commands that are run in its containers.
    pub fn execute_command_configuration(&self) -> Option<&ExecuteCommandConfiguration> {
        self.details.execute_command.as_ref()
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
