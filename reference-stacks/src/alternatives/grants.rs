//! What the task role may do, written differently.

use synthesizer::aws_ecs::{FargateTaskDefinitionProps, TaskDefinition};
use synthesizer::aws_iam::{
    IPrincipal, ManagedPolicy, ManagedPolicyProps, Policy, PolicyDocument, PolicyProps, PolicyStatement,
    Role, RoleProps, ServicePrincipal,
};
use synthesizer::aws_s3::Bucket;
use synthesizer::aws_secretsmanager::Secret;
use synthesizer::{CfnResource, Construct, Error, Result, object, props, text};

use crate::pieces::database_secret;
use crate::{Changes, DataStack, StackBuilder, Variant};

/// What the task role may do, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "grants-read-and-put",
        says: "reading and putting are granted one by one",
        fails: &[],
        change: |changes| {
            changes.replace("grants", |stack| {
                let Access { role, database, key, public, private } = access(stack)?;
                database.grant_read(&role, &[])?;
                key.grant_read(&role, &[])?;
                for bucket in [public, private] {
                    bucket.grant_read(&role, "*")?;
                    bucket.grant_put(&role, "*")?;
                }
                Ok(())
            });
        },
    },
    Variant {
        name: "grants-through-pattern",
        says: "the grants come last, to the role of the service's task",
        fails: &[],
        change: |changes| {
            changes.leave_out("grants");
            changes.before("allow-to-database", |stack| {
                let Access { role, database, key, public, private } = access(stack)?;
                database.grant_read(&role, &[])?;
                key.grant_read(&role, &[])?;
                public.grant_read_write(&role, "*")?;
                private.grant_read_write(&role, "*").map(drop)
            });
        },
    },
    Variant {
        name: "grants-everything",
        says: "one statement lets the task role do everything",
        fails: &[],
        change: |changes| statements(changes, |_| Ok(vec![PolicyStatement::allow(["*"], ["*"])?])),
    },
    Variant {
        name: "grants-by-service",
        says: "the task role may do everything in S3 and in Secrets Manager, by two statements",
        fails: &[],
        change: |changes| {
            statements(changes, |_| {
                Ok(vec![
                    PolicyStatement::allow(["s3:*"], ["arn:aws:s3:::*"])?,
                    PolicyStatement::allow(["secretsmanager:Get*"], ["*"])?,
                ])
            });
        },
    },
    Variant {
        name: "grants-by-statements",
        says: "exactly what is needed, by statements of the student's own",
        fails: &[],
        change: |changes| {
            statements(changes, |Access { database, key, public, private, .. }| {
                Ok(vec![
                    PolicyStatement::allow(
                        ["secretsmanager:GetSecretValue"],
                        [database.secret_arn(), key.secret_arn()],
                    )?,
                    PolicyStatement::allow(
                        ["s3:GetObject", "s3:PutObject"],
                        [text![public.bucket_arn(), "/*"], text![private.bucket_arn(), "*"]],
                    )?,
                ])
            });
        },
    },
    Variant {
        name: "grants-by-aws-managed-policies",
        says: "AWS's own managed policies are attached to the task role",
        fails: &[],
        change: |changes| attach(changes, &["AmazonS3FullAccess", "SecretsManagerReadWrite"]),
    },
    Variant {
        name: "grants-by-administrator-access",
        says: "the task role is the account's administrator",
        fails: &[],
        change: |changes| attach(changes, &["AdministratorAccess"]),
    },
    Variant {
        name: "grants-by-own-managed-policy",
        says: "a managed policy of the student's own is attached to the task role",
        fails: &[],
        change: |changes| changes.replace("grants", own_managed_policy),
    },
    Variant {
        name: "grants-by-cfn-policy",
        says: "an iam.CfnPolicy names the task role",
        fails: &[],
        change: |changes| changes.replace("grants", cfn_policy),
    },
    Variant {
        name: "grants-by-policy-per-bucket",
        says: "each bucket's rights are an iam.Policy of their own, with wildcards in the actions",
        fails: &[],
        change: |changes| changes.replace("grants", policy_per_bucket),
    },
    Variant {
        name: "grants-in-own-role",
        says: "the task role is the student's own, its policy inline",
        fails: &[],
        change: |changes| {
            changes.props_in("fargate-task-definition", |task: &mut FargateTaskDefinitionProps, stack| {
                task.task_role = Some(own_role(stack)?);
                Ok(())
            });
            changes.leave_out("grants");
        },
    },
];

