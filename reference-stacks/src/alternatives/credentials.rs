//! The database's credentials, written differently.

use synthesizer::Result;
use synthesizer::aws_rds::{
    Credentials, CredentialsOptions, DatabaseSecret, DatabaseSecretProps, ServerlessClusterProps,
};
use synthesizer::aws_secretsmanager::{Secret, SecretProps, SecretStringGenerator};

use crate::{Changes, StackBuilder, Variant};

/// The database's credentials, written differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "credentials-other-user",
        says: "the database's user is called postgres",
        fails: &[],
        change: |changes| {
            credentials(changes, |stack| Ok(Credentials::from_username("postgres", without_special(stack))));
        },
    },
    Variant {
        name: "credentials-generated-secret",
        says: "the credentials come from Credentials.from_generated_secret, which writes the user's name out",
        fails: &[],
        change: |changes| {
            credentials(changes, |stack| {
                Ok(Credentials::from_generated_secret("yoctogram", without_special(stack)))
            });
        },
    },
    Variant {
        name: "credentials-own-secret",
        says: "the credentials are a secret of the student's own making, punctuation excluded as a class",
        fails: &[],
        change: |changes| {
            credentials(changes, |stack| {
                let generator = SecretStringGenerator {
                    secret_string_template: Some(r#"{"username": "postgres"}"#.to_owned()),
                    generate_string_key: Some("password".to_owned()),
                    exclude_punctuation: Some(true),
                    ..SecretStringGenerator::default()
                };
                let props = SecretProps { generate_secret_string: Some(generator), ..SecretProps::default() };
                let secret = Secret::new(stack.scope(), &stack.id("database-secret"), props)?;
                Credentials::from_secret(&secret, None)
            });
        },
    },
    Variant {
        name: "credentials-database-secret",
        says: "the credentials are an rds.DatabaseSecret",
        fails: &[],
        change: |changes| {
            credentials(changes, |stack| {
                let props = DatabaseSecretProps {
                    exclude_characters: without_special(stack).exclude_characters,
                    ..DatabaseSecretProps::new("yoctogram")
                };
                let secret = DatabaseSecret::new(stack.scope(), &stack.id("database-secret"), props)?;
                Credentials::from_secret(&secret, Some("yoctogram"))
            });
        },
    },
    Variant {
        name: "credentials-more-characters-excluded",
        says: "more characters than the handout's are excluded",
        fails: &[],
        change: |changes| {
            changes.settings(|settings| settings.db_special_chars_exclude.push_str("_0Oo1lI"));
        },
    },
    Variant {
        name: "credentials-space-not-excluded",
        says: "all characters but the space are excluded, and no generated password has one",
        fails: &[],
        change: |changes| {
            changes.settings(|settings| {
                settings.db_special_chars_exclude = settings.db_special_chars_exclude.trim().to_owned();
            });
        },
    },
];

fn credentials(changes: &mut Changes, credentials: fn(&StackBuilder<'_>) -> Result<Credentials>) {
    changes.props_in("aurora-serverless", move |database: &mut ServerlessClusterProps, stack| {
        database.credentials = Some(credentials(stack)?);
        Ok(())
    });
}

/// A password without the characters that the handout excludes.
fn without_special(stack: &StackBuilder<'_>) -> CredentialsOptions {
    let exclude_characters = Some(stack.settings().db_special_chars_exclude.clone());
    CredentialsOptions { exclude_characters, ..CredentialsOptions::default() }
}
