//! What single instances run.

/// What a single instance runs.
#[derive(Debug, Clone)]
pub struct DatabaseInstanceEngine {
    kind: Kind,
    version: Option<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    MariaDb,
    Mysql,
    Postgres,
}

macro_rules! version {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            full: String,
            major: String,
        }

        impl $name {
            #[doc = concat!("For example `", $example, "`.")]
            pub fn of(full_version: &str, major_version: &str) -> $name {
                $name { full: full_version.to_owned(), major: major_version.to_owned() }
            }
        }
    };
}

version! {
    /// A version of MariaDB.
    MariaDbEngineVersion, r#"of("10.11.5", "10.11")"#
}
version! {
    /// A version of MySQL.
    MysqlEngineVersion, r#"of("8.0.35", "8.0")"#
}
version! {
    /// A version of PostgreSQL.
    PostgresEngineVersion, r#"of("15.4", "15")"#
}

impl DatabaseInstanceEngine {
    /// MariaDB; AWS picks the version if none is given.
    pub fn maria_db(version: Option<MariaDbEngineVersion>) -> DatabaseInstanceEngine {
        let version = version.map(|version| (version.full, version.major));
        DatabaseInstanceEngine { kind: Kind::MariaDb, version }
    }

    /// MySQL; AWS picks the version if none is given.
    pub fn mysql(version: Option<MysqlEngineVersion>) -> DatabaseInstanceEngine {
        let version = version.map(|version| (version.full, version.major));
        DatabaseInstanceEngine { kind: Kind::Mysql, version }
    }

    /// PostgreSQL; AWS picks the version if none is given.
    pub fn postgres(version: Option<PostgresEngineVersion>) -> DatabaseInstanceEngine {
        let version = version.map(|version| (version.full, version.major));
        DatabaseInstanceEngine { kind: Kind::Postgres, version }
    }

    /// Such as `postgres`.
    pub fn engine_type(&self) -> &'static str {
        match self.kind {
            Kind::MariaDb => "mariadb",
            Kind::Mysql => "mysql",
            Kind::Postgres => "postgres",
        }
    }

    /// Such as `15.4`, where it is known.
    pub fn full_version(&self) -> Option<&str> {
        self.version.as_ref().map(|(full, _)| full.as_str())
    }

    /// Such as `postgres15`, where the version is known.
    pub fn parameter_group_family(&self) -> Option<String> {
        self.version.as_ref().map(|(_, major)| format!("{}{major}", self.engine_type()))
    }

    /// The user that owns a database.
    pub fn default_username(&self) -> &'static str {
        if self.kind == Kind::Postgres { "postgres" } else { "admin" }
    }
}
