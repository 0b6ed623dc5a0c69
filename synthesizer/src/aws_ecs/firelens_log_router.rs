//! FireLens: a container of the task that sends on what the others write.

use super::{
    AwsLogDriverProps, ContainerDefinition, ContainerDefinitionOptions, ContainerImage, LogDriver,
    TaskDefinition,
};
use crate::aws_iam::PolicyStatement;
use crate::aws_ssm::StringParameter;
use crate::construct::Construct;
use crate::error::{Error, Result};
use crate::props;
use crate::value::macros::text_enum;
use crate::value::{Fragment, Text, Value};

text_enum! {
    /// The program that sends logs on.
    FirelensLogRouterType {
        Fluentbit = "fluentbit",
        Fluentd = "fluentd",
    }
}

text_enum! {
    /// Where a router's own configuration is.
    FirelensConfigFileType {
        S3 = "s3",
        File = "file",
    }
}

/// What a router of logs is.
#[derive(Debug, Clone, PartialEq)]
pub struct FirelensConfig {
    /// The program.
    pub router_type: FirelensLogRouterType,
    /// What it is told.
    pub options: Option<FirelensOptions>,
}

/// What a router of logs is told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FirelensOptions {
    /// Whether messages say which task they are from; they do if not given.
    pub enable_ecs_log_metadata: Option<bool>,
    /// Where its own configuration is. To be given together with the value.
    pub config_file_type: Option<FirelensConfigFileType>,
    /// ARN or path of its own configuration.
    pub config_file_value: Option<Text>,
}

/// The program's image as AWS keeps it, by its tag.
const FLUENT_BIT_IMAGE: &str = "/aws/service/aws-for-fluent-bit";

impl FirelensConfig {
    /// Fluent Bit, told nothing.
    pub fn fluent_bit() -> FirelensConfig {
        FirelensConfig { router_type: FirelensLogRouterType::Fluentbit, options: None }
    }

    /// Says where the configuration is, and lets the task read it.
    pub(super) fn bind(&self, task: &TaskDefinition) -> Result<Value> {
        let Some(options) = &self.options else {
            return Ok(props! { "Type" => self.router_type });
        };
        let metadata = if options.enable_ecs_log_metadata == Some(false) { "false" } else { "true" };
        let mut rendered = crate::entries! { "enable-ecs-log-metadata" => metadata };
        if let Some((kind, value)) = options.config_file()? {
            if kind == FirelensConfigFileType::S3 {
                allow_reading(task, value)?;
            }
            rendered.insert("config-file-type", kind.into());
            rendered.insert("config-file-value", value.into());
        }
        Ok(props! { "Type" => self.router_type, "Options" => Value::Object(rendered) })
    }
}

impl FirelensOptions {
    fn config_file(&self) -> Result<Option<(FirelensConfigFileType, &Text)>> {
        match (self.config_file_type, &self.config_file_value) {
            (None, None) => Ok(None),
            (Some(FirelensConfigFileType::S3), Some(value)) if is_object_of_s3(value) => {
                Ok(Some((FirelensConfigFileType::S3, value)))
            }
            (Some(_), Some(value)) => Ok(Some((FirelensConfigFileType::File, value))),
            _ => Err(Error::message(
                "configFileValue and configFileType must be set together to define a custom config source",
            )),
        }
    }
}

fn is_object_of_s3(value: &Text) -> bool {
    let Some(literal) = value.as_literal() else {
        return true;
    };
    let Some((partition, object)) = literal.split_once(":s3:::") else {
        return false;
    };
    let partition = partition.strip_prefix("arn:aws");
    !object.is_empty()
        && partition.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_alphabetic() || c == '-'))
}

fn allow_reading(task: &TaskDefinition, object: &Text) -> Result<()> {
    task.add_to_execution_role_policy(PolicyStatement::allow(["s3:GetObject"], [object.clone()])?)?;
    task.add_to_execution_role_policy(PolicyStatement::allow(
        ["s3:GetBucketLocation"],
        [before_slash(object)],
    )?)
}

fn before_slash(text: &Text) -> Text {
    let mut parts = Vec::new();
    for fragment in text.fragments() {
        match fragment {
            Fragment::Token(token) => parts.push(Text::from(token.clone())),
            Fragment::Literal(literal) => match literal.split_once('/') {
                Some((before, _)) => {
                    parts.push(before.into());
                    break;
                }
                None => parts.push(literal.clone().into()),
            },
        }
    }
    Text::concat(parts)
}

impl TaskDefinition {
    /// Adds a container that sends on what containers with the FireLens driver write. Without one, one is made at
    /// synthesis; there is at most one.
    pub fn add_firelens_log_router(
        &self,
        id: &str,
        firelens_config: FirelensConfig,
        options: ContainerDefinitionOptions,
    ) -> Result<ContainerDefinition> {
        if self.state()?.containers.borrow().iter().any(ContainerDefinition::is_log_router) {
            return Err(self.node().error("Firelens log router is already added in this task."));
        }
        ContainerDefinition::log_router(self, id, firelens_config, options)
    }

    /// Makes a router if a container needs one and there is none.
    pub(super) fn add_default_log_router(&self) -> Result<()> {
        let destination = {
            let state = self.state()?;
            let containers = state.containers.borrow();
            if containers.iter().any(ContainerDefinition::is_log_router) {
                return Ok(());
            }
            match containers.iter().find_map(ContainerDefinition::firelens_options) {
                Some(options) => options.get("Name").cloned(),
                None => return Ok(()),
            }
        };
        self.allow_default_log_router(destination)?;
        let tag = format!("{FLUENT_BIT_IMAGE}/latest");
        let image = StringParameter::value_for_string_parameter(self, &tag)?;
        let logs = AwsLogDriverProps { stream_prefix: "firelens".to_owned(), ..AwsLogDriverProps::default() };
        let options = ContainerDefinitionOptions {
            logging: Some(LogDriver::aws_logs(logs)?),
            memory_reservation_mib: Some(50),
            ..ContainerDefinitionOptions::new(ContainerImage::from_registry(image))
        };
        self.add_firelens_log_router("log-router", FirelensConfig::fluent_bit(), options).map(drop)
    }

    fn allow_default_log_router(&self, destination: Option<Value>) -> Result<()> {
        let pull = [
            "ecr:GetAuthorizationToken",
            "ecr:BatchCheckLayerAvailability",
            "ecr:GetDownloadUrlForLayer",
            "ecr:BatchGetImage",
        ];
        self.add_to_execution_role_policy(PolicyStatement::allow(pull, ["*"])?)?;
        let name = match &destination {
            Some(Value::Text(text)) => text.as_literal(),
            _ => None,
        };
        let actions: &[&str] = match name {
            Some("cloudwatch") => &[
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents",
            ],
            Some("firehose") => &["firehose:PutRecordBatch"],
            Some("kinesis") => &["kinesis:PutRecords"],
            _ => return Ok(()),
        };
        self.add_to_task_role_policy(PolicyStatement::allow(actions.iter().copied(), ["*"])?)
    }
}
