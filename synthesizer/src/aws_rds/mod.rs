//! Amazon RDS: databases.

mod cluster_engine;
mod credentials;
mod database_secret;
mod endpoint;
mod parameter_group;
mod serverless_cluster;
mod serverless_props;
mod subnet_group;

pub use cluster_engine::{AuroraMysqlEngineVersion, AuroraPostgresEngineVersion, DatabaseClusterEngine};
pub use credentials::{Credentials, CredentialsOptions};
pub use database_secret::{DatabaseSecret, DatabaseSecretProps};
pub use endpoint::Endpoint;
pub use parameter_group::{ParameterGroup, ParameterGroupProps};
pub use serverless_cluster::{ServerlessCluster, ServerlessClusterAttributes};
pub use serverless_props::{AuroraCapacityUnit, ServerlessClusterProps, ServerlessScalingOptions};
pub use subnet_group::{SubnetGroup, SubnetGroupProps};
