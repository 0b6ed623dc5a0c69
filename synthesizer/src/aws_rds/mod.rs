//! Amazon RDS: databases.

mod cluster;
mod cluster_engine;
mod cluster_instance;
mod cluster_props;
mod credentials;
mod database_secret;
mod endpoint;
mod failover;
mod instance;
mod instance_engine;
mod instance_props;
mod monitoring;
mod network;
mod parameter_group;
mod rotation;
mod serverless_cluster;
mod serverless_from_snapshot;
mod serverless_props;
mod snapshot_credentials;
mod subnet_group;

pub use cluster::{DatabaseCluster, DatabaseClusterAttributes};
pub use cluster_engine::{
    AuroraEngineVersion, AuroraMysqlEngineVersion, AuroraPostgresEngineVersion, DatabaseClusterEngine,
};
pub use cluster_instance::{ClusterInstance, ClusterInstanceOptions};
pub use cluster_props::{BackupProps, DatabaseClusterProps, DbClusterStorageType, NetworkType};
pub use credentials::{Credentials, CredentialsOptions};
pub use database_secret::{DatabaseSecret, DatabaseSecretProps};
pub use endpoint::Endpoint;
pub use instance::DatabaseInstance;
pub use instance_engine::{
    DatabaseInstanceEngine, MariaDbEngineVersion, MysqlEngineVersion, PostgresEngineVersion,
};
pub use instance_props::{DatabaseInstanceProps, StorageType};
pub use monitoring::{PerformanceInsightRetention, PerformanceInsights};
pub use parameter_group::{ParameterGroup, ParameterGroupEngine, ParameterGroupProps};
pub use rotation::RotationOptions;
pub use serverless_cluster::{ServerlessCluster, ServerlessClusterAttributes};
pub use serverless_from_snapshot::ServerlessClusterFromSnapshot;
pub use serverless_props::{AuroraCapacityUnit, ServerlessClusterProps, ServerlessScalingOptions};
pub use snapshot_credentials::SnapshotCredentials;
pub use subnet_group::{SubnetGroup, SubnetGroupProps};
