//! Single instances.

use std::rc::Rc;

use super::monitoring::monitoring_role;
use super::network::{Network, NetworkOptions};
use super::{DatabaseInstanceProps, Endpoint, ParameterGroup, ParameterGroupProps, credentials};
use crate::aws_ec2::{
    Connectable, Connections, ConnectionsProps, InstanceClass, InstanceSize, InstanceType, Port, SubnetType,
};
use crate::aws_kms::Key;
use crate::aws_secretsmanager::{AttachmentTargetType, Secret, SecretAttachmentTarget};
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::stack::{ArnComponents, ArnFormat};
use crate::value::{Text, TypeHint, Value};
use crate::{entries, text};

/// A single database instance. Cheap to clone.
#[derive(Clone)]
pub struct DatabaseInstance {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(DatabaseInstance);

struct Details {
    identifier: Text,
    endpoint: Endpoint,
    secret: Option<Secret>,
    connections: Connections,
}

impl DatabaseInstance {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_rds.DatabaseInstance");

    /// An instance.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        mut props: DatabaseInstanceProps,
    ) -> Result<DatabaseInstance> {
        let node = Node::new(scope, id, DatabaseInstance::INFO)?;
        props.validate(&node)?;
        let options = NetworkOptions {
            vpc: &props.vpc,
            vpc_subnets: props.vpc_subnets.as_ref(),
            subnet_group: props.subnet_group.as_ref(),
            security_groups: props.security_groups.as_ref(),
            removal_policy: props.removal_policy,
        };
        let network = Network::of_instance(&node, &options)?;
        let mut properties = what_it_is(&node, &props)?;
        let parts = [storage(&props), placement(&props, &network), upkeep(&node, &props)?];
        for (name, value) in parts.into_iter().flatten() {
            properties.insert(name, value);
        }
        let owner = credentials::render(&node, props.engine.default_username(), props.credentials.take())?;
        properties.insert("MasterUsername", owner.username.into());
        properties.insert("MasterUserPassword", owner.password.into());
        let resource =
            CfnResource::typed(&node, "Resource", "AWS::RDS::DBInstance", Value::Struct(properties))?;
        resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Snapshot))?;
        let port = Value::from(resource.get_att_as("Endpoint.Port", TypeHint::Number));
        let target = SecretAttachmentTarget {
            target_id: resource.ref_(),
            target_type: AttachmentTargetType::RdsDbInstance,
        };
        let connections = ConnectionsProps {
            security_groups: network.security_groups,
            default_port: Some(Port::tcp(port.clone())),
        };
        let details = Details {
            identifier: resource.ref_(),
            endpoint: Endpoint::new(resource.get_att("Endpoint.Address"), port),
            secret: owner.secret.map(|secret| secret.attach(&target)).transpose()?,
            connections: Connections::new(&node, connections),
        };
        Ok(DatabaseInstance { node, details: Rc::new(details) })
    }

    /// Its identifier.
    pub fn instance_identifier(&self) -> Text {
        self.details.identifier.clone()
    }

    /// Its ARN.
    pub fn instance_arn(&self) -> Result<Text> {
        self.node.stack()?.format_arn(ArnComponents {
            service: "rds".into(),
            resource: "db".into(),
            arn_format: ArnFormat::ColonResourceName,
            resource_name: Some(self.instance_identifier()),
            ..ArnComponents::default()
        })
    }

    /// Its address.
    pub fn instance_endpoint(&self) -> &Endpoint {
        &self.details.endpoint
    }

    /// User and password, attached to the instance.
    pub fn secret(&self) -> Option<&Secret> {
        self.details.secret.as_ref()
    }
}

impl Connectable for DatabaseInstance {
    fn connections(&self) -> Connections {
        self.details.connections.clone()
    }
}

