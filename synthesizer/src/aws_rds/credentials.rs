//! Who owns a database.

use super::{DatabaseSecret, DatabaseSecretProps};
use crate::aws_kms::Key;
use crate::aws_secretsmanager::{ReplicaRegion, Secret};
use crate::construct::Node;
use crate::error::Result;
use crate::secret_value::SecretValue;
use crate::value::Text;

/// Who owns a database.
#[derive(Clone)]
pub struct Credentials {
    username: Text,
    /// Whether the name is written as it is, not read from the secret.
    username_as_string: bool,
    options: CredentialsOptions,
    password: Option<SecretValue>,
    secret: Option<Secret>,
}

/// How a password is generated.
#[derive(Debug, Clone, Default)]
pub struct CredentialsOptions {
    /// Generated if none is given.
    pub secret_name: Option<String>,
    /// Characters that the password has not.
    pub exclude_characters: Option<String>,
    /// Encrypts the secret; AWS's own key for secrets does if none is given.
    pub encryption_key: Option<Key>,
    /// Regions that have a copy of the secret.
    pub replica_regions: Vec<ReplicaRegion>,
}

impl Credentials {
    /// This user, with a generated password; user and password are read from the secret.
    pub fn from_username(username: impl Into<Text>, options: CredentialsOptions) -> Credentials {
        let username = username.into();
        Credentials { username, username_as_string: false, options, password: None, secret: None }
    }

    /// This user, with a generated password. The secret is replaced when other characters are excluded.
    pub fn from_generated_secret(username: impl Into<Text>, options: CredentialsOptions) -> Credentials {
        Credentials { username_as_string: true, ..Credentials::from_username(username, options) }
    }

    /// This user and password.
    pub fn from_password(username: impl Into<Text>, password: SecretValue) -> Credentials {
        let options = CredentialsOptions::default();
        Credentials { password: Some(password), ..Credentials::from_generated_secret(username, options) }
    }

    /// User and password of a secret; another user if one is given.
    pub fn from_secret(secret: &Secret, username: Option<&str>) -> Result<Credentials> {
        let username = match username {
            Some(username) => username.into(),
            None => secret.secret_value_from_json("username")?.unsafe_unwrap(),
        };
        Ok(Credentials {
            username,
            username_as_string: true,
            options: CredentialsOptions::default(),
            password: Some(secret.secret_value_from_json("password")?),
            secret: Some(secret.clone()),
        })
    }
}

/// What a cluster is told, and the secret that it is attached to.
pub(super) struct Rendered {
    /// None where it stays that of a snapshot.
    pub(super) username: Option<Text>,
    pub(super) password: Option<Text>,
    pub(super) secret: Option<Secret>,
}

/// Makes the secret if the credentials have neither secret nor password.
pub(super) fn render(
    scope: &Node,
    default_username: &str,
    credentials: Option<Credentials>,
) -> Result<Rendered> {
    let default = || Credentials::from_username(default_username, CredentialsOptions::default());
    let mut credentials = credentials.unwrap_or_else(default);
    if credentials.secret.is_none() && credentials.password.is_none() {
        let secret = DatabaseSecret::new(
            scope,
            "Secret",
            DatabaseSecretProps {
                secret_name: credentials.options.secret_name.map(Text::from),
                exclude_characters: credentials.options.exclude_characters,
                encryption_key: credentials.options.encryption_key,
                replica_regions: credentials.options.replica_regions,
                replace_on_password_criteria_changes: credentials.username_as_string,
                ..DatabaseSecretProps::new(credentials.username.clone())
            },
        )?;
        let as_string = credentials.username_as_string.then_some(credentials.username);
        credentials = Credentials::from_secret(&secret, None)?;
        credentials.username = as_string.unwrap_or(credentials.username);
    }
    Ok(Rendered {
        username: Some(credentials.username),
        password: credentials.password.map(|password| password.unsafe_unwrap()),
        secret: credentials.secret,
    })
}
