//! Faults of the container's secrets.

use std::collections::BTreeMap;

use synthesizer::aws_ecs::{ContainerDefinitionOptions, Secret as EcsSecret};
use synthesizer::aws_secretsmanager::{Secret, SecretProps};
use synthesizer::{Map, Result, SecretValue, Text};

use super::container::{container, container_in};
use crate::pieces::database_secret;
use crate::{Changes, Settings, StackBuilder, Variant};

/// Faults of the container's secrets.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "database-secrets-missing",
        says: "the container gets no database secrets",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            container(changes, |container| container.secrets.retain(|(name, _)| name == SIGNING_KEY));
        },
    },
    Variant {
        name: "database-secrets-without-field",
        says: "each database secret is the whole JSON, not one field of it",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            database_secrets(changes, |stack, _| {
                Ok(EcsSecret::from_secrets_manager(&database_secret(stack)?, None))
            });
        },
    },
    Variant {
        name: "database-secrets-without-password",
        says: "POSTGRES_PASSWORD is not among the secrets",
        fails: &["compute.container.database_secrets"],
        change: |changes| changes.settings(|settings| without(settings, "POSTGRES_PASSWORD")),
    },
    Variant {
        name: "database-secrets-in-environment",
        says: "the database's password is an environment variable in plain text instead of a secret",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            changes.settings(|settings| without(settings, "POSTGRES_PASSWORD"));
            container_in(changes, |container, stack| {
                let password = database_secret(stack)?.secret_value_from_json("password")?;
                insert_after_debug(container, "POSTGRES_PASSWORD", password.unsafe_unwrap());
                Ok(())
            });
        },
    },
    Variant {
        name: "database-secrets-host-by-hand",
        says: "POSTGRES_HOST is typed by hand: localhost",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            changes.settings(|settings| without(settings, "POSTGRES_HOST"));
            container(changes, |container| {
                insert_after_debug(container, "POSTGRES_HOST", "localhost".into());
            });
        },
    },
    Variant {
        name: "database-secrets-of-signing-key",
        says: "the database variables come from the signing key's secret",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            database_secrets(changes, |stack, field| {
                let key: Secret = stack.made("app-secret-key")?;
                Ok(EcsSecret::from_secrets_manager(&key, Some(field)))
            });
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
                });
            });
        },
    },
    Variant {
        name: "database-secrets-mapping-reversed",
        says: "names and fields of the database secrets are the wrong way round",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            changes.settings(|settings| {
                let mapping = settings.db_secret_mapping.iter_mut();
                mapping.for_each(|(variable, field)| std::mem::swap(variable, field));
            });
        },
    },
    Variant {
        name: "signing-key-missing",
        says: "SECRET_KEY is not set",
        fails: &["compute.container.signing_key"],
        change: |changes| container(changes, without_signing_key),
    },
    Variant {
        name: "signing-key-by-field",
        says: "SECRET_KEY is a field of the signing key, which has no fields",
        fails: &["compute.container.signing_key"],
        change: |changes| {
            signing_key(changes, |stack| {
                let key: Secret = stack.made("app-secret-key")?;
                Ok(EcsSecret::from_secrets_manager(&key, Some("SECRET_KEY")))
            });
        },
    },
    Variant {
        name: "signing-key-misspelt",
        says: "the signing key is called JWT_SECRET_KEY",
        fails: &["compute.container.signing_key"],
        change: |changes| {
            container(changes, |container| {
                let keys = container.secrets.iter_mut().filter(|(name, _)| name == SIGNING_KEY);
                keys.for_each(|(name, _)| *name = "JWT_SECRET_KEY".to_owned());
            });
        },
    },
    Variant {
        name: "signing-key-is-database-secret",
        says: "SECRET_KEY is the database's secret",
        fails: &["compute.container.signing_key"],
        change: |changes| {
            signing_key(changes, |stack| Ok(EcsSecret::from_secrets_manager(&database_secret(stack)?, None)));
        },
    },
    Variant {
        name: "signing-key-in-environment",
        says: "SECRET_KEY is an environment variable written in the source",
        fails: &["compute.container.signing_key"],
        change: |changes| {
            container(changes, |container| {
                without_signing_key(container);
                insert_after_debug(container, SIGNING_KEY, "change-me-in-production".into());
            });
        },
    },
    Variant {
        name: "signing-key-not-generated",
        says: "the signing key's value is written in the source, not generated",
        fails: &["compute.container.signing_key"],
        change: |changes| {
            changes.props("app-secret-key", |key: &mut SecretProps| {
                key.secret_string_value = Some(SecretValue::unsafe_plain_text("change-me-in-production"));
            });
        },
    },
];

const SIGNING_KEY: &str = "SECRET_KEY";

fn without(settings: &mut Settings, variable: &str) {
    settings.db_secret_mapping.retain(|mapped| mapped.0 != variable);
}

fn without_signing_key(container: &mut ContainerDefinitionOptions) {
    container.secrets.retain(|(name, _)| name != SIGNING_KEY);
}

/// Takes all variables about the database from somewhere else, by the fields that they should have.
fn database_secrets(changes: &mut Changes, secret: fn(&StackBuilder<'_>, &str) -> Result<EcsSecret>) {
    changes.props_in("app-container", move |container: &mut ContainerDefinitionOptions, stack| {
        let fields: BTreeMap<&str, &str> = stack.settings().db_secret_mapping.iter().copied().collect();
        container.secrets.iter_mut().try_for_each(|(variable, value)| {
            let Some(field) = fields.get(variable.as_str()) else { return Ok(()) };
            *value = secret(stack, field)?;
            Ok(())
        })
    });
}

/// Takes the signing key from somewhere else.
fn signing_key(changes: &mut Changes, secret: fn(&StackBuilder<'_>) -> Result<EcsSecret>) {
    changes.props_in("app-container", move |container: &mut ContainerDefinitionOptions, stack| {
        let mut keys = container.secrets.iter_mut().filter(|(name, _)| name == SIGNING_KEY);
        keys.try_for_each(|(_, value)| {
            *value = secret(stack)?;
            Ok(())
        })
    });
}

/// Adds a variable where people add things: in the middle.
fn insert_after_debug(container: &mut ContainerDefinitionOptions, name: &'static str, value: Text) {
    let environment: Map<Text> = std::mem::take(&mut container.environment);
    for (key, other) in environment {
        let is_place = *key == *"DEBUG";
        container.environment.insert(key, other);
        if is_place {
            container.environment.insert(name, value.clone());
        }
    }
}
