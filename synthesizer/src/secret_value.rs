//! Values that nobody should read in a template.

use crate::error::{Error, Result};
use crate::value::{Text, Token};

/// A value that only properties meant for secrets take.
#[derive(Debug, Clone, PartialEq)]
pub struct SecretValue(Text);

/// Which part and version of a secret is meant.
#[derive(Debug, Clone, Default)]
pub struct SecretsManagerSecretOptions {
    /// Key of the secret's JSON; all of the secret without one.
    pub json_field: String,
    /// For example `AWSPREVIOUS`.
    pub version_stage: Option<String>,
    /// Id of the version. Not with a stage.
    pub version_id: Option<String>,
}

impl SecretValue {
    /// A literal, which everybody can read.
    pub fn unsafe_plain_text(text: impl Into<Text>) -> SecretValue {
        SecretValue(text.into())
    }

    /// A secret of Secrets Manager, by its name or ARN, read at deployment.
    pub fn secrets_manager(
        secret_id: impl Into<Text>,
        options: SecretsManagerSecretOptions,
    ) -> Result<SecretValue> {
        let secret_id = secret_id.into();
        match secret_id.as_literal() {
            Some("") => return Err(Error::message("secretId cannot be empty")),
            Some(id) if id.contains(':') && !id.starts_with("arn:") => {
                return Err(Error::message(format!("secret id \"{id}\" is not an ARN but contains \":\"")));
            }
            _ => {}
        }
        if let (Some(stage), Some(id)) = (&options.version_stage, &options.version_id) {
            return Err(Error::message(format!(
                "versionStage: '{stage}' and versionId: '{id}' were both provided but only one is allowed"
            )));
        }
        let SecretsManagerSecretOptions { json_field, version_stage, version_id } = options;
        let (stage, id) = (version_stage.unwrap_or_default(), version_id.unwrap_or_default());
        let rest = format!(":SecretString:{json_field}:{stage}:{id}");
        Ok(SecretValue::dynamic_reference("secretsmanager", Text::concat([secret_id, rest.into()])))
    }

    /// A parameter of Systems Manager that is kept encrypted, read at deployment.
    pub fn ssm_secure(parameter_name: &str, version: Option<&str>) -> SecretValue {
        let version = version.map(|version| format!(":{version}")).unwrap_or_default();
        SecretValue::dynamic_reference("ssm-secure", format!("{parameter_name}{version}").into())
    }

    fn dynamic_reference(service: &str, key: Text) -> SecretValue {
        let prefix = format!("{{{{resolve:{service}:");
        let reference = Text::concat([prefix.into(), key, "}}".into()]);
        SecretValue(Text::from(Token::intrinsic(reference)))
    }

    /// The value, for whatever takes plain strings.
    pub fn unsafe_unwrap(&self) -> Text {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_secrets_are_refused() {
        let refused = |id: &str, stage: Option<&str>, version: Option<&str>| {
            let options = SecretsManagerSecretOptions {
                version_stage: stage.map(str::to_owned),
                version_id: version.map(str::to_owned),
                ..Default::default()
            };
            SecretValue::secrets_manager(id, options).unwrap_err().to_string()
        };
        assert_eq!(refused("", None, None), "secretId cannot be empty");
        assert_eq!(refused("a:b", None, None), "secret id \"a:b\" is not an ARN but contains \":\"");
        let both = "versionStage: 's' and versionId: 'v' were both provided but only one is allowed";
        assert_eq!(refused("a", Some("s"), Some("v")), both);
    }
}
