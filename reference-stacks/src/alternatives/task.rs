//! The task and its signing key, written differently.

use synthesizer::CfnResource;
use synthesizer::aws_ecs::{ContainerDefinitionOptions, FargateTaskDefinitionProps, TaskDefinition};
use synthesizer::aws_secretsmanager::{SecretProps, SecretStringGenerator};

use crate::pieces::resource_of;
use crate::{Changes, Variant};

/// The task and its signing key, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "task-os-left-out",
        says: "the operating system is left out: Linux is AWS's default",
        fails: &[],
        change: |changes| {
            changes.props("fargate-task-definition", |task: &mut FargateTaskDefinitionProps| {
                let platform = task.runtime_platform.as_mut();
                platform.into_iter().for_each(|platform| platform.operating_system_family = None);
            });
        },
    },
    Variant {
        name: "task-platform-by-override",
        says: "platform, CPU and memory are property overrides, the latter two in words",
        fails: &[],
        change: |changes| {
            changes.props("fargate-task-definition", |task: &mut FargateTaskDefinitionProps| {
                *task = FargateTaskDefinitionProps::default();
            });
            resource(changes, |task| {
                task.add_property_override("Cpu", ".5 vCPU");
                task.add_property_override("Memory", "2 GB");
                task.add_property_override("RuntimePlatform.CpuArchitecture", "ARM64");
            });
        },
    },
    Variant {
        name: "task-numbers",
        says: "CPU and memory are rendered as numbers",
        fails: &[],
        change: |changes| {
            resource(changes, |task| {
                task.add_property_override("Cpu", 512);
                task.add_property_override("Memory", 2048);
            });
        },
    },
    Variant {
        name: "task-container-limits",
        says: "the container has limits of its own",
        fails: &[],
        change: |changes| {
            changes.props("app-container", |container: &mut ContainerDefinitionOptions| {
                container.cpu = Some(256);
                container.memory_limit_mib = Some(1024);
                container.memory_reservation_mib = Some(512);
                container.essential = true;
            });
        },
    },
    Variant {
        name: "signing-key-long",
        says: "the signing key is generated with a length and without punctuation",
        fails: &[],
        change: |changes| {
            changes.props("app-secret-key", |key: &mut SecretProps| {
                key.generate_secret_string = Some(SecretStringGenerator {
                    password_length: Some(64),
                    exclude_punctuation: Some(true),
                    ..SecretStringGenerator::default()
                });
            });
        },
    },
];

/// Changes the task definition's resource.
fn resource(changes: &mut Changes, change: fn(&CfnResource)) {
    changes.after("fargate-task-definition", move |task: &mut TaskDefinition, _| {
        change(&resource_of(task)?);
        Ok(())
    });
}
