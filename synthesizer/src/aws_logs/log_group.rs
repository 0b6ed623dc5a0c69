//! Groups of log streams.

use std::cell::RefCell;
use std::rc::Rc;

use super::ResourcePolicy;
use crate::aws_kms::Key;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::stack::{ArnComponents, ArnFormat};
use crate::value::Text;
use crate::{props, text};

/// How long logs are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names say how long")]
pub enum RetentionDays {
    OneDay,
    ThreeDays,
    FiveDays,
    OneWeek,
    TwoWeeks,
    OneMonth,
    TwoMonths,
    ThreeMonths,
    FourMonths,
    FiveMonths,
    SixMonths,
    OneYear,
    ThirteenMonths,
    EighteenMonths,
    #[default]
    TwoYears,
    ThreeYears,
    FiveYears,
    SixYears,
    SevenYears,
    EightYears,
    NineYears,
    TenYears,
    Infinite,
}

impl RetentionDays {
    /// In days; none if they are kept forever.
    pub fn days(self) -> Option<i32> {
        Some(match self {
            RetentionDays::OneDay => 1,
            RetentionDays::ThreeDays => 3,
            RetentionDays::FiveDays => 5,
            RetentionDays::OneWeek => 7,
            RetentionDays::TwoWeeks => 14,
            RetentionDays::OneMonth => 30,
            RetentionDays::TwoMonths => 60,
            RetentionDays::ThreeMonths => 90,
            RetentionDays::FourMonths => 120,
            RetentionDays::FiveMonths => 150,
            RetentionDays::SixMonths => 180,
            RetentionDays::OneYear => 365,
            RetentionDays::ThirteenMonths => 400,
            RetentionDays::EighteenMonths => 545,
            RetentionDays::TwoYears => 731,
            RetentionDays::ThreeYears => 1096,
            RetentionDays::FiveYears => 1827,
            RetentionDays::SixYears => 2192,
            RetentionDays::SevenYears => 2557,
            RetentionDays::EightYears => 2922,
            RetentionDays::NineYears => 3288,
            RetentionDays::TenYears => 3653,
            RetentionDays::Infinite => return None,
        })
    }
}

/// What a log group can be told.
#[derive(Debug, Clone, Default)]
pub struct LogGroupProps {
    /// Its name; CloudFormation makes one if not given.
    pub log_group_name: Option<String>,
    /// How long logs are kept, two years if not given.
    pub retention: RetentionDays,
    /// What happens to it when it leaves its stack; it stays if not given.
    pub removal_policy: Option<RemovalPolicy>,
    /// Encrypts it; AWS's own key does if none is given. CloudWatch must be let to use it.
    pub encryption_key: Option<Key>,
}

/// A group of log streams, made here or imported. Cheap to clone: all clones are the same group.
#[derive(Debug, Clone)]
pub struct LogGroup {
    node: Node,
    arn: Text,
    name: Text,
    pub(super) policy: Rc<RefCell<Option<ResourcePolicy>>>,
}

crate::construct!(LogGroup);

impl LogGroup {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_logs.LogGroup");

    /// A log group.
    pub fn new(scope: &dyn Construct, id: &str, props: LogGroupProps) -> Result<LogGroup> {
        let node = Node::new(scope, id, LogGroup::INFO)?;
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::Logs::LogGroup",
            props! {
                "KmsKeyId" => props.encryption_key.as_ref().map(Key::key_arn),
                "LogGroupName" => props.log_group_name,
                "RetentionInDays" => props.retention.days(),
            },
        )?;
        resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Retain))?;
        Ok(LogGroup { node, arn: resource.get_att("Arn"), name: resource.ref_(), policy: Rc::default() })
    }

    /// A log group that was made elsewhere.
    pub fn from_log_group_name(scope: &dyn Construct, id: &str, name: &str) -> Result<LogGroup> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let name = name.strip_suffix(":*").unwrap_or(name);
        let arn = node.stack()?.format_arn(ArnComponents {
            service: "logs".into(),
            resource: "log-group".into(),
            resource_name: Some(format!("{name}:*").into()),
            arn_format: ArnFormat::ColonResourceName,
            ..ArnComponents::default()
        })?;
        Ok(LogGroup { node, arn, name: name.into(), policy: Rc::default() })
    }

    /// A group that was made elsewhere, by its ARN.
    pub fn from_log_group_arn(scope: &dyn Construct, id: &str, arn: impl Into<Text>) -> Result<LogGroup> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        let base = arn.into().without_suffix(":*");
        let parts = node.stack()?.split_arn(&base, ArnFormat::ColonResourceName)?;
        let name = parts.resource_name.unwrap_or_default();
        Ok(LogGroup { node, arn: text![base, ":*"], name, policy: Rc::default() })
    }

    /// `arn:…:log-group:NAME:*`
    pub fn log_group_arn(&self) -> Text {
        self.arn.clone()
    }

    /// Its name.
    pub fn log_group_name(&self) -> Text {
        self.name.clone()
    }
}
