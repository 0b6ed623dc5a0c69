//! Faults of the container.

use synthesizer::Result;
use synthesizer::aws_ecs::{
    AppProtocol, AwsLogDriverProps, ContainerDefinitionOptions, ContainerImage, HealthCheck, LogDriver,
    PortMapping,
};
use synthesizer::aws_logs::RetentionDays;

use crate::{Changes, StackBuilder, Variant};

/// Faults of the container.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "container-image-from-registry",
        says: "the container's image is pulled from a registry",
        fails: &["compute.container.image"],
        change: |changes| {
            container(changes, |container| {
                container.image = ContainerImage::from_registry("amazon/amazon-ecs-sample")
            })
        },
    },
    Variant {
        name: "container-image-pushed-by-hand",
        says: "the container's image is one that was pushed to a repository by hand",
        fails: &["compute.container.image"],
        change: |changes| {
            container_in(changes, |container, stack| {
                let settings = stack.settings();
                let (account, region, project) =
                    (&settings.account, &settings.region, &settings.project_name);
                let name = format!("{account}.dkr.ecr.{region}.amazonaws.com/{project}:latest");
                container.image = ContainerImage::from_registry(name);
                Ok(())
            })
        },
    },
    Variant {
        name: "container-port-8080",
        says: "the container exposes port 8080",
        fails: &["compute.container.port"],
        change: |changes| {
            container(changes, |container| container.port_mappings = vec![PortMapping::new(8080)])
        },
    },
    Variant {
        name: "container-port-443",
        says: "the container exposes port 443",
        fails: &["compute.container.port"],
        change: |changes| {
            container(changes, |container| container.port_mappings = vec![PortMapping::new(443)])
        },
    },
    Variant {
        name: "container-port-grpc",
        says: "port 80 is said to speak gRPC",
        fails: &["compute.container.port"],
        change: |changes| {
            container(changes, |container| {
                container.port_mappings = vec![PortMapping {
                    name: Some("api".to_owned()),
                    app_protocol: Some(AppProtocol::Grpc),
                    ..PortMapping::new(80)
                }]
            })
        },
    },
    Variant {
        name: "health-check-missing",
        says: "the container has no health check",
        fails: &["compute.container.health_check"],
        change: |changes| container(changes, |container| container.health_check = None),
    },
    Variant {
        name: "health-check-without-shell",
        says: "the health check's || is an argument of curl: its form is CMD, not CMD-SHELL",
        fails: &["compute.container.health_check"],
        change: |changes| {
            health_check(
                changes,
                &["CMD", "curl", "-f", "http://localhost/api/v1/health/", "||", "exit", "1"],
            )
        },
    },
    Variant {
        name: "health-check-as-one-word",
        says: "the health check's whole command line is taken for a program's name: CMD and one string",
        fails: &["compute.container.health_check"],
        change: |changes| {
            health_check(changes, &["CMD", "curl -f http://localhost/api/v1/health/ || exit 1"])
        },
    },
    Variant {
        name: "health-check-other-path",
        says: "the health check asks for /health/",
        fails: &["compute.container.health_check"],
        change: |changes| health_check(changes, &["CMD-SHELL", "curl -f http://localhost/health/ || exit 1"]),
    },
    Variant {
        name: "health-check-port-8080",
        says: "the health check asks on port 8080",
        fails: &["compute.container.health_check"],
        change: |changes| {
            health_check(changes, &["CMD-SHELL", "curl -f http://localhost:8080/api/v1/health/ || exit 1"])
        },
    },
    Variant {
        name: "health-check-https",
        says: "the health check asks over HTTPS, which the container does not speak",
        fails: &["compute.container.health_check"],
        change: |changes| {
            health_check(changes, &["CMD-SHELL", "curl -f https://localhost/api/v1/health/ || exit 1"])
        },
    },
    Variant {
        name: "health-check-without-f",
        says: "the health check's curl lacks -f, so an error's answer counts as healthy",
        fails: &["compute.container.health_check"],
        change: |changes| {
            health_check(changes, &["CMD-SHELL", "curl http://localhost/api/v1/health/ || exit 1"])
        },
    },
    Variant {
        name: "health-check-exit-0",
        says: "the health check can only succeed: || exit 0",
        fails: &["compute.container.health_check"],
        change: |changes| {
            health_check(changes, &["CMD-SHELL", "curl -f http://localhost/api/v1/health/ || exit 0"])
        },
    },
    Variant {
        name: "health-check-after-construction",
        says: "the health check is assigned to the container after its construction, which does nothing",
        fails: &["compute.container.health_check"],
        change: |changes| container(changes, |container| container.health_check = None),
    },
    Variant {
        name: "logging-missing",
        says: "the container does not log",
        fails: &["compute.container.logging"],
        change: |changes| container(changes, |container| container.logging = None),
    },
    Variant {
        name: "logging-other-prefix",
        says: "the log streams' prefix is yoctogram",
        fails: &["compute.container.logging"],
        change: |changes| {
            logging(changes, |stack| AwsLogDriverProps {
                stream_prefix: stack.settings().project_name.clone(),
                log_retention: Some(RetentionDays::OneWeek),
                ..AwsLogDriverProps::default()
            })
        },
    },
    Variant {
        name: "logging-one-month",
        says: "the logs are kept one month",
        fails: &["compute.container.logging"],
        change: |changes| {
            logging(changes, |stack| AwsLogDriverProps {
                stream_prefix: stack.id("fargate"),
                log_retention: Some(RetentionDays::OneMonth),
                ..AwsLogDriverProps::default()
            })
        },
    },
    Variant {
        name: "logging-forever",
        says: "the logs are kept forever: log_retention was left out",
        fails: &["compute.container.logging"],
        change: |changes| {
            logging(changes, |stack| AwsLogDriverProps {
                stream_prefix: stack.id("fargate"),
                ..AwsLogDriverProps::default()
            })
        },
    },
];

/// Changes what the container is told.
pub(super) fn container(changes: &mut Changes, change: fn(&mut ContainerDefinitionOptions)) {
    changes.props("app-container", change);
}

/// Changes what the container is told, with other constructs at hand.
pub(super) fn container_in(
    changes: &mut Changes,
    change: fn(&mut ContainerDefinitionOptions, &StackBuilder<'_>) -> Result<()>,
) {
    changes.props_in("app-container", change);
}

fn health_check(changes: &mut Changes, command: &'static [&'static str]) {
    changes.props("app-container", move |container: &mut ContainerDefinitionOptions| {
        container.health_check = Some(HealthCheck::new(command.iter().copied()));
    });
}

fn logging(changes: &mut Changes, props: fn(&StackBuilder<'_>) -> AwsLogDriverProps) {
    changes.props_in("app-container", move |container: &mut ContainerDefinitionOptions, stack| {
        container.logging = Some(LogDriver::aws_logs(props(stack))?);
        Ok(())
    });
}
