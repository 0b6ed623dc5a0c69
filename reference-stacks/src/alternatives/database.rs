//! The database, written differently.

use synthesizer::aws_ec2::{Connectable, Peer, Port, SubnetSelection, SubnetType, Vpc};
use synthesizer::aws_rds::{
    AuroraCapacityUnit, AuroraPostgresEngineVersion, DatabaseClusterEngine, ServerlessCluster,
    ServerlessClusterProps, ServerlessScalingOptions,
};
use synthesizer::{Duration, RemovalPolicy};

use crate::Variant;
use crate::pieces::resource_of;

/// The database, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "database-defaults-spelt-out",
        says: "scaling, backups, removal and the data API of the database are spelt out",
        fails: &[],
        change: |changes| {
            changes.props("aurora-serverless", |database: &mut ServerlessClusterProps| {
                database.backup_retention = Some(Duration::days(1));
                database.deletion_protection = Some(false);
                database.enable_data_api = Some(true);
                database.removal_policy = Some(RemovalPolicy::Destroy);
                database.scaling = Some(ServerlessScalingOptions {
                    auto_pause: Some(Duration::minutes(10)),
                    min_capacity: Some(AuroraCapacityUnit::Acu2),
                    max_capacity: Some(AuroraCapacityUnit::Acu4),
                });
            });
        },
    },
    Variant {
        name: "database-version-by-string",
        says: "the engine's version is given as a string",
        fails: &[],
        change: |changes| {
            changes.props("aurora-serverless", |database: &mut ServerlessClusterProps| {
                database.engine = postgres("13.10");
            });
        },
    },
    Variant {
        name: "database-version-on-resource",
        says: "the engine version is set on the Cfn resource",
        fails: &[],
        change: |changes| {
            changes.props("aurora-serverless", |database: &mut ServerlessClusterProps| {
                database.engine = postgres("13.9");
            });
            changes.after("aurora-serverless", |database: &mut ServerlessCluster, _| {
                resource_of(database)?.set_property("EngineVersion", "13.10");
                Ok(())
            });
        },
    },
    Variant {
        name: "database-subnets-by-name",
        says: "the database's subnets are selected by their group's name",
        fails: &[],
        change: |changes| {
            changes.props("aurora-serverless", |database: &mut ServerlessClusterProps| {
                database.vpc_subnets = Some(SubnetSelection {
                    subnet_group_name: Some("private-isolated".to_owned()),
                    ..SubnetSelection::default()
                });
            });
        },
    },
    Variant {
        name: "database-subnets-one-per-zone",
        says: "the database's subnets are selected one per zone",
        fails: &[],
        change: |changes| {
            changes.props("aurora-serverless", |database: &mut ServerlessClusterProps| {
                let isolated = SubnetSelection::of_type(SubnetType::PrivateIsolated);
                database.vpc_subnets = Some(SubnetSelection { one_per_az: true, ..isolated });
            });
        },
    },
    Variant {
        name: "database-subnets-listed",
        says: "the database's subnets are the VPC's isolated ones, as a list",
        fails: &[],
        change: |changes| {
            changes.props_in("aurora-serverless", |database: &mut ServerlessClusterProps, stack| {
                let isolated = stack.made::<Vpc>("vpc")?.isolated_subnets().to_vec();
                database.vpc_subnets = Some(SubnetSelection::of_subnets(isolated));
                Ok(())
            });
        },
    },
    Variant {
        name: "database-open-to-vpc",
        says: "the database accepts port 5432 from the whole VPC",
        fails: &[],
        change: |changes| {
            changes.after("aurora-serverless", |database: &mut ServerlessCluster, stack| {
                let inside = Peer::ipv4(stack.made::<Vpc>("vpc")?.vpc_cidr_block()?)?;
                database.connections().allow_from(&inside, Port::tcp(5432), None)
            });
            changes.leave_out("allow-to-database");
        },
    },
];

fn postgres(version: &str) -> DatabaseClusterEngine {
    DatabaseClusterEngine::aurora_postgres(Some(AuroraPostgresEngineVersion::of(version, "13")))
}
