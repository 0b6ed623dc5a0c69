//! Faults of what the task role may do.

use synthesizer::aws_ecs::TaskDefinition;
use synthesizer::aws_iam::{
    Effect, PolicyStatement, PolicyStatementProps, Role, RoleProps, ServicePrincipal,
};
use synthesizer::aws_secretsmanager::Secret;
use synthesizer::{Result, Text};

use crate::pieces::database_secret;
use crate::{Changes, DataStack, StackBuilder, Variant};

/// Faults of what the task role may do.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "grants-database-secret-missing",
        says: "the task role may not read the database's secret",
        fails: &["compute.grants.database_secret"],
        change: |changes| changes.leave_out("grant-database-secret"),
    },
    Variant {
        name: "grants-database-secret-write",
        says: "the task role may write the database's secret, but not read it",
        fails: &["compute.grants.database_secret"],
        change: |changes| {
            grant(changes, "grant-database-secret", |stack, task| {
                database_secret(stack)?.grant_write(task.task_role()).map(drop)
            });
        },
    },
    Variant {
        name: "grants-database-secret-to-execution-role",
        says: "the execution role may read the database's secret, the task role may not",
        fails: &["compute.grants.database_secret"],
        change: |changes| {
            grant(changes, "grant-database-secret", |stack, task| {
                database_secret(stack)?.grant_read(&task.obtain_execution_role()?, &[]).map(drop)
            });
        },
    },
    Variant {
        name: "grants-signing-key-missing",
        says: "the task role may not read the signing key",
        fails: &["compute.grants.signing_key"],
        change: |changes| changes.leave_out("grant-signing-key"),
    },
    Variant {
        name: "grants-signing-key-describe-only",
        says: "the task role may describe the signing key, but not read its value",
        fails: &["compute.grants.signing_key"],
        change: |changes| {
            grant(changes, "grant-signing-key", |stack, task| {
                let key = signing_key(stack)?;
                task.add_to_task_role_policy(PolicyStatement::allow(
                    ["secretsmanager:DescribeSecret"],
                    [key],
                )?)
            });
        },
    },
    Variant {
        name: "grants-signing-key-to-execution-role",
        says: "the signing key is granted to the execution role by add_to_execution_role_policy",
        fails: &["compute.grants.signing_key"],
        change: |changes| {
            grant(changes, "grant-signing-key", |stack, task| {
                let read = PolicyStatement::allow(["secretsmanager:GetSecretValue"], [signing_key(stack)?])?;
                task.add_to_execution_role_policy(read)
            });
        },
    },
    Variant {
        name: "grants-public-images-missing",
        says: "the task role has no rights in the public images bucket",
        fails: &["compute.grants.public_images"],
        change: |changes| changes.leave_out("grant-public-images"),
    },
    Variant {
        name: "grants-public-images-read-only",
        says: "the task role may only read the public images",
        fails: &["compute.grants.public_images"],
        change: |changes| {
            grant(changes, "grant-public-images", |stack, task| {
                data(stack)?.s3_public_images.grant_read(task.task_role(), "*").map(drop)
            });
        },
    },
    Variant {
        name: "grants-public-images-bucket-only",
        says: "the rights in the public images bucket name the bucket, but not the objects in it",
        fails: &["compute.grants.public_images"],
        change: |changes| {
            grant(changes, "grant-public-images", |stack, task| {
                let bucket = data(stack)?.s3_public_images.bucket_arn();
                let use_it = PolicyStatement::allow(["s3:GetObject", "s3:PutObject"], [bucket])?;
                task.add_to_task_role_policy(use_it)
            });
        },
    },
    Variant {
        name: "grants-private-images-missing",
        says: "both grants name the public images bucket, none the private one",
        fails: &["compute.grants.private_images"],
        change: |changes| {
            grant(changes, "grant-private-images", |stack, task| {
                data(stack)?.s3_public_images.grant_read_write(task.task_role(), "*").map(drop)
            });
        },
    },
    Variant {
        name: "grants-private-images-write-only",
        says: "the task role may only write the private images",
        fails: &["compute.grants.private_images"],
        change: |changes| {
            grant(changes, "grant-private-images", |stack, task| {
                data(stack)?.s3_private_images.grant_write(task.task_role(), "*").map(drop)
            });
        },
    },
    Variant {
        name: "grants-private-images-put-only",
        says: "the task role may only put private images: grant_put without grant_read",
        fails: &["compute.grants.private_images"],
        change: |changes| {
            grant(changes, "grant-private-images", |stack, task| {
                data(stack)?.s3_private_images.grant_put(task.task_role(), "*").map(drop)
            });
        },
    },
    Variant {
        name: "grants-in-other-role",
        says: "everything is granted to a role that the task does not have",
        fails: &[
            "compute.grants.database_secret",
            "compute.grants.signing_key",
            "compute.grants.public_images",
            "compute.grants.private_images",
        ],
        change: |changes| {
            changes.replace("grants", |stack| {
                let tasks = ServicePrincipal::new("ecs-tasks.amazonaws.com");
                let role = Role::new(stack.scope(), &stack.id("task-role"), RoleProps::assumed_by(tasks))?;
                let data = data(stack)?;
                database_secret(stack)?.grant_read(&role, &[])?;
                stack.made::<Secret>("app-secret-key")?.grant_read(&role, &[])?;
                data.s3_public_images.grant_read_write(&role, "*")?;
                data.s3_private_images.grant_read_write(&role, "*").map(drop)
            });
        },
    },
    Variant {
        name: "grants-denied",
        says: "a statement denies what was granted in the private images bucket",
        fails: &["compute.grants.private_images"],
        change: |changes| {
            changes.before("app-container", |stack| {
                let bucket = data(stack)?.s3_private_images;
                let task: TaskDefinition = stack.made("fargate-task-definition")?;
                task.add_to_task_role_policy(PolicyStatement::new(PolicyStatementProps {
                    effect: Effect::Deny,
                    actions: vec!["s3:*".into()],
                    resources: vec![bucket.bucket_arn(), bucket.arn_for_objects("*")],
                    ..PolicyStatementProps::default()
                })?)
            });
        },
    },
];

/// Grants something else than usual.
pub(super) fn grant(
    changes: &mut Changes,
    step: &'static str,
    grant: fn(&StackBuilder<'_>, &TaskDefinition) -> Result<()>,
) {
    changes.replace(step, move |stack| grant(stack, &stack.made("fargate-task-definition")?));
}

fn data(stack: &StackBuilder<'_>) -> Result<DataStack> {
    stack.made("data-stack")
}

fn signing_key(stack: &StackBuilder<'_>) -> Result<Text> {
    Ok(stack.made::<Secret>("app-secret-key")?.secret_arn())
}
