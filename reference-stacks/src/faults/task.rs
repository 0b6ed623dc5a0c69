//! Faults of the task definition.

use synthesizer::aws_ecs::{
    Cluster, ClusterProps, CpuArchitecture, FargateTaskDefinitionProps, TaskDefinition,
};
use synthesizer::{CfnResource, Construct};

use crate::{Changes, Variant};

/// Faults of the task definition.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "task-cpu-256",
        says: "the task has 256 CPU units: cpu was left out",
        fails: &["compute.task.cpu"],
        change: |changes| {
            task(changes, |task| {
                task.cpu = None;
            })
        },
    },
    Variant {
        name: "task-cpu-1024",
        says: "the task has 1024 CPU units",
        fails: &["compute.task.cpu"],
        change: |changes| {
            task(changes, |task| {
                task.cpu = Some(1024);
            })
        },
    },
    Variant {
        name: "task-cpu-2048",
        says: "the task has 2048 CPU units, the number meant for its memory",
        fails: &["compute.task.cpu"],
        change: |changes| {
            task(changes, |task| {
                task.cpu = Some(2048);
            })
        },
    },
    Variant {
        name: "task-memory-left-out",
        says: "the task has 512 MiB: memory_limit_mib was left out",
        fails: &["compute.task.memory"],
        change: |changes| {
            task(changes, |task| {
                task.memory_limit_mib = None;
            })
        },
    },
    Variant {
        name: "task-memory-4096",
        says: "the task has 4096 MiB",
        fails: &["compute.task.memory"],
        change: |changes| {
            task(changes, |task| {
                task.memory_limit_mib = Some(4096);
            })
        },
    },
    Variant {
        name: "task-memory-2000",
        says: "the task has 2000 MiB, which is not 2 GB to Fargate",
        fails: &["compute.task.memory"],
        change: |changes| {
            task(changes, |task| {
                task.memory_limit_mib = Some(2000);
            })
        },
    },
    Variant {
        name: "task-x86",
        says: "the task runs on X86_64",
        fails: &["compute.task.architecture"],
        change: |changes| {
            task(changes, |task| {
                task.runtime_platform
                    .iter_mut()
                    .for_each(|platform| platform.cpu_architecture = Some(CpuArchitecture::X86_64));
            })
        },
    },
    Variant {
        name: "task-platform-left-out",
        says: "the task's platform was left out, so it runs on X86_64",
        fails: &["compute.task.architecture"],
        change: |changes| {
            task(changes, |task| {
                task.runtime_platform = None;
            })
        },
    },
    Variant {
        name: "task-platform-os-only",
        says: "the task's platform says the operating system only",
        fails: &["compute.task.architecture"],
        change: |changes| {
            task(changes, |task| {
                task.runtime_platform.iter_mut().for_each(|platform| platform.cpu_architecture = None);
            })
        },
    },
    Variant {
        name: "task-windows",
        says: "the task's operating system is Windows, set with a property override",
        fails: &["compute.task.os"],
        change: |changes| {
            changes.after("fargate-task-definition", |task: &mut TaskDefinition, _| {
                if let Some(resource) = task.node().default_child().as_ref().and_then(CfnResource::at) {
                    resource.add_property_override(
                        "RuntimePlatform.OperatingSystemFamily",
                        "WINDOWS_SERVER_2022_CORE",
                    );
                }
                Ok(())
            })
        },
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
];

fn task(changes: &mut Changes, change: fn(&mut FargateTaskDefinitionProps)) {
    changes.props("fargate-task-definition", change);
}