/// What is granted, and to whom.
struct Access {
    role: Role,
    database: Secret,
    key: Secret,
    public: Bucket,
    private: Bucket,
}

fn access(stack: &StackBuilder<'_>) -> Result<Access> {
    let data: DataStack = stack.made("data-stack")?;
    Ok(Access {
        role: stack.made::<TaskDefinition>("fargate-task-definition")?.task_role().clone(),
        database: database_secret(stack)?,
        key: stack.made("app-secret-key")?,
        public: data.s3_public_images,
        private: data.s3_private_images,
    })
}

/// Adds statements to the task role's own policy.
fn statements(changes: &mut Changes, statements: fn(Access) -> Result<Vec<PolicyStatement>>) {
    changes.replace("grants", move |stack| {
        let access = access(stack)?;
        let role = access.role.clone();
        let mut statements = statements(access)?.into_iter();
        statements.try_for_each(|statement| role.add_to_principal_policy(statement).map(drop))
    });
}

/// Attaches policies that AWS keeps to the task role.
fn attach(changes: &mut Changes, policies: &'static [&'static str]) {
    changes.replace("grants", move |stack| {
        let Access { role, .. } = access(stack)?;
        let policies = policies.iter().copied().map(ManagedPolicy::from_aws_managed_policy_name);
        policies.for_each(|policy| role.add_managed_policy(policy));
        Ok(())
    });
}

fn own_managed_policy(stack: &StackBuilder<'_>) -> Result<()> {
    let Access { role, database, key, public, private } = access(stack)?;
    let props = ManagedPolicyProps {
        roles: vec![role],
        statements: vec![
            PolicyStatement::allow(
                ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
                [database.secret_arn(), key.secret_arn()],
            )?,
            PolicyStatement::allow(
                ["s3:*Object"],
                [public.arn_for_objects("*"), private.arn_for_objects("*")],
            )?,
        ],
        ..ManagedPolicyProps::default()
    };
    ManagedPolicy::new(stack.scope(), &stack.id("task-policy"), props).map(drop)
}

fn cfn_policy(stack: &StackBuilder<'_>) -> Result<()> {
    let statement = object! {
        "Effect" => "Allow",
        "Action" => ["secretsmanager:GetSecretValue", "s3:GetObject", "s3:PutObject"],
        "Resource" => "*",
    };
    let policy = props! {
        "PolicyName" => "task",
        "Roles" => [access(stack)?.role.role_name()],
        "PolicyDocument" => object! { "Version" => "2012-10-17", "Statement" => statement },
    };
    CfnResource::typed(stack.scope(), &stack.id("task-policy"), "AWS::IAM::Policy", policy).map(drop)
}

fn policy_per_bucket(stack: &StackBuilder<'_>) -> Result<()> {
    let Access { role, database, key, public, private } = access(stack)?;
    database.grant_read(&role, &[])?;
    key.grant_read(&role, &[])?;
    for bucket in [public, private] {
        let path = bucket.node().path();
        let pattern = path.split('/').nth(1).ok_or_else(|| Error::message("the bucket is in no pattern"))?;
        let props = PolicyProps {
            roles: vec![role.clone()],
            statements: vec![PolicyStatement::allow(
                ["s3:Get*", "s3:Put*", "s3:List*"],
                [bucket.bucket_arn(), bucket.arn_for_objects("*")],
            )?],
            ..PolicyProps::default()
        };
        Policy::new(stack.scope(), &stack.id(&format!("policy-{pattern}")), props)?;
    }
    Ok(())
}

fn own_role(stack: &StackBuilder<'_>) -> Result<Role> {
    let data: DataStack = stack.made("data-stack")?;
    let (public, private) = (data.s3_public_images, data.s3_private_images);
    let (database, key) = (database_secret(stack)?, stack.made::<Secret>("app-secret-key")?);
    let document = PolicyDocument::new([
        PolicyStatement::allow(["secretsmanager:GetSecretValue"], [database.secret_arn(), key.secret_arn()])?,
        PolicyStatement::allow(
            ["s3:*"],
            [
                public.bucket_arn(),
                public.arn_for_objects("*"),
                private.bucket_arn(),
                private.arn_for_objects("*"),
            ],
        )?,
    ]);
    let tasks = ServicePrincipal::new("ecs-tasks.amazonaws.com");
    let mut props = RoleProps::assumed_by(tasks);
    props.inline_policies.insert("data", document);
    Role::new(stack.scope(), &stack.id("task-role"), props)
}
