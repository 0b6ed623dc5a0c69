//! Who owns a database that is made of a snapshot.

use super::credentials::Rendered;
use super::{CredentialsOptions, DatabaseSecret, DatabaseSecretProps};
use crate::aws_secretsmanager::Secret;
use crate::construct::Node;
use crate::error::Result;
use crate::secret_value::SecretValue;
use crate::value::Text;

/// A new password for the owner of a database that is made of a snapshot; the user's name stays as it was.
#[derive(Clone)]
pub struct SnapshotCredentials(Kind);

#[derive(Clone)]
enum Kind {
    Generated { username: Text, options: CredentialsOptions, replace: bool },
    Password(SecretValue),
    Secret(Secret),
}

impl SnapshotCredentials {
    /// A generated password. The secret is replaced when other characters are excluded.
    pub fn from_generated_secret(
        username: impl Into<Text>,
        options: CredentialsOptions,
    ) -> SnapshotCredentials {
        SnapshotCredentials(Kind::Generated { username: username.into(), options, replace: true })
    }

    /// A generated password, which stays the same when other characters are excluded.
    pub fn from_generated_password(
        username: impl Into<Text>,
        options: CredentialsOptions,
    ) -> SnapshotCredentials {
        SnapshotCredentials(Kind::Generated { username: username.into(), options, replace: false })
    }

    /// This password.
    pub fn from_password(password: SecretValue) -> SnapshotCredentials {
        SnapshotCredentials(Kind::Password(password))
    }

    /// The password in a secret.
    pub fn from_secret(secret: &Secret) -> SnapshotCredentials {
        SnapshotCredentials(Kind::Secret(secret.clone()))
    }

    /// Makes the secret if there has to be one, with this id.
    pub(super) fn render(self, scope: &Node, secret_id: &str) -> Result<Rendered> {
        let secret = match self.0 {
            Kind::Password(password) => {
                let password = Some(password.unsafe_unwrap());
                return Ok(Rendered { username: None, password, secret: None });
            }
            Kind::Secret(secret) => secret,
            Kind::Generated { username, options, replace } => DatabaseSecret::new(
                scope,
                secret_id,
                DatabaseSecretProps {
                    exclude_characters: options.exclude_characters,
                    encryption_key: options.encryption_key,
                    replica_regions: options.replica_regions,
                    replace_on_password_criteria_changes: replace,
                    ..DatabaseSecretProps::new(username)
                },
            )?,
        };
        let password = Some(secret.secret_value_from_json("password")?.unsafe_unwrap());
        Ok(Rendered { username: None, password, secret: Some(secret) })
    }
}
