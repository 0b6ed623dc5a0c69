//! Clusters of Aurora that grow and pause by themselves.

use std::cell::Cell;
use std::rc::Rc;

use super::credentials::{self, Rendered};
use super::endpoint::ClusterEndpoints;
use super::network::{Network, NetworkOptions};
use super::rotation::{Surroundings, attachment_target};
use super::{Endpoint, ServerlessClusterProps};
use crate::aws_ec2::{Connectable, Connections, ConnectionsProps, Port, SecurityGroup, Vpc};
use crate::aws_iam::{Grant, GrantOptions, IGrantable};
use crate::aws_kms::Key;
use crate::aws_secretsmanager::Secret;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::stack::{ArnComponents, ArnFormat};
use crate::value::{Lazy, Text, TypeHint, Value};
use crate::{entries, props};

/// A cluster of Aurora that grows and pauses by itself, made here or imported. Cheap to clone.
#[derive(Clone)]
pub struct ServerlessCluster {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(ServerlessCluster);

struct Details {
    identifier: Text,
    endpoints: ClusterEndpoints,
    secret: Option<Secret>,
    connections: Connections,
    /// Not known of imported clusters.
    surroundings: Option<Surroundings>,
    enable_data_api: Rc<Cell<Option<bool>>>,
}

/// What is known of a cluster that was made elsewhere.
#[derive(Clone, Default)]
pub struct ServerlessClusterAttributes {
    /// Its identifier.
    pub cluster_identifier: Text,
    /// Its port.
    pub port: Option<u16>,
    /// Its host for writing.
    pub cluster_endpoint_address: Option<Text>,
    /// Its host for reading.
    pub reader_endpoint_address: Option<Text>,
    /// User and password.
    pub secret: Option<Secret>,
    /// Its security groups.
    pub security_groups: Vec<SecurityGroup>,
}

const DATA_API_ACTIONS: [&str; 5] = [
    "rds-data:BatchExecuteStatement",
    "rds-data:BeginTransaction",
    "rds-data:CommitTransaction",
    "rds-data:ExecuteStatement",
    "rds-data:RollbackTransaction",
];

impl ServerlessCluster {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_rds.ServerlessCluster");

    /// A cluster.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        mut props: ServerlessClusterProps,
    ) -> Result<ServerlessCluster> {
        let node = Node::new(scope, id, ServerlessCluster::INFO)?;
        let credentials = props.credentials.take();
        let key = props.storage_encryption_key.as_ref().map(Key::key_arn);
        ServerlessCluster::create(node, &props, |node| {
            let owner = credentials::render(node, props.engine.default_username(), credentials)?;
            Ok((owner, entries! { "KmsKeyId" => key }))
        })
    }