fn what_it_is(node: &Node, props: &DatabaseInstanceProps) -> Result<Map<Value>> {
    let default = || InstanceType::of(InstanceClass::M5, InstanceSize::Large);
    let class = props.instance_type.clone().unwrap_or_else(default).name();
    let parameter_group = match (&props.parameter_group, &props.parameters) {
        (Some(group), _) => Some(group.clone()),
        (None, Some(parameters)) => {
            let parameters = parameters.clone();
            let props = ParameterGroupProps { parameters, ..ParameterGroupProps::new(&props.engine) };
            Some(ParameterGroup::new(node, "ParameterGroup", props)?)
        }
        (None, None) => None,
    };
    Ok(entries! {
        "DBInstanceClass" => text!["db.", class],
        "DBInstanceIdentifier" => props.instance_identifier.as_ref().map(|name| name.to_lowercase()),
        "DBName" => props.database_name.as_ref(),
        "DBParameterGroupName" => parameter_group.map(|group| group.bind_to_instance()).transpose()?,
        "Engine" => props.engine.engine_type(),
        "EngineVersion" => props.engine.full_version(),
        "AllowMajorVersionUpgrade" => props.allow_major_version_upgrade,
        "AutoMinorVersionUpgrade" => props.auto_minor_version_upgrade,
        "EnableIAMDatabaseAuthentication" => props.iam_authentication,
        "CACertificateIdentifier" => props.ca_certificate.as_ref(),
    })
}

fn storage(props: &DatabaseInstanceProps) -> Map<Value> {
    let key = props.storage_encryption_key.as_ref();
    entries! {
        "AllocatedStorage" => props.allocated_storage.unwrap_or(100).to_string(),
        "MaxAllocatedStorage" => props.max_allocated_storage,
        "StorageType" => props.storage_type(),
        "StorageThroughput" => props.storage_throughput,
        "Iops" => props.iops(),
        "KmsKeyId" => key.map(Key::key_arn),
        "StorageEncrypted" => key.map(|_| true).or(props.storage_encrypted),
    }
}

fn placement(props: &DatabaseInstanceProps, network: &Network) -> Map<Value> {
    let subnets = props.vpc_subnets.as_ref();
    let public = subnets.map(|subnets| subnets.subnet_type == Some(SubnetType::Public));
    let one_zone = props.multi_az != Some(true);
    entries! {
        "AvailabilityZone" => props.availability_zone.as_ref().filter(|_| one_zone),
        "MultiAZ" => props.multi_az,
        "DBSubnetGroupName" => network.subnet_group.subnet_group_name(),
        "VPCSecurityGroups" => network.security_group_ids(),
        "PubliclyAccessible" => props.publicly_accessible.or(public),
        "Port" => props.port.map(|port| port.to_string()),
        "NetworkType" => props.network_type,
    }
}

fn upkeep(node: &Node, props: &DatabaseInstanceProps) -> Result<Map<Value>> {
    let retained = props.removal_policy == Some(RemovalPolicy::Retain);
    let logs = &props.cloudwatch_logs_exports;
    let mut properties = entries! {
        "BackupRetentionPeriod" => props.backup_retention.map(Duration::to_days).transpose()?,
        "PreferredBackupWindow" => props.preferred_backup_window.as_ref(),
        "PreferredMaintenanceWindow" => props.preferred_maintenance_window.as_ref(),
        "DeleteAutomatedBackups" => props.delete_automated_backups,
        "DeletionProtection" => props.deletion_protection.or(retained.then_some(true)),
        "CopyTagsToSnapshot" => props.copy_tags_to_snapshot.unwrap_or(true),
        "EnableCloudwatchLogsExports" => (!logs.is_empty()).then(|| logs.clone()),
        "MonitoringInterval" => props.monitoring_interval.map(Duration::to_seconds).transpose()?,
        "MonitoringRoleArn" => monitoring_role(node, props.monitoring_interval, props.monitoring_role.as_ref())?,
    };
    for (name, value) in props.performance_insights.render(node)? {
        properties.insert(name, value);
    }
    Ok(properties)
}
