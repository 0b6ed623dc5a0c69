//! Where the output of containers goes.

use super::ContainerDefinition;
use super::other_log_drivers::OtherDriver;
use crate::aws_logs::{LogGroup, LogGroupProps, RetentionDays};
use crate::construct::{Construct, Node};
use crate::error::{Error, Result};
use crate::json::Map;
use crate::value::{Text, Value};
use crate::{object, props};

/// Where the output of a container goes.
#[derive(Clone)]
pub struct LogDriver(Kind);

#[derive(Clone)]
enum Kind {
    AwsLogs(AwsLogDriverProps),
    Other(OtherDriver),
}

/// What becomes of output that cannot be sent fast enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwsLogDriverMode {
    /// The container waits.
    Blocking,
    /// It is kept, and lost when there is too much of it.
    NonBlocking,
}

/// What the driver for CloudWatch can be told.
#[derive(Debug, Clone, Default)]
pub struct AwsLogDriverProps {
    /// Begins the names of streams.
    pub stream_prefix: String,
    /// Where streams are; a group is made if not given.
    pub log_group: Option<LogGroup>,
    /// How long a group that is made keeps them; forever if not given.
    pub log_retention: Option<RetentionDays>,
    /// How a date at the beginning of a message looks.
    pub datetime_format: Option<String>,
    /// How the beginning of a message looks.
    pub multiline_pattern: Option<String>,
    /// What becomes of output that cannot be sent fast enough.
    pub mode: Option<AwsLogDriverMode>,
}

impl LogDriver {
    /// To CloudWatch.
    pub fn aws_logs(props: AwsLogDriverProps) -> Result<LogDriver> {
        if props.log_group.is_some() && props.log_retention.is_some() {
            return Err(Error::message("Cannot specify both `logGroup` and `logRetentionDays`."));
        }
        Ok(LogDriver(Kind::AwsLogs(props)))
    }

    pub(super) fn other(driver: OtherDriver) -> LogDriver {
        LogDriver(Kind::Other(driver))
    }

    /// What FireLens is told, if that is where it goes.
    pub(super) fn firelens_options(&self) -> Option<&Map<Value>> {
        match &self.0 {
            Kind::Other(driver) => driver.firelens_options(),
            Kind::AwsLogs(_) => None,
        }
    }

    /// Makes what it needs below `scope`, and gives the container's property.
    pub(super) fn bind(&self, scope: &Node, container: &ContainerDefinition) -> Result<Value> {
        match &self.0 {
            Kind::AwsLogs(props) => props.bind(scope, container),
            Kind::Other(driver) => driver.bind(container),
        }
    }
}

impl AwsLogDriverProps {
    fn bind(&self, scope: &Node, container: &ContainerDefinition) -> Result<Value> {
        let props = self;
        let group = match &props.log_group {
            Some(group) => group.clone(),
            None => {
                let retention = props.log_retention.unwrap_or(RetentionDays::Infinite);
                LogGroup::new(scope, "LogGroup", LogGroupProps { retention, ..LogGroupProps::default() })?
            }
        };
        group.grant_write(&container.task_definition().obtain_execution_role()?)?;
        let mode = props.mode.map(|mode| match mode {
            AwsLogDriverMode::Blocking => "blocking",
            AwsLogDriverMode::NonBlocking => "non-blocking",
        });
        let region: Text = group.node().stack()?.region()?;
        let options = object! {
            "awslogs-group" => group.log_group_name(),
            "awslogs-stream-prefix" => &props.stream_prefix,
            "awslogs-region" => region,
            "awslogs-datetime-format" => props.datetime_format.clone(),
            "awslogs-multiline-pattern" => props.multiline_pattern.clone(),
            "mode" => mode,
        };
        Ok(props! { "LogDriver" => "awslogs", "Options" => options })
    }
}
