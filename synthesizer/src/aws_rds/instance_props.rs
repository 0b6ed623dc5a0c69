//! What a single instance can be told.

use super::{
    Credentials, DatabaseInstanceEngine, NetworkType, ParameterGroup, PerformanceInsights, SubnetGroup,
};
use crate::aws_ec2::{InstanceType, SecurityGroup, SubnetSelection, Vpc};
use crate::aws_iam::Role;
use crate::aws_kms::Key;
use crate::cfn::RemovalPolicy;
use crate::construct::Node;
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::value::macros::text_enum;
use crate::value::{Text, Value};

text_enum! {
    /// The disks of an instance.
    StorageType {
        Standard = "standard",
        Gp2 = "gp2",
        Gp3 = "gp3",
        Io1 = "io1",
    }
}

/// What a single instance can be told.
#[derive(Clone)]
pub struct DatabaseInstanceProps {
    /// What it runs.
    pub engine: DatabaseInstanceEngine,
    /// The network.
    pub vpc: Vpc,
    /// Which of its subnets; private ones if nothing is said.
    pub vpc_subnets: Option<SubnetSelection>,
    /// `m5.large` if none is given.
    pub instance_type: Option<InstanceType>,
    /// Who owns it; the engine's usual user with a generated password if nothing is said.
    pub credentials: Option<Credentials>,
    /// Generated if none is given; written in small letters.
    pub instance_identifier: Option<String>,
    /// A database that is made with it.
    pub database_name: Option<String>,
    /// In GiB; 100 if nothing is said.
    pub allocated_storage: Option<u32>,
    /// In GiB; storage grows up to this size. It does not grow if nothing is said.
    pub max_allocated_storage: Option<u32>,
    /// Its disks; `gp2` if nothing is said.
    pub storage_type: Option<StorageType>,
    /// Only with `gp3`.
    pub storage_throughput: Option<u32>,
    /// Only with `gp3` and `io1`, which has 1,000 if nothing is said.
    pub iops: Option<u32>,
    /// Encrypts what it stores.
    pub storage_encryption_key: Option<Key>,
    /// Whether what it stores is encrypted; it is if there is a key.
    pub storage_encrypted: Option<bool>,
    /// Whether there is a second one in another zone.
    pub multi_az: Option<bool>,
    /// Its zone. Not with a second one.
    pub availability_zone: Option<Text>,
    /// Whether the internet reaches it; by default if its subnets are said to be public.
    pub publicly_accessible: Option<bool>,
    /// The engine's usual one if none is given.
    pub port: Option<u16>,
    /// How long backups are kept.
    pub backup_retention: Option<Duration>,
    /// When backups are made, such as `01:00-02:00`.
    pub preferred_backup_window: Option<String>,
    /// When it is maintained, such as `Sun:23:45-Mon:00:15`.
    pub preferred_maintenance_window: Option<String>,
    /// Whether backups go with the instance.
    pub delete_automated_backups: Option<bool>,
    /// Whether it cannot be deleted; so by default if it is retained.
    pub deletion_protection: Option<bool>,
    /// What happens to it when it leaves its stack; a snapshot stays if nothing is said.
    pub removal_policy: Option<RemovalPolicy>,
    /// Whether snapshots have the instance's tags; they do if nothing is said.
    pub copy_tags_to_snapshot: Option<bool>,
    /// One is made if none are given.
    pub security_groups: Option<Vec<SecurityGroup>>,
    /// Made of `vpc_subnets` if none is given.
    pub subnet_group: Option<SubnetGroup>,
    /// AWS's own for the engine's version if none is given.
    pub parameter_group: Option<ParameterGroup>,
    /// Settings for a parameter group that is made for the instance.
    pub parameters: Option<Map<Value>>,
    /// Whether users of IAM can be users of the database.
    pub iam_authentication: Option<bool>,
    /// Logs that go to CloudWatch, such as `postgresql`.
    pub cloudwatch_logs_exports: Vec<String>,
    /// How often it is measured; never if nothing is said.
    pub monitoring_interval: Option<Duration>,
    /// By which measurements are sent; made if there are any.
    pub monitoring_role: Option<Role>,
    /// What Performance Insights is told.
    pub performance_insights: PerformanceInsights,
    /// Whether small new versions come by themselves.
    pub auto_minor_version_upgrade: Option<bool>,
    /// Whether a new version may be a large one.
    pub allow_major_version_upgrade: Option<bool>,
    /// Which addresses it has.
    pub network_type: Option<NetworkType>,
    /// Who signed the certificate that it shows, such as `rds-ca-rsa2048-g1`.
    pub ca_certificate: Option<String>,
}

impl DatabaseInstanceProps {
    /// An instance with this engine and network, and nothing else.
    pub fn new(engine: DatabaseInstanceEngine, vpc: &Vpc) -> DatabaseInstanceProps {
        DatabaseInstanceProps {
            engine,
            vpc: vpc.clone(),
            vpc_subnets: None,
            instance_type: None,
            credentials: None,
            instance_identifier: None,
            database_name: None,
            allocated_storage: None,
            max_allocated_storage: None,
            storage_type: None,
            storage_throughput: None,
            iops: None,
            storage_encryption_key: None,
            storage_encrypted: None,
            multi_az: None,
            availability_zone: None,
            publicly_accessible: None,
            port: None,
            backup_retention: None,
            preferred_backup_window: None,
            preferred_maintenance_window: None,
            delete_automated_backups: None,
            deletion_protection: None,
            removal_policy: None,
            copy_tags_to_snapshot: None,
            security_groups: None,
            subnet_group: None,
            parameter_group: None,
            parameters: None,
            iam_authentication: None,
            cloudwatch_logs_exports: Vec::new(),
            monitoring_interval: None,
            monitoring_role: None,
            performance_insights: PerformanceInsights::default(),
            auto_minor_version_upgrade: None,
            allow_major_version_upgrade: None,
            network_type: None,
            ca_certificate: None,
        }
    }

    pub(super) fn storage_type(&self) -> StorageType {
        self.storage_type.unwrap_or(StorageType::Gp2)
    }

    /// What the disks are told; only some can be told anything.
    pub(super) fn iops(&self) -> Option<u32> {
        match self.storage_type() {
            StorageType::Standard | StorageType::Gp2 => None,
            StorageType::Gp3 => self.iops,
            StorageType::Io1 => self.iops.or(Some(1000)),
        }
    }

    /// Refuses what contradicts itself.
    pub(super) fn validate(&self, node: &Node) -> Result<()> {
        let storage_type = self.storage_type();
        let ratio = match (self.storage_throughput, self.iops()) {
            (Some(throughput), Some(iops)) if iops > 0 => f64::from(throughput) / f64::from(iops),
            _ => 0.0,
        };
        let message = if self.multi_az == Some(true) && self.availability_zone.is_some() {
            "Requesting a specific availability zone is not valid for Multi-AZ instances".to_owned()
        } else if self.storage_throughput.is_some() && storage_type != StorageType::Gp3 {
            let given = storage_type.as_str();
            format!("The storage throughput can only be specified with GP3 storage type. Got {given}.")
        } else if ratio > 0.25 {
            format!("The maximum ratio of storage throughput to IOPS is 0.25. Got {ratio}.")
        } else if self.parameter_group.is_some() && self.parameters.is_some() {
            "You cannot specify both parameterGroup and parameters".to_owned()
        } else {
            return Ok(());
        };
        Err(node.error(message))
    }
}
