//! Faults of the task definition.

use synthesizer::aws_ecs::{
    Cluster, ClusterProps, ContainerDefinitionOptions, ContainerImage, CpuArchitecture,
    FargateTaskDefinition, FargateTaskDefinitionProps, RuntimePlatform, TaskDefinition,
};

use crate::pieces::resource_of;
use crate::{Changes, Variant};

/// Faults of the task definition.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "task-cpu-256",
        says: "the task has 256 CPU units: cpu was left out",
        fails: &["compute.task.cpu"],
        change: |changes| task(changes, |task| task.cpu = None),
    },
    Variant {
        name: "task-cpu-1024",
        says: "the task has 1024 CPU units",
        fails: &["compute.task.cpu"],
        change: |changes| task(changes, |task| task.cpu = Some(1024)),
    },
    Variant {
        name: "task-cpu-2048",
        says: "the task has 2048 CPU units, the number meant for its memory",
        fails: &["compute.task.cpu"],
        change: |changes| task(changes, |task| task.cpu = Some(2048)),
    },
    Variant {
        name: "task-memory-left-out",
        says: "the task has 512 MiB: memory_limit_mib was left out",
        fails: &["compute.task.memory"],
        change: |changes| task(changes, |task| task.memory_limit_mib = None),
    },
    Variant {
        name: "task-memory-4096",
        says: "the task has 4096 MiB",
        fails: &["compute.task.memory"],
        change: |changes| task(changes, |task| task.memory_limit_mib = Some(4096)),
    },
    Variant {
        name: "task-memory-2000",
        says: "the task has 2000 MiB, which is not 2 GB to Fargate",
        fails: &["compute.task.memory"],
        change: |changes| task(changes, |task| task.memory_limit_mib = Some(2000)),
    },
    Variant {
        name: "task-x86",
        says: "the task runs on X86_64",
        fails: &["compute.task.architecture"],
        change: |changes| {
            platform(changes, |platform| platform.cpu_architecture = Some(CpuArchitecture::X86_64))
        },
    },
    Variant {
        name: "task-platform-left-out",
        says: "the task's platform was left out, so it runs on X86_64",
        fails: &["compute.task.architecture"],
        change: |changes| task(changes, |task| task.runtime_platform = None),
    },
    Variant {
        name: "task-platform-os-only",
        says: "the task's platform says the operating system only",
        fails: &["compute.task.architecture"],
        change: |changes| platform(changes, |platform| platform.cpu_architecture = None),
    },
    Variant {
        name: "task-windows",
        says: "the task's operating system is Windows, set with a property override",
        fails: &["compute.task.os"],
        change: |changes| operating_system(changes, "WINDOWS_SERVER_2022_CORE"),
    },
    Variant {
        name: "task-os-ubuntu",
        says: "the task's operating system is Ubuntu, which is not what Fargate calls it",
        fails: &["compute.task.os"],
        change: |changes| operating_system(changes, "UBUNTU"),
    },
    Variant {
        name: "task-os-small-letters",
        says: "the task's operating system is linux in small letters, which Fargate does not know",
        fails: &["compute.task.os"],
        change: |changes| operating_system(changes, "linux"),
    },
    Variant {
        name: "cluster-second",
        says: "there is a second ECS cluster that nothing uses",
        fails: &["compute.task.single"],
        change: |changes| {
            changes.before("app-secret-key", |stack| {
                let props = ClusterProps { vpc: Some(stack.made("vpc")?), ..ClusterProps::default() };
                Cluster::new(stack.scope(), &stack.id("backend-cluster"), props).map(drop)
            })
        },
    },
    Variant {
        name: "task-second",
        says: "there is a second task definition that nothing runs",
        fails: &["compute.task.single"],
        change: |changes| {
            changes.before("fargate-service", |stack| {
                let id = stack.id("migration-task-definition");
                let task = FargateTaskDefinition::new(stack.scope(), &id, Default::default())?;
                let image = ContainerImage::from_registry("postgres:13");
                let options = ContainerDefinitionOptions::new(image);
                task.add_container(&stack.id("migration-container"), options).map(drop)
            })
        },
    },
];

fn task(changes: &mut Changes, change: fn(&mut FargateTaskDefinitionProps)) {
    changes.props("fargate-task-definition", change);
}

fn platform(changes: &mut Changes, change: fn(&mut RuntimePlatform)) {
    changes.props("fargate-task-definition", move |task: &mut FargateTaskDefinitionProps| {
        task.runtime_platform.iter_mut().for_each(change);
    });
}

/// Writes another operating system over the one that the CDK was told.
fn operating_system(changes: &mut Changes, name: &'static str) {
    changes.after("fargate-task-definition", move |task: &mut TaskDefinition, _| {
        resource_of(task)?.add_property_override("RuntimePlatform.OperatingSystemFamily", name);
        Ok(())
    });
}
