//! Faults of what the task role may do.

use synthesizer::Error;
use synthesizer::Result;
use synthesizer::aws_ecs::TaskDefinition;
use synthesizer::aws_iam::PolicyStatement;
use synthesizer::aws_rds::ServerlessCluster;
use synthesizer::aws_s3::Bucket;
use synthesizer::aws_secretsmanager::Secret;
use synthesizer::aws_solutions_constructs::CloudFrontToS3;

use crate::{Changes, StackBuilder, Variant};

/// Faults of what the task role may do.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "grants-database-secret-missing",
        says: "the task role may not read the database's secret",
        fails: &["compute.grants.database_secret"],
        change: |changes| {
            grants(changes, |access| {
                access.key.grant_read(access.task.task_role(), &[])?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-database-secret-write",
        says: "the task role may write the database's secret, but not read it",
        fails: &["compute.grants.database_secret"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_write(access.task.task_role())?;
                access.key.grant_read(access.task.task_role(), &[])?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-database-secret-to-execution-role",
        says: "the execution role may read the database's secret, the task role may not",
        fails: &["compute.grants.database_secret"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(&access.task.obtain_execution_role()?, &[])?;
                access.key.grant_read(access.task.task_role(), &[])?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-signing-key-missing",
        says: "the task role may not read the signing key",
        fails: &["compute.grants.signing_key"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-signing-key-describe-only",
        says: "the task role may describe the signing key, but not read its value",
        fails: &["compute.grants.signing_key"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.task.add_to_task_role_policy(PolicyStatement::allow(
                    ["secretsmanager:DescribeSecret"],
                    [access.key.secret_arn()],
                )?)?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-signing-key-to-execution-role",
        says: "the signing key is granted to the execution role by add_to_execution_role_policy",
        fails: &["compute.grants.signing_key"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.task.add_to_execution_role_policy(PolicyStatement::allow(
                    ["secretsmanager:GetSecretValue"],
                    [access.key.secret_arn()],
                )?)?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-public-images-missing",
        says: "the task role has no rights in the public images bucket",
        fails: &["compute.grants.public_images"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.key.grant_read(access.task.task_role(), &[])?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-public-images-read-only",
        says: "the task role may only read the public images",
        fails: &["compute.grants.public_images"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.key.grant_read(access.task.task_role(), &[])?;
                access.public.grant_read(access.task.task_role(), "*")?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-public-images-bucket-only",
        says: "the rights in the public images bucket name the bucket, but not the objects in it",
        fails: &["compute.grants.public_images"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.key.grant_read(access.task.task_role(), &[])?;
                access.task.add_to_task_role_policy(PolicyStatement::allow(
                    ["s3:GetObject", "s3:PutObject"],
                    [access.public.bucket_arn()],
                )?)?;
                access.private.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-private-images-missing",
        says: "both grants name the public images bucket, none the private one",
        fails: &["compute.grants.private_images"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.key.grant_read(access.task.task_role(), &[])?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-private-images-write-only",
        says: "the task role may only write the private images",
        fails: &["compute.grants.private_images"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.key.grant_read(access.task.task_role(), &[])?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.private.grant_write(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
    Variant {
        name: "grants-private-images-put-only",
        says: "the task role may only put private images: grant_put without grant_read",
        fails: &["compute.grants.private_images"],
        change: |changes| {
            grants(changes, |access| {
                access.database.grant_read(access.task.task_role(), &[])?;
                access.key.grant_read(access.task.task_role(), &[])?;
                access.public.grant_read_write(access.task.task_role(), "*")?;
                access.private.grant_put(access.task.task_role(), "*")?;
                Ok(())
            })
        },
    },
];

/// What is granted, and to whom.
struct Access {
    task: TaskDefinition,
    database: Secret,
    key: Secret,
    public: Bucket,
    private: Bucket,
}

fn grants(changes: &mut Changes, grant: fn(&Access) -> Result<()>) {
    changes.replace("grants", move |stack| grant(&access(stack)?));
}

fn access(stack: &StackBuilder<'_>) -> Result<Access> {
    let database: ServerlessCluster = stack.made("aurora-serverless")?;
    let images = |name: &str| Ok(stack.made::<CloudFrontToS3>(name)?.s3_bucket().clone());
    Ok(Access {
        task: stack.made("fargate-task-definition")?,
        database: database.secret().cloned().ok_or_else(|| Error::message("the database has no secret"))?,
        key: stack.made("app-secret-key")?,
        public: images("public-images-s3-cloudfront")?,
        private: images("private-images-s3-cloudfront")?,
    })
}
