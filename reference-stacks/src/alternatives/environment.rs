//! The container's environment and secrets, written differently.

use synthesizer::aws_ecs::{ContainerDefinitionOptions, Secret as EcsSecret, SecretVersionInfo};
use synthesizer::aws_rds::ServerlessCluster;
use synthesizer::aws_secretsmanager::Secret;
use synthesizer::{Map, Result, Text, text};

use crate::pieces::database_secret;
use crate::{Changes, StackBuilder, Variant};

/// The container's environment and secrets, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "environment-python-booleans",
        says: "the booleans are written True and False",
        fails: &[],
        change: |changes| {
            environment(changes, |variables, _| {
                variables.insert("PRODUCTION", "True".into());
                variables.insert("DEBUG", "False".into());
                Ok(())
            });
        },
    },
    Variant {
        name: "environment-distributions-as-urls",
        says: "the distributions' domain names follow https://",
        fails: &[],
        change: |changes| {
            environment(changes, |variables, _| {
                let names =
                    ["PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION", "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION"];
                for name in names {
                    if let Some(domain) = variables.get_mut(name) {
                        *domain = text!["https://", &*domain];
                    }
                }
                Ok(())
            });
        },
    },
    Variant {
        name: "environment-more",
        says: "the container has more environment variables than asked",
        fails: &[],
        change: |changes| {
            environment(changes, |variables, stack| {
                let database: ServerlessCluster = stack.made("aurora-serverless")?;
                let usual = std::mem::take(variables);
                variables.insert("AWS_DEFAULT_REGION", stack.settings().region.as_str().into());
                variables.insert("DATABASE_CLUSTER", database.cluster_identifier());
                usual.into_iter().for_each(|(name, value)| drop(variables.insert(name, value)));
                Ok(())
            });
        },
    },
    Variant {
        name: "secrets-by-stage",
        says: "the secrets' current version is asked for by its stage",
        fails: &[],
        change: |changes| {
            changes.props_in("app-container", |container: &mut ContainerDefinitionOptions, stack| {
                let secret = database_secret(stack)?;
                let current = SecretVersionInfo {
                    version_stage: Some("AWSCURRENT".to_owned()),
                    ..SecretVersionInfo::default()
                };
                database_secrets(container, stack, |field| {
                    EcsSecret::from_secrets_manager_version(&secret, &current, Some(field))
                });
                Ok(())
            });
        },
    },
    Variant {
        name: "secrets-imported-and-more",
        says: "the database's secret is imported by its ARN, and the container gets one more field of it",
        fails: &[],
        change: |changes| {
            changes.props_in("app-container", |container: &mut ContainerDefinitionOptions, stack| {
                let secret = Secret::from_secret_complete_arn(
                    stack.scope(),
                    &stack.id("imported-secret"),
                    database_secret(stack)?.secret_arn(),
                )?;
                let field = |field: &str| EcsSecret::from_secrets_manager(&secret, Some(field));
                database_secrets(container, stack, field);
                container.secrets.insert(0, ("POSTGRES_ENGINE".to_owned(), field("engine")));
                Ok(())
            });
        },
    },
];

fn environment(changes: &mut Changes, change: fn(&mut Map<Text>, &StackBuilder<'_>) -> Result<()>) {
    changes.props_in("app-container", move |container: &mut ContainerDefinitionOptions, stack| {
        change(&mut container.environment, stack)
    });
}

/// Takes the fields of the database's secret from elsewhere.
fn database_secrets(
    container: &mut ContainerDefinitionOptions,
    stack: &StackBuilder<'_>,
    secret: impl Fn(&str) -> EcsSecret,
) {
    let mapping = &stack.settings().db_secret_mapping;
    for (name, value) in &mut container.secrets {
        if let Some((_, field)) = mapping.iter().find(|(variable, _)| variable == name) {
            *value = secret(field);
        }
    }
}
