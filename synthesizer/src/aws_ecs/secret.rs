//! Secrets that containers get in their environment.

use std::rc::Rc;

use crate::aws_iam::{Grant, IGrantable};
use crate::aws_secretsmanager;
use crate::aws_ssm::StringParameter;
use crate::error::Result;
use crate::text;
use crate::value::Text;

type GrantRead = dyn Fn(&dyn IGrantable) -> Result<Grant>;

/// A secret that a container gets in its environment.
#[derive(Clone)]
pub struct Secret {
    /// Where it is, with field, stage and version.
    pub(super) arn: Text,
    /// Whether it is a field of a JSON object, for which Fargate needs version 1.4.
    pub(super) has_field: bool,
    grant_read: Rc<GrantRead>,
}

/// Which version of a secret is meant.
#[derive(Debug, Clone, Default)]
pub struct SecretVersionInfo {
    /// Id of the version.
    pub version_id: Option<String>,
    /// Stage of the version, such as `AWSPREVIOUS`.
    pub version_stage: Option<String>,
}

impl Secret {
    /// A secret, or a field of the JSON object that it holds.
    pub fn from_secrets_manager(secret: &aws_secretsmanager::Secret, field: Option<&str>) -> Secret {
        let arn = match field {
            Some(field) => text![secret.secret_arn(), format!(":{field}::")],
            None => secret.secret_arn(),
        };
        Secret::of(secret, arn, field.is_some())
    }

    /// The same in a certain version.
    pub fn from_secrets_manager_version(
        secret: &aws_secretsmanager::Secret,
        version: &SecretVersionInfo,
        field: Option<&str>,
    ) -> Secret {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let (stage, id) = (part(&version.version_stage), part(&version.version_id));
        let suffix = format!(":{}:{stage}:{id}", field.unwrap_or_default());
        let ends_open = suffix.ends_with("::");
        Secret::of(secret, text![secret.secret_arn(), suffix], ends_open)
    }

    /// A parameter of Systems Manager.
    pub fn from_ssm_parameter(parameter: &StringParameter) -> Secret {
        let parameter = parameter.clone();
        let arn = parameter.parameter_arn();
        let grant_read = Rc::new(move |grantee: &dyn IGrantable| parameter.grant_read(grantee));
        Secret { arn, has_field: false, grant_read }
    }

    fn of(secret: &aws_secretsmanager::Secret, arn: Text, has_field: bool) -> Secret {
        let secret = secret.clone();
        let grant_read = Rc::new(move |grantee: &dyn IGrantable| secret.grant_read(grantee, &[]));
        Secret { arn, has_field, grant_read }
    }

    /// Lets someone read it.
    pub fn grant_read(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        (self.grant_read)(grantee)
    }
}
