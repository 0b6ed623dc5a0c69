//! Databases with instances, and how databases get their owners, settings and networks.

use synthesizer::aws_ec2::{
    Connectable, InstanceClass, InstanceSize, InstanceType, Peer, SecurityGroup, SecurityGroupImportOptions,
    SecurityGroupProps, SubnetSelection, SubnetType,
};
use synthesizer::aws_iam::{Role, RoleProps, ServicePrincipal};
use synthesizer::aws_kms::{Key, KeyProps};
use synthesizer::aws_rds::{
    AuroraMysqlEngineVersion, AuroraPostgresEngineVersion, BackupProps, ClusterInstance,
    ClusterInstanceOptions, Credentials, CredentialsOptions, DatabaseCluster, DatabaseClusterEngine,
    DatabaseClusterProps, DatabaseInstance, DatabaseInstanceEngine, DatabaseInstanceProps, DatabaseSecret,
    DatabaseSecretProps, ParameterGroup, ParameterGroupProps, PostgresEngineVersion, ServerlessCluster,
    ServerlessClusterFromSnapshot, ServerlessClusterProps, SnapshotCredentials, SubnetGroup,
    SubnetGroupProps,
};
use synthesizer::aws_secretsmanager::Secret;
use synthesizer::{App, AppProps, CfnOutput, CfnOutputProps, Duration, RemovalPolicy, SecretValue};

use crate::support::{NO_PATHS, USUAL, assert_equal};
use crate::surroundings::{small_vpc, stack};

fn postgres(full_version: &str, major_version: &str) -> DatabaseClusterEngine {
    let version = AuroraPostgresEngineVersion::of(full_version, major_version);
    DatabaseClusterEngine::aurora_postgres(Some(version))
}

fn serverless() -> ServerlessClusterProps {
    ServerlessClusterProps::new(postgres("13.10", "13"))
}

#[test]
fn database_credentials() {
    assert_equal("database-credentials", USUAL, |app| {
        let scope = stack(app)?;
        let vpc = small_vpc(&scope)?;
        let key = Key::new(&scope, "Key", KeyProps::default())?;
        let ready = Secret::from_secret_name_v2(&scope, "Ready", "ready/credentials")?;
        let own = DatabaseSecretProps {
            exclude_characters: Some("@/".to_owned()),
            ..DatabaseSecretProps::new("owner")
        };
        let own = DatabaseSecret::new(&scope, "OwnSecret", own)?;
        let generated = CredentialsOptions {
            secret_name: Some("clerk/credentials".to_owned()),
            exclude_characters: Some("%+~`#$&*()|[]{}:;<>?!'/@\"\\".to_owned()),
            ..CredentialsOptions::default()
        };
        let locked = CredentialsOptions { encryption_key: Some(key), ..CredentialsOptions::default() };
        let plain = SecretValue::unsafe_plain_text("correct-horse");
        let parameter = SecretValue::ssm_secure("/database/password", Some("1"));
        for (name, credentials) in [
            ("Default", None),
            ("Imported", Some(Credentials::from_secret(&ready, Some("admin"))?)),
            ("Own", Some(Credentials::from_secret(&own, None)?)),
            ("Generated", Some(Credentials::from_generated_secret("clerk", generated))),
            ("Password", Some(Credentials::from_password("plain", plain))),
            ("Parameter", Some(Credentials::from_password("stored", parameter))),
            ("Locked", Some(Credentials::from_username("locked", locked))),
        ] {
            let props = ServerlessClusterProps { vpc: Some(vpc.clone()), credentials, ..serverless() };
            ServerlessCluster::new(&scope, name, props)?;
        }
        Ok(())
    });
}

#[test]
fn database_parameters_and_network() {
    assert_equal("database-parameters-and-network", USUAL, |app| {
        let scope = stack(app)?;
        let vpc = small_vpc(&scope)?;
        let parameters = ParameterGroup::new(
            &scope,
            "Parameters",
            ParameterGroupProps {
                description: Some("the course's".to_owned()),
                parameters: [("work_mem", "4096".into())].into_iter().collect(),
                ..ParameterGroupProps::new(&postgres("13.10", "13"))
            },
        )?;
        parameters.add_parameter("log_statement", "ddl");
        let key = KeyProps { removal_policy: Some(RemovalPolicy::Destroy), ..KeyProps::default() };
        let key = Key::new(&scope, "Key", key)?;
        let imported = SecurityGroupImportOptions::default();
        let security_groups = vec![
            SecurityGroup::new(&scope, "First", SecurityGroupProps::new(&vpc))?,
            SecurityGroup::from_security_group_id(&scope, "Second", "sg-2", imported)?,
        ];
        let subnets = SubnetGroupProps {
            description: "public, alas".to_owned(),
            vpc: vpc.clone(),
            vpc_subnets: Some(SubnetSelection::of_type(SubnetType::Public)),
            subnet_group_name: Some("CourseSubnets".to_owned()),
            removal_policy: Some(RemovalPolicy::Retain),
        };
        let props = ServerlessClusterProps {
            parameter_group: Some(parameters),
            storage_encryption_key: Some(key),
            security_groups: Some(security_groups),
            subnet_group: Some(SubnetGroup::new(&scope, "Subnets", subnets)?),
            vpc: Some(vpc),
            ..serverless()
        };
        let cluster = ServerlessCluster::new(&scope, "Database", props)?;
        cluster.connections().allow_default_port_from_any_ipv4(Some("open to all"))?;
        cluster.connections().allow_default_port_internally(None)
    });
}

