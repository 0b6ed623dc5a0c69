//! What a cluster with instances can be told.

use super::{ClusterInstance, Credentials, DatabaseClusterEngine, ParameterGroup, SubnetGroup};
use crate::aws_ec2::{SecurityGroup, SubnetSelection, Vpc};
use crate::aws_iam::Role;
use crate::aws_kms::Key;
use crate::cfn::RemovalPolicy;
use crate::construct::Node;
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::value::Value;
use crate::value::macros::text_enum;

text_enum! {
    /// How storage is paid for.
    DbClusterStorageType {
        Aurora = "aurora",
        AuroraIopt1 = "aurora-iopt1",
    }
}

text_enum! {
    /// Which addresses a database has.
    NetworkType {
        Ipv4 = "IPV4",
        Dual = "DUAL",
    }
}

/// Backups of a cluster.
#[derive(Debug, Clone)]
pub struct BackupProps {
    /// How many days they are kept.
    pub retention: Duration,
    /// When they are made, such as `01:00-02:00`.
    pub preferred_window: Option<String>,
}

/// What a cluster with instances can be told.
#[derive(Clone)]
pub struct DatabaseClusterProps {
    /// What it runs.
    pub engine: DatabaseClusterEngine,
    /// The network.
    pub vpc: Vpc,
    /// Which of its subnets; private ones if nothing is said.
    pub vpc_subnets: Option<SubnetSelection>,
    /// The instance that writes.
    pub writer: ClusterInstance,
    /// Instances that only read.
    pub readers: Vec<ClusterInstance>,
    /// The least capacity of serverless instances, in steps of a half; 0.5 if nothing is said.
    pub serverless_v2_min_capacity: Option<f64>,
    /// The most capacity of serverless instances, in steps of a half; 2 if nothing is said.
    pub serverless_v2_max_capacity: Option<f64>,
    /// Who owns it; the engine's usual user with a generated password if nothing is said.
    pub credentials: Option<Credentials>,
    /// Generated if none is given; written in small letters.
    pub cluster_identifier: Option<String>,
    /// Backups; AWS keeps them a day if nothing is said.
    pub backup: Option<BackupProps>,
    /// How far the cluster can be set back.
    pub backtrack_window: Option<Duration>,
    /// A database that is made with it.
    pub default_database_name: Option<String>,
    /// Whether it cannot be deleted; so by default if it is retained.
    pub deletion_protection: Option<bool>,
    /// The engine's usual one if none is given.
    pub port: Option<u16>,
    /// AWS's own for the engine's version if none is given.
    pub parameter_group: Option<ParameterGroup>,
    /// Settings for a parameter group that is made for the cluster.
    pub parameters: Option<Map<Value>>,
    /// What happens to it when it leaves its stack; a snapshot stays if nothing is said.
    pub removal_policy: Option<RemovalPolicy>,
    /// One is made if none are given.
    pub security_groups: Option<Vec<SecurityGroup>>,
    /// Made of `vpc_subnets` if none is given.
    pub subnet_group: Option<SubnetGroup>,
    /// Whether users of IAM can be users of the database.
    pub iam_authentication: Option<bool>,
    /// Logs that go to CloudWatch, such as `postgresql`.
    pub cloudwatch_logs_exports: Vec<String>,
    /// How often instances are measured; never if nothing is said.
    pub monitoring_interval: Option<Duration>,
    /// By which measurements are sent; made if there are any.
    pub monitoring_role: Option<Role>,
    /// Encrypts what it stores.
    pub storage_encryption_key: Option<Key>,
    /// Whether what it stores is encrypted; it is if there is a key.
    pub storage_encrypted: Option<bool>,
    /// How storage is paid for.
    pub storage_type: Option<DbClusterStorageType>,
    /// Which addresses it has.
    pub network_type: Option<NetworkType>,
    /// When it is maintained, such as `Sun:23:45-Mon:00:15`.
    pub preferred_maintenance_window: Option<String>,
    /// Whether snapshots have the cluster's tags; they do if nothing is said.
    pub copy_tags_to_snapshot: Option<bool>,
}

impl DatabaseClusterProps {
    /// A cluster with this engine, network and writer, and nothing else.
    pub fn new(engine: DatabaseClusterEngine, vpc: &Vpc, writer: ClusterInstance) -> DatabaseClusterProps {
        DatabaseClusterProps {
            engine,
            vpc: vpc.clone(),
            vpc_subnets: None,
            writer,
            readers: Vec::new(),
            serverless_v2_min_capacity: None,
            serverless_v2_max_capacity: None,
            credentials: None,
            cluster_identifier: None,
            backup: None,
            backtrack_window: None,
            default_database_name: None,
            deletion_protection: None,
            port: None,
            parameter_group: None,
            parameters: None,
            removal_policy: None,
            security_groups: None,
            subnet_group: None,
            iam_authentication: None,
            cloudwatch_logs_exports: Vec::new(),
            monitoring_interval: None,
            monitoring_role: None,
            storage_encryption_key: None,
            storage_encrypted: None,
            storage_type: None,
            network_type: None,
            preferred_maintenance_window: None,
            copy_tags_to_snapshot: None,
        }
    }

    pub(super) fn capacity(&self) -> (f64, f64) {
        (self.serverless_v2_min_capacity.unwrap_or(0.5), self.serverless_v2_max_capacity.unwrap_or(2.0))
    }

    /// Refuses what contradicts itself.
    pub(super) fn validate(&self, node: &Node) -> Result<()> {
        let (min, max) = self.capacity();
        let range = 0.5..=128.0;
        let steps = |capacity: f64| (capacity * 2.0).fract() == 0.0;
        let unsupported: Vec<&str> = self
            .cloudwatch_logs_exports
            .iter()
            .map(String::as_str)
            .filter(|log| !self.engine.supported_log_types().contains(log))
            .collect();
        let message = if !range.contains(&max) {
            "serverlessV2MaxCapacity must be >= 0.5 & <= 128".to_owned()
        } else if !range.contains(&min) {
            "serverlessV2MinCapacity must be >= 0.5 & <= 128".to_owned()
        } else if max < min {
            "serverlessV2MaxCapacity must be greater than serverlessV2MinCapacity".to_owned()
        } else if max == 0.5 && min == 0.5 {
            "If serverlessV2MinCapacity === 0.5 then serverlessV2MaxCapacity must be >=1".to_owned()
        } else if !steps(min) || !steps(max) {
            format!(
                "serverlessV2MinCapacity & serverlessV2MaxCapacity must be in 0.5 step increments, received min: {min}, \
                 max: {max}"
            )
        } else if self.parameter_group.is_some() && self.parameters.is_some() {
            "You cannot specify both parameterGroup and parameters".to_owned()
        } else if !unsupported.is_empty() {
            format!("Unsupported logs for the current engine type: {}", unsupported.join(","))
        } else {
            return Ok(());
        };
        Err(node.error(message))
    }
}
