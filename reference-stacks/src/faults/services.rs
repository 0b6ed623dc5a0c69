//! Faults that take another service, or another kind of it.

use synthesizer::aws_certificatemanager::{CertificateProps, CertificateValidation};
use synthesizer::aws_ec2::{
    AmazonLinuxCpuType, InstanceType, MachineImage, NatInstanceProps, NatProvider, SubnetSelection,
    SubnetType, Vpc, VpcProps,
};
use synthesizer::aws_ecr::{Repository, RepositoryProps};
use synthesizer::aws_ecs::{ContainerDefinitionOptions, ContainerImage, GenericLogDriverProps, LogDriver};
use synthesizer::aws_rds::{
    AuroraPostgresEngineVersion, ClusterInstance, ClusterInstanceOptions, Credentials, CredentialsOptions,
    DatabaseCluster, DatabaseClusterEngine, DatabaseClusterProps, ParameterGroup, ServerlessCluster,
    ServerlessClusterProps,
};
use synthesizer::aws_route53::{HostedZone, HostedZoneProviderProps};
use synthesizer::{CfnResource, Construct, Error, Result};

use crate::{Changes, Database, StackBuilder, Variant};

/// Faults that take another service, or another kind of it.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "subnets-nat-instances",
        says: "NAT instances route for the egress subnets instead of NAT gateways",
        fails: &["network.subnets.egress", "compute.service.placement"],
        change: |changes| {
            changes.props("vpc", |vpc: &mut VpcProps| {
                let image = MachineImage::latest_amazon_linux2(Some(AmazonLinuxCpuType::Arm64));
                let instances = NatInstanceProps::new(InstanceType::new("t4g.nano"), image);
                vpc.nat_gateway_provider = Some(NatProvider::instance(instances));
            });
        },
    },
    Variant {
        name: "certificate-validation-looked-up-zone",
        says: "the zone is looked up, as in the handout's example, and the lookup was never made: its id is DUMMY",
        fails: &["network.certificate.validation"],
        change: |changes| {
            changes.props_in("backend-certificate", |certificate: &mut CertificateProps, stack| {
                let query = HostedZoneProviderProps::new(stack.settings().sunet_dns_root());
                let zone = HostedZone::from_lookup(stack.scope(), &stack.id("looked-up-zone"), query)?;
                certificate.validation = Some(CertificateValidation::from_dns(Some(&zone)));
                Ok(())
            });
        },
    },
    Variant {
        name: "database-serverless-v2",
        says: "the database is Aurora Serverless v2",
        fails: &["data.database.single"],
        change: |changes| {
            changes.replace("database", |stack| {
                let writer =
                    ClusterInstance::serverless_v2("writer", false, ClusterInstanceOptions::default());
                cluster(stack, writer, Vec::new())
            });
        },
    },
    Variant {
        name: "database-provisioned",
        says: "the database is a provisioned cluster with a reader",
        fails: &["data.database.single"],
        change: |changes| {
            changes.replace("database", |stack| {
                cluster(stack, medium_instance("writer"), vec![medium_instance("reader")])
            });
        },
    },
    Variant {
        name: "database-second",
        says: "there is a second serverless cluster that nothing uses",
        fails: &["data.database.single"],
        change: |changes| {
            changes.after("aurora-serverless", |_: &mut ServerlessCluster, stack| {
                let props = ServerlessClusterProps {
                    vpc: Some(stack.made("vpc")?),
                    vpc_subnets: Some(isolated_subnets()),
                    default_database_name: Some(stack.settings().project_name.clone()),
                    credentials: Some(credentials(stack)),
                    ..ServerlessClusterProps::new(postgres())
                };
                ServerlessCluster::new(stack.scope(), &stack.id("aurora-backup"), props).map(drop)
            });
        },
    },
    Variant {
        name: "database-engine-aurora",
        says: "the database's engine is the old Aurora MySQL 5.6",
        fails: &["data.database.engine", "data.database.version"],
        change: |changes| {
            database(changes, |database, _| {
                database.engine = DatabaseClusterEngine::aurora(None);
                Ok(())
            })
        },
    },
    Variant {
        name: "database-version-left-out",
        says: "the database's engine version is left to AWS",
        fails: &["data.database.version"],
        change: |changes| {
            database(changes, |database, stack| {
                database.engine = DatabaseClusterEngine::aurora_postgres(None);
                let (id, name) = (stack.id("parameters"), "default.aurora-postgresql13");
                let parameters = ParameterGroup::from_parameter_group_name(stack.scope(), &id, name)?;
                database.parameter_group = Some(parameters);
                Ok(())
            })
        },
    },
    Variant {
        name: "database-in-both-private-subnets",
        says: "the database lies in the isolated and in the egress subnets",
        fails: &["data.database.subnets"],
        change: |changes| {
            database(changes, |database, stack| {
                let vpc: Vpc = stack.made("vpc")?;
                let subnets = [vpc.isolated_subnets(), vpc.private_subnets()].concat();
                database.vpc_subnets = Some(SubnetSelection::of_subnets(subnets));
                Ok(())
            })
        },
    },
    Variant {
        name: "database-without-vpc",
        says: "the database has no VPC, so it lies outside the assignment's",
        fails: &["data.database.subnets", "compute.service.placement"],
        change: |changes| {
            database(changes, |database, _| {
                database.vpc = None;
                database.vpc_subnets = None;
                Ok(())
            })
        },
    },
    Variant {
        name: "credentials-plain-password",
        says: "the database's password is written in the source",
        fails: &["data.database.credentials"],
        change: |changes| {
            changes.after("aurora-serverless", |cluster: &mut ServerlessCluster, _| {
                let resource = cluster.node().default_child().as_ref().and_then(CfnResource::at);
                let resource = resource.ok_or_else(|| Error::message("the cluster has no resource"))?;
                resource.set_property("MasterUserPassword", "correct-horse-battery-staple");
                Ok(())
            });
        },
    },
    Variant {
        name: "container-image-from-ecr",
        says: "the container's image comes from an ECR repository that nothing fills",
        fails: &["compute.container.image"],
        change: |changes| {
            changes.props_in("app-container", |container: &mut ContainerDefinitionOptions, stack| {
                let id = stack.id("images");
                let repository = Repository::new(stack.scope(), &id, RepositoryProps::default())?;
                container.image = ContainerImage::from_ecr_repository(&repository, "latest");
                Ok(())
            });
        },
    },
    Variant {
        name: "logging-to-splunk",
        says: "the container logs to another service",
        fails: &["compute.container.logging"],
        change: |changes| {
            changes.props("app-container", |container: &mut ContainerDefinitionOptions| {
                let options = [("splunk-url", "https://splunk.example.com:8088"), ("splunk-token", "token")];
                container.logging = Some(LogDriver::generic(GenericLogDriverProps {
                    log_driver: "splunk".to_owned(),
                    options: options.into_iter().map(|(name, value)| (name, value.into())).collect(),
                    ..GenericLogDriverProps::default()
                }));
            });
        },
    },
];