#[test]
fn database_by_data_api() {
    assert_equal("database-by-data-api", NO_PATHS, |app| {
        let scope = stack(app)?;
        let version = AuroraMysqlEngineVersion::of("5.7.mysql_aurora.2.11.3", "5.7");
        let props = ServerlessClusterProps {
            enable_data_api: Some(true),
            default_database_name: Some("course".to_owned()),
            ..ServerlessClusterProps::new(DatabaseClusterEngine::aurora_mysql(Some(version)))
        };
        let cluster = ServerlessCluster::new(&scope, "Database", props)?;
        let arn = cluster.secret().unwrap().secret_arn();
        CfnOutput::new(&scope, "Secret", CfnOutputProps::new(arn))?;
        let credentials = SnapshotCredentials::from_generated_secret("clerk", CredentialsOptions::default());
        let props = ServerlessClusterProps { vpc: Some(small_vpc(&scope)?), ..serverless() };
        ServerlessClusterFromSnapshot::new(&scope, "Restored", "before-the-exam", Some(credentials), props)?;
        Ok(())
    });
}

#[test]
fn database_with_instances() {
    assert_equal("database-with-instances", USUAL, |app| {
        let scope = stack(app)?;
        let medium = InstanceType::of(InstanceClass::T4G, InstanceSize::Medium);
        let options = ClusterInstanceOptions::default;
        let props = DatabaseClusterProps {
            readers: vec![
                ClusterInstance::provisioned("reader", Some(medium), None, options()),
                ClusterInstance::serverless_v2("scaled", true, options()),
            ],
            serverless_v2_min_capacity: Some(0.5),
            serverless_v2_max_capacity: Some(4.0),
            storage_encrypted: Some(true),
            iam_authentication: Some(true),
            port: Some(5433),
            cloudwatch_logs_exports: vec!["postgresql".to_owned()],
            backup: Some(BackupProps {
                retention: Duration::days(3),
                preferred_window: Some("01:00-02:00".to_owned()),
            }),
            monitoring_interval: Some(Duration::minutes(1)),
            ..DatabaseClusterProps::new(
                postgres("15.3", "15"),
                &small_vpc(&scope)?,
                ClusterInstance::serverless_v2("writer", false, options()),
            )
        };
        DatabaseCluster::new(&scope, "Database", props)?;
        Ok(())
    });
}

#[test]
fn database_instance() {
    assert_equal("database-instance", NO_PATHS, |app| {
        let scope = stack(app)?;
        let version = PostgresEngineVersion::of("15.4", "15");
        let engine = DatabaseInstanceEngine::postgres(Some(version));
        let props = DatabaseInstanceProps {
            instance_type: Some(InstanceType::new("t4g.micro")),
            max_allocated_storage: Some(200),
            multi_az: Some(true),
            publicly_accessible: Some(false),
            database_name: Some("course".to_owned()),
            ..DatabaseInstanceProps::new(engine, &small_vpc(&scope)?)
        };
        let instance = DatabaseInstance::new(&scope, "Database", props)?;
        let ecs = ServicePrincipal::new("ecs-tasks.amazonaws.com");
        let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs))?;
        instance.secret().unwrap().grant_read(&role, &[])?;
        instance.connections().allow_default_port_from(&Peer::ipv4("10.0.0.0/8")?, None)
    });
}

#[test]
fn impossible_clusters_are_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let vpc = small_vpc(&scope).unwrap();
    let refused = |id: &str, change: fn(&mut DatabaseClusterProps)| {
        let writer = ClusterInstance::serverless_v2("writer", false, ClusterInstanceOptions::default());
        let mut props = DatabaseClusterProps::new(postgres("15.3", "15"), &vpc, writer);
        change(&mut props);
        DatabaseCluster::new(&scope, id, props).err().unwrap().to_string()
    };
    assert_eq!(
        refused("Large", |props| props.serverless_v2_max_capacity = Some(129.0)),
        "Stack/Large: serverlessV2MaxCapacity must be >= 0.5 & <= 128"
    );
    assert_eq!(
        refused("Small", |props| props.serverless_v2_max_capacity = Some(0.5)),
        "Stack/Small: If serverlessV2MinCapacity === 0.5 then serverlessV2MaxCapacity must be >=1"
    );
    assert_eq!(
        refused("Logs", |props| props.cloudwatch_logs_exports = vec!["audit".to_owned()]),
        "Stack/Logs: Unsupported logs for the current engine type: audit"
    );
    assert_eq!(
        refused("Tier", |props| {
            let options = ClusterInstanceOptions::default();
            props.readers = vec![ClusterInstance::provisioned("reader", None, Some(16), options)];
        }),
        "Stack/Tier/reader: promotionTier must be between 0-15"
    );
}

#[test]
fn impossible_instances_are_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let vpc = small_vpc(&scope).unwrap();
    let refused = |id: &str, change: fn(&mut DatabaseInstanceProps)| {
        let mut props = DatabaseInstanceProps::new(DatabaseInstanceEngine::postgres(None), &vpc);
        change(&mut props);
        DatabaseInstance::new(&scope, id, props).err().unwrap().to_string()
    };
    assert_eq!(
        refused("Throughput", |props| props.storage_throughput = Some(125)),
        "Stack/Throughput: The storage throughput can only be specified with GP3 storage type. Got gp2."
    );
    assert_eq!(
        refused("Zone", |props| {
            props.multi_az = Some(true);
            props.availability_zone = Some("us-west-2a".into());
        }),
        "Stack/Zone: Requesting a specific availability zone is not valid for Multi-AZ instances"
    );
}
