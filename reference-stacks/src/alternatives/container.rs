//! The task's containers, written differently.

use synthesizer::aws_ecr_assets::{DockerImageAssetProps, Platform};
use synthesizer::aws_ecs::{
    AppProtocol, AwsLogDriverProps, ContainerDefinition, ContainerDefinitionOptions, ContainerImage,
    HealthCheck, LogDriver, PortMapping, Protocol, TaskDefinition,
};
use synthesizer::{Duration, Result};

use crate::{Changes, StackBuilder, Variant};

/// The task's containers, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "container-by-class",
        says: "the container is made by ecs.ContainerDefinition and completed by its methods",
        fails: &[],
        change: |changes| changes.remake("app-container", container_by_class),
    },
    Variant {
        name: "container-sidecar",
        says: "a sidecar runs beside the app's container",
        fails: &[],
        change: |changes| {
            changes.before("fargate-service", |stack| {
                let logs =
                    AwsLogDriverProps { stream_prefix: "xray".to_owned(), ..AwsLogDriverProps::default() };
                let daemon = ContainerDefinitionOptions {
                    essential: false,
                    port_mappings: vec![PortMapping {
                        protocol: Some(Protocol::Udp),
                        ..PortMapping::new(2000)
                    }],
                    logging: Some(LogDriver::aws_logs(logs)?),
                    ..ContainerDefinitionOptions::new(ContainerImage::from_registry("amazon/aws-xray-daemon"))
                };
                task(stack)?.add_container("xray-daemon", daemon).map(drop)
            });
        },
    },
    Variant {
        name: "container-sidecar-first",
        says: "the sidecar comes first, and the app's container is said to be the default one",
        fails: &[],
        change: |changes| {
            changes.before("app-container", |stack| {
                let image = ContainerImage::from_registry("amazon/aws-for-fluent-bit");
                let router = ContainerDefinitionOptions {
                    environment: [("DEBUG", "true".into())].into_iter().collect(),
                    health_check: Some(HealthCheck::new(["CMD-SHELL", "exit 0"])),
                    ..ContainerDefinitionOptions::new(image)
                };
                task(stack)?.add_container("log-router", router).map(drop)
            });
            changes.before("fargate-service", |stack| {
                task(stack)?.set_default_container(&stack.made("app-container")?)
            });
        },
    },
    Variant {
        name: "container-named-port",
        says: "the port has a name and the application protocol http",
        fails: &[],
        change: |changes| {
            changes.props("app-container", |container: &mut ContainerDefinitionOptions| {
                container.port_mappings = vec![PortMapping {
                    name: Some("http".to_owned()),
                    protocol: Some(Protocol::Tcp),
                    app_protocol: Some(AppProtocol::Http),
                    ..PortMapping::new(80)
                }];
            });
        },
    },
    Variant {
        name: "health-check-string-only",
        says: "the health check is a list of one string, which the CDK puts into a shell",
        fails: &[],
        change: |changes| {
            health_check(changes, || HealthCheck::new(["curl -f http://localhost/api/v1/health/ || exit 1"]));
        },
    },
    Variant {
        name: "health-check-sh-c",
        says: "the health check runs sh -c",
        fails: &[],
        change: |changes| {
            health_check(changes, || {
                HealthCheck::new(["sh", "-c", "curl -f http://localhost/api/v1/health/ || exit 1"])
            });
        },
    },
    Variant {
        name: "health-check-cmd-sh-c",
        says: "the health check runs /bin/sh -c, its form written out",
        fails: &[],
        change: |changes| {
            health_check(changes, || {
                HealthCheck::new([
                    "CMD",
                    "/bin/sh",
                    "-c",
                    "curl -f http://localhost/api/v1/health/ || exit 1",
                ])
            });
        },
    },
    Variant {
        name: "health-check-without-exit",
        says: "the health check ends with curl's own status, and has no last slash",
        fails: &[],
        change: |changes| {
            health_check(changes, || {
                HealthCheck::new(["CMD-SHELL", "curl -f http://localhost/api/v1/health"])
            });
        },
    },
    Variant {
        name: "health-check-spaced-and-timed",
        says: "the health check has other white space, and times of its own",
        fails: &[],
        change: |changes| {
            health_check(changes, || HealthCheck {
                interval: Some(Duration::seconds(15)),
                retries: Some(5),
                start_period: Some(Duration::minutes(2)),
                timeout: Some(Duration::seconds(10)),
                ..HealthCheck::new(["CMD-SHELL", "curl  -f http://localhost/api/v1/health/  ||  exit 1 "])
            });
        },
    },
];

fn task(stack: &StackBuilder<'_>) -> Result<TaskDefinition> {
    stack.made("fargate-task-definition")
}

fn health_check(changes: &mut Changes, check: fn() -> HealthCheck) {
    changes.props("app-container", move |container: &mut ContainerDefinitionOptions| {
        container.health_check = Some(check());
    });
}

fn container_by_class(
    options: &mut ContainerDefinitionOptions,
    stack: &StackBuilder<'_>,
) -> Result<ContainerDefinition> {
    let image = DockerImageAssetProps {
        directory: stack.settings().yoctogram_app_dir.clone(),
        platform: Some(Platform::linux_arm64()),
        ..DockerImageAssetProps::default()
    };
    let mut options = ContainerDefinitionOptions {
        image: ContainerImage::from_asset(image),
        port_mappings: Vec::new(),
        ..options.clone()
    };
    let secret_key = options.secrets.pop();
    let container = ContainerDefinition::new(stack.scope(), "backend", &task(stack)?, options)?;
    container.add_port_mappings([
        PortMapping { host_port: Some(80), protocol: Some(Protocol::Tcp), ..PortMapping::new(80) },
        PortMapping::new(9090),
    ])?;
    secret_key.into_iter().try_for_each(|(name, key)| container.add_secret(&name, key))?;
    container.add_environment("LOG_LEVEL", "info");
    Ok(container)
}