    /// A cluster at this node, with its owner and what else only clusters of this kind have.
    pub(super) fn create(
        node: Node,
        props: &ServerlessClusterProps,
        owner: impl FnOnce(&Node) -> Result<(Rendered, Map<Value>)>,
    ) -> Result<ServerlessCluster> {
        props.validate(&node)?;
        let network = props.vpc.as_ref().map(|vpc| network(&node, props, vpc)).transpose()?;
        let enable_data_api: Rc<Cell<Option<bool>>> = Rc::new(Cell::new(props.enable_data_api));
        let mut properties = properties(&node, props, &enable_data_api)?;
        let subnets = network.as_ref().map(|network| network.subnet_group.subnet_group_name());
        let groups = network.as_ref().map(Network::security_group_ids).unwrap_or_default();
        properties.insert("DBSubnetGroupName", subnets.into());
        properties.insert("VpcSecurityGroupIds", groups.into());
        let (owner, more) = owner(&node)?;
        properties.insert("MasterUsername", owner.username.into());
        properties.insert("MasterUserPassword", owner.password.into());
        for (name, value) in more {
            properties.insert(name, value);
        }
        let resource =
            CfnResource::typed(&node, "Resource", "AWS::RDS::DBCluster", Value::Struct(properties))?;
        resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Snapshot))?;
        let port = Value::from(resource.get_att_as("Endpoint.Port", TypeHint::Number));
        let connections = ConnectionsProps {
            security_groups: network.map(|network| network.security_groups).unwrap_or_default(),
            default_port: Some(Port::tcp(port.clone())),
        };
        let target = attachment_target(resource.ref_());
        let surroundings = props.vpc.clone().map(|vpc| Surroundings {
            vpc,
            vpc_subnets: props.vpc_subnets.clone(),
            engine: props.engine.clone(),
        });
        let details = Details {
            identifier: resource.ref_(),
            endpoints: ClusterEndpoints::new(
                Endpoint::new(resource.get_att("Endpoint.Address"), port.clone()),
                Endpoint::new(resource.get_att("ReadEndpoint.Address"), port),
            ),
            secret: owner.secret.map(|secret| secret.attach(&target)).transpose()?,
            connections: Connections::new(&node, connections),
            surroundings,
            enable_data_api,
        };
        Ok(ServerlessCluster { node, details: Rc::new(details) })
    }

    /// A cluster that was made elsewhere.
    pub fn from_serverless_cluster_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: ServerlessClusterAttributes,
    ) -> Result<ServerlessCluster> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let port = attributes.port;
        let connections = ConnectionsProps {
            security_groups: attributes.security_groups,
            default_port: port.map(Port::tcp),
        };
        let details = Details {
            identifier: attributes.cluster_identifier,
            endpoints: ClusterEndpoints::of_imported(
                port,
                attributes.cluster_endpoint_address,
                attributes.reader_endpoint_address,
            ),
            secret: attributes.secret,
            connections: Connections::new(&node, connections),
            surroundings: None,
            enable_data_api: Rc::new(Cell::new(Some(true))),
        };
        Ok(ServerlessCluster { node, details: Rc::new(details) })
    }

    /// Its identifier.
    pub fn cluster_identifier(&self) -> Text {
        self.details.identifier.clone()
    }

    /// Its ARN.
    pub fn cluster_arn(&self) -> Result<Text> {
        self.node.stack()?.format_arn(ArnComponents {
            service: "rds".into(),
            resource: "cluster".into(),
            arn_format: ArnFormat::ColonResourceName,
            resource_name: Some(self.cluster_identifier()),
            ..ArnComponents::default()
        })
    }

    /// Its address for writing. An error for an imported cluster of which it is not known.
    pub fn cluster_endpoint(&self) -> Result<&Endpoint> {
        self.details.endpoints.write(&self.node)
    }

    /// Its address for reading. An error for an imported cluster of which it is not known.
    pub fn cluster_read_endpoint(&self) -> Result<&Endpoint> {
        self.details.endpoints.read(&self.node)
    }

    pub(super) fn surroundings(&self) -> Option<&Surroundings> {
        self.details.surroundings.as_ref()
    }

    /// User and password, attached to the cluster.
    pub fn secret(&self) -> Option<&Secret> {
        self.details.secret.as_ref()
    }

    /// Lets someone send statements by HTTPS, and read the secret; switches that on if nothing was said.
    pub fn grant_data_api_access(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        if self.details.enable_data_api.get() == Some(false) {
            return Err(self.node.error("Cannot grant Data API access when the Data API is disabled"));
        }
        self.details.enable_data_api.set(Some(true));
        let grant = Grant::add_to_principal(GrantOptions {
            grantee: grantee.grant_principal(),
            actions: DATA_API_ACTIONS.map(Text::from).into(),
            resource_arns: vec!["*".into()],
            conditions: Map::new(),
        })?;
        if let Some(secret) = self.secret() {
            secret.grant_read(grantee, &[])?;
        }
        Ok(grant)
    }
}

impl Connectable for ServerlessCluster {
    fn connections(&self) -> Connections {
        self.details.connections.clone()
    }
}

fn network(node: &Node, props: &ServerlessClusterProps, vpc: &Vpc) -> Result<Network> {
    let options = NetworkOptions {
        vpc,
        vpc_subnets: props.vpc_subnets.as_ref(),
        subnet_group: props.subnet_group.as_ref(),
        security_groups: props.security_groups.as_ref(),
        removal_policy: props.removal_policy,
    };
    Network::of_cluster(node, &options)
}

/// What has nothing to do with network and owner.
fn properties(
    node: &Node,
    props: &ServerlessClusterProps,
    enable_data_api: &Rc<Cell<Option<bool>>>,
) -> Result<Map<Value>> {
    let parameter_group = match &props.parameter_group {
        Some(group) => Some(group.clone()),
        None => props.engine.default_parameter_group(node)?,
    };
    let parameter_group = parameter_group.map(|group| group.bind_to_cluster()).transpose()?;
    let retained = props.removal_policy == Some(RemovalPolicy::Retain);
    let enabled = enable_data_api.clone();
    let rendered = props! {
        "BackupRetentionPeriod" => props.backup_retention.map(Duration::to_days).transpose()?,
        "DatabaseName" => props.default_database_name.as_ref(),
        "DBClusterIdentifier" => props.cluster_identifier.as_ref().map(|name| name.to_lowercase()),
        "DBClusterParameterGroupName" => parameter_group,
        "DeletionProtection" => props.deletion_protection.or(retained.then_some(true)),
        "Engine" => props.engine.engine_type(),
        "EngineVersion" => props.engine.full_version(),
        "EngineMode" => "serverless",
        "EnableHttpEndpoint" => Lazy::any(move |_| Ok(enabled.get().into())),
        "ScalingConfiguration" => props.scaling.as_ref().map(|scaling| scaling.render(node)).transpose()?,
        "StorageEncrypted" => true,
        "CopyTagsToSnapshot" => props.copy_tags_to_snapshot.unwrap_or(true),
    };
    match rendered {
        Value::Struct(map) => Ok(map),
        _ => Ok(Map::new()),
    }
}
