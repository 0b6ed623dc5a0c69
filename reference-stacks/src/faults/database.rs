//! Faults of the database.

use synthesizer::aws_ec2::{SubnetSelection, SubnetType};
use synthesizer::aws_rds::{
    AuroraMysqlEngineVersion, AuroraPostgresEngineVersion, Credentials, CredentialsOptions,
    DatabaseClusterEngine, ServerlessClusterProps,
};

use crate::{Changes, StackBuilder, Variant};

/// Faults of the database.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "database-version-13-9",
        says: "the database's engine version is 13.9",
        fails: &["data.database.version"],
        change: |changes| {
            database(changes, |database, _| {
                database.engine = DatabaseClusterEngine::aurora_postgres(Some(
                    AuroraPostgresEngineVersion::of("13.9", "13"),
                ));
            })
        },
    },
    Variant {
        name: "database-version-14-7",
        says: "the database's engine version is 14.7",
        fails: &["data.database.version"],
        change: |changes| {
            database(changes, |database, _| {
                database.engine = DatabaseClusterEngine::aurora_postgres(Some(
                    AuroraPostgresEngineVersion::of("14.7", "14"),
                ));
            })
        },
    },
    Variant {
        name: "database-engine-mysql",
        says: "the database's engine is Aurora MySQL",
        fails: &["data.database.engine", "data.database.version"],
        change: |changes| {
            database(changes, |database, _| {
                database.engine = DatabaseClusterEngine::aurora_mysql(Some(AuroraMysqlEngineVersion::of(
                    "5.7.mysql_aurora.2.11.3",
                    "5.7",
                )));
            })
        },
    },
    Variant {
        name: "database-in-egress-subnets",
        says: "the database lies in the egress subnets: vpc_subnets was left out",
        fails: &["data.database.subnets"],
        change: |changes| {
            database(changes, |database, _| {
                database.vpc_subnets = None;
            })
        },
    },
    Variant {
        name: "database-in-public-subnets",
        says: "the database lies in the public subnets",
        fails: &["data.database.subnets"],
        change: |changes| {
            database(changes, |database, _| {
                database.vpc_subnets = Some(SubnetSelection::of_type(SubnetType::Public));
            })
        },
    },
    Variant {
        name: "database-name-missing",
        says: "the database has no name",
        fails: &["data.database.name"],
        change: |changes| {
            database(changes, |database, _| {
                database.default_database_name = None;
            })
        },
    },
    Variant {
        name: "database-name-postgres",
        says: "the database's name is postgres",
        fails: &["data.database.name"],
        change: |changes| {
            database(changes, |database, _| {
                database.default_database_name = Some("postgres".to_owned());
            })
        },
    },
    Variant {
        name: "database-name-with-suffix",
        says: "the database's name is yoctogram_db",
        fails: &["data.database.name"],
        change: |changes| {
            database(changes, |database, _| {
                database.default_database_name = Some("yoctogram_db".to_owned());
            })
        },
    },
    Variant {
        name: "credentials-characters-not-excluded",
        says: "the generated password may hold the CDK's own choice of characters",
        fails: &["data.database.password_characters"],
        change: |changes| {
            database(changes, |database, _| {
                database.credentials = Some(Credentials::from_username(
                    "yoctogram",
                    CredentialsOptions { exclude_characters: None, ..CredentialsOptions::default() },
                ));
            })
        },
    },
    Variant {
        name: "credentials-few-characters-excluded",
        says: "only the four characters that Aurora itself refuses are excluded",
        fails: &["data.database.password_characters"],
        change: |changes| {
            database(changes, |database, _| {
                database.credentials = Some(Credentials::from_username(
                    "yoctogram",
                    CredentialsOptions {
                        exclude_characters: Some("/@\" ".to_owned()),
                        ..CredentialsOptions::default()
                    },
                ));
            })
        },
    },
    Variant {
        name: "credentials-backtick-not-excluded",
        says: "the excluded characters are typed by hand, and the backtick is not among them",
        fails: &["data.database.password_characters"],
        change: |changes| {
            database(changes, |database, _| {
                database.credentials = Some(Credentials::from_username(
                    "yoctogram",
                    CredentialsOptions {
                        exclude_characters: Some(" !\"#$%&'()*+,-./:;<=>?@[\\]^{|}~".to_owned()),
                        ..CredentialsOptions::default()
                    },
                ));
            })
        },
    },
    Variant {
        name: "credentials-left-out",
        says: "no credentials are given, so the CDK generates some with its own choice of characters",
        fails: &["data.database.password_characters"],
        change: |changes| {
            database(changes, |database, _| {
                database.credentials = None;
            })
        },
    },
];

fn database(changes: &mut Changes, change: fn(&mut ServerlessClusterProps, &StackBuilder<'_>)) {
    changes.props_in("aurora-serverless", move |props, stack| {
        change(props, stack);
        Ok(())
    });
}
