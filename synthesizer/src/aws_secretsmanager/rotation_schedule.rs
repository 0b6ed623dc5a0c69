//! When secrets are changed.

use super::Secret;
use crate::aws_lambda::ImportedFunction;
use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::props;

const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_secretsmanager.RotationSchedule");

/// What a schedule can be told.
#[derive(Debug, Clone)]
pub struct RotationScheduleOptions {
    /// The function that changes the secret. Secrets Manager must be let to call it already.
    pub rotation_lambda: ImportedFunction,
    /// How often, at most every 1,000 days; every 30 if nothing is said, never by itself if it is zero.
    pub automatically_after: Option<Duration>,
    /// Whether it is also changed when the schedule is.
    pub rotate_immediately_on_update: Option<bool>,
}

impl Secret {
    /// Has the secret changed by a function now and then. Keeps everybody from deleting it, too.
    pub fn add_rotation_schedule(&self, id: &str, options: RotationScheduleOptions) -> Result<CfnResource> {
        let node = Node::new(self, id, INFO)?;
        let days = match options.automatically_after.map(Duration::to_days).transpose()? {
            Some(days) if days > 1000 => {
                return Err(node.error(format!(
                    "automaticallyAfter must not be greater than 1000 days, got {days} days"
                )));
            }
            Some(0) => None,
            days => Some(days.unwrap_or(30)),
        };
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::SecretsManager::RotationSchedule",
            props! {
                "SecretId" => self.secret_arn(),
                "RotationLambdaARN" => options.rotation_lambda.function_arn(),
                "RotationRules" => days.map(|days| props! { "AutomaticallyAfterDays" => days }),
                "RotateImmediatelyOnUpdate" => options.rotate_immediately_on_update,
            },
        )?;
        self.deny_account_root_delete()?;
        Ok(resource)
    }
}
