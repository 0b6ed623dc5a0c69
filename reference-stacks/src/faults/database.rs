//! Faults of the database.

use synthesizer::SecretValue;
use synthesizer::aws_ec2::{SubnetSelection, SubnetType};
use synthesizer::aws_rds::{
    AuroraMysqlEngineVersion, AuroraPostgresEngineVersion, Credentials, CredentialsOptions,
    DatabaseClusterEngine, ServerlessCluster, ServerlessClusterProps,
};
use synthesizer::aws_secretsmanager::{Secret, SecretProps};

use crate::pieces::resource_of;
use crate::{Changes, Variant};

/// Faults of the database.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "database-version-13-9",
        says: "the database's engine version is 13.9",
        fails: &["data.database.version"],
        change: |changes| postgres(changes, "13.9", "13"),
    },
    Variant {
        name: "database-version-14-7",
        says: "the database's engine version is 14.7",
        fails: &["data.database.version"],
        change: |changes| postgres(changes, "14.7", "14"),
    },
    Variant {
        name: "database-engine-mysql",
        says: "the database's engine is Aurora MySQL",
        fails: &["data.database.engine", "data.database.version"],
        change: |changes| {
            database(changes, |database| {
                database.engine = DatabaseClusterEngine::aurora_mysql(Some(AuroraMysqlEngineVersion::of(
                    "5.7.mysql_aurora.2.11.3",
                    "5.7",
                )))
            })
        },
    },
    Variant {
        name: "database-engine-mysql-unversioned",
        says: "the database's engine is Aurora MySQL, of no version in particular",
        fails: &["data.database.engine", "data.database.version"],
        change: |changes| {
            database(changes, |database| database.engine = DatabaseClusterEngine::aurora_mysql(None))
        },
    },
    Variant {
        name: "database-in-egress-subnets",
        says: "the database lies in the egress subnets: vpc_subnets was left out",
        fails: &["data.database.subnets"],
        change: |changes| database(changes, |database| database.vpc_subnets = None),
    },
    Variant {
        name: "database-in-public-subnets",
        says: "the database lies in the public subnets",
        fails: &["data.database.subnets"],
        change: |changes| {
            database(changes, |database| {
                database.vpc_subnets = Some(SubnetSelection::of_type(SubnetType::Public))
            })
        },
    },
    Variant {
        name: "database-name-missing",
        says: "the database has no name",
        fails: &["data.database.name"],
        change: |changes| database(changes, |database| database.default_database_name = None),
    },
    Variant {
        name: "database-name-postgres",
        says: "the database's name is postgres",
        fails: &["data.database.name"],
        change: |changes| {
            database(changes, |database| database.default_database_name = Some("postgres".to_owned()))
        },
    },
    Variant {
        name: "database-name-with-suffix",
        says: "the database's name is yoctogram_db",
        fails: &["data.database.name"],
        change: |changes| {
            database(changes, |database| database.default_database_name = Some("yoctogram_db".to_owned()))
        },
    },
    Variant {
        name: "credentials-characters-not-excluded",
        says: "the generated password may hold the CDK's own choice of characters",
        fails: &["data.database.password_characters"],
        change: |changes| excluded_characters(changes, None),
    },
    Variant {
        name: "credentials-few-characters-excluded",
        says: "only the four characters that Aurora itself refuses are excluded",
        fails: &["data.database.password_characters"],
        change: |changes| excluded_characters(changes, Some("/@\" ")),
    },
    Variant {
        name: "credentials-backtick-not-excluded",
        says: "the excluded characters are typed by hand, and the backtick is not among them",
        fails: &["data.database.password_characters"],
        change: |changes| {
            database(changes, |database| {
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
        change: |changes| database(changes, |database| database.credentials = None),
    },
    Variant {
        name: "credentials-secret-not-generated",
        says: "the database's secret holds a password written in the source instead of a generated one",
        fails: &["data.database.credentials"],
        change: |changes| {
            changes.props_in("aurora-serverless", |database: &mut ServerlessClusterProps, stack| {
                let literal = |text: &str| SecretValue::unsafe_plain_text(text);
                let props = SecretProps {
                    secret_object_value: vec![
                        ("username".to_owned(), literal("yoctogram")),
                        ("password".to_owned(), literal("hunter2hunter2")),
                    ],
                    ..SecretProps::default()
                };
                let secret = Secret::new(stack.scope(), &stack.id("database-secret"), props)?;
                database.credentials = Some(Credentials::from_secret(&secret, None)?);
                Ok(())
            });
        },
    },
    Variant {
        name: "credentials-kept-by-rds",
        says: "RDS keeps the password in a secret of its own, set with a property override",
        fails: &["data.database.credentials"],
        change: |changes| {
            changes.after("aurora-serverless", |database: &mut ServerlessCluster, _| {
                let resource = resource_of(database)?;
                resource.add_property_override("ManageMasterUserPassword", true);
                resource.add_property_deletion_override("MasterUserPassword");
                Ok(())
            });
        },
    },
];

fn database(changes: &mut Changes, change: fn(&mut ServerlessClusterProps)) {
    changes.props("aurora-serverless", change);
}

fn postgres(changes: &mut Changes, full_version: &'static str, major_version: &'static str) {
    changes.props("aurora-serverless", move |database: &mut ServerlessClusterProps| {
        let version = AuroraPostgresEngineVersion::of(full_version, major_version);
        database.engine = DatabaseClusterEngine::aurora_postgres(Some(version));
    });
}

fn excluded_characters(changes: &mut Changes, characters: Option<&'static str>) {
    changes.props("aurora-serverless", move |database: &mut ServerlessClusterProps| {
        let exclude_characters = characters.map(str::to_owned);
        let options = CredentialsOptions { exclude_characters, ..CredentialsOptions::default() };
        database.credentials = Some(Credentials::from_username("yoctogram", options));
    });
}
