//! What clusters run.

use super::ParameterGroup;
use crate::aws_secretsmanager::SecretRotationApplication;
use crate::construct::Node;
use crate::error::Result;

/// What a cluster runs.
#[derive(Debug, Clone)]
pub struct DatabaseClusterEngine {
    kind: Kind,
    full_version: Option<String>,
    major_version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Aurora,
    AuroraMysql,
    AuroraPostgres,
}

/// A version of Aurora PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuroraPostgresEngineVersion {
    full: String,
    major: String,
}

/// A version of the first Aurora, which is MySQL 5.6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuroraEngineVersion {
    full: String,
    major: String,
}

/// A version of Aurora MySQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuroraMysqlEngineVersion {
    full: String,
    major: String,
}

impl AuroraPostgresEngineVersion {
    /// For example `of("13.10", "13")`.
    pub fn of(full_version: &str, major_version: &str) -> AuroraPostgresEngineVersion {
        AuroraPostgresEngineVersion { full: full_version.to_owned(), major: major_version.to_owned() }
    }
}

impl AuroraEngineVersion {
    /// For example `of("5.6.mysql_aurora.1.23.4", "5.6")`.
    pub fn of(full_version: &str, major_version: &str) -> AuroraEngineVersion {
        AuroraEngineVersion { full: full_version.to_owned(), major: major_version.to_owned() }
    }
}

impl AuroraMysqlEngineVersion {
    /// For example `of("5.7.mysql_aurora.2.11.3", "5.7")`.
    pub fn of(full_version: &str, major_version: &str) -> AuroraMysqlEngineVersion {
        AuroraMysqlEngineVersion { full: full_version.to_owned(), major: major_version.to_owned() }
    }
}

impl DatabaseClusterEngine {
    /// Aurora PostgreSQL. Without a version the cluster needs a parameter group.
    pub fn aurora_postgres(version: Option<AuroraPostgresEngineVersion>) -> DatabaseClusterEngine {
        let (full_version, major_version) = version.map(|version| (version.full, version.major)).unzip();
        DatabaseClusterEngine { kind: Kind::AuroraPostgres, full_version, major_version }
    }

    /// The first Aurora, MySQL 5.6, which AWS has retired.
    pub fn aurora(version: Option<AuroraEngineVersion>) -> DatabaseClusterEngine {
        let (full_version, major) = version.map(|version| (version.full, version.major)).unzip();
        let major_version = Some(major.unwrap_or_else(|| "5.6".to_owned()));
        DatabaseClusterEngine { kind: Kind::Aurora, full_version, major_version }
    }

    /// Aurora MySQL, 5.7 if no version is given.
    pub fn aurora_mysql(version: Option<AuroraMysqlEngineVersion>) -> DatabaseClusterEngine {
        let (full_version, major) = version.map(|version| (version.full, version.major)).unzip();
        let major_version = Some(major.unwrap_or_else(|| "5.7".to_owned()));
        DatabaseClusterEngine { kind: Kind::AuroraMysql, full_version, major_version }
    }

    /// Such as `aurora-postgresql`.
    pub fn engine_type(&self) -> &'static str {
        match self.kind {
            Kind::Aurora => "aurora",
            Kind::AuroraMysql => "aurora-mysql",
            Kind::AuroraPostgres => "aurora-postgresql",
        }
    }

    /// Such as `13.10`, where it is known.
    pub fn full_version(&self) -> Option<&str> {
        self.full_version.as_deref()
    }

    /// Such as `aurora-postgresql13`, where the version is known.
    pub fn parameter_group_family(&self) -> Option<String> {
        self.major_version.as_ref().map(|major| format!("{}{major}", self.engine_type()))
    }

    /// The user that owns a database.
    pub fn default_username(&self) -> &'static str {
        match self.kind {
            Kind::Aurora | Kind::AuroraMysql => "admin",
            Kind::AuroraPostgres => "postgres",
        }
    }

    /// The logs that it can write to CloudWatch.
    pub fn supported_log_types(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Aurora | Kind::AuroraMysql => &["error", "general", "slowquery", "audit"],
            Kind::AuroraPostgres => &["postgresql"],
        }
    }

    pub(super) fn single_user_rotation_application(&self) -> SecretRotationApplication {
        match self.kind {
            Kind::Aurora | Kind::AuroraMysql => SecretRotationApplication::MYSQL_ROTATION_SINGLE_USER,
            Kind::AuroraPostgres => SecretRotationApplication::POSTGRES_ROTATION_SINGLE_USER,
        }
    }

    pub(super) fn multi_user_rotation_application(&self) -> SecretRotationApplication {
        match self.kind {
            Kind::Aurora | Kind::AuroraMysql => SecretRotationApplication::MYSQL_ROTATION_MULTI_USER,
            Kind::AuroraPostgres => SecretRotationApplication::POSTGRES_ROTATION_MULTI_USER,
        }
    }

    /// The port of a provisioned cluster; the others' is left to AWS.
    pub(super) fn default_port(&self) -> Option<u16> {
        (self.kind == Kind::AuroraPostgres).then_some(5432)
    }

    /// The parameters that AWS has for this version, if they have to be named.
    pub(super) fn default_parameter_group(&self, scope: &Node) -> Result<Option<ParameterGroup>> {
        let Some(family) = self.parameter_group_family() else {
            return Err(scope.error(
                "Could not create a new ParameterGroup for an unversioned aurora-postgresql cluster engine. Please \
                 either use a versioned engine, or pass an explicit ParameterGroup when creating the cluster",
            ));
        };
        let id = match self.kind {
            Kind::Aurora => return Ok(None),
            Kind::AuroraMysql => "AuroraMySqlDatabaseClusterEngineDefaultParameterGroup",
            Kind::AuroraPostgres => "AuroraPostgreSqlDatabaseClusterEngineDefaultParameterGroup",
        };
        ParameterGroup::from_parameter_group_name(scope, id, format!("default.{family}")).map(Some)
    }
}
