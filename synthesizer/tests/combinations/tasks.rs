//! `fixtures/combinations/tasks.py`

use synthesizer::aws_ecs::*;
use synthesizer::aws_iam::{FromRoleNameOptions, PolicyStatement, Role, RoleProps, ServicePrincipal};
use synthesizer::aws_logs::{LogGroup, LogGroupProps, RetentionDays};
use synthesizer::aws_secretsmanager::{self as secretsmanager, SecretProps};
use synthesizer::{App, AppProps, CfnOutput, CfnOutputProps, Duration, Result, entries};

use crate::support::{assert_all_equal, combinations, stack};

fn image() -> ContainerDefinitionOptions {
    ContainerDefinitionOptions::new(ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.25"))
}

fn usual() -> FargateTaskDefinitionProps {
    FargateTaskDefinitionProps::default()
}

fn several_containers(app: &App) -> Result<()> {
    let props = FargateTaskDefinitionProps { cpu: Some(1024), memory_limit_mib: Some(3072), ..usual() };
    let task = FargateTaskDefinition::new(&stack(app)?, "Task", props)?;
    let setup = task.add_container("setup", ContainerDefinitionOptions { essential: false, ..image() })?;
    let store = ContainerDefinitionOptions {
        health_check: Some(HealthCheck::new(["true"])),
        memory_limit_mib: Some(512),
        ..image()
    };
    let store = task.add_container("store", store)?;
    let web = ContainerDefinitionOptions { cpu: Some(256), memory_reservation_mib: Some(256), ..image() };
    let web = task.add_container("web", web)?;
    web.add_container_dependency(&setup, ContainerDependencyCondition::Success);
    web.add_container_dependency(&store, ContainerDependencyCondition::Healthy);
    web.add_container_dependency(&store, ContainerDependencyCondition::Start);
    web.add_port_mappings([PortMapping::new(80)])?;
    store.add_container_dependency(&setup, ContainerDependencyCondition::Complete);
    Ok(())
}

fn task_sizes(app: &App) -> Result<()> {
    let scope = stack(app)?;
    for (cpu, memory) in [(256, 512), (512, 4096), (2048, 16384), (4096, 30720), (16384, 122880)] {
        let platform =
            RuntimePlatform { cpu_architecture: Some(CpuArchitecture::X86_64), ..RuntimePlatform::default() };
        let props = FargateTaskDefinitionProps {
            cpu: Some(cpu),
            memory_limit_mib: Some(memory),
            ephemeral_storage_gib: Some(50),
            family: Some(format!("family-{cpu}")),
            runtime_platform: Some(platform),
            ..usual()
        };
        let task = FargateTaskDefinition::new(&scope, &format!("Task{cpu}"), props)?;
        task.add_container("web", image())?;
    }
    let arm = RuntimePlatform {
        operating_system_family: Some(OperatingSystemFamily::Linux),
        cpu_architecture: Some(CpuArchitecture::Arm64),
    };
    let props = FargateTaskDefinitionProps { runtime_platform: Some(arm), ..usual() };
    FargateTaskDefinition::new(&scope, "Arm", props)?.add_container("web", image()).map(drop)
}

fn windows_tasks(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let families = [
        ("2019_CORE", OperatingSystemFamily::WindowsServer2019Core),
        ("2019_FULL", OperatingSystemFamily::WindowsServer2019Full),
        ("2022_CORE", OperatingSystemFamily::WindowsServer2022Core),
        ("2022_FULL", OperatingSystemFamily::WindowsServer2022Full),
    ];
    for (name, family) in families {
        let platform = RuntimePlatform {
            operating_system_family: Some(family),
            cpu_architecture: Some(CpuArchitecture::X86_64),
        };
        let props = FargateTaskDefinitionProps {
            cpu: Some(1024),
            memory_limit_mib: Some(2048),
            runtime_platform: Some(platform),
            ..usual()
        };
        let task = FargateTaskDefinition::new(&scope, &format!("Task{name}"), props)?;
        task.add_container("web", image())?;
    }
    Ok(())
}

fn container_health_checks(app: &App) -> Result<()> {
    let task = FargateTaskDefinition::new(&stack(app)?, "Task", usual())?;
    let checks = [
        ("string", HealthCheck::new(["curl -f http://localhost/"])),
        ("list", HealthCheck::new(["curl", "-f", "http://localhost/"])),
        ("command", HealthCheck::new(["CMD", "curl"])),
        ("shell", HealthCheck::new(["CMD-SHELL", "curl -f / || exit 1"])),
        (
            "numbers",
            HealthCheck {
                interval: Some(Duration::minutes(1)),
                retries: Some(7),
                start_period: Some(Duration::seconds(90)),
                timeout: Some(Duration::seconds(9)),
                ..HealthCheck::new(["true"])
            },
        ),
        ("some", HealthCheck { start_period: Some(Duration::seconds(0)), ..HealthCheck::new(["true"]) }),
    ];
    for (name, check) in checks {
        task.add_container(name, ContainerDefinitionOptions { health_check: Some(check), ..image() })?;
    }
    Ok(())
}

fn container_ports(app: &App) -> Result<()> {
    let task = FargateTaskDefinition::new(&stack(app)?, "Task", usual())?;
    let port_mappings = vec![
        PortMapping {
            host_port: Some(80),
            name: Some("web".to_owned()),
            app_protocol: Some(AppProtocol::Http2),
            ..PortMapping::new(80)
        },
        PortMapping { protocol: Some(Protocol::Udp), ..PortMapping::new(53) },
    ];
    let web = task.add_container("web", ContainerDefinitionOptions { port_mappings, ..image() })?;
    web.add_port_mappings([
        PortMapping {
            name: Some("rpc".to_owned()),
            app_protocol: Some(AppProtocol::Grpc),
            ..PortMapping::new(90)
        },
        PortMapping { name: Some("plain".to_owned()), ..PortMapping::new(91) },
    ])
}

fn task_volumes(app: &App) -> Result<()> {
    let efs = EfsVolumeConfiguration {
        file_system_id: "fs-1".into(),
        root_directory: Some("/course".to_owned()),
        transit_encryption: Some("ENABLED".to_owned()),
        authorization_config: Some(EfsAuthorizationConfig {
            access_point_id: Some("fsap-1".into()),
            iam: Some("ENABLED".to_owned()),
        }),
        ..EfsVolumeConfiguration::default()
    };
    let named = |name: &str| Volume { name: name.to_owned(), ..Volume::default() };
    let volumes = vec![named("scratch"), Volume { efs_volume_configuration: Some(efs), ..named("files") }];
    let props = FargateTaskDefinitionProps { volumes, ..usual() };
    let task = FargateTaskDefinition::new(&stack(app)?, "Task", props)?;
    let mount = |path: &str, volume: &str, read_only| MountPoint {
        container_path: path.to_owned(),
        source_volume: volume.to_owned(),
        read_only,
    };
    let first = task.add_container("first", image())?;
    first.add_mount_points([mount("/scratch", "scratch", false), mount("/files", "files", true)]);
    let second = task.add_container("second", image())?;
    second.add_volumes_from([VolumeFrom { source_container: "first".to_owned(), read_only: true }]);
    task.add_volume(named("later"))
}

fn task_roles(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let service = || RoleProps::assumed_by(ServicePrincipal::new("ecs-tasks.amazonaws.com"));
    let props = FargateTaskDefinitionProps {
        task_role: Some(Role::new(&scope, "TaskRole", service())?),
        execution_role: Some(Role::from_role_name(
            &scope,
            "Execution",
            "execution",
            FromRoleNameOptions::default(),
        )?),
        ..usual()
    };
    let own = FargateTaskDefinition::new(&scope, "Own", props)?;
    let logs = AwsLogDriverProps { stream_prefix: "own".to_owned(), ..AwsLogDriverProps::default() };
    let logging = Some(LogDriver::aws_logs(logs)?);
    own.add_container("web", ContainerDefinitionOptions { logging, ..image() })?;
    let made = FargateTaskDefinition::new(&scope, "Made", usual())?;
    made.add_container("web", image())?;
    for task in [&own, &made] {
        let statement = PolicyStatement::allow(["s3:GetObject"], ["arn:aws:s3:::bucket/*"])?;
        task.add_to_task_role_policy(statement.clone())?;
        task.add_to_execution_role_policy(statement)?;
    }
    let lambda = RoleProps::assumed_by(ServicePrincipal::new("lambda.amazonaws.com"));
    made.grant_run(&Role::new(&scope, "Starter", lambda)?)?;
    CfnOutput::new(&scope, "Family", CfnOutputProps::new(made.family())).map(drop)
}

fn log_drivers(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let task = FargateTaskDefinition::new(&scope, "Task", usual())?;
    let retention = RetentionDays::Infinite;
    let group = LogGroup::new(&scope, "Group", LogGroupProps { retention, ..LogGroupProps::default() })?;
    let token = Secret::from_secrets_manager(
        &secretsmanager::Secret::new(&scope, "Token", SecretProps::default())?,
        None,
    );
    let web = || AwsLogDriverProps { stream_prefix: "web".to_owned(), ..AwsLogDriverProps::default() };
    let mode = Some(AwsLogDriverMode::NonBlocking);
    let multiline = AwsLogDriverProps {
        log_retention: Some(RetentionDays::TwoWeeks),
        multiline_pattern: Some("^INFO".to_owned()),
        ..web()
    };
    let dates = AwsLogDriverProps { datetime_format: Some("%Y-%m-%d".to_owned()), ..web() };
    let splunk = SplunkLogDriverProps {
        secret_token: Some(token.clone()),
        url: "https://splunk.example.com".to_owned(),
        source: Some("web".to_owned()),
        gzip: Some(true),
        labels: Some(vec!["a".to_owned(), "b".to_owned()]),
        ..SplunkLogDriverProps::default()
    };
    let firelens = FireLensLogDriverProps {
        options: Some(entries! { "Name" => "cloudwatch", "region" => "us-west-2" }),
        secret_options: vec![("key".to_owned(), token)],
    };
    let drivers = [
        ("default", Some(LogDriver::aws_logs(web())?)),
        ("group", Some(LogDriver::aws_logs(AwsLogDriverProps { log_group: Some(group), mode, ..web() })?)),
        ("multiline", Some(LogDriver::aws_logs(multiline)?)),
        ("dates", Some(LogDriver::aws_logs(dates)?)),
        ("splunk", Some(LogDriver::splunk(splunk)?)),
        ("firelens", Some(LogDriver::firelens(firelens))),
        ("none", None),
    ];
    for (name, logging) in drivers {
        task.add_container(name, ContainerDefinitionOptions { logging, ..image() })?;
    }
    Ok(())
}

fn task_proxy_and_firelens(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let proxy = AppMeshProxyConfigurationProps {
        app_ports: vec![8080],
        proxy_egress_port: 15001,
        proxy_ingress_port: 15000,
        ignored_uid: Some(1337),
        egress_ignored_ips: vec!["169.254.170.2".to_owned()],
        ..AppMeshProxyConfigurationProps::default()
    };
    let proxy_configuration = Some(AppMeshProxyConfiguration::new("envoy", proxy)?);
    let props = FargateTaskDefinitionProps { proxy_configuration, ..usual() };
    let task = FargateTaskDefinition::new(&scope, "Task", props)?;
    let options = Some(entries! { "Name" => "stdout" });
    let firelens = FireLensLogDriverProps { options, ..FireLensLogDriverProps::default() };
    let logging = Some(LogDriver::firelens(firelens));
    task.add_container("web", ContainerDefinitionOptions { logging, ..image() })?;
    task.add_container("envoy", image())?;
    let props = TaskDefinitionProps::new(Compatibility::Ec2AndFargate, 512, 1024);
    TaskDefinition::new(&scope, "Both", props)?.add_container("web", image()).map(drop)
}

#[test]
fn combinations_equal_the_recordings() {
    assert_all_equal(combinations![
        several_containers.with("aws:cdk:version-reporting", true),
        task_sizes,
        windows_tasks.without_paths(),
        container_health_checks,
        container_ports,
        task_volumes.without_paths(),
        task_roles,
        log_drivers,
        task_proxy_and_firelens.without_paths(),
    ]);
}

#[test]
fn log_routers_can_be_told_much() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let task = FargateTaskDefinition::new(&scope, "Task", usual()).unwrap();
    let config = |value: Option<&str>| FirelensConfig {
        options: Some(FirelensOptions {
            enable_ecs_log_metadata: Some(false),
            config_file_type: Some(FirelensConfigFileType::S3),
            config_file_value: value.map(Into::into),
        }),
        ..FirelensConfig::fluent_bit()
    };
    let error = task.add_firelens_log_router("without", config(None), image()).err().unwrap().to_string();
    let expected = "configFileValue and configFileType must be set together to define a custom config source";
    assert_eq!(error, expected);
    let task = FargateTaskDefinition::new(&scope, "Other", usual()).unwrap();
    let object = config(Some("arn:aws:s3:::logs/router.conf"));
    task.add_firelens_log_router("router", object, image()).unwrap();
    let error = task.add_firelens_log_router("second", config(None), image()).err().unwrap().to_string();
    assert_eq!(error, "Stack/Other: Firelens log router is already added in this task.");
    let template = scope.to_template().unwrap().stringify(0);
    let options = r#"{"enable-ecs-log-metadata":"false","config-file-type":"s3","config-file-value":"arn:aws:s3:::logs/router.conf"}"#;
    assert!(template.contains(options), "{template}");
    assert!(
        template
            .contains(r#""Action":"s3:GetBucketLocation","Effect":"Allow","Resource":"arn:aws:s3:::logs""#)
    );
}

#[test]
fn proxies_name_a_user_or_a_group() {
    let error = AppMeshProxyConfiguration::new("envoy", AppMeshProxyConfigurationProps::default());
    let expected = "At least one of ignoredUID or ignoredGID should be specified.";
    assert_eq!(error.unwrap_err().to_string(), expected);
}

#[test]
fn what_fargate_lacks_is_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let error = |id: &str, props| FargateTaskDefinition::new(&scope, id, props).err().unwrap().to_string();
    let storage = FargateTaskDefinitionProps { ephemeral_storage_gib: Some(20), ..usual() };
    assert_eq!(error("A", storage), "Stack/A: Ephemeral storage size must be between 21GiB and 200GiB");
    let windows = RuntimePlatform {
        operating_system_family: Some(OperatingSystemFamily::WindowsServer2022Core),
        cpu_architecture: None,
    };
    let small = FargateTaskDefinitionProps { runtime_platform: Some(windows), ..usual() };
    let expected = "Stack/B: If operatingSystemFamily is WINDOWS_SERVER_2022_CORE, then cpu must be in 1024 (1 vCPU), \
                    2048 (2 vCPU), or 4096 (4 vCPU). Provided value was: 256";
    assert_eq!(error("B", small), expected);
    let little = FargateTaskDefinitionProps {
        cpu: Some(2048),
        memory_limit_mib: Some(2048),
        runtime_platform: Some(windows),
        ..usual()
    };
    let expected = "Stack/C: If provided cpu is 2048, then memoryMiB must have a min of 4096 and max of 16384, in 1024 \
                    increments. Provided memoryMiB 2048.";
    assert_eq!(error("C", little), expected);
    let task = FargateTaskDefinition::new(&scope, "D", usual()).unwrap();
    let greedy = ContainerDefinitionOptions { cpu: Some(512), ..image() };
    let error = task.add_container("greedy", greedy).err().unwrap().to_string();
    let expected =
        "Stack/D: The sum of all container cpu values cannot be greater than the value of the task cpu";
    assert_eq!(error, expected);
}
