//! Clusters of Aurora with instances, provisioned or serverless.

use std::rc::Rc;

use super::cluster_instance::{Made, OfCluster};
use super::endpoint::ClusterEndpoints;
use super::monitoring::monitoring_role;
use super::network::{Network, NetworkOptions};
use super::rotation::{Surroundings, attachment_target};
use super::{DatabaseClusterProps, Endpoint, ParameterGroup, ParameterGroupProps, credentials, failover};
use crate::aws_ec2::{Connectable, Connections, ConnectionsProps, Port, SecurityGroup, SubnetType};
use crate::aws_kms::Key;
use crate::aws_secretsmanager::Secret;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::props;
use crate::value::{Text, TypeHint, Value};

/// A cluster of Aurora with instances, made here or imported. Cheap to clone.
#[derive(Clone)]
pub struct DatabaseCluster {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(DatabaseCluster);

struct Details {
    identifier: Text,
    endpoints: ClusterEndpoints,
    instance_identifiers: Vec<Text>,
    instance_endpoints: Vec<Endpoint>,
    secret: Option<Secret>,
    connections: Connections,
    /// Not known of imported clusters.
    surroundings: Option<Surroundings>,
}

/// What is known of a cluster that was made elsewhere.
#[derive(Clone, Default)]
pub struct DatabaseClusterAttributes {
    /// Its identifier.
    pub cluster_identifier: Text,
    /// Its port.
    pub port: Option<u16>,
    /// Its host for writing.
    pub cluster_endpoint_address: Option<Text>,
    /// Its host for reading.
    pub reader_endpoint_address: Option<Text>,
    /// Its security groups.
    pub security_groups: Vec<SecurityGroup>,
}

impl DatabaseCluster {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_rds.DatabaseCluster");

    /// A cluster.
    pub fn new(scope: &dyn Construct, id: &str, mut props: DatabaseClusterProps) -> Result<DatabaseCluster> {
        let node = Node::new(scope, id, DatabaseCluster::INFO)?;
        props.validate(&node)?;
        let options = NetworkOptions {
            vpc: &props.vpc,
            vpc_subnets: props.vpc_subnets.as_ref(),
            subnet_group: props.subnet_group.as_ref(),
            security_groups: props.security_groups.as_ref(),
            removal_policy: props.removal_policy,
        };
        let network = Network::of_cluster(&node, &options)?;
        let parameter_group = parameter_group(&node, &props)?;
        let owner = credentials::render(&node, props.engine.default_username(), props.credentials.take())?;
        let owner_properties = (owner.username.into(), owner.password.into());
        let resource = resource(&node, &props, &network, parameter_group, owner_properties)?;
        let target = attachment_target(resource.ref_());
        let secret = owner.secret.map(|secret| secret.attach(&target)).transpose()?;
        let port = Value::from(resource.get_att_as("Endpoint.Port", TypeHint::Number));
        let (writer, readers) = instances(&node, &props, &resource)?;
        failover::warn(&node, &writer, &readers, props.capacity().1);
        let connections = ConnectionsProps {
            security_groups: network.security_groups,
            default_port: Some(Port::tcp(port.clone())),
        };
        let endpoint = |host: &Text| Endpoint::new(host.clone(), port.clone());
        let surroundings = Surroundings {
            vpc: props.vpc.clone(),
            vpc_subnets: props.vpc_subnets.clone(),
            engine: props.engine.clone(),
        };
        let details = Details {
            identifier: resource.ref_(),
            endpoints: ClusterEndpoints::new(
                endpoint(&resource.get_att("Endpoint.Address")),
                endpoint(&resource.get_att("ReadEndpoint.Address")),
            ),
            instance_identifiers: [&writer]
                .into_iter()
                .chain(&readers)
                .map(|it| it.identifier.clone())
                .collect(),
            instance_endpoints: readers.iter().map(|reader| endpoint(&reader.endpoint_address)).collect(),
            secret,
            connections: Connections::new(&node, connections),
            surroundings: Some(surroundings),
        };
        Ok(DatabaseCluster { node, details: Rc::new(details) })
    }

    /// A cluster that was made elsewhere.
    pub fn from_database_cluster_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: DatabaseClusterAttributes,
    ) -> Result<DatabaseCluster> {
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
            instance_identifiers: Vec::new(),
            instance_endpoints: Vec::new(),
            secret: None,
            connections: Connections::new(&node, connections),
            surroundings: None,
        };
        Ok(DatabaseCluster { node, details: Rc::new(details) })
    }

    /// Its identifier.
    pub fn cluster_identifier(&self) -> Text {
        self.details.identifier.clone()
    }

    /// Its address for writing. An error for an imported cluster of which it is not known.
    pub fn cluster_endpoint(&self) -> Result<&Endpoint> {
        self.details.endpoints.write(&self.node)
    }

    /// Its address for reading. An error for an imported cluster of which it is not known.
    pub fn cluster_read_endpoint(&self) -> Result<&Endpoint> {
        self.details.endpoints.read(&self.node)
    }

    /// The identifiers of its instances, the writer's first; none of an imported cluster.
    pub fn instance_identifiers(&self) -> &[Text] {
        &self.details.instance_identifiers
    }

    /// The addresses of its readers; none of an imported cluster.
    pub fn instance_endpoints(&self) -> &[Endpoint] {
        &self.details.instance_endpoints
    }

    pub(super) fn surroundings(&self) -> Option<&Surroundings> {
        self.details.surroundings.as_ref()
    }

    /// User and password, attached to the cluster.
    pub fn secret(&self) -> Option<&Secret> {
        self.details.secret.as_ref()
    }
}