fn postgres() -> DatabaseClusterEngine {
    DatabaseClusterEngine::aurora_postgres(Some(AuroraPostgresEngineVersion::of("13.10", "13")))
}

fn isolated_subnets() -> SubnetSelection {
    SubnetSelection::of_type(SubnetType::PrivateIsolated)
}

fn credentials(stack: &StackBuilder<'_>) -> Credentials {
    let exclude_characters = Some(stack.settings().db_special_chars_exclude.clone());
    Credentials::from_username(
        "yoctogram",
        CredentialsOptions { exclude_characters, ..CredentialsOptions::default() },
    )
}

fn medium_instance(id: &str) -> ClusterInstance {
    let size = InstanceType::new("t4g.medium");
    ClusterInstance::provisioned(id, Some(size), None, ClusterInstanceOptions::default())
}

/// The assignment's database as a cluster with instances.
fn cluster(
    stack: &StackBuilder<'_>,
    writer: ClusterInstance,
    readers: Vec<ClusterInstance>,
) -> Result<Database> {
    let props = DatabaseClusterProps {
        readers,
        vpc_subnets: Some(isolated_subnets()),
        default_database_name: Some(stack.settings().project_name.clone()),
        credentials: Some(credentials(stack)),
        ..DatabaseClusterProps::new(postgres(), &stack.made("vpc")?, writer)
    };
    DatabaseCluster::new(stack.scope(), &stack.id("aurora-serverless"), props).map(Database::from)
}

fn database(changes: &mut Changes, change: fn(&mut ServerlessClusterProps, &StackBuilder<'_>) -> Result<()>) {
    changes.props_in("aurora-serverless", change);
}
