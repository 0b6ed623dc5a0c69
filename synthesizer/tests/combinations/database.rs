//! Aurora clusters, their credentials and networks.

use synthesizer::aws_ec2::{Connectable, SecurityGroup, SecurityGroupImportOptions, SecurityGroupProps};
use synthesizer::aws_iam::{Role, RoleProps, ServicePrincipal};
use synthesizer::aws_rds::{
    AuroraCapacityUnit, AuroraPostgresEngineVersion, DatabaseClusterEngine, DatabaseSecret,
    DatabaseSecretProps, ParameterGroup, RotationOptions, ServerlessCluster, ServerlessClusterAttributes,
    ServerlessClusterProps, ServerlessScalingOptions,
};
use synthesizer::aws_secretsmanager::Secret;
use synthesizer::{
    App, AppProps, CfnOutput, CfnOutputProps, Construct, Duration, RemovalPolicy, Result, Text,
};

use crate::support::{NO_PATHS, USUAL, assert_equal, named_stack};
use crate::surroundings::{imported_vpc, small_vpc, stack};

fn postgres() -> DatabaseClusterEngine {
    DatabaseClusterEngine::aurora_postgres(Some(AuroraPostgresEngineVersion::of("13.10", "13")))
}

fn role(scope: &dyn Construct, id: &str) -> Result<Role> {
    Role::new(scope, id, RoleProps::assumed_by(ServicePrincipal::new("ecs-tasks.amazonaws.com")))
}

fn output(scope: &dyn Construct, id: &str, value: Text) -> Result<()> {
    CfnOutput::new(scope, id, CfnOutputProps::new(value)).map(drop)
}

#[test]
fn database_scaling() {
    assert_equal("database-scaling", USUAL, |app| {
        let scope = stack(app)?;
        let props = ServerlessClusterProps {
            vpc: Some(small_vpc(&scope)?),
            cluster_identifier: Some("CourseDatabase".to_owned()),
            backup_retention: Some(Duration::days(14)),
            deletion_protection: Some(true),
            enable_data_api: Some(true),
            copy_tags_to_snapshot: Some(false),
            removal_policy: Some(RemovalPolicy::Retain),
            scaling: Some(ServerlessScalingOptions {
                auto_pause: Some(Duration::minutes(10)),
                min_capacity: Some(AuroraCapacityUnit::Acu2),
                max_capacity: Some(AuroraCapacityUnit::Acu16),
            }),
            ..ServerlessClusterProps::new(postgres())
        };
        let cluster = ServerlessCluster::new(&scope, "Database", props)?;
        cluster.grant_data_api_access(&role(&scope, "Reader")?)?;
        output(&scope, "Endpoint", cluster.cluster_endpoint()?.socket_address())?;
        output(&scope, "ReadEndpoint", cluster.cluster_read_endpoint()?.hostname())?;
        output(&scope, "Arn", cluster.cluster_arn()?)
    });
}

#[test]
fn database_rotation() {
    assert_equal("database-rotation", USUAL, |app| {
        let scope = stack(app)?;
        let vpc = Some(small_vpc(&scope)?);
        let props = ServerlessClusterProps { vpc, ..ServerlessClusterProps::new(postgres()) };
        let cluster = ServerlessCluster::new(&scope, "Database", props)?;
        let weekly = Some(Duration::days(7));
        let options = RotationOptions { automatically_after: weekly, ..RotationOptions::default() };
        cluster.add_rotation_single_user(options)?;
        let user = DatabaseSecretProps {
            master_secret: cluster.secret().cloned(),
            ..DatabaseSecretProps::new("user")
        };
        let user =
            DatabaseSecret::new(&scope, "User", user)?.attach(&cluster.as_secret_attachment_target())?;
        cluster.add_rotation_multi_user("User", &user, RotationOptions::default()).map(drop)
    });
}

#[test]
fn rotation_is_refused_where_it_cannot_work() {
    let app = App::new(AppProps::default());
    let scope = named_stack(&app, "Stack").unwrap();
    let props = ServerlessClusterProps::new(postgres());
    let alone = ServerlessCluster::new(&scope, "Alone", props).unwrap();
    let rotate = |cluster: &ServerlessCluster| cluster.add_rotation_single_user(RotationOptions::default());
    let expected = "Stack/Alone: Cannot add single user rotation for a cluster without VPC.";
    assert_eq!(rotate(&alone).unwrap_err().to_string(), expected);
    let vpc = Some(imported_vpc(&scope).unwrap());
    let props = ServerlessClusterProps { vpc, ..ServerlessClusterProps::new(postgres()) };
    let cluster = ServerlessCluster::new(&scope, "Cluster", props).unwrap();
    rotate(&cluster).unwrap();
    let expected = "Stack/Cluster: A single user rotation was already added to this cluster.";
    assert_eq!(rotate(&cluster).unwrap_err().to_string(), expected);
}