impl Connectable for DatabaseCluster {
    fn connections(&self) -> Connections {
        self.details.connections.clone()
    }
}

fn parameter_group(node: &Node, props: &DatabaseClusterProps) -> Result<Option<Text>> {
    let group = match (&props.parameter_group, &props.parameters) {
        (Some(group), _) => Some(group.clone()),
        (None, Some(parameters)) => {
            let parameters = parameters.clone();
            let props = ParameterGroupProps { parameters, ..ParameterGroupProps::new(&props.engine) };
            Some(ParameterGroup::new(node, "ParameterGroup", props)?)
        }
        (None, None) => props.engine.default_parameter_group(node)?,
    };
    group.map(|group| group.bind_to_cluster()).transpose()
}

fn resource(
    node: &Node,
    props: &DatabaseClusterProps,
    network: &Network,
    parameter_group: Option<Text>,
    (username, password): (Value, Value),
) -> Result<CfnResource> {
    let retained = props.removal_policy == Some(RemovalPolicy::Retain);
    let backup = props.backup.as_ref();
    let logs = &props.cloudwatch_logs_exports;
    let resource = CfnResource::typed(
        node,
        "Resource",
        "AWS::RDS::DBCluster",
        props! {
            "Engine" => props.engine.engine_type(),
            "EngineVersion" => props.engine.full_version(),
            "DBClusterIdentifier" => props.cluster_identifier.as_ref().map(|name| name.to_lowercase()),
            "DBSubnetGroupName" => network.subnet_group.subnet_group_name(),
            "VpcSecurityGroupIds" => network.security_group_ids(),
            "Port" => props.port.or(props.engine.default_port()).map(i64::from),
            "DBClusterParameterGroupName" => parameter_group,
            "DeletionProtection" => props.deletion_protection.or(retained.then_some(true)),
            "EnableIAMDatabaseAuthentication" => props.iam_authentication,
            "NetworkType" => props.network_type,
            "ServerlessV2ScalingConfiguration" => scaling(props),
            "StorageType" => props.storage_type,
            "BacktrackWindow" => props.backtrack_window.map(Duration::to_seconds).transpose()?,
            "BackupRetentionPeriod" => backup.map(|backup| backup.retention.to_days()).transpose()?,
            "PreferredBackupWindow" => backup.and_then(|backup| backup.preferred_window.as_ref()),
            "PreferredMaintenanceWindow" => props.preferred_maintenance_window.as_ref(),
            "DatabaseName" => props.default_database_name.as_ref(),
            "EnableCloudwatchLogsExports" => (!logs.is_empty()).then(|| logs.clone()),
            "KmsKeyId" => props.storage_encryption_key.as_ref().map(Key::key_arn),
            "StorageEncrypted" => props.storage_encryption_key.as_ref().map(|_| true).or(props.storage_encrypted),
            "CopyTagsToSnapshot" => props.copy_tags_to_snapshot.unwrap_or(true),
            "MasterUsername" => username,
            "MasterUserPassword" => password,
        },
    )?;
    resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Snapshot))?;
    Ok(resource)
}

fn scaling(props: &DatabaseClusterProps) -> Option<Value> {
    let any_serverless = [&props.writer].into_iter().chain(&props.readers).any(|it| it.is_serverless());
    let (min, max) = props.capacity();
    any_serverless.then(|| props! { "MinCapacity" => number(min), "MaxCapacity" => number(max) })
}

/// As JavaScript writes it: without a fraction where there is none.
fn number(capacity: f64) -> Value {
    if capacity.fract() == 0.0 { Value::Integer(capacity as i64) } else { Value::Float(capacity) }
}

fn instances(node: &Node, props: &DatabaseClusterProps, resource: &CfnResource) -> Result<(Made, Vec<Made>)> {
    let role = monitoring_role(node, props.monitoring_interval, props.monitoring_role.as_ref())?;
    let selected = props.vpc.select_subnets(&props.vpc_subnets.clone().unwrap_or_default())?;
    let is_public = |it: &crate::aws_ec2::SubnetSelection| it.subnet_type == Some(SubnetType::Public);
    let cluster = OfCluster {
        node,
        engine: &props.engine,
        identifier: resource.ref_(),
        internet_connected: selected.internet_connectivity_established,
        publicly_accessible: props.vpc_subnets.as_ref().map(is_public),
        monitoring_interval: props.monitoring_interval.map(Duration::to_seconds).transpose()?,
        monitoring_role_arn: role,
        removal_policy: props.removal_policy,
    };
    let writer = props.writer.as_writer().make(&cluster)?;
    let readers = props.readers.iter().map(|reader| reader.make(&cluster)).collect::<Result<_>>()?;
    Ok((writer, readers))
}
