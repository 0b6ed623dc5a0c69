//! Faults of the container's environment and secrets.

use synthesizer::Result;
use synthesizer::aws_ecs::ContainerDefinitionOptions;

use crate::{Changes, StackBuilder, Variant};

/// Faults of the container's environment and secrets.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "environment-production-missing",
        says: "PRODUCTION is not set",
        fails: &["compute.container.runtime_environment"],
        change: |changes| {
            container(changes, |container, _| {
                container.environment.remove("PRODUCTION");
                Ok(())
            })
        },
    },
    Variant {
        name: "environment-debug-true",
        says: "DEBUG is true",
        fails: &["compute.container.runtime_environment"],
        change: |changes| {
            container(changes, |container, _| {
                container.environment.insert("DEBUG", "true".into());
                Ok(())
            })
        },
    },
    Variant {
        name: "environment-production-and-debug-swapped",
        says: "PRODUCTION is false and DEBUG is true",
        fails: &["compute.container.runtime_environment"],
        change: |changes| {
            container(changes, |container, _| {
                container.environment.insert("PRODUCTION", "false".into());
                container.environment.insert("DEBUG", "true".into());
                Ok(())
            })
        },
    },
    Variant {
        name: "environment-name-of-api",
        says: "FORWARD_FACING_NAME is the API's name",
        fails: &["compute.container.runtime_environment"],
        change: |changes| {
            container(changes, |container, stack| {
                container
                    .environment
                    .insert("FORWARD_FACING_NAME", format!("api.{}", stack.settings().app_domain()).into());
                Ok(())
            })
        },
    },
    Variant {
        name: "environment-name-with-scheme",
        says: "FORWARD_FACING_NAME begins with https://, which the app puts before it a second time",
        fails: &["compute.container.runtime_environment"],
        change: |changes| {
            container(changes, |container, stack| {
                container.environment.insert(
                    "FORWARD_FACING_NAME",
                    format!("https://{}", stack.settings().app_domain()).into(),
                );
                Ok(())
            })
        },
    },
    Variant {
        name: "buckets-missing",
        says: "the container is not told of the buckets",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container(changes, |container, _| {
                container.environment.remove("PUBLIC_IMAGES_BUCKET");
                container.environment.remove("PRIVATE_IMAGES_BUCKET");
                Ok(())
            })
        },
    },
    Variant {
        name: "buckets-swapped",
        says: "PUBLIC_IMAGES_BUCKET and PRIVATE_IMAGES_BUCKET are swapped",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container(changes, |container, _| {
                swap(container, "PUBLIC_IMAGES_BUCKET", "PRIVATE_IMAGES_BUCKET");
                Ok(())
            })
        },
    },
    Variant {
        name: "buckets-typed-by-hand",
        says: "the buckets' names are typed by hand, and no bucket has them",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container(changes, |container, _| {
                container.environment.insert("PUBLIC_IMAGES_BUCKET", "yoctogram-public-images".into());
                container.environment.insert("PRIVATE_IMAGES_BUCKET", "yoctogram-private-images".into());
                Ok(())
            })
        },
    },
    Variant {
        name: "distributions-swapped",
        says: "the two distributions are swapped",
        fails: &["compute.container.distribution_environment"],
        change: |changes| {
            container(changes, |container, _| {
                swap(
                    container,
                    "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION",
                    "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION",
                );
                Ok(())
            })
        },
    },
    Variant {
        name: "distributions-private-missing",
        says: "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION is not set",
        fails: &["compute.container.distribution_environment"],
        change: |changes| {
            container(changes, |container, _| {
                container.environment.remove("PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION");
                Ok(())
            })
        },
    },
    Variant {
        name: "database-secrets-missing",
        says: "the container gets no database secrets",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            container(changes, |container, _| {
                container.secrets.retain(|(name, _)| name == "SECRET_KEY");
                Ok(())
            })
        },
    },
    Variant {
        name: "database-secrets-without-password",
        says: "POSTGRES_PASSWORD is not among the secrets",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            container(changes, |container, _| {
                container.secrets.retain(|(name, _)| name != "POSTGRES_PASSWORD");
                Ok(())
            })
        },
    },
    Variant {
        name: "database-secrets-swapped",
        says: "POSTGRES_USER holds the database's name and POSTGRES_DB the user's",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            changes.settings(|settings| {
                settings.db_secret_mapping.iter_mut().for_each(|(variable, field)| match *variable {
                    "POSTGRES_USER" => *field = "dbname",
                    "POSTGRES_DB" => *field = "username",
                    _ => {}
                })
            })
        },
    },
    Variant {
        name: "database-secrets-mapping-reversed",
        says: "names and fields of the database secrets are the wrong way round",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            changes.settings(|settings| {
                settings
                    .db_secret_mapping
                    .iter_mut()
                    .for_each(|(variable, field)| std::mem::swap(variable, field))
            })
        },
    },
    Variant {
        name: "signing-key-missing",
        says: "SECRET_KEY is not set",
        fails: &["compute.container.signing_key"],
        change: |changes| {
            container(changes, |container, _| {
                container.secrets.retain(|(name, _)| name != "SECRET_KEY");
                Ok(())
            })
        },
    },
    Variant {
        name: "signing-key-misspelt",
        says: "the signing key is called JWT_SECRET_KEY",
        fails: &["compute.container.signing_key"],
        change: |changes| {
            container(changes, |container, _| {
                container
                    .secrets
                    .iter_mut()
                    .filter(|(name, _)| name == "SECRET_KEY")
                    .for_each(|(name, _)| *name = "JWT_SECRET_KEY".to_owned());
                Ok(())
            })
        },
    },
];

fn container(
    changes: &mut Changes,
    change: fn(&mut ContainerDefinitionOptions, &StackBuilder<'_>) -> Result<()>,
) {
    changes.props_in("app-container", change);
}

fn swap(container: &mut ContainerDefinitionOptions, one: &str, other: &str) {
    let values = (container.environment.get(one).cloned(), container.environment.get(other).cloned());
    if let (Some(first), Some(second)) = values {
        container.environment.insert(one, second);
        container.environment.insert(other, first);
    }
}
