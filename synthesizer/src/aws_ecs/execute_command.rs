//! Commands that are run in containers from outside, and what is kept of them.

use super::{Cluster, TaskDefinition};
use crate::aws_iam::{
    ArnPrincipal, IResourceWithPolicy, PolicyStatement, PolicyStatementProps, ServicePrincipal,
};
use crate::aws_kms::Key;
use crate::aws_logs::LogGroup;
use crate::aws_s3::Bucket;
use crate::construct::Node;
use crate::error::Result;
use crate::stack::Stack;
use crate::value::macros::text_enum;
use crate::value::{Text, Value};
use crate::{entries, object, props, text};

text_enum! {
    /// Where it is kept what commands did.
    ExecuteCommandLogging {
        None = "NONE",
        Default = "DEFAULT",
        Override = "OVERRIDE",
    }
}

/// What a cluster says of commands that are run in its containers.
#[derive(Clone, Default)]
pub struct ExecuteCommandConfiguration {
    /// Encrypts what goes between client and container.
    pub kms_key: Option<Key>,
    /// Where it is kept what commands did; to be given together with [`ExecuteCommandLogging::Override`].
    pub log_configuration: Option<ExecuteCommandLogConfiguration>,
    /// Whether that is kept; where the container's output goes if nothing is said.
    pub logging: Option<ExecuteCommandLogging>,
}

/// Where it is kept what commands did.
#[derive(Clone, Default)]
pub struct ExecuteCommandLogConfiguration {
    /// A log group.
    pub cloud_watch_log_group: Option<LogGroup>,
    /// Whether what goes to the log group is encrypted.
    pub cloud_watch_encryption_enabled: Option<bool>,
    /// A bucket.
    pub s3_bucket: Option<Bucket>,
    /// Whether what goes to the bucket is encrypted.
    pub s3_encryption_enabled: Option<bool>,
    /// What names in the bucket begin with.
    pub s3_key_prefix: Option<String>,
}

impl ExecuteCommandConfiguration {
    pub(super) fn render(&self, cluster: &Node) -> Result<Value> {
        let overrides = self.logging == Some(ExecuteCommandLogging::Override);
        if overrides != self.log_configuration.is_some() {
            return Err(cluster.error(
                "Execute command log configuration must only be specified when logging is OVERRIDE.",
            ));
        }
        let logs = self.log_configuration.as_ref().map(|logs| logs.render(cluster)).transpose()?;
        let commands = props! {
            "KmsKeyId" => self.kms_key.as_ref().map(Key::key_arn),
            "LogConfiguration" => logs,
            "Logging" => self.logging,
        };
        Ok(props! { "ExecuteCommandConfiguration" => commands })
    }
}

impl ExecuteCommandLogConfiguration {
    fn render(&self, cluster: &Node) -> Result<Value> {
        if self.s3_encryption_enabled == Some(true) && self.s3_bucket.is_none() {
            return Err(cluster.error(
                "You must specify an S3 bucket name in the execute command log configuration to enable S3 encryption.",
            ));
        }
        if self.cloud_watch_encryption_enabled == Some(true) && self.cloud_watch_log_group.is_none() {
            return Err(cluster.error(
                "You must specify a CloudWatch log group in the execute command log configuration to enable CloudWatch \
                 encryption.",
            ));
        }
        Ok(props! {
            "CloudWatchEncryptionEnabled" => self.cloud_watch_encryption_enabled,
            "CloudWatchLogGroupName" => self.cloud_watch_log_group.as_ref().map(LogGroup::log_group_name),
            "S3BucketName" => self.s3_bucket.as_ref().map(Bucket::bucket_name),
            "S3EncryptionEnabled" => self.s3_encryption_enabled,
            "S3KeyPrefix" => self.s3_key_prefix.clone(),
        })
    }
}

/// Lets a service's containers open the channels that commands come through, and keep what is done.
pub(super) fn allow_commands(service: &Node, task: &TaskDefinition, cluster: &Cluster) -> Result<()> {
    let channels = [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ];
    task.add_to_task_role_policy(PolicyStatement::allow(channels, ["*"])?)?;
    let configuration = cluster.execute_command_configuration().cloned().unwrap_or_default();
    let logging = configuration.logging.unwrap_or(ExecuteCommandLogging::Default);
    let logs = configuration.log_configuration.unwrap_or_default();
    let stack = service.stack()?;
    if let Some(key) = &configuration.kms_key {
        let encrypted = logs.cloud_watch_encryption_enabled == Some(true);
        let logs_use_it = logging == ExecuteCommandLogging::Default || encrypted;
        allow_encryption(&stack, task, key, logs_use_it)?;
    }
    match logging {
        ExecuteCommandLogging::None => Ok(()),
        _ => allow_logs(&stack, task, &logs),
    }
}

fn allow_encryption(stack: &Stack, task: &TaskDefinition, key: &Key, logs_use_it: bool) -> Result<()> {
    let use_key = PolicyStatement::allow(["kms:Decrypt", "kms:GenerateDataKey"], [key.key_arn()])?;
    task.add_to_task_role_policy(use_key)?;
    let (partition, region, account) = (stack.partition()?, stack.region()?, stack.account()?);
    let root = text!["arn:", &partition, ":iam::", &account, ":root"];
    key.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
        actions: vec!["kms:*".into()],
        resources: vec!["*".into()],
        principals: vec![ArnPrincipal::new(root).into()],
        ..PolicyStatementProps::default()
    })?)?;
    if !logs_use_it {
        return Ok(());
    }
    let logs = ServicePrincipal::new(text!["logs.", &region, ".amazonaws.com"]);
    let of_logs = text!["arn:", partition, ":logs:", region, ":", account, ":*"];
    let actions = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"];
    key.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
        actions: actions.map(Text::from).into(),
        resources: vec!["*".into()],
        principals: vec![logs.into()],
        conditions: entries! { "ArnLike" => object! { "kms:EncryptionContext:aws:logs:arn" => of_logs } },
        ..PolicyStatementProps::default()
    })?)
    .map(drop)
}

fn allow_logs(stack: &Stack, task: &TaskDefinition, logs: &ExecuteCommandLogConfiguration) -> Result<()> {
    let allow = |actions: &[&str], resource: Text| {
        task.add_to_task_role_policy(PolicyStatement::allow(actions.iter().copied(), [resource])?)
    };
    let partition = stack.partition()?;
    allow(&["logs:DescribeLogGroups"], "*".into())?;
    let group = match &logs.cloud_watch_log_group {
        Some(group) => {
            let place = text!["arn:", &partition, ":logs:", stack.region()?, ":", stack.account()?];
            text![place, ":log-group:", group.log_group_name(), ":*"]
        }
        None => "*".into(),
    };
    allow(&["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], group)?;
    let Some(bucket) = &logs.s3_bucket else {
        return Ok(());
    };
    let arn = text!["arn:", partition, ":s3:::", bucket.bucket_name()];
    allow(&["s3:GetBucketLocation"], "*".into())?;
    allow(&["s3:PutObject"], text![&arn, "/*"])?;
    if logs.s3_encryption_enabled == Some(true) {
        allow(&["s3:GetEncryptionConfiguration"], arn)?;
    }
    Ok(())
}