#[test]
fn database_that_never_pauses() {
    assert_equal("database-that-never-pauses", NO_PATHS, |app| {
        let scope = stack(app)?;
        let name = "default.aurora-postgresql11";
        let parameters = ParameterGroup::from_parameter_group_name(&scope, "Parameters", name)?;
        let props = ServerlessClusterProps {
            parameter_group: Some(parameters),
            vpc: Some(small_vpc(&scope)?),
            deletion_protection: Some(false),
            enable_data_api: Some(false),
            removal_policy: Some(RemovalPolicy::Destroy),
            scaling: Some(ServerlessScalingOptions {
                auto_pause: Some(Duration::minutes(0)),
                ..ServerlessScalingOptions::default()
            }),
            ..ServerlessClusterProps::new(DatabaseClusterEngine::aurora_postgres(None))
        };
        ServerlessCluster::new(&scope, "Database", props)?;
        Ok(())
    });
}

#[test]
fn imported_database() {
    assert_equal("imported-database", USUAL, |app| {
        let scope = stack(app)?;
        let arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:elsewhere-AbCdEf";
        let secret = Secret::from_secret_complete_arn(&scope, "Secret", arn)?;
        let options = SecurityGroupImportOptions::default();
        let group = SecurityGroup::from_security_group_id(&scope, "Group", "sg-3", options)?;
        let attributes = ServerlessClusterAttributes {
            cluster_identifier: "elsewhere".into(),
            cluster_endpoint_address: Some("elsewhere.example.com".into()),
            port: Some(5432),
            secret: Some(secret),
            security_groups: vec![group],
            ..ServerlessClusterAttributes::default()
        };
        let cluster = ServerlessCluster::from_serverless_cluster_attributes(&scope, "Database", attributes)?;
        cluster.grant_data_api_access(&role(&scope, "Role")?)?;
        let vpc = imported_vpc(&scope)?;
        let client = SecurityGroup::new(&scope, "Client", SecurityGroupProps::new(&vpc))?;
        cluster.connections().allow_default_port_from(&client, None)
    });
}

#[test]
fn database_in_another_stack() {
    assert_equal("database-in-another-stack", USUAL, |app| {
        let (data, service) = (named_stack(app, "Data")?, named_stack(app, "Service")?);
        let vpc = small_vpc(&data)?;
        let props = ServerlessClusterProps {
            vpc: Some(vpc.clone()),
            enable_data_api: Some(true),
            ..ServerlessClusterProps::new(postgres())
        };
        let cluster = ServerlessCluster::new(&data, "Database", props)?;
        let client = SecurityGroup::new(&service, "Client", SecurityGroupProps::new(&vpc))?;
        client.connections().allow_to_default_port(&cluster, Some("the service asks"))?;
        let role = role(&service, "Role")?;
        cluster.secret().unwrap().grant_read(&role, &[])?;
        cluster.grant_data_api_access(&role)?;
        output(&service, "Host", cluster.cluster_endpoint()?.hostname())?;
        output(&service, "Port", cluster.cluster_endpoint()?.port_as_string())
    });
}

#[test]
fn impossible_databases_are_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let refused = |id: &str, change: fn(&mut ServerlessClusterProps)| {
        let mut props = ServerlessClusterProps::new(postgres());
        change(&mut props);
        ServerlessCluster::new(&scope, id, props).err().unwrap().to_string()
    };
    assert_eq!(
        refused("Groups", |props| props.security_groups = Some(Vec::new())),
        "Stack/Groups: A VPC is required to use securityGroups in ServerlessCluster. Please add a VPC or remove \
         securityGroups"
    );
    assert_eq!(
        refused("Backup", |props| props.backup_retention = Some(Duration::days(36))),
        "Stack/Backup: backup retention period must be between 1 and 35 days. received: 36"
    );
    assert_eq!(
        refused("Pause", |props| {
            let auto_pause = Some(Duration::minutes(1));
            props.scaling = Some(ServerlessScalingOptions { auto_pause, ..Default::default() });
        }),
        "Stack/Pause: auto pause time must be between 5 minutes and 1 day."
    );
    assert!(
        refused("Version", |props| props.engine = DatabaseClusterEngine::aurora_postgres(None))
            .starts_with("Stack/Version: Could not create a new ParameterGroup for an unversioned")
    );
}
