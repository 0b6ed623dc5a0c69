//! What a serverless cluster can be told.

use super::{Credentials, DatabaseClusterEngine, ParameterGroup, SubnetGroup};
use crate::aws_ec2::{SecurityGroup, SubnetSelection, Vpc};
use crate::aws_kms::Key;
use crate::cfn::RemovalPolicy;
use crate::construct::Node;
use crate::duration::Duration;
use crate::error::Result;
use crate::props;
use crate::value::Value;

/// What a serverless cluster can be told.
#[derive(Clone)]
pub struct ServerlessClusterProps {
    /// What it runs.
    pub engine: DatabaseClusterEngine,
    /// Who owns it; the engine's usual user with a generated password if nothing is said.
    pub credentials: Option<Credentials>,
    /// Generated if none is given; written in small letters.
    pub cluster_identifier: Option<String>,
    /// 1 to 35 days.
    pub backup_retention: Option<Duration>,
    /// A database that is made with it.
    pub default_database_name: Option<String>,
    /// Whether it cannot be deleted; so by default if it is retained.
    pub deletion_protection: Option<bool>,
    /// Whether statements can be sent by HTTPS.
    pub enable_data_api: Option<bool>,
    /// The network. Without one only the data API reaches the cluster.
    pub vpc: Option<Vpc>,
    /// Which of its subnets; private ones if nothing is said.
    pub vpc_subnets: Option<SubnetSelection>,
    /// How large it may get, and when it pauses.
    pub scaling: Option<ServerlessScalingOptions>,
    /// What happens to it when it leaves its stack; a snapshot stays if nothing is said.
    pub removal_policy: Option<RemovalPolicy>,
    /// One is made if none are given.
    pub security_groups: Option<Vec<SecurityGroup>>,
    /// AWS's own for the engine's version if none is given.
    pub parameter_group: Option<ParameterGroup>,
    /// Made of `vpc_subnets` if none is given.
    pub subnet_group: Option<SubnetGroup>,
    /// Whether snapshots have the cluster's tags; they do if nothing is said.
    pub copy_tags_to_snapshot: Option<bool>,
    /// Encrypts what it stores; AWS's own key for databases does if none is given. Not with a snapshot.
    pub storage_encryption_key: Option<Key>,
}

impl ServerlessClusterProps {
    /// A cluster with this engine and nothing else.
    pub fn new(engine: DatabaseClusterEngine) -> ServerlessClusterProps {
        ServerlessClusterProps {
            engine,
            credentials: None,
            cluster_identifier: None,
            backup_retention: None,
            default_database_name: None,
            deletion_protection: None,
            enable_data_api: None,
            vpc: None,
            vpc_subnets: None,
            scaling: None,
            removal_policy: None,
            security_groups: None,
            parameter_group: None,
            subnet_group: None,
            copy_tags_to_snapshot: None,
            storage_encryption_key: None,
        }
    }

    /// Refuses what needs a network where there is none.
    pub(super) fn validate(&self, node: &Node) -> Result<()> {
        let needs_vpc = [
            (self.vpc_subnets.is_some(), "vpcSubnets"),
            (self.subnet_group.is_some(), "subnetGroup"),
            (self.security_groups.is_some(), "securityGroups"),
        ];
        if let Some((_, name)) = needs_vpc.iter().find(|(given, _)| *given && self.vpc.is_none()) {
            return Err(node.error(format!(
                "A VPC is required to use {name} in ServerlessCluster. Please add a VPC or remove {name}"
            )));
        }
        match self.backup_retention.map(Duration::to_days).transpose()? {
            Some(days) if !(1..=35).contains(&days) => Err(node
                .error(format!("backup retention period must be between 1 and 35 days. received: {days}"))),
            _ => Ok(()),
        }
    }
}

/// Units of capacity, about 2 GiB of memory each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the sizes")]
pub enum AuroraCapacityUnit {
    Acu1 = 1,
    Acu2 = 2,
    Acu4 = 4,
    Acu8 = 8,
    Acu16 = 16,
    Acu32 = 32,
    Acu64 = 64,
    Acu128 = 128,
    Acu192 = 192,
    Acu256 = 256,
    Acu384 = 384,
}

/// How large a cluster may get, and when it pauses.
#[derive(Debug, Clone, Default)]
pub struct ServerlessScalingOptions {
    /// AWS decides if nothing is said.
    pub min_capacity: Option<AuroraCapacityUnit>,
    /// AWS decides if nothing is said.
    pub max_capacity: Option<AuroraCapacityUnit>,
    /// 5 minutes to a day without connections; zero is never.
    pub auto_pause: Option<Duration>,
}

impl ServerlessScalingOptions {
    /// A cluster's `ScalingConfiguration`.
    pub(super) fn render(&self, node: &Node) -> Result<Value> {
        if let (Some(min), Some(max)) = (self.min_capacity, self.max_capacity)
            && min > max
        {
            return Err(node.error("maximum capacity must be greater than or equal to minimum capacity."));
        }
        let seconds = self.auto_pause.map(Duration::to_seconds).transpose()?;
        if seconds.is_some_and(|seconds| seconds != 0 && !(300..=86400).contains(&seconds)) {
            return Err(node.error("auto pause time must be between 5 minutes and 1 day."));
        }
        Ok(props! {
            "AutoPause" => seconds != Some(0),
            "MinCapacity" => self.min_capacity.map(|capacity| capacity as i32),
            "MaxCapacity" => self.max_capacity.map(|capacity| capacity as i32),
            "SecondsUntilAutoPause" => seconds.filter(|seconds| *seconds != 0),
        })
    }
}
